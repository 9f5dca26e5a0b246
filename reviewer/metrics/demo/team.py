"""This module holds the simulator: a team whose changes, fixes, reverts and bugs are drawn by known chances."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.metrics.demo.draws import Draws
from reviewer.metrics.demo.life import Cause, Life, live
from reviewer.metrics.demo.rows import tell, tell_bump, tell_main
from reviewer.metrics.demo.truth import Truth
from reviewer.metrics.weeks import find_weeks
from reviewer.model.facts import Issue, Row, Time
from reviewer.model.manifest import Coverage, Manifest

NAME = "demo/shop"
_DAY = 86_400
_WEEK = 7 * _DAY
_TELLS = ("events", "issues", "provenance", "pull_commits", "pulls", "remarks", "reviews")


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was simulated: the facts, what they are, the chances behind them, and every change as it truly was."""

    rows: tuple[Row, ...]
    manifest: Manifest
    truth: Truth
    lives: tuple[Life, ...]


def simulate_team(*, seed: int = 1, week: str = "2026-W46", weeks: int = 52, truth: Truth | None = None) -> Simulation:
    """Return a team's time up to the end of a week. Equal arguments give equal rows, everywhere.

    Things that begin before the end and end after it stay open, as they would.
    """
    chances = truth or Truth()
    spans = find_weeks(week, "UTC", weeks)
    begins, ends = spans[0][1][0], spans[-1][1][1]
    draws = Draws(seed)
    lives = tuple(_live_all(draws, chances, begins, ends))
    rows = (*_tell_all(draws, chances, lives, begins, ends), *_open_bugs(draws, chances, begins, ends))
    coverage = (Coverage("github", 0, ends, _TELLS), Coverage("git", 0, ends, ("main",)))
    manifest = Manifest("github.com", NAME, written=ends, names=(NAME,), default_branch="main", coverage=coverage)
    return Simulation(rows, manifest, chances, lives)


def _live_all(draws: Draws, truth: Truth, begins: int, ends: int) -> Iterator[Life]:
    """Yield the changes in the order in which they are opened, with those that earlier ones lead to."""
    people = [f"developer-{place:02}" for place in range(1, truth.people + 1)]
    coming: list[tuple[int, int, Cause]] = []
    for moment in _moments(draws, truth.changes, begins, ends):
        heapq.heappush(coming, (moment, len(coming), Cause()))
    number, count = 0, len(coming)
    while coming:
        created, _, cause = heapq.heappop(coming)
        number += 1
        age = (created - begins) / (ends - begins)
        life = live(draws, truth, people, number=number, created=created, age=age, cause=cause)
        yield life
        for later, following in _follow(draws, truth, life):
            if later < ends:
                count += 1
                heapq.heappush(coming, (later, count, following))


def _follow(draws: Draws, truth: Truth, life: Life) -> Iterator[tuple[int, Cause]]:
    """Yield when a change is repaired or taken back."""
    if not life.is_merged:
        return
    induces = {
        "other": truth.induces_ai if life.is_ai else truth.induces,
        "fix": truth.fix_induces,
        "revert": 0,
    }[life.kind]
    reverted = {
        "other": truth.reverted_ai if life.is_ai else truth.reverted,
        "fix": 0,
        "revert": truth.taken_back_again if life.names is not None else 0,
    }[life.kind]
    if draws.happens(induces):
        later = life.ended + int((1 + 19 * draws.share()) * _DAY)
        yield later, Cause("fix", life.number, life.ended + 29 * _DAY)
    if draws.happens(reverted):
        later = life.ended + int((0.5 + 9 * draws.share()) * _DAY)
        yield later, Cause("revert", life.number, life.ended + 13 * _DAY)


def _tell_all(draws: Draws, truth: Truth, lives: tuple[Life, ...], begins: int, ends: int) -> Iterator[Row]:
    direct = ((moment, None) for moment in _moments(draws, truth.direct, begins, ends))
    merged = [(life.ended, life) for life in lives if life.is_merged]
    ordered = sorted([*merged, *direct], key=lambda part: (part[0], part[1].number if part[1] else 0))
    places = {life.number: place for place, (_, life) in enumerate(ordered, 1) if life}
    for life in lives:
        yield from tell(life, places.get(life.number, 0))
    for place, (moment, brought) in enumerate(ordered, 1):
        if brought is None:
            yield tell_main(place, moment, draws.size(truth.size, truth.spread))
    for place, moment in enumerate(_moments(draws, truth.bumps, begins, ends), len(lives) + 1):
        yield from tell_bump(place, moment)


def _open_bugs(draws: Draws, truth: Truth, begins: int, ends: int) -> Iterator[Issue]:
    for number, moment in enumerate(_moments(draws, truth.bugs, begins, ends), 1_000_000):
        yield Issue(
            number=number,
            title="It breaks",
            state="open",
            reason=None,
            author=None,
            author_kind="user",
            created=Time(moment),
            updated=None,
            closed=None,
            labels=("bug",),
            type=None,
            is_bug=True,
        )


def _moments(draws: Draws, rate: float, begins: int, ends: int) -> Iterator[int]:
    """Yield moments, so many a week on average, oldest first."""
    count = draws.count(rate * (ends - begins) / _WEEK)
    yield from sorted(begins + int(draws.share() * (ends - begins)) for _ in range(count))
