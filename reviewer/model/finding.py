"""This module holds what is said about a change: findings, and what was not looked at."""

from dataclasses import dataclass
from typing import Literal

from reviewer.model.change import Side

Severity = Literal["high", "medium", "low"]
Confidence = Literal["high", "medium", "low"]
LEVELS: tuple[Severity, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a reader of a finding should see, with what is to be seen there."""

    path: str
    line: int
    end_line: int
    symbol: str
    message: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody accepted: the reason, and the last day on which it holds (ISO date, or empty).

    `path` and `line` say where the waiver itself is written; `scope` is the path pattern it covers.
    """

    rule: str
    reason: str
    until: str
    path: str
    line: int
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that the change caused, and the question it raises for the author.

    Lines are 1-based and inclusive, on `side` of the change. `code` is the first of those lines.
    `fingerprint` identifies the finding across line shifts, moves and renames of the file.
    """

    rule: str
    pack: str
    severity: Severity
    confidence: Confidence
    path: str
    line: int
    end_line: int
    side: Side
    symbol: str
    message: str
    question: str
    related: tuple[Related, ...]
    fingerprint: str
    code: str = ""
    waived: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not looked at, and why. `rule` is `*` where it concerns every rule."""

    path: str
    rule: str
    reason: str
