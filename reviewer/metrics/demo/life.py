"""This module holds the life of one synthetic change: who wrote and read it, when, and what became of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.metrics.demo.draws import Draws
from reviewer.metrics.demo.truth import Truth

_HOUR = 3_600
_READ = ("human_fresh", "human_stale", "human_comment")
Kind = Literal["other", "fix", "revert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A change from when it was opened to its end, as it truly was."""

    number: int
    kind: Kind
    names: int | None  # the change that it repairs or takes back
    created: int
    ready: int
    ended: int
    is_merged: bool
    is_ai: bool
    is_synthetic: bool
    author: str
    reader: str
    lines: int
    review: str
    read: int | None
    is_silent: bool
    is_quick: bool
    is_touched: bool
    repaid: int | None
    is_declared: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """What a change comes of: nothing, or an earlier change that it repairs or takes back until a time."""

    kind: Kind = "other"
    number: int | None = None
    until: int | None = None


def live(
    draws: Draws, truth: Truth, people: Sequence[str], *, number: int, created: int, age: float, cause: Cause
) -> Life:
    """Draw the life of a change."""
    is_ai = cause.kind == "other" and draws.happens(truth.ai_share(age))
    author = people[int(draws.share() * len(people))]
    lines = draws.size(truth.size_ai if is_ai else truth.size, truth.spread)
    ready = created + (int(draws.wait(6 * _HOUR)) if draws.happens(truth.draft) else 0)
    moment, review = _find_reader(draws, truth, ready, is_ai=is_ai, age=age)
    is_forgotten = cause.kind == "other" and draws.happens(truth.forgotten)
    if is_forgotten:
        moment, review = ready + int(draws.wait(truth.closing * 24 * _HOUR)), "none"
    is_read, is_approved = review in _READ, review in _READ[:2]
    ended = moment + 120 + int(draws.wait(truth.merging * _HOUR)) if is_read else moment
    is_quick = is_approved and draws.happens(truth.quick)
    is_late = cause.until is not None and ended > cause.until
    weights = {one: truth.load[place % len(truth.load)] for place, one in enumerate(people) if one != author}
    is_touched = review == "ai_only" or (review in (*_READ, "operator_only") and draws.happens(truth.touched))
    return Life(
        number=number,
        kind=cause.kind,
        names=cause.number,
        created=created,
        ready=ready,
        # What repairs in time is merged in time; nothing is merged before it was read.
        ended=max(cause.until or 0, moment) if is_late else ended,
        is_merged=not is_forgotten,
        is_ai=is_ai,
        is_synthetic=is_ai and draws.happens(truth.synthetic),
        author=author,
        reader=draws.choose(weights),
        lines=lines,
        review=review,
        read=moment if is_read else None,
        is_silent=is_approved and draws.happens(truth.silent),
        is_quick=is_quick,
        is_touched=is_touched,
        repaid=None if is_read or is_forgotten else _repay(draws, truth, ended),
        is_declared=is_ai and draws.happens(truth.declared),
    )


def _repay(draws: Draws, truth: Truth, ended: int) -> int | None:
    """Return when somebody read a change that was merged unread."""
    return ended + 60 + int(draws.wait(5 * 24 * _HOUR)) if draws.happens(truth.repaid) else None


def _find_reader(draws: Draws, truth: Truth, ready: int, *, is_ai: bool, age: float) -> tuple[int, str]:
    """Return when somebody independent read a change, or else merged it unread, and its review class."""
    reading = draws.wait((truth.pickup_ai if is_ai else truth.pickup) / math.log(2) * _HOUR)
    merging = draws.wait(truth.patience(age) * _HOUR)
    if reading <= merging:
        return ready + 1 + int(reading), draws.choose(truth.read)
    return ready + 1 + int(merging), draws.choose(truth.unread_ai if is_ai else truth.unread)
