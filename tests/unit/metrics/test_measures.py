"""Every metric on a handful of events: what a person works out on paper comes out."""

import math
from collections.abc import Sequence
from typing import Any

import pytest

from reviewer.metrics import Request
from reviewer.metrics.definitions import read_metrics
from reviewer.model.facts import Row
from tests.unit.metrics.world import WEEK, at, bug, commit, estimate, event, pull, remark, review, row

_DAY = 24
# One change of each class, in the order of the classes; the lines double, so that sums tell which they are.
_EACH: Sequence[Row] = [
    *(pull(number, lines=50 * 2**number) for number in range(7)),
    review(0),
    review(1, commit="old"),
    remark(2),
    review(3, reader="operator"),
    review(4, reader="ai_reviewer"),
    review(5, reader="automation", state="commented", body="3 smells"),
]
_WHOLE = 50 * (2**7 - 1)


def _made(number: int, provenance: str, lines: int = 100) -> Row:
    return pull(number, lines=lines, provenance=provenance)


def _fix(number: int, merged: float, blamed: int, **told: Any) -> Row:  # noqa: ANN401
    return pull(number, merged - 1, merged, kind="fix", fix_level="label", blamed=(blamed,), **told)


# What was merged 40 days before the end of the week, and how many days later it was repaired.
_OLD = (7 - 40) * _DAY
_MIX = [
    _made(1, "ai_authored"),
    _made(2, "fully_synthetic", 300),
    _made(3, "human_or_undeclared"),
    _made(4, "unknown_bot"),
]
_CASES: list[tuple[str, Sequence[Row], float | None, int]] = [
    ("merged", _EACH, 7, 7),
    *((f"class_{name}", _EACH, 1 / 7, 7) for name in ("human_fresh", "human_stale", "human_comment")),
    *((f"class_{name}", _EACH, 1 / 7, 7) for name in ("operator_only", "ai_only", "automation_only", "none")),
    ("zero_review", _EACH, 2 / 7, 7),
    ("zero_review_lines", _EACH, 50 * (32 + 64) / _WHOLE, 7),
    ("zero_review_direct", [*_EACH, commit(1), commit(2, how="direct?"), commit(3, is_automation=True)], 3 / 8, 8),
    ("no_independent_human", _EACH, 4 / 7, 7),
    ("ai_touched", [*_EACH, review(0, reader="ai_reviewer")], 2 / 7, 7),
    ("stale_approvals", _EACH, 1 / 2, 2),
    ("stale_approvals", [*_EACH, pull(8), review(8, commit=None)], 1 / 2, 2),
    ("unapproved_typo", _EACH, 5 / 7, 7),
    ("unreviewed_linearb", _EACH, 2 / 7, 7),
    ("unreviewed_code_climate", _EACH, 1 / 7, 7),
    ("silent_approvals", [pull(), review(), pull(2), review(2, body="This is not what we said"), pull(3)], 1 / 2, 2),
    ("silent_merges", [pull(), review(), pull(2), review(2, body="This is not what we said"), pull(3)], 1 / 3, 3),
    (
        "rubber_stamps",
        [pull(), review(hours=0.01), pull(2), review(2), pull(3, lines=49), review(3, hours=0.001)],
        1 / 2,
        2,
    ),
    # Read after 2 and 6 hours, merged unread after 4: of the two that are left at 6, one is read.
    ("first_review", [pull(), review(hours=2), pull(2, merged=4), pull(3), review(3, hours=6), pull(4)], 6, 4),
    ("first_review_p75", [pull(), review(hours=2), pull(2), review(2, hours=3), pull(3), review(3, hours=5)], 5, 3),
    ("first_review_p90", [pull(), review(hours=2), pull(2, merged=None)], None, 2),
    ("first_review", [pull(merged=None), review(reader="ai_reviewer"), pull(2, merged=None)], None, 2),
    ("first_review", [pull(), review(hours=-3)], 0, 1),
    # From Monday 16:00 to Tuesday 11:00 there is one hour of work, and two the next morning.
    ("first_review_work", [pull(opened=16), review(hours=35)], 3, 1),
    # From Friday 18:00 to Sunday noon nobody works.
    ("first_review_work", [pull(opened=4 * _DAY + 18, merged=167), review(hours=6 * _DAY + 12)], 0, 1),
    ("first_ai_response", [pull(), review(hours=0.5, reader="ai_reviewer"), pull(2), review(2)], 0.5, 1),
    ("review_time", [pull(), review(hours=8), pull(2), review(2, hours=38), pull(3)], (40 + 10) / 2, 2),
    ("review_time_mean", [pull(), review(hours=8), pull(2), review(2, hours=38), pull(3, 0, 8), review(3)], 57 / 3, 3),
    # Waits 3 hours, then the author 7, again 5 from the push, and the author till the merge.
    (
        "waiting_reviewers",
        [
            pull(),
            review(hours=3, state="changes_requested"),
            row("pull_commits", number=1, place=1, commit="head", committed=at(10)),
            review(hours=15),
        ],
        3 + 5,
        1,
    ),
    (
        "waiting_authors",
        [pull(), review(hours=3, state="changes_requested"), event(hours=10), review(hours=15)],
        7 + 33,
        1,
    ),
    ("waiting_reviewers", [pull(), event(hours=5)], 48, 1),
    ("pickup_ratio", [_made(1, "mixed"), review(1, 6), pull(2), review(2, 2), _made(3, "unknown_bot")], 3, 1),
    ("size", [pull(number, lines=lines) for number, lines in enumerate((10, 30, 500))], 30, 3),
    ("size_p90", [pull(number, lines=10 * number) for number in range(11)], 90, 11),
    ("large", [pull(1, lines=400), pull(2, lines=401), pull(3, additions=None)], 1 / 2, 2),
    ("files", [pull(1, files=2), pull(2, files=4)], 3, 2),
    ("growth", [pull(1, lines=150), pull(2, -3 * 168, -2 * 168, lines=50), pull(3, -700, -690, lines=80)], 25, 1),
    (
        "queue",
        [pull(1, merged=None), pull(2, merged=None), review(2), pull(3), pull(4, merged=None, is_draft=True)],
        1,
        1,
    ),
    ("queue", [pull(1, merged=None), review(1), review(1, 2, state="changes_requested")], 1, 1),
    ("queue", [pull(1, merged=None), event(1, 5, "convert_to_draft")], 0, 0),
    ("queue", [pull(1, merged=169)], 1, 1),
    ("queue_age", [pull(1, 0, None), pull(2, 5 * _DAY, None)], (7 + 2) / 2, 2),
    ("queue_age_p90", [pull(1, 0, None)], 7, 1),
    # Since Thursday morning two days of work have passed, since Wednesday morning three, since Tuesday four.
    ("queue_old", [pull(1, 3 * _DAY, None), pull(2, 2 * _DAY, None), pull(3, _DAY, None)], 1 / 3, 3),
    ("arrivals", [pull(1), pull(2, -1), pull(3, 0, None), pull(4, 1, None, is_draft=True)], 2, 2),
    ("departures", [pull(1), pull(2, 0, None), review(2), pull(3, 0, None, closed=at(5)), pull(4, 0, None)], 3, 3),
    ("departures", [pull(1, -100, 2), review(1, -50)], 0, 0),
    ("net", [pull(1), pull(2, 0, None), pull(3, 0, None)], 2, 4),
    ("wait", [pull(1), pull(2, 0, None), pull(3, 0, None)], 14, 1),
    ("wait", [pull(1, 0, None)], None, 0),
    ("utilisation", [pull(1, lines=30), review(1), pull(2, lines=90), pull(3, -999, 50, lines=10), review(3)], 3, 2),
    (
        "bugs_per_developer",
        [bug(1), bug(2, -100), bug(3, -600), pull(1), pull(2, author="b", operators=("c", "b"))],
        2 / 3,
        3,
    ),
    (
        "bugs_per_change",
        [bug(1), bug(2), bug(3, is_bug=False), pull(1), pull(2), pull(3), pull(4, -600, -590)],
        2 / 3,
        3,
    ),
    ("bug_trend", [bug(1), bug(2), bug(3, -600), pull(1), pull(2, -600, -590)], 2, 3),
    (
        "bug_trend_quarter",
        [bug(1), bug(2, -91 * _DAY), bug(3, -91 * _DAY), pull(1), pull(2, -2_300, -91 * _DAY)],
        1 / 2,
        3,
    ),
    ("fix_share", [pull(1, kind="fix", fix_level="label"), pull(2, kind="fix", fix_level="words"), pull(3)], 1 / 3, 3),
    ("induced_fixes", [pull(1, _OLD, _OLD), pull(2, _OLD, _OLD), _fix(3, _OLD + 29 * _DAY, 1)], 1 / 2, 2),
    ("induced_fixes", [pull(1, _OLD, _OLD), _fix(3, _OLD + 31 * _DAY, 1)], 0, 1),
    ("induced_fixes", [pull(1, _OLD, _OLD), _fix(3, _OLD - 1, 1)], 0, 2),
    ("induced_fixes", [pull(1, _OLD, _OLD), commit(1, _OLD + 9, kind="fix", culprits=("0000001caf",))], 1, 1),
    ("induced_fixes", [pull(1, _OLD, _OLD), pull(2, 0, _OLD + 9, blamed=(1,))], 0, 2),
    ("induced_fixes_ai", [pull(1, _OLD, _OLD, provenance="mixed"), pull(2, _OLD, _OLD), _fix(3, _OLD + 9, 1)], 1, 1),
    ("induced_fixes_human", [pull(1, _OLD, _OLD, provenance="mixed"), pull(2, _OLD, _OLD), _fix(3, _OLD + 9, 1)], 0, 2),
    ("fix_of_fix", [_fix(1, _OLD, 9), _fix(2, _OLD + 9, 1), _fix(3, _OLD + 200, 2)], 2 / 3, 3),
    ("chain_depth", [_fix(1, _OLD, 9), _fix(2, _OLD + 9, 1), _fix(3, _OLD + 200, 2), _fix(4, 1, 9)], 3, 4),
    ("chain_depth", [pull(1)], None, 0),
    *(
        ("reverts", [pull(1, -300, -290), pull(2, -300, -290), *rows], value, 2)
        for rows, value in (
            ([pull(3, 0, 1, kind="revert", reverts=(1,))], 500),
            ([commit(1, 1, kind="revert", reverts=("0000001cafe",))], 500),
            ([pull(3, 0, 60, kind="revert", reverts=(1,))], 0),
            ([pull(3, 0, 1, kind="revert", reverts=(1,)), pull(4, 0, 2, kind="revert", reverts=(3,))], 0),
            ([pull(3, 0, 1, reverts=(1,))], 0),
        )
    ),
    ("reverts_ai", [pull(1, -300, -290, provenance="mixed"), pull(2, -300, -290)], 0, 1),
    ("reverts_human", [pull(1, -300, -290, provenance="mixed"), pull(2, -300, -290)], 0, 1),
    ("churn", [pull(1, additions=40, deletions=10), pull(2, additions=10, deletions=15)], 0.5, 2),
    ("merged_lines", _EACH, _WHOLE, 7),
    ("verified_lines", _EACH, 50, 1),
    ("verified_lines", [pull(), review(hours=0.01)], 0, 0),
    (
        "debt_opening",
        [pull(1, -99, -98), pull(2, 0, 1), pull(3, -99, -98), review(3, -97), pull(4, -99, -98), review(4, 5)],
        200,
        2,
    ),
    ("debt_new", [*_EACH, commit(1, 5, lines=7)], 50 * (8 + 16 + 32 + 64) + 7, 5),
    (
        "debt_repaid",
        [pull(1, -99, -98), review(1, 5), pull(2, 0, 1), review(2, 3), pull(3, 0, 5), review(3, 4)],
        200,
        2,
    ),
    ("debt_retired", [pull(1, -99, -88 * _DAY), pull(2, -99, -80 * _DAY)], 100, 1),
    ("debt", [pull(1, -99, -98), pull(2, 0, 1), pull(3, 0, 1), review(3, 5), pull(4, 0, -88 * _DAY)], 200, 2),
    ("debt_ratio", [pull(1, -99, -98), pull(2, 0, 2), review(2), commit(1, 3, lines=200)], 300 / 400, 3),
    ("ai_share", _MIX, 1 / 2, 4),
    ("ai_lines", _MIX, 400 / 600, 4),
    ("synthetic_share", _MIX, 300 / 600, 4),
    ("made_human_or_undeclared", _MIX, 1 / 4, 4),
    ("made_ai_assisted", [*_MIX, _made(5, "ai_assisted")], 1 / 5, 5),
    ("made_ai_authored", _MIX, 1 / 4, 4),
    ("made_fully_synthetic", _MIX, 1 / 4, 4),
    ("made_mixed", [*_MIX, _made(5, "mixed")], 1 / 5, 5),
    ("made_unknown_bot", _MIX, 1 / 4, 4),
    ("unknown_bots", _MIX, 1, 1),
    ("disclosure", [pull(1), pull(2), row("provenance", subject="pull", number=2, declared="ai")], 1 / 2, 2),
    ("effective_sources", [pull(1, author="a"), pull(2, author="b"), pull(3, author="b", lines=0)], 2, 2),
]


