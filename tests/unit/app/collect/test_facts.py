"""What GitHub told becomes rows: every edge of it once, with nothing made up."""

from dataclasses import fields
from typing import Any

import pytest

from reviewer.app.collect.coverage import METRICS
from reviewer.app.collect.facts import write_facts
from reviewer.model.facts import LONGEST_BODY, TABLES, list_columns
from reviewer.model.manifest import Coverage, Manifest
from tests.unit.app.collect.kept import MemoryKept
from tests.unit.app.collect.records import (
    make_comment,
    make_commit,
    make_issue,
    make_line_comment,
    make_pull,
    make_review,
    make_user,
    wrap,
)

STATE = {"version": 1, "since": 0, "done": {"pull": 1_764_000_000}, "missing": {}}
NOV_1 = 1_793_523_600  # 2026-11-01T09:00:00Z
DAY = 86_400


def _write(**kinds: list[dict[str, Any]]) -> MemoryKept:
    kept = MemoryKept()
    records = [record for kind, items in kinds.items() for record in wrap(kind, *items)]
    kept.archive("github").append(records, STATE)
    write_facts(kept, now=5)
    return kept


def _only(kept: MemoryKept, table: str) -> Any:  # noqa: ANN401 - a row of any table
    (row,) = kept.tables[table]
    return row


def _tell(row: object, *names: str) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in names)


def test_a_pull_request_becomes_a_row() -> None:
    kept = _write(
        pull=[
            make_pull(
                7,
                body="Closes #3",
                author=make_user("ada", number=11),
                labels={"nodes": [{"name": "b"}, {"name": "a"}]},
                assignees={"nodes": [{"login": "bea"}]},
                closingIssuesReferences={"nodes": [{"number": 3, "createdAt": "2026-10-01T00:00:00Z"}]},
                autoMergeRequest={"enabledBy": {"__typename": "User", "login": "bea"}},
                isCrossRepository=True,
            )
        ]
    )

    told = {field.name: getattr(_only(kept, "pulls"), field.name) for field in fields(TABLES["pulls"])}
    assert told == {
        "number": 7,
        "node": "PR_7",
        "title": "Change 7",
        "body": "Closes #3",
        "body_cut": False,
        "state": "merged",
        "is_draft": False,
        "author": "ada",
        "author_kind": "user",
        "author_id": 11,
        "created": NOV_1,
        "updated": NOV_1 + 2 * DAY,
        "closed": NOV_1 + 2 * DAY,
        "merged": NOV_1 + 2 * DAY,
        "merged_by": "bea",
        "merged_by_kind": "user",
        "merge_commit": "merge7",
        "head_ref": "topic",
        "head": "head",
        "base_ref": "main",
        "base": "base",
        "from_fork": True,
        "additions": 10,
        "deletions": 2,
        "files": 3,
        "labels": ("a", "b"),
        "assignees": ("bea",),
        "closes": (3,),
        "review_decision": "approved",
        "auto_merge_by": "bea",
        "commits_total": 1,
        "kind": "other",
        "fix_level": None,
        "reverts": (),
        "blamed": (),
        "culprits": (),
        "provenance": "human_or_undeclared",
        "operators": (),
    }


def test_an_account_that_is_gone_is_a_ghost_and_not_nobody() -> None:
    kept = _write(
        pull=[make_pull(1, author=None, mergedBy=None, reviews={"nodes": [make_review(4, None)]})],
        comment=[make_comment(9, 1, None)],
    )

    assert _tell(_only(kept, "pulls"), "author", "author_kind", "merged_by") == (None, "ghost", None)
    assert _tell(_only(kept, "reviews"), "author", "author_kind") == (None, "ghost")
    assert _tell(_only(kept, "remarks"), "author", "author_kind") == (None, "ghost")


def test_an_open_pull_request_was_merged_by_nobody() -> None:
    kept = _write(pull=[make_pull(1, state="OPEN", mergedAt=None, closedAt=None, mergedBy=None, mergeCommit=None)])

    row = _only(kept, "pulls")
    assert _tell(row, "state", "merged", "closed", "merged_by", "merged_by_kind", "merge_commit") == (
        "open",
        *[None] * 5,
    )
    assert kept.tables["main"] == []


