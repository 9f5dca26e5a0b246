"""The synthetic team: the same for a seed everywhere, and as true as its chances say."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reviewer.adapters.store import connect, open_store
from reviewer.metrics import Request, build_report
from reviewer.metrics.demo import Truth, simulate_team
from reviewer.metrics.demo.draws import Draws
from reviewer.metrics.weeks import find_weeks
from reviewer.model.facts import Pull, Review


def test_a_seed_gives_the_same_team_everywhere() -> None:
    rows = simulate_team(seed=7, weeks=3).rows
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()

    assert digest == hashlib.sha256(repr(simulate_team(seed=7, weeks=3).rows).encode()).hexdigest()
    assert rows != simulate_team(seed=8, weeks=3).rows
    assert [Draws(0).share(), Draws(1).share()] == [0.8833108082136426, 0.5665615751722809]


def test_chance_is_fair() -> None:
    draws = Draws(5)
    count = 20_000

    assert sum(draws.share() for _ in range(count)) / count == pytest.approx(0.5, abs=0.01)
    assert sum(draws.wait(3) for _ in range(count)) / count == pytest.approx(3, rel=0.03)
    assert sum(draws.count(4) for _ in range(count)) / count == pytest.approx(4, rel=0.02)
    assert sorted(draws.size(50, 1) for _ in range(count))[count // 2] == pytest.approx(50, rel=0.04)
    assert Counter(draws.choose({"a": 3, "b": 1}) for _ in range(count))["a"] / count == pytest.approx(0.75, abs=0.01)


def test_what_is_drawn_follows_the_truth() -> None:
    truth = Truth(ai=(0.4, 0.4), impatience=(30, 30), changes=400)
    lives = [life for life in simulate_team(seed=2, weeks=30, truth=truth).lives if life.kind == "other"]
    for is_ai in (True, False):
        merged = [life for life in lives if life.is_ai == is_ai and life.is_merged]
        unread = sum(life.read is None for life in merged) / len(merged)

        assert unread == pytest.approx(truth.unread_share(is_ai=is_ai), abs=0.03)
    assert sum(life.is_ai for life in lives) / len(lives) == pytest.approx(0.4, abs=0.02)
    assert sum(not life.is_merged for life in lives) / len(lives) == pytest.approx(truth.forgotten, abs=0.01)


def test_nobody_reads_their_own_change_or_before_it_is_there() -> None:
    simulation = simulate_team(weeks=6)
    pulls = {row.number: row for row in simulation.rows if isinstance(row, Pull)}
    reviews = [row for row in simulation.rows if isinstance(row, Review)]

    assert all(life.reader != life.author and life.created <= life.ready < life.ended for life in simulation.lives)
    assert all((review.submitted or 0) > (pulls[review.number].created or 0) for review in reviews)
    assert len(pulls) == len([row for row in simulation.rows if isinstance(row, Pull)])


def test_the_demo_names_a_bottleneck_and_shows_every_part(tmp_path: Path) -> None:
    simulation = simulate_team()
    repository = open_store(tmp_path).repository(simulation.manifest.name)
    with repository.lock():
        repository.write(simulation.rows, simulation.manifest)
    with connect([repository]) as database:

        def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
            answer = database.execute(sql, dict(values))
            names = [str(column[0]) for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

        made = build_report(ask, Request("The shop", "2026-W46"))

    assert (made.begins, made.ends) == find_weeks("2026-W46", "UTC", 1)[0][1]
    assert made.bottleneck.startswith("Two people carry")
    assert (len(made.steps), len(made.debts), len(made.what_if)) == (3, 3, 4)
    assert any("A chain of" in note for note in made.notes)
    # Left open are those of seniors, whom nobody named, and those that need more than facts.
    known = [measure.id for measure in made.measures if measure.state != "unknown" and measure.value is not None]
    assert len(known) > 75
