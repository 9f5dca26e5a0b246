"""What follows of the numbers: one bottleneck, at most three steps, and what if."""

import pytest

from reviewer.metrics.conclusions.bottleneck import CANDIDATES, choose_steps, name_bottleneck
from reviewer.metrics.conclusions.chains import find_chains
from reviewer.metrics.conclusions.what_if import estimate_what_if
from reviewer.metrics.definitions import read_metrics
from reviewer.model.facts import Row
from tests.unit.metrics.world import open_week, pull

# Of each candidate: numbers that just show it, and the sentence.
_SHOWN: list[tuple[dict[str, float], str]] = [
    ({"no_independent_human": 0.5, "merged": 40}, "50 % of the 40 merged changes were read by no independent person."),
    ({"zero_review_lines": 0.3, "merged_lines": 900}, "30 % of the 900 merged lines nobody read."),
    ({"queue": 10, "arrivals": 22, "departures": 20}, "The queue grows: 22 changes came and 20 left, 10 wait."),
    (
        {"load_top2": 0.71, "effective_reviewers": 3.2},
        "Two people carry 71 % of the read lines: the team reads like 3.2 reviewers.",
    ),
    ({"first_review": 24}, "Half of the changes wait longer than 24 hours for a first reader."),
    ({"stale_approvals": 0.25}, "25 % of the approvals were given before the last push."),
    ({"rubber_stamps": 0.2}, "20 % of the approvals came faster than anybody reads."),
    ({"large": 0.25}, "25 % of the merged changes are larger than 400 lines."),
    ({"fix_of_fix": 0.2}, "20 % of the fixes needed another fix."),
    ({"debt": 111, "debt_opening": 100}, "Unread lines grow: 100 when the week began, 111 at its end."),
]
_CALM = [
    {"no_independent_human": 0.49, "merged": 40},
    {"zero_review_lines": 0.29, "merged_lines": 900},
    {"queue": 10, "arrivals": 21, "departures": 20},
    {"queue": 1, "arrivals": 22, "departures": 20},
    {"queue": 9, "arrivals": 9, "departures": 1},
    {"load_top2": 0.59, "effective_reviewers": 5},
    {"first_review": 23.9},
    {"stale_approvals": 0.24},
    {"rubber_stamps": 0.19},
    {"large": 0.24},
    {"fix_of_fix": 0.19},
    {"debt": 110, "debt_opening": 100},
    {"debt": 50, "debt_opening": 0},
    {"load_top2": 0.9},
]


@pytest.mark.parametrize(("known", "sentence"), _SHOWN)
def test_a_bottleneck_is_named_with_its_numbers(known: dict[str, float], sentence: str) -> None:
    assert name_bottleneck(known) == sentence
    assert [step.because.lower() for step in choose_steps(known)] == [sentence.lower()]


@pytest.mark.parametrize("known", _CALM)
def test_below_the_threshold_nothing_is_claimed(known: dict[str, float]) -> None:
    assert name_bottleneck({"merged": 40, **known}).startswith("Nothing stands out")
    assert choose_steps(known) == ()


def test_the_gravest_is_named_and_three_steps_are_enough() -> None:
    known = {name: value for numbers, _ in reversed(_SHOWN) for name, value in numbers.items()}

    assert name_bottleneck(known) == _SHOWN[0][1]
    assert [step.measure for step in choose_steps(known)] == ["no_independent_human", "zero_review_lines", "net"]


def test_a_quiet_week_is_not_a_good_one() -> None:
    assert name_bottleneck({"merged": 9}) == "Too little was merged this week to say what holds the team back."
    assert name_bottleneck({}) == name_bottleneck({"merged": 0})


def test_whatever_a_step_names_is_a_measure() -> None:
    known = {metric.id for metric in read_metrics()}

    assert {candidate.measure for candidate in CANDIDATES} <= known
    assert {need for candidate in CANDIDATES for need in candidate.needs} <= known


def test_what_if_is_one_line_before_one_desk() -> None:
    more, less, arrivals, fewer = estimate_what_if(3, 70)

    # Three wait: the desk is busy for 0.75 of the time.
    assert (more.queue, more.wait) == pytest.approx((0.625 / 0.375, 0.625 / 0.375 / 70 * 168))
    assert less.queue == pytest.approx(0.9375 / 0.0625)
    assert (arrivals.queue, arrivals.wait) == pytest.approx((9, 9 / 84 * 168))
    assert (fewer.queue, fewer.wait) == pytest.approx((1.5, 1.5 / 56 * 168))


def test_a_desk_with_too_much_work_has_no_end() -> None:
    _, less, more, _ = estimate_what_if(9, 70)

    assert (less.wait, less.queue, more.wait, more.queue) == (None, None, None, None)
    assert "without end" in less.assumptions


@pytest.mark.parametrize(("queue", "arrivals"), [(None, 5), (0, 5), (5, None), (5, 0)])
def test_without_a_queue_there_is_nothing_to_ask(queue: float | None, arrivals: float | None) -> None:
    assert estimate_what_if(queue, arrivals) == ()


def _fix(number: int, merged: float, *blamed: int) -> Row:
    return pull(number, merged - 1, merged, kind="fix", fix_level="label", blamed=blamed)


@pytest.mark.parametrize(
    ("rows", "chains"),
    [
        ([_fix(1, 1), _fix(2, 2, 1), _fix(3, 3, 2)], ("A chain of 3 fixes in shop/till: #1 → #2 → #3.",)),
        ([_fix(1, 1), _fix(2, 2, 1), pull(3, 2, 3, blamed=(2,))], ()),
        ([_fix(1, 1, 2), _fix(2, 1, 3), _fix(3, 1, 1)], ()),
        ([_fix(1, -900), _fix(2, 2, 1), _fix(3, 3, 2)], ()),
    ],
)
def test_chains_of_three_fixes_are_told(rows: list[Row], chains: tuple[str, ...]) -> None:
    assert find_chains(open_week(rows)) == chains