@pytest.mark.parametrize(("metric", "rows", "value", "n"), _CASES)
def test_a_metric_is_what_its_definition_says(metric: str, rows: Sequence[Row], value: float | None, n: int) -> None:
    found = estimate(metric, rows)

    assert found.value == (value if value is None else pytest.approx(value))
    assert found.n == n


# Three read 60, 30 and 10 of 100 lines; who reads a change twice has read it once, and each of two readers all of it.
_LOAD = [
    *(pull(number, lines=lines) for number, lines in ((1, 60), (2, 30), (3, 10))),
    *(review(1, hours, "reader-r") for hours in (1, 2)),
    review(2, 1, "reader-s"),
    review(3, 1, "reader-t"),
    review(3, 1, "agent", reader="ai_reviewer"),
    pull(4, -900, -800),
    review(4, -850, "reader-t"),
]
_SENIORS = Request("team", WEEK, seniors=("reader-s", "reader-t", "away"))


@pytest.mark.parametrize(
    ("metric", "value", "n"),
    [
        ("effective_reviewers", 1 / (0.36 + 0.09 + 0.01), 3),
        ("load_hhi", 0.46, 3),
        ("load_gini", 2 * (10 + 60 + 180) / 300 - 4 / 3, 3),
        ("load_top1", 0.6, 3),
        ("load_top2", 0.9, 3),
        ("load_top3", 1, 3),
        ("absence_factor", 1, 3),
        ("senior_load", 0.4, 2),
        ("senior_reviews", 1, 2),
    ],
)
def test_load_is_lines_read_each_change_once_a_reader(metric: str, value: float, n: int) -> None:
    found = estimate(metric, _LOAD, request=_SENIORS)

    assert found.value == pytest.approx(value)
    assert found.n == n