def test_a_merge_without_a_commit_is_no_row_of_the_main_line() -> None:
    kept = _write(pull=[make_pull(1, mergeCommit=None), make_pull(2)])

    assert [row.merged for row in kept.tables["pulls"]] == [NOV_1 + 2 * DAY] * 2
    assert _tell(_only(kept, "main"), "number", "commit", "how", "reviewable_additions") == (2, "merge2", None, None)


def test_a_pending_review_is_left_out() -> None:
    pending = make_review(5, make_user("bea"), "PENDING", submittedAt=None)
    kept = _write(pull=[make_pull(1, reviews={"nodes": [pending, make_review(6, make_user("bea"))]})])

    assert _only(kept, "reviews").review == 6


def test_a_dismissed_review_keeps_what_it_was() -> None:
    dismissed = {
        "__typename": "ReviewDismissedEvent",
        "createdAt": "2026-11-02T10:00:00Z",
        "actor": {"login": "ada"},
        "previousReviewState": "APPROVED",
        "review": {"fullDatabaseId": "6"},
    }
    reviews = [make_review(6, make_user("bea"), "DISMISSED"), make_review(7, make_user("cem"), "DISMISSED")]
    kept = _write(pull=[make_pull(1, reviews={"nodes": reviews}, timelineItems={"nodes": [dismissed]})])

    told = [
        _tell(row, "review", "state", "state_before", "dismissed", "dismissed_by") for row in kept.tables["reviews"]
    ]
    assert told == [(6, "dismissed", "approved", NOV_1 + DAY + 3_600, "ada"), (7, "dismissed", None, None, None)]
    assert _tell(_only(kept, "events"), "kind", "review", "actor") == ("review_dismissed", 6, "ada")


def test_the_three_faces_of_a_bot_are_one_reader() -> None:
    review = make_review(6, make_user("copilot-pull-request-reviewer", "Bot"), "COMMENTED", body="I looked.")
    face = {"login": "Copilot", "type": "Bot", "id": 175728472}
    rest = {"login": "copilot-pull-request-reviewer[bot]", "type": "Bot", "id": 175728472}
    kept = _write(
        pull=[make_pull(1, reviews={"nodes": [review]})],
        line_comment=[make_line_comment(8, 1, 6, face)],
        comment=[make_comment(9, 1, rest)],
    )

    assert _tell(_only(kept, "reviews"), "author", "author_kind", "reader") == (
        "copilot-pull-request-reviewer",
        "bot",
        "ai_reviewer",
    )
    remarks = [_tell(row, "author", "author_kind", "reader") for row in kept.tables["remarks"]]
    assert remarks == [
        ("Copilot", "bot", "ai_reviewer"),
        ("copilot-pull-request-reviewer", "bot", "ai_reviewer"),
    ]


@pytest.mark.parametrize(
    ("reviewer", "body", "expected"),
    [
        (make_user("bea"), "Good.", ("human", True)),
        (make_user("ada"), "I am done.", ("author", False)),
        (make_user("dan"), "Good.", ("co_author", True)),
        (make_user("coderabbitai", "Bot"), "Two remarks.", ("ai_reviewer", True)),
        (make_user("dependabot", "Bot"), "Hm.", ("automation", True)),
        (make_user("our-own-thing", "Bot"), "Hm.", ("unknown_bot", True)),
    ],
)
def test_a_review_tells_who_read(reviewer: dict[str, Any], body: str, expected: tuple[str, bool]) -> None:
    pull = make_pull(
        1,
        reviews={"nodes": [make_review(6, reviewer, "COMMENTED", body=body)]},
        commits={"totalCount": 1, "nodes": [make_commit("c", "Change", "Dan", "dan@shop.example", "dan")]},
    )

    assert _tell(_only(_write(pull=[pull]), "reviews"), "reader", "counts") == expected


