"""A report as a whole: nobody is named, nothing later changes it, and whatever the facts lack is said."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from reviewer.errors import ReviewerError
from reviewer.metrics import Request, build_report
from reviewer.metrics.demo import simulate_team
from reviewer.model.facts import TABLES, Row
from reviewer.model.report import Report
from tests.unit.metrics.world import (
    ENDS,
    REPOSITORY,
    WEEK,
    Told,
    bug,
    commit,
    event,
    open_facts,
    pull,
    remark,
    review,
    row,
)

_TABLES = tuple(TABLES)
_LOGIN = "zebra-login"


def _report(rows: Sequence[Told], request: Request | None = None, tells: Sequence[str] = _TABLES) -> Report:
    return build_report(open_facts(rows, tells), request or Request("team", WEEK))


def _team(people: int = 6) -> list[Row]:
    """Return a busy week in which every text that can hold a login holds one."""
    rows: list[Row] = []
    for number in range(1, 40):
        reader = f"{_LOGIN}-{number % people}"
        told: dict[str, Any] = {
            "author": f"{_LOGIN}-{(number + 1) % people}",
            "title": f"Thanks @{_LOGIN}",
            "body": f"by @{_LOGIN}",
            "merged_by": _LOGIN,
            "head_ref": f"{_LOGIN}/fix",
            "operators": (f"{_LOGIN}-{number % people}",),
            "assignees": (_LOGIN,),
            "labels": (_LOGIN,),
        }
        rows.append(pull(number, 0, 48, **told))
        rows.append(
            commit(number, 48, number, author=_LOGIN, mail=f"{_LOGIN}@shop", co_authors=(_LOGIN,), subject=_LOGIN)
        )
        rows.append(event(number))
        rows.append(bug(1_000 + number, title=_LOGIN, author=_LOGIN))
        rows.append(row("provenance", subject="pull", number=number, provenance="ai_authored", evidence=_LOGIN))
        if number % 7:
            rows.append(review(number, 1 + number / 10, reader, body=f"@{_LOGIN} look", commit="head"))
            rows.append(remark(number, 1, reader, body=_LOGIN))
    return rows


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


@pytest.mark.parametrize("people", [1, 6])
def test_no_login_reaches_a_report(people: int) -> None:
    made = _report(_team(people), Request("team", WEEK, seniors=(f"{_LOGIN}-1",)))

    assert [text for text in _texts(made) if _LOGIN in text] == []
    assert any(measure.value is not None for measure in made.measures)


def test_people_are_named_where_the_settings_say_so_and_in_the_curve_alone() -> None:
    made = _report(_team(), Request("team", WEEK, names=True))
    named = [series.id for series in made.series if any(_LOGIN in text for text in _texts(series))]

    assert named == ["load_curve"]
    assert [text for text in _texts(dataclasses.replace(made, series=())) if _LOGIN in text] == []


def test_the_curve_of_load_begins_with_the_busiest_reader() -> None:
    curve = _report(_team()).series[-1]

    assert curve.id == "load_curve"
    assert curve.weeks == ("R1", "R2", "R3", "R4", *("R5", "R6")[: len(curve.weeks) - 4])
    assert list(curve.values) == sorted(curve.values, key=lambda share: -(share or 0))


def test_few_people_stay_unseen() -> None:
    made = _report(_team(4))
    hidden = {measure.id for measure in made.measures if measure.state == "suppressed"}

    assert hidden >= {"effective_reviewers", "load_top1", "absence_factor", "bugs_per_developer"}
    assert all(measure.value is None and measure.n == 0 for measure in made.measures if measure.id in hidden)
    assert "load_curve" not in {series.id for series in made.series}


def test_equal_facts_give_an_equal_report_in_any_order() -> None:
    rows = list(simulate_team(seed=3, weeks=33).rows)[:4_000]

    assert repr(_report(rows)) == repr(_report(rows[::-1]))


def test_nothing_after_the_end_of_the_week_changes_it() -> None:
    rows = _team()
    later: list[Row] = [
        pull(500, 168, 169),
        review(1, 168, state="changes_requested"),
        remark(3, 168),
        event(3, 168, "convert_to_draft"),
        bug(5_000, 168),
        commit(900, 168),
        review(3, 170, "somebody-new"),
    ]

    assert repr(_report([*rows, *later])) == repr(_report(rows))


def test_a_change_merged_later_is_still_open_at_the_end_of_the_week() -> None:
    assert repr(_report([*_team(), pull(500, 1, 169)])) == repr(_report([*_team(), pull(500, 1, None)]))


def test_a_dismissal_of_next_week_does_not_touch_this_one() -> None:
    dismissed = review(1, 1, state="dismissed", state_before="approved", dismissed=ENDS)

    assert repr(_report([pull(merged=None), dismissed])) == repr(_report([pull(merged=None), review(1, 1)]))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("an empty week", []),
        ("one change", [pull(), review()]),
        ("all bots", [pull(number, provenance="automation") for number in range(20)]),
        ("rows that say nothing", [row(table) for table in _TABLES]),
        (
            "clocks that run backwards",
            [pull(number, 48, 2) for number in range(20)] + [review(number, -9) for number in range(20)],
        ),
        ("nobody there any more", [pull(number, author=None) for number in range(20)] + [review(1, author=None)]),
        ("lines nobody counted", [pull(number, additions=None, deletions=None) for number in range(20)]),
        ("a chain that bites its tail", [pull(1, kind="fix", blamed=(2,)), pull(2, kind="fix", blamed=(1,))]),
        ("a change that repairs itself", [pull(1, kind="fix", blamed=(1,))]),
        ("times of no calendar", [pull(1, created=-(2**63)), pull(2, closed=2**63 - 1), review(1, submitted=-(2**63))]),
        ("more lines than there are", [pull(number, additions=2**63 - 1, deletions=2**63 - 1) for number in range(20)]),
    ],
)
def test_odd_facts_make_a_report_all_the_same(name: str, rows: Sequence[Row]) -> None:
    made = _report(rows)

    assert made.bottleneck, name
    assert all(measure.value is not None or measure.why for measure in made.measures)
    assert all(measure.low <= measure.value for measure in made.measures if measure.low is not None and measure.value)


def test_git_alone_tells_sizes_and_fixes_and_says_what_it_does_not_tell() -> None:
    rows = [commit(place, 5, kind="fix" if place % 2 else "other", fix_level="label") for place in range(1, 21)]
    made = _report(rows, tells=("main",))
    found = {measure.id: measure for measure in made.measures}

    assert (found["merged"].value, found["fix_share"].value, found["size"].value) == (20, 0.5, 100)
    assert (found["zero_review"].state, found["zero_review"].why) == ("unknown", "the facts tell no pulls")
    assert made.debts == ()
    assert any("Only git was read" in note for note in made.notes)


def test_a_forge_alone_tells_no_direct_pushes() -> None:
    tells = tuple(table for table in _TABLES if table != "main")
    found = {measure.id: measure for measure in _report(_team(), tells=tells).measures}

    assert found["zero_review"].state == "known"
    assert (found["zero_review_direct"].state, found["zero_review_direct"].value) == ("unknown", None)


def test_without_facts_everything_is_unknown() -> None:
    made = _report([], tells=())

    assert {measure.state for measure in made.measures} == {"unknown"}


def test_below_ten_cases_there_is_no_number() -> None:
    nine, ten = ([pull(number) for number in range(count)] for count in (9, 10))
    few, enough = (
        next(measure for measure in _report(rows).measures if measure.id == "zero_review") for rows in (nine, ten)
    )

    assert (few.state, few.value, few.low, few.why) == (
        "insufficient",
        None,
        None,
        "9 cases are too few: 10 are needed",
    )
    assert (enough.state, enough.value) == ("known", 1)


def test_a_week_stands_beside_the_thirteen_before_it() -> None:
    quiet = [
        row
        for week in range(1, 14)
        for place in range(10)
        for row in (pull(week * 100 + place, -168 * week, 9 - 168 * week), review(week * 100 + place, 5 - 168 * week))
    ]
    found = {one.id: one for one in _report([*quiet, *(pull(place, lines=400) for place in range(20))]).measures}
    unread = found["no_independent_human"]

    assert (unread.value, unread.baseline, unread.change, unread.ceiling, unread.is_worse) == (1, 0, 1, 0, True)
    # 20 changes are twice the usual ten; more of them is neither good nor bad.
    assert (found["merged"].baseline, found["merged"].change, found["merged"].is_worse) == (10, 1, False)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request("team", "2026-46"), "is no week"),
        (Request("team", "2026-W54"), "is no week"),
        (Request("team", "0001-W01"), "is no week"),
        (Request("team", WEEK, zone="Mars/Olympus"), "is no time zone"),
        (Request("team", WEEK, zone="../etc/passwd"), "is no time zone"),
        (Request("team", WEEK, hours=(17, 9)), "are no hours"),
    ],
)
def test_what_cannot_be_is_refused(request_: Request, said: str) -> None:
    with pytest.raises(ReviewerError, match=said):
        _report([], request_)


def test_directories_are_asked_of_whoever_has_a_clone() -> None:
    asked: list[tuple[str, Sequence[str]]] = []

    def locate(repository: str, commits: Sequence[str]) -> dict[str, int]:
        asked.append((repository, commits))
        return {"shop/": 30, "till/": 70, "docs/": 1, "ci/": 2}

    made = _report([pull(1), pull(2), review(2)], Request("team", WEEK, locate=locate))
    places = [(debt.kind, debt.name, debt.lines) for debt in made.debts]

    assert asked == [(REPOSITORY, ["0000001cafe"])]
    assert places == [
        ("change", "#1", 100),
        ("directory", "till/", 70),
        ("directory", "shop/", 30),
        ("directory", "ci/", 2),
    ]


def test_the_largest_unread_changes_are_where_debt_sits() -> None:
    rows = [
        *(pull(number, lines=10 * number) for number in range(1, 6)),
        review(5),
        review(4, reader="operator"),
        commit(99, 20),
    ]
    made = _report(rows)

    assert [(debt.name, debt.lines, debt.because) for debt in made.debts] == [
        ("0009099caf", 100, "pushed without a pull request"),
        ("#4", 40, "read only by who had it written"),
        ("#3", 30, "read by nobody"),
    ]