def test_the_absence_factor_counts_who_is_needed_for_half() -> None:
    rows = [row for place in (1, 2, 3, 4) for row in (pull(place), review(place, who=f"reader-{place}"))]

    assert estimate("absence_factor", rows).value == 2


def test_the_certainty_gap_is_growth_of_output_over_growth_of_what_is_verified() -> None:
    earlier = [(pull(week, -168 * week, -168 * week + 9), review(week, -168 * week + 5)) for week in range(1, 14)]
    now = [pull(50, lines=150), review(50), pull(51, lines=250)]

    # Output grew from 100 to 400 lines, what is verified from 100 to 150.
    assert estimate("certainty_gap", [*(row for pair in earlier for row in pair), *now]).value == pytest.approx(
        100 * (4 / 1.5 - 1)
    )


def test_what_nobody_verified_counts_as_one_line() -> None:
    earlier = [(pull(week, -168 * week, -168 * week + 9), review(week, -168 * week + 5)) for week in range(1, 14)]
    rows = [*(row for pair in earlier for row in pair), pull(50)]

    assert estimate("certainty_gap", rows).value == pytest.approx(100 * (100 - 1))


def test_the_ratio_of_induced_fixes_compares_large_changes_with_large_ones() -> None:
    # Large: 2 of 4 of the machines', 1 of 4 of the people's; small: 1 of 2 and 1 of 4.
    rows: list[Row] = []
    arms = [(True, 300, 4, 2), (False, 300, 4, 1), (True, 10, 2, 1), (False, 10, 4, 1)]
    for place, (is_ai, lines, cases, fixed) in enumerate(arms):
        for case in range(cases):
            number = 10 * place + case
            made = "ai_authored" if is_ai else "human_or_undeclared"
            rows.append(pull(number, _OLD, _OLD, lines=lines, provenance=made))
            # Repairs are merged too late to be among the cases themselves.
            rows += [_fix(100 + number, _OLD + 20 * _DAY, number)] if case < fixed else []
    above, below = 2 * 4 / 8 + 1 * 4 / 6, 1 * 4 / 8 + 1 * 2 / 6

    assert estimate("induced_ratio", rows).value == pytest.approx(above / below)