def test_an_empty_review_counts_by_its_comments_on_lines() -> None:
    empty = [make_review(n, make_user("bea"), "COMMENTED") for n in (6, 7)]
    kept = _write(
        pull=[make_pull(1, reviews={"nodes": empty})],
        line_comment=[make_line_comment(8, 1, 7, {"login": "bea", "type": "User", "id": 2})],
    )

    assert [_tell(row, "review", "counts") for row in kept.tables["reviews"]] == [(6, False), (7, True)]


def test_what_an_agent_wrote_and_nobody_read_is_told_with_its_evidence() -> None:
    message = "Add rounding\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
    agent = make_commit("c1", message, "Claude", "noreply@anthropic.com", "")
    pull = make_pull(
        1, headRefName="claude/rounding", author=make_user("claude", "Bot"), commits={"totalCount": 1, "nodes": [agent]}
    )
    kept = _write(pull=[pull])

    assert _only(kept, "pulls").provenance == "fully_synthetic"
    rows = {row.subject: row for row in kept.tables["provenance"]}
    assert _tell(rows["pull"], "number", "provenance", "tools") == (1, "fully_synthetic", ("claude_code",))
    assert _tell(rows["commit"], "number", "commit", "provenance") == (1, "c1", "ai_authored")
    assert "noreply@anthropic.com" in rows["commit"].evidence
    assert _only(kept, "main").provenance == "fully_synthetic"


def test_turns_in_the_life_of_a_pull_request_become_rows() -> None:
    nodes = [
        {"__typename": "ConvertToDraftEvent", "createdAt": "2026-11-01T09:00:00Z"},
        {"__typename": "ReadyForReviewEvent", "createdAt": "2026-11-01T09:00:01Z", "actor": {"login": "ada"}},
        {
            "__typename": "ReviewRequestedEvent",
            "createdAt": "2026-11-01T09:00:02Z",
            "actor": {"login": "ada"},
            "requestedReviewer": {"__typename": "Team", "slug": "till-team"},
        },
        {
            "__typename": "ReviewRequestedEvent",
            "createdAt": "2026-11-01T09:00:03Z",
            "actor": None,
            "requestedReviewer": {"__typename": "Bot", "login": "Copilot"},
        },
        {
            "__typename": "HeadRefForcePushedEvent",
            "createdAt": "2026-11-01T09:00:04Z",
            "beforeCommit": {"oid": "old"},
            "afterCommit": {"oid": "new"},
        },
        {"__typename": "HeadRefForcePushedEvent", "createdAt": None, "beforeCommit": None, "afterCommit": None},
        {"__typename": "AddedToMergeQueueEvent", "createdAt": "2026-11-01T09:00:05Z", "enqueuer": {"login": "bea"}},
        {
            "__typename": "MergedEvent",
            "createdAt": "2026-11-01T09:00:06Z",
            "actor": {"__typename": "Bot", "login": "github-merge-queue"},
            "commit": {"oid": "merge1"},
        },
    ]
    kept = _write(pull=[make_pull(1, timelineItems={"nodes": nodes})])

    names = ("place", "kind", "happened", "actor", "whom", "whom_kind", "before", "after")
    assert [_tell(row, *names) for row in kept.tables["events"]] == [
        (1, "convert_to_draft", NOV_1, None, None, None, None, None),
        (2, "ready_for_review", NOV_1 + 1, "ada", None, None, None, None),
        (3, "review_requested", NOV_1 + 2, "ada", "till-team", "team", None, None),
        (4, "review_requested", NOV_1 + 3, None, "Copilot", "bot", None, None),
        (5, "head_ref_force_pushed", NOV_1 + 4, None, None, None, "old", "new"),
        (6, "head_ref_force_pushed", None, None, None, None, None, None),
        (7, "added_to_merge_queue", NOV_1 + 5, "bea", None, None, None, None),
        (8, "merged", NOV_1 + 6, "github-merge-queue", None, None, None, "merge1"),
    ]


