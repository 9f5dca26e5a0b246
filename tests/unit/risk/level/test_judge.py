"""The level of a change stands on the repository's own past, and its score is a sum that can be checked."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.change.diff import parse_change
from reviewer.model.change import Change, Revision
from reviewer.model.history import PastChange
from reviewer.model.policy import LevelPolicy
from reviewer.risk.level.card import adapt_card, read_level_card
from reviewer.risk.level.judge import FEWEST, judge_change, rate_change
from reviewer.risk.level.refit import find_bounds, measure_order, refit_points
from reviewer.risk.level.shape import describe_change
from tests.unit.engine.samples import make_file
from tests.unit.history.past import change

CARD = read_level_card()
NOWHERE = Revision("", "")
calm = settings(deadline=None, derandomize=True)


def shape_of(
    *files: tuple[str | None, str | None, str],
) -> dict[str, float]:
    change = Change(NOWHERE, NOWHERE, tuple(make_file(old, new, path).change for old, new, path in files))
    return dict(describe_change(change, "other"))


def past_of(sizes: list[int]) -> list[PastChange]:
    return [replace(change(str(n)), shape={"files": 1, "added": n}) for n in sizes]


def test_a_change_is_described_by_what_its_code_does() -> None:
    code = "import os\n\n# why\ndef f(x):\n    if x is None:\n        return open(x)\n"
    found = shape_of((None, code, "src/a.py"), (None, "assert f(1)\n", "tests/test_a.py"))

    assert (found["added"], found["code"], found["tests"], found["files"]) == (6, 3, 1, 1)
    assert (found["conditions"], found["jumps"], found["outside"]) == (1, 1, 1)
    assert found["is_fix"] == 0


def test_a_change_that_was_parsed_from_git_is_described_too() -> None:
    diff = (
        b":100644 100644 1111111 2222222 M\0src/a.py\0\0diff --git a/src/a.py b/src/a.py\n"
        b"--- a/src/a.py\n+++ b/src/a.py\n@@ -1 +1 @@\n-x = 1\n+x = call(2)\n"
    )
    found = describe_change(parse_change(diff, NOWHERE, NOWHERE), "fix")

    assert (found["added"], found["deleted"], found["calls"], found["hunks"], found["is_fix"]) == (1, 1, 1, 1, 1)


def test_the_score_is_the_sum_of_its_factors() -> None:
    score, factors = rate_change({"added": 300, "conditions": 40, "hunks": 9, "is_fix": 1}, CARD)

    assert score == sum(factor.points for factor in factors)
    assert all(factor.because for factor in factors)


@pytest.mark.parametrize(("size", "name"), [(1, "low"), (120, "medium"), (4_000, "high")])
def test_the_level_is_the_place_among_past_changes(size: int, name: str) -> None:
    level = judge_change({"added": size, "files": 1}, past_of([4**k for k in range(6)] * 20), CARD)

    assert level.name == name
    assert level.compared == 120


def test_the_same_change_is_high_in_one_repository_and_low_in_another() -> None:
    shape = {"added": 200, "files": 1}

    assert judge_change(shape, past_of([5] * 50), CARD).name == "high"
    assert judge_change(shape, past_of([5_000] * 50), CARD).name == "low"


def test_without_a_past_the_bounds_of_the_card_count() -> None:
    level = judge_change(
        {"added": 5_000, "conditions": 900, "hunks": 90, "calls": 900}, past_of([1] * (FEWEST - 1)), CARD
    )

    assert (level.name, level.compared) == ("high", 0)
    assert judge_change({"added": 1}, (), CARD).name == "low"


def test_settings_take_the_place_of_the_past() -> None:
    card = adapt_card(CARD, LevelPolicy(medium=1, high=10_000, points={"added": 3.0}))
    level = judge_change({"added": 200, "files": 1}, past_of([5] * 50), card)

    assert (level.name, level.compared) == ("medium", 0)
    assert card.doubling["added"] == 3.0
    assert adapt_card(CARD, None) is CARD


def test_bounds_part_the_past_as_the_levels_are_meant() -> None:
    shapes = [{"added": n} for n in range(1, 201)]
    bounds = find_bounds(shapes, CARD)
    scores = [rate_change(shape, CARD)[0] for shape in shapes]

    assert bounds.medium <= bounds.high
    assert sum(score > bounds.high for score in scores) <= 0.2 * len(scores)


@pytest.mark.parametrize(
    ("scores", "labels", "order"),
    [([1, 2, 3], [False, False, True], 1.0), ([3, 2, 1], [False, False, True], 0.0), ([1, 1], [True, False], 0.5)],
)
def test_order_is_how_often_the_repaired_one_scores_above(scores: list[int], labels: list[bool], order: float) -> None:
    assert measure_order(scores, labels) == order


@calm
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30))
def test_order_agrees_with_counting_pairs(rows: list[tuple[int, bool]]) -> None:
    bad, good = [s for s, is_bad in rows if is_bad], [s for s, is_bad in rows if not is_bad]
    pairs = [(b > g) + (b == g) / 2 for b in bad for g in good]
    expected = sum(pairs) / len(pairs) if pairs else 0.5

    assert measure_order([s for s, _ in rows], [b for _, b in rows]) == pytest.approx(expected)


def test_points_are_fitted_where_there_is_enough_to_learn_from() -> None:
    shapes = [{"added": 5, "calls": 20} if n % 3 == 0 else {"added": 500, "calls": n % 4} for n in range(900)]
    repaired = [shape["calls"] == 20 for shape in shapes]
    points = refit_points(shapes, repaired, CARD)

    assert points is not None
    assert points["calls"] > CARD.doubling["calls"]
    assert refit_points(shapes, repaired, CARD) == points
    assert refit_points(shapes[:200], repaired[:200], CARD) is None
