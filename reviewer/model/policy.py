"""This module holds what a repository decided about its reviews, whatever file it was written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reviewer.model.change import FileClass
from reviewer.model.finding import Severity, Waiver
from reviewer.model.rule import Option

FailOn = Literal["high", "medium", "low", "never"]


@dataclass(frozen=True, slots=True)
class RulePolicy:
    """What is decided about one rule; empty means: as its page says.

    `cases` are those switched on by name. Patterns are those of .gitignore.
    """

    status: Literal["on", "off", ""] = ""
    severity: Severity | None = None
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileWaiver:
    """A waiver written in the settings, with the symbol that it is limited to, if any."""

    waiver: Waiver
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class LevelPolicy:
    """How the level of a change is told here: bounds of the score, and points that replace those of the card."""

    medium: int | None = None
    high: int | None = None
    points: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProvenancePolicy:
    """Signatures of machines that a repository adds to the table, as rows of it, and logins that it knows as bots."""

    signatures: tuple[Mapping[str, str], ...] = ()
    reviewers: tuple[str, ...] = ()
    automation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderPolicy:
    """What a language model may be shown of this repository, as patterns of .gitignore, and what it costs.

    Only files under `paths` leave the machine, all where it is empty, and none under `withhold`. Prices are dollars
    for a million tokens.
    """

    paths: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()
    dollars_in: float | None = None
    dollars_out: float | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules, exclusions, classes of files and waivers. `packs` are folders of the repository with rule pages."""

    packs: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    exclude: tuple[str, ...] = ()
    classes: Mapping[FileClass, tuple[str, ...]] = field(default_factory=dict)
    rules: Mapping[str, RulePolicy] = field(default_factory=dict)
    waivers: tuple[FileWaiver, ...] = ()
    level: LevelPolicy | None = None
    provenance: ProvenancePolicy = ProvenancePolicy()
    second_reader: ReaderPolicy = ReaderPolicy()
