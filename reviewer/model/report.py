"""This module holds the weekly report: measures with their baselines, the series behind them, and what to do."""

from dataclasses import dataclass, field
from typing import Literal

from reviewer.model.reading import Usage

Unit = Literal["share", "hours", "lines", "count", "ratio", "days", "index", "percent"]
Group = Literal["verdict", "review", "stamps", "time", "size", "queue", "load", "quality", "debt", "provenance"]
# `insufficient`: too few cases to say anything. `unknown`: these facts cannot tell. `suppressed`: it would name people.
State = Literal["known", "insufficient", "unknown", "suppressed"]


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that somebody published: what it says, whether it is a level or a change, and where it stands.

    Only a level may stand beside a team's own level, only a change beside its own change.
    """

    figure: str
    kind: Literal["absolute", "relative"]
    source: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a week. None is what is not known; `why` says why.

    `low` and `high` are its interval of 95 %; `baseline` is the median of the team's own 13 weeks before, `change` the
    value against it (a difference for shares, a factor minus 1 for everything else), `floor` and `ceiling` the limits
    within which it has been moving. `n` counts the cases behind it. `is_worse` says whether it left them to the worse.
    """

    id: str
    name: str
    group: Group
    unit: Unit
    value: float | None
    n: int = 0
    state: State = "known"
    why: str = ""
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    change: float | None = None
    floor: float | None = None
    ceiling: float | None = None
    is_worse: bool = False
    published: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Values by week, oldest first; None where a week has none. `week` is written `2026-W46`."""

    id: str
    name: str
    unit: Unit
    weeks: tuple[str, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Debt:
    """A place where unread lines sit: a change or a directory, how many lines, since when (days), and why it counts."""

    kind: Literal["change", "directory"]
    name: str
    repository: str
    lines: int
    days: int
    because: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and the measure that would show that it worked."""

    what: str
    measure: str
    because: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change of capacity or arrivals would do to the queue, by an estimate with its assumptions."""

    what: str
    wait: float | None
    queue: float | None
    assumptions: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure as the report shows it: its numbers as text, each rounded and with its unit; empty is not shown.

    `interval` and `limits` are two numbers with `to` between them. `direction` is that of the change against the weeks
    before: 1 up, -1 down, 0 as usual, None where the report shows none.
    """

    id: str
    name: str
    unit: Unit
    state: State
    cases: str = ""
    value: str = ""
    interval: str = ""
    usual: str = ""
    limits: str = ""
    change: str = ""
    direction: Literal[1, 0, -1] | None = None
    is_worse: bool = False


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a language model wrote of a report: the sentences whose every number stands in it.

    `dropped` counts what was not taken over, by reason; `not_done` is one sentence where there was no answer, else
    empty.
    """

    model: str
    sentences: tuple[str, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
    not_done: str = ""
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Report:
    """What a team reads on Monday. `bottleneck` is the sentence that names what holds it back, with its numbers.

    Nobody is named: reviewers are R1 to Rn unless the settings say otherwise. `begins` and `ends` are seconds since
    1970, the end exclusive; `definition` is the version of the definitions.
    """

    team: str
    repositories: tuple[str, ...]
    week: str
    begins: int
    ends: int
    zone: str
    definition: int
    bottleneck: str
    measures: tuple[Measure, ...]
    series: tuple[Series, ...]
    debts: tuple[Debt, ...]
    steps: tuple[Step, ...]
    what_if: tuple[WhatIf, ...]
    notes: tuple[str, ...]
    narrative: Narrative | None = None
