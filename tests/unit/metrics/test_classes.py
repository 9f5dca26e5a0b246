"""Who had read a change when it was merged: the first class that fits, whatever else happened."""

import pytest

from reviewer.model.facts import Row
from tests.unit.metrics.world import at, commit, event, open_week, pull, remark, review, row

_CASES: dict[str, tuple[str, list[Row]]] = {
    "nothing happened": ("none", []),
    "an approval of the newest commit": ("human_fresh", [review()]),
    "an approval of an older commit": ("human_stale", [review(commit="old")]),
    "one of each": ("human_fresh", [review(commit="old"), review(who="reader-s")]),
    "an approval of a commit nobody knows": ("human_fresh", [review(commit=None)]),
    "approved in the second of the merge": ("human_fresh", [review(hours=48)]),
    "approved after the merge": ("none", [review(hours=49)]),
    "approved at an unknown time": ("none", [review(submitted=None)]),
    "approved, then objected by the same person": (
        "human_comment",
        [review(), review(hours=2, state="changes_requested")],
    ),
    "objected, then approved": ("human_fresh", [review(state="changes_requested"), review(hours=2)]),
    "approved by one, objected by another": (
        "human_fresh",
        [review(), review(hours=2, who="s", state="changes_requested")],
    ),
    "approved, then a comment by the same person": (
        "human_fresh",
        [review(), review(hours=2, state="commented", body="hm")],
    ),
    "an approval dismissed before the merge": (
        "human_comment",
        [review(state="dismissed", state_before="approved", dismissed=at(3))],
    ),
    "an approval dismissed after the merge": (
        "human_fresh",
        [review(state="dismissed", state_before="approved", dismissed=at(60))],
    ),
    "an approval dismissed nobody knows when": ("human_comment", [review(state="dismissed", state_before="approved")]),
    "a review with words": ("human_comment", [review(state="commented", body="Why is this here?")]),
    "a review with no words": ("none", [review(state="commented", body=" ")]),
    "a comment on a line": ("human_comment", [remark()]),
    "a comment in the conversation": ("none", [remark(kind="conversation")]),
    "the operator's approval": ("operator_only", [review(reader="operator")]),
    "a co-author's approval": ("operator_only", [review(reader="co_author")]),
    "the author's own review": ("none", [review(reader="author")]),
    "operator and AI": ("operator_only", [review(reader="operator"), review(reader="ai_reviewer")]),
    "an AI's approval": ("ai_only", [review(reader="ai_reviewer")]),
    "an AI's comment in the conversation": ("ai_only", [remark(kind="conversation", reader="ai_reviewer")]),
    "an AI that skipped": ("none", [review(reader="ai_reviewer", counts=False)]),
    "AI and automation": ("ai_only", [review(reader="automation"), review(reader="ai_reviewer")]),
    "static analysis": ("automation_only", [review(reader="automation", state="commented", body="2 smells")]),
    "a bot nobody knows": ("automation_only", [review(reader="unknown_bot")]),
    "a reader nobody told apart": ("none", [review(reader=None)]),
    "an approval after a force push": ("human_fresh", [event(hours=0.5, kind="head_ref_force_pushed"), review()]),
    "a clock that went backwards": ("human_fresh", [review(hours=-5)]),
}


@pytest.mark.parametrize("name", _CASES)
def test_the_first_class_that_fits_is_taken(name: str) -> None:
    expected, rows = _CASES[name]

    assert [found["class"] for found in open_week([pull(), *rows]).ask("SELECT class FROM merged")] == [expected]


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("automation", [pull(provenance="automation")], 0),
        ("another branch", [pull(base_ref="release")], 0),
        ("a branch nobody told", [pull(base_ref=None)], 1),
        ("not merged", [pull(merged=None)], 0),
        ("merged the second the week ends", [pull(merged=168)], 0),
        ("merged the second the week begins", [pull(opened=-9, merged=0)], 1),
        ("generated files only", [pull(), commit(1, 48, 1, reviewable_additions=0, additions=500)], 0),
        ("nothing but a rename", [pull(lines=0), commit(1, 48, 1, lines=0)], 1),
        ("a clone that knows more lines", [pull(lines=900), commit(1, 48, 1, lines=30)], 1),
    ],
)
def test_the_population_is_what_people_send_to_the_default_branch(name: str, rows: list[Row], expected: int) -> None:
    assert len(open_week(rows).ask("SELECT * FROM merged WHERE week = $last")) == expected, name