def test_debt_closes_as_it_opens_and_moves() -> None:
    rows = [
        *(pull(number, 0, -24 * number, lines=number) for number in range(1, 99)),
        *(pull(200 + number, 0, 24 * number, lines=1_000 + number) for number in range(7)),
        *(review(number, 5 * number) for number in range(1, 99, 7)),
        *(review(200 + number, 30 * number) for number in range(7)),
    ]
    opening, new, repaid, retired, closing = (
        estimate(f"debt_{part}" if part else "debt", rows).value or 0
        for part in ("opening", "new", "repaid", "retired", "")
    )

    assert opening + new - repaid - retired == closing
    assert min(opening, new, repaid, retired, closing) > 0


def test_a_week_before_is_seen_as_it_stood_then() -> None:
    rows = [pull(1, -100, 50), review(1, 5)]

    assert [estimate("queue", rows, week=week).value for week in (25, 26, 27)] == [0, 1, 0]


def test_numbers_of_two_repositories_are_not_mixed_up() -> None:
    rows = [("a/a", pull()), ("a/a", review()), ("b/b", pull()), ("b/b", remark(reader="operator"))]

    assert math.isclose(estimate("class_human_fresh", rows).value or 0, 0.5)


def test_every_metric_that_is_computed_has_a_case_on_paper() -> None:
    shown = {metric for metric, *_ in _CASES} | {"certainty_gap", "induced_ratio"}
    loads = {metric.id for metric in read_metrics() if metric.group == "load"}

    assert {metric.id for metric in read_metrics() if metric.kind != "unknown"} == shown | loads
