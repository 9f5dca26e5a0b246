"""This module holds what would notice if a changed function were wrong: tests that reach it, and lines that ran."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# From the strongest to the weakest. `survived`: a fault was planted, the tests were run and none failed.
Strength = Literal["proved", "covered", "reached", "hollow", "survived", "uncovered", "not seen"]
LinkKind = Literal["call", "fixture", "parameter", "command", "client", "coverage", "name"]
Worth = Literal["asserts", "weak", "mock", "none", "skipped", "unknown"]


@dataclass(frozen=True, slots=True)
class TestLink:
    """A test that reaches a function. `symbol` is the test's name with its suites, empty for a whole file.

    `hops` counts the functions between the test and the function: 0 for a direct call. A file of tests that is only
    named for the function's file (`name`) may not run it. `worth` says what the test
    checks: `weak` only that something exists, `mock` only calls of doubles, `none` nothing.
    """

    __test__ = False  # the name is the field's word; pytest must not collect it

    path: str
    line: int
    symbol: str
    kind: LinkKind
    hops: int
    worth: Worth = "unknown"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A small fault planted on one changed line. `outcome`: a test failed, none did, or the run did not end in time.

    `after` is empty where the fault takes the code away.
    """

    path: str
    line: int
    before: str
    after: str
    outcome: Literal["noticed", "survived", "timed out"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One changed function with the evidence for it. Lines are those of the new file.

    `lines_run` of `lines_measured` changed lines ran under a test, by the coverage report; None without one.
    `tests` are the links that were found, the strongest and nearest first; `complete` is False where a bound cut the
    search short.
    """

    path: str
    line: int
    end_line: int
    symbol: str
    is_new: bool
    strength: Strength
    tests: tuple[TestLink, ...] = ()
    lines_run: int | None = None
    lines_measured: int | None = None
    mutants: tuple[Mutant, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """Line numbers of one file (1-based): those that ran and those that could have run and did not.

    `tests` names the tests that ran a line, where the report keeps that (contexts of coverage.py).
    """

    ran: frozenset[int]
    missed: frozenset[int]
    tests: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A coverage report. `files` are by path in the repository; `place` is the report's own path as the user knows it.

    A file of the repository that the report does not name was not measured: that is unknown, not uncovered.
    """

    place: str
    format: str
    files: Mapping[str, FileCoverage]
