"""This module holds the result of a check: findings, the attention plan, and what was left out."""

from dataclasses import dataclass
from typing import Literal

from reviewer.model.change import Change
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding, Skip, Waiver
from reviewer.model.picture import Picture

WaiverState = Literal["added", "reasonless", "unused", "expired"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One visible part of a score: its name, its points, and the sentence with the number behind it."""

    name: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the new file that deserves reading; `score` is the sum of its factors' points."""

    rank: int
    path: str
    line: int
    end_line: int
    symbol: str
    score: int
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that a check has to say, totally ordered.

    `languages` maps a language to the number of changed files in it. `notes` are sentences about the review itself
    (what was compared with what, and why). `waivers` are those that need a word. `evidence` is what speaks for each
    changed function, the weakest first. `picture` shows the packages between which dependencies are new or gone.
    """

    change: Change
    languages: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    attention: tuple[Span, ...]
    skips: tuple[Skip, ...]
    notes: tuple[str, ...] = ()
    waivers: tuple[tuple[WaiverState, Waiver], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    picture: Picture | None = None