def test_a_comment_belongs_to_a_pull_request_or_is_left_out() -> None:
    on_issue = make_comment(9, 5, None, html_url="https://github.com/shop/till/issues/5#issuecomment-9")
    app = {"slug": "our-app"}
    kept = _write(
        comment=[on_issue, make_comment(10, 6, {"login": "x", "type": "User", "id": 4}, performed_via_github_app=app)],
        line_comment=[make_line_comment(3, 6, 2, None, line=None, in_reply_to_id=1)],
    )

    names = ("number", "remark", "kind", "review", "path", "line", "answers", "app", "created", "updated")
    assert [_tell(row, *names) for row in kept.tables["remarks"]] == [
        (6, 3, "line", 2, "till.py", None, 1, None, NOV_1 + 3_600, NOV_1 + 3_600),
        (6, 10, "conversation", None, None, None, None, "our-app", NOV_1 + 3_600, NOV_1 + 7_200),
    ]


@pytest.mark.parametrize(
    ("issue", "is_bug"),
    [
        (make_issue(1, "bug"), True),
        (make_issue(1, "type: Bug 🐛"), True),
        (make_issue(1, "kind/regression"), True),
        (make_issue(1, "debugging"), False),
        (make_issue(1, "not a bug"), False),
        (make_issue(1, "bug-bounty"), False),
        (make_issue(1, type={"name": "Bug"}), True),
        (make_issue(1, type={"name": "Feature"}), False),
        (make_issue(1, labels=["bug"]), True),
    ],
)
def test_an_issue_is_about_a_bug_by_its_label_or_type(issue: dict[str, Any], is_bug: bool) -> None:  # noqa: FBT001
    assert _only(_write(issue=[issue]), "issues").is_bug is is_bug


def test_a_pull_request_in_the_list_of_issues_is_no_issue() -> None:
    assert _write(issue=[make_issue(1, pull_request={"url": "..."})]).tables["issues"] == []


@pytest.mark.parametrize(
    ("more", "kind", "level", "reverts"),
    [
        ({"title": "fix(till): round up"}, "fix", "conventional", ()),
        ({"title": "Round up", "labels": {"nodes": [{"name": "bug"}]}}, "fix", "label", ()),
        ({"title": "Round up", "headRefName": "fix/rounding"}, "fix", "label", ()),
        ({"title": "Round up", "closingIssuesReferences": {"nodes": [{"number": 3}]}}, "fix", "issue", ()),
        ({"title": "Round up", "closingIssuesReferences": {"nodes": [{"number": 4}]}}, "other", None, ()),
        ({"title": "Fix rounding", "body": "Fixes #3"}, "fix", "issue", ()),
        ({"title": "Fix rounding"}, "fix", "words", ()),
        ({"title": 'Revert "Round up"', "body": "Reverts shop/till#5"}, "revert", None, (5,)),
        ({"title": 'Revert "Round up"', "headRefName": "revert-6-rounding"}, "revert", None, (6,)),
        ({"title": "Bump x from 1.2 to 1.3"}, "bump", None, ()),
    ],
)
def test_a_pull_request_says_what_it_is(
    more: dict[str, object], kind: str, level: str | None, reverts: tuple[int, ...]
) -> None:
    kept = _write(pull=[make_pull(9, **more)], issue=[make_issue(3, "bug"), make_issue(4)])

    assert _tell(_only(kept, "pulls"), "kind", "fix_level", "reverts") == (kind, level, reverts)
    assert _tell(_only(kept, "main"), "kind", "fix_level") == (kind, level)


def test_long_texts_are_cut_and_say_so() -> None:
    long = "x" * (LONGEST_BODY + 1)
    kept = _write(
        pull=[make_pull(1, body=long, reviews={"nodes": [make_review(6, make_user("bea"), body=long)]})],
        comment=[make_comment(9, 1, None, body=long)],
    )

    for table in ("pulls", "reviews", "remarks"):
        row = _only(kept, table)
        assert (len(row.body), row.body_cut) == (LONGEST_BODY, True)


