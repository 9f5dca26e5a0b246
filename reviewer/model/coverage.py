"""This module holds which lines some test run executed, as a coverage report says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
