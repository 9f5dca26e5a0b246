"""This package holds which tests reach a function: by calls, fixtures, parameters, commands and routes.

What is not found is not seen; that no test reaches a function cannot be told from the text alone.
"""

from dataclasses import dataclass

from reviewer.change.syntax.source import Scope
from reviewer.index.revision import Index
from reviewer.index.testmap.walk import Level, walk_tests
from reviewer.model.evidence import TestLink

__all__ = ["Level", "Reach", "find_tests_of", "walk_tests"]


@dataclass(frozen=True, slots=True)
class Reach:
    """The tests nearest to a function, ordered by place; `complete` is False where a bound cut the search short."""

    links: tuple[TestLink, ...]
    complete: bool


def find_tests_of(index: Index, path: str, scope: Scope) -> Reach:
    """Return the nearest tests that reach a function of a revision: those with the fewest functions in between."""
    complete = True
    for level in walk_tests(index, path, scope):
        complete = complete and level.whole
        if level.links:
            return Reach(level.links, complete)
    return Reach((), complete)