@pytest.mark.parametrize(
    "junk", [None, 7, "x", [], {}, [None, "x", {}], {"nodes": [None, 3]}, True, 2**70, "9999-99-99"]
)
def test_whatever_a_field_holds_nothing_breaks(junk: object) -> None:
    pull = make_pull(1, reviews={"nodes": [make_review(6, make_user("bea"))]})
    names = [name for name in pull if name != "number"]
    pulls = [{**pull, "id": f"PR_{n}", "number": n, name: junk} for n, name in enumerate(names)]
    review = make_review(6, make_user("bea"))
    pulls += [
        {**pull, "id": f"R_{name}", "number": 100 + n, "reviews": {"nodes": [{**review, name: junk}]}}
        for n, name in enumerate(review)
    ]
    comment = make_comment(9, 1, None)
    comments = [{**comment, "id": n, name: junk} for n, name in enumerate(comment) if name != "id"]
    kept = _write(
        pull=pulls,
        comment=comments,
        issue=[make_issue(1, **{name: junk}) for name in make_issue(1) if name != "number"],
    )

    assert len(kept.tables["pulls"]) == len(pulls)


def test_without_a_number_there_is_no_pull_request() -> None:
    assert _write(pull=[{**make_pull(1), "number": None}, {**make_pull(1), "number": "x"}]).tables["pulls"] == []


def test_clocks_that_go_wrong_are_told_as_they_are() -> None:
    kept = _write(pull=[make_pull(1, createdAt="2026-11-05T00:00:00Z", mergedAt="1901-01-01T00:00:00+05:30")])

    row = _only(kept, "pulls")
    assert row.created > NOV_1 > 0 > row.merged


# --- the main line, where no clone was read


def test_the_main_line_is_that_of_the_default_branch_in_the_order_of_merging() -> None:
    pulls = [
        make_pull(1, mergedAt="2026-11-03T00:00:00Z"),
        make_pull(2, mergedAt="2026-11-02T00:00:00Z"),
        make_pull(3, baseRefName="release"),
    ]
    kept = _write(
        pull=pulls, repository=[{"id": 1, "node_id": "R_1", "full_name": "Shop/Till", "default_branch": "main"}]
    )

    assert [_tell(row, "place", "number") for row in kept.tables["main"]] == [(1, 2), (2, 1)]


# --- the manifest


def test_the_manifest_says_what_is_covered_and_what_is_unknown() -> None:
    kept = MemoryKept()
    missing = {**STATE, "since": 1_700_000_000, "missing": {"issue": "the token lacks issues: read"}}
    home = {"id": 1, "node_id": "R_1", "full_name": "Shop/Till", "default_branch": "trunk"}
    kept.archive("github").append(wrap("repository", home), missing)
    manifest = write_facts(kept, now=5)

    tells = ("events", "pull_commits", "pulls", "remarks", "reviews")
    assert manifest.coverage == (Coverage("github", 1_700_000_000, 1_764_000_000, tells),)
    assert _tell(manifest, "node", "names", "default_branch", "written") == ("R_1", ("Shop/Till",), "trunk", 5)
    assert "bugs per developer" in manifest.unknown
    assert "review class, zero-review rate" not in manifest.unknown


def test_the_names_that_a_repository_had_are_remembered() -> None:
    kept = MemoryKept()
    for name in ("Old/Till", "Shop/Till"):
        home = {"id": 1, "node_id": "R_1", "full_name": name, "default_branch": "main"}
        kept.archive("github").append(wrap("repository", home), STATE)
        manifest = write_facts(kept, now=5)

    assert manifest.names == ("Old/Till", "Shop/Till")


def test_an_empty_repository_has_facts_too() -> None:
    kept = MemoryKept()
    kept.archive("github").append([], STATE)

    manifest = write_facts(kept, now=5)
    assert isinstance(manifest, Manifest)
    assert set(manifest.counts.values()) == {0}


def test_every_metric_names_tables_and_columns_that_there_are() -> None:
    columns = {table: {column.name for column in list_columns(table)} for table in TABLES}
    columns["repositories"] = {"default_branch"}
    events = {"ready_for_review", "convert_to_draft", "review_requested", "head_ref_force_pushed"}
    for metric in METRICS:
        assert {*metric.needs, *metric.instead} <= set(TABLES), metric.name
        for part in metric.columns.partition("(")[0].split(";"):
            table, _, names = part.strip().partition(": ")
            known = columns.get(table.removeprefix("the same, and "), set()) | (
                events if table == "events" else {"all"}
            )
            assert {name.strip() for name in names.split(",")} <= known, (metric.name, part)
