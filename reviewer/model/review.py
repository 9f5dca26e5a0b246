"""This module holds the result of a check: findings, the attention plan, and what was left out."""

from dataclasses import dataclass
from typing import Literal

from reviewer.model.change import Change
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding, Skip, Waiver
from reviewer.model.picture import Picture
from reviewer.model.reading import Reading

WaiverState = Literal["added", "reasonless", "unused", "expired"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One visible part of a score: its name, its points, and the sentence with the number behind it."""

    name: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the new file that deserves reading; `score` is the sum of its factors' points.

    `added` counts the lines in it that the change added; the others are shown for their sake.
    """

    rank: int
    path: str
    line: int
    end_line: int
    symbol: str
    score: int
    factors: tuple[Factor, ...]
    added: int = 0


@dataclass(frozen=True, slots=True)
class Skim:
    """Lines of the change that need no close reading: what they are, how many in how many files, and why."""

    what: str
    lines: int
    files: int
    because: str


LevelName = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class ChangeLevel:
    """How much care the whole change asks for, beside the last changes of its own repository.

    `score` is the sum of its factors; `above` of `compared` past changes have a lower one. Nothing is `compared` where
    too few are known: then the level stands on the bounds that come with the program.
    """

    name: LevelName
    score: int
    factors: tuple[Factor, ...]
    above: int
    compared: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a senior's attention goes: spans to read first, what may be skimmed, and the level of the whole.

    `first` lines stand in the spans, of `lines` that the change adds. `minutes` is the time to read the spans and
    `minutes_all` that for every line that is not set apart, at the speed that `rate` names.
    """

    spans: tuple[Span, ...] = ()
    first: int = 0
    lines: int = 0
    minutes: int = 0
    minutes_all: int = 0
    rate: str = ""
    skim: tuple[Skim, ...] = ()
    level: ChangeLevel | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that a check has to say, totally ordered.

    `languages` maps a language to the number of changed files in it. `notes` are sentences about the review itself
    (what was compared with what, and why). `waivers` are those that need a word. `evidence` is what speaks for each
    changed function, the weakest first. `picture` shows the packages between which dependencies are new or gone.
    `reading` is what a second reader added, where one was asked for; nothing else depends on it but its named factor.
    """

    change: Change
    languages: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    plan: Plan
    skips: tuple[Skip, ...]
    notes: tuple[str, ...] = ()
    waivers: tuple[tuple[WaiverState, Waiver], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    picture: Picture | None = None
    reading: Reading | None = None
