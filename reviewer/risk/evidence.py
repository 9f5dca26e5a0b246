"""This module holds which changed functions are looked up in the tests, and in which order they are shown."""

from collections.abc import Callable, Iterable

from reviewer.change.behaviour import ChangedFunction
from reviewer.index.testmap.naming import find_test_files
from reviewer.index.view import View
from reviewer.model.evidence import Evidence, Strength

# What nothing speaks for comes first; a planted fault that no test noticed comes before everything.
_WEAKEST_FIRST: tuple[Strength, ...] = ("survived", "uncovered", "not seen", "hollow", "reached", "covered", "proved")
_RANK = {strength: rank for rank, strength in enumerate(_WEAKEST_FIRST)}
# More functions than this are not looked up: the largest are.
MOST_FUNCTIONS = 40


def pick_functions(view: View, holds: Callable[[str], bool]) -> tuple[tuple[ChangedFunction, ...], int]:
    """Return the changed functions of some paths to look up, by path and line, and how many are left out.

    None are where no file of the revision is a test: then nothing can be said that the reader does not know.
    """
    if not view.changed_functions or next(find_test_files(view.head), None) is None:
        return (), 0
    wanted = [function for function in view.changed_functions if holds(function.path)]
    largest = sorted(wanted, key=lambda f: (-len(f.lines), f.path, f.line))[:MOST_FUNCTIONS]
    return tuple(sorted(largest, key=lambda f: (f.path, f.line))), len(wanted) - len(largest)


def order_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence with the weakest first, within that by path and line."""
    return tuple(sorted(evidence, key=lambda e: (_RANK[e.strength], e.path, e.line)))