def test_lines_are_those_of_files_that_are_read() -> None:
    facts = open_week([pull(lines=900), commit(1, 48, 1, lines=30, reviewable_deletions=5), pull(2, lines=70)])

    assert [found["lines"] for found in facts.ask("SELECT lines FROM merged ORDER BY number")] == [35, 70]


def test_a_rebased_change_is_the_sum_of_its_commits() -> None:
    rows = [pull(), commit(1, 47, 1, lines=30, how="rebase"), commit(2, 48, 1, lines=20, how="rebase")]

    assert [found["lines"] for found in open_week(rows).ask("SELECT lines FROM merged")] == [50]


@pytest.mark.parametrize(
    ("name", "rows", "ready"),
    [
        ("opened ready", [], 0),
        ("a draft made ready", [event(hours=5, kind="ready_for_review")], 5),
        (
            "made ready twice, read after",
            [event(hours=h, kind="ready_for_review") for h in (5, 9)] + [review(hours=10)],
            9,
        ),
        (
            "made ready again after the reading",
            [event(hours=h, kind="ready_for_review") for h in (5, 9)] + [review(hours=6)],
            5,
        ),
        ("read as a draft", [event(hours=5, kind="ready_for_review"), review(hours=2)], 0),
        ("made a draft again", [event(hours=5, kind="convert_to_draft"), event(hours=9, kind="ready_for_review")], 9),
    ],
)
def test_a_change_is_ready_when_it_was_last_made_so_before_it_was_read(name: str, rows: list[Row], ready: int) -> None:
    facts = open_week([pull(), *rows])

    assert [found["ready"] for found in facts.ask("SELECT ready FROM turns")] == [at(ready)], name


def test_a_draft_that_was_never_ready_waits_for_nobody() -> None:
    facts = open_week([pull(merged=None, is_draft=True)])

    assert [found["ready"] for found in facts.ask("SELECT ready FROM turns")] == [None]


@pytest.mark.parametrize(
    ("body", "is_silent"),
    [
        (None, True),
        ("", True),
        ("LGTM", True),
        ("lgtm!! :+1:", True),
        ("Looks good to me, thanks!", True),
        ("👍🎉", True),
        ("two words", True),
        ("three words here", False),
        ("LGTM, but why is the lock dropped?", False),
        ("這 是 什麼", False),
    ],
)
def test_an_approval_is_silent_that_says_no_more_than_yes(body: str | None, is_silent: bool) -> None:  # noqa: FBT001
    facts = open_week([pull(), review(body=body)])

    assert [found["is_silent"] for found in facts.ask("SELECT is_silent FROM merged")] == [is_silent]


@pytest.mark.parametrize(
    ("name", "rows", "is_stamp"),
    [
        ("100 lines in four minutes", [pull(), review(hours=0.066)], True),
        ("100 lines in an hour", [pull(), review(hours=1)], False),
        ("49 lines in a second", [pull(lines=49), review(hours=0.0003)], False),
        ("asked again two minutes before", [pull(), event(hours=0.97), review(hours=1)], True),
        ("asked again after the approval", [pull(), review(hours=1), event(hours=1.01)], False),
        (
            "overwritten two minutes before",
            [pull(), event(hours=0.97, kind="head_ref_force_pushed"), review(hours=1)],
            True,
        ),
        ("fast, with a remark", [pull(), remark(hours=0.01), review(hours=0.02)], False),
        ("approved before it was opened", [pull(), review(hours=-1)], True),
        ("not approved", [pull(), review(hours=0.01, state="changes_requested")], False),
        ("lines nobody counted", [pull(additions=None), review(hours=0.01)], False),
    ],
)
def test_a_stamp_is_silent_and_faster_than_anybody_reads(name: str, rows: list[Row], is_stamp: bool) -> None:  # noqa: FBT001
    assert [found["is_stamp"] for found in open_week(rows).ask("SELECT is_stamp FROM merged")] == [is_stamp], name


def test_an_unknown_table_has_only_rows_that_say_nothing() -> None:
    tables = ("pulls", "reviews", "remarks", "events", "issues", "main", "provenance", "pull_commits")

    assert open_week([row(table) for table in tables]).ask("SELECT * FROM merged") == []
