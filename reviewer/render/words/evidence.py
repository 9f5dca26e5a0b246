"""This module holds the words for what speaks for a changed function; every form uses them."""

from collections import Counter
from collections.abc import Iterable

from reviewer.model.evidence import Evidence, LinkKind, Mutant, Strength, TestLink, Worth
from reviewer.render.verdict import count_of

SHOWN = 8
_FAR = 2
_STRENGTHS: dict[Strength, str] = {
    "proved": "proved",
    "covered": "covered and asserted",
    "reached": "reached",
    "hollow": "hollow",
    "survived": "no test noticed",
    "uncovered": "did not run",
    "not seen": "not seen",
}
_WORTHS: dict[Worth, str] = {
    "asserts": "",
    "unknown": "",
    "weak": "checks only that something is there",
    "mock": "checks only calls of doubles",
    "none": "asserts nothing",
    "skipped": "is skipped",
}
_KINDS: dict[LinkKind, str] = {
    "call": "",
    "fixture": "by a fixture",
    "parameter": "by its parameters",
    "command": "by a command",
    "client": "by a route",
    "coverage": "by the coverage report",
    "name": "named for the file",
}


def state_strength(evidence: Evidence) -> str:
    """Return the strongest evidence in words, with the numbers behind it."""
    word = _STRENGTHS[evidence.strength]
    parts = []
    tried = [m for m in evidence.mutants if m.outcome != "timed out"]
    if tried:
        survived = len(list_survivors(evidence))
        number = f"{survived or len(tried)} of {count_of(len(tried), 'planted fault')}"
        parts.append(f"{number} survived" if survived else f"{number} noticed")
    if evidence.lines_measured:
        parts.append(f"{evidence.lines_run} of {count_of(evidence.lines_measured, 'line')} ran")
    return f"{word} ({', '.join(parts)})" if parts else word


def state_tests(evidence: Evidence) -> str:
    """Return the nearest test and how it gets there, and how many more there are; empty without one."""
    if not evidence.tests:
        return ""
    more = len(evidence.tests) - 1
    return state_link(evidence.tests[0]) + (f" and {more} more" if more else "")


def state_link(link: TestLink) -> str:
    """Return `tests/test_orders.py:12 test_total (by a fixture, through 2 functions)`."""
    through = f"through {count_of(link.hops, 'function')}" if link.hops else ""
    notes = [note for note in (_KINDS[link.kind], through, _WORTHS[link.worth]) if note]
    name = link.symbol.replace(" > ", ".").rpartition(".")[2] if link.symbol else ""
    # Beside real coverage less than half of the tests that are so far away had run the function.
    doubt = "perhaps " if link.hops >= _FAR else ""
    place = f"{doubt}{link.path}:{link.line}" + (f" {name}" if name else "")
    return f"{place} ({', '.join(notes)})" if notes else place


def list_survivors(evidence: Evidence) -> list[Mutant]:
    """Return the planted faults that no test noticed."""
    return [mutant for mutant in evidence.mutants if mutant.outcome == "survived"]


def state_summary(rows: Iterable[Evidence]) -> str:
    """Return `3 reached, 2 not seen`, the weakest first."""
    counts = Counter(row.strength for row in rows)
    return ", ".join(f"{number} {_STRENGTHS[strength]}" for strength, number in counts.items())
