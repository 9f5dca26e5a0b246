"""Files become facts: GitHub's own dumps and tables; every fault is told at once, and with a fault nothing is kept."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reviewer.adapters.store.files import open_file
from reviewer.app.collect.facts import write_facts
from reviewer.app.collect.imports import Imported, import_files
from reviewer.errors import ReviewerError
from reviewer.model.facts import KEYS, TABLES, list_columns
from tests.unit.app.collect.kept import MemoryKept
from tests.unit.app.collect.records import (
    make_comment,
    make_issue,
    make_line_comment,
    make_pull,
    make_review,
    make_user,
    wrap,
)

NOV_2 = 1_793_577_600
REST_PULL = {
    "number": 12,
    "node_id": "PR_12",
    "title": "Fix rounding",
    "body": None,
    "state": "closed",
    "draft": False,
    "user": {"login": "renovate[bot]", "type": "Bot", "id": 5},
    "created_at": "2026-11-01T09:00:00Z",
    "updated_at": "2026-11-02T09:00:00Z",
    "closed_at": "2026-11-02T00:00:00Z",
    "merged_at": "2026-11-02T00:00:00Z",
    "merge_commit_sha": "merge12",
    "head": {"ref": "topic", "sha": "head", "repo": {"id": 2}},
    "base": {"ref": "main", "sha": "base", "repo": {"id": 1}},
    "labels": [{"name": "bug"}],
    "assignees": [{"login": "bea"}],
    "auto_merge": None,
}
REST_REVIEW = {
    "id": 81,
    "node_id": "PRR_81",
    "user": {"login": "bea", "type": "User", "id": 2},
    "body": "Good.",
    "state": "APPROVED",
    "pull_request_url": "https://api.github.com/repos/shop/till/pulls/12",
    "submitted_at": "2026-11-02T00:00:00Z",
    "commit_id": "head",
    "author_association": "MEMBER",
}


def _write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def _import(kept: MemoryKept, *paths: Path) -> Imported:
    return import_files(kept, [open_file(path) for path in paths])


def _faults(*paths: Path) -> list[str]:
    kept = MemoryKept()
    with pytest.raises(ReviewerError) as told:
        _import(kept, *paths)
    assert kept.archive("import").steps == []
    head, *lines = told.value.message.split("\n")
    assert head.startswith("nothing was imported")
    return [line.strip() for line in lines]


def _rows(kept: MemoryKept, table: str, *names: str) -> list[tuple[object, ...]]:
    write_facts(kept, now=5)
    return [tuple(getattr(row, name) for name in names) for row in kept.tables[table]]


# --- GitHub's own dumps


@pytest.mark.parametrize(
    "dress",
    [
        json.dumps,
        lambda items: json.dumps(items, indent=2),
        lambda items: "\n".join(json.dumps(item) for item in items),
        lambda items: "\n".join(json.dumps([item]) for item in items),
        lambda items: "\ufeff" + json.dumps(items) + "\r\n",
    ],
    ids=["list", "indented", "lines", "pages", "bom"],
)
def test_a_dump_is_read_in_any_dress(tmp_path: Path, dress: Any) -> None:  # noqa: ANN401 - a function
    items = [
        REST_PULL,
        REST_REVIEW,
        make_issue(3, "bug"),
        make_comment(9, 12, None),
        make_line_comment(8, 12, 81, None),
    ]
    kept = MemoryKept()
    done = _import(kept, _write(tmp_path, "dump.json", dress(items)))

    assert done.counts == {"comment": 1, "issue": 1, "line_comment": 1, "rest_pull": 1, "rest_review": 1}
    assert _rows(kept, "pulls", "number", "state", "author", "author_kind", "merged", "merge_commit", "fix_level") == [
        (12, "merged", "renovate", "bot", NOV_2, "merge12", "label")
    ]
    assert _rows(kept, "pulls", "from_fork", "labels", "assignees", "additions") == [(True, ("bug",), ("bea",), None)]
    assert _rows(kept, "reviews", "number", "review", "state", "submitted", "author", "commit", "reader") == [
        (12, 81, "approved", NOV_2, "bea", "head", "human")
    ]
    assert _rows(kept, "remarks", "number", "remark", "kind") == [(12, 8, "line"), (12, 9, "conversation")]
    assert _rows(kept, "issues", "number", "is_bug") == [(3, True)]


def test_an_answer_of_graphql_is_unwrapped(tmp_path: Path) -> None:
    pulls = [make_pull(n, reviews={"nodes": [make_review(n, make_user("bea"))]}) for n in (1, 2)]
    answer = {"data": {"repository": {"pullRequests": {"pageInfo": {"hasNextPage": True}, "nodes": pulls}}}}
    kept = MemoryKept()
    _import(kept, _write(tmp_path, "page.json", answer))

    assert _rows(kept, "pulls", "number") == [(1,), (2,)]
    assert _rows(kept, "reviews", "number", "review") == [(1, 1), (2, 2)]
    assert kept.archive("import").state() == {"tables": ["events", "pull_commits", "pulls", "reviews"]}


def test_a_list_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    pull = make_pull(1, reviews={"pageInfo": {"hasNextPage": True}, "nodes": []})

    (fault,) = _faults(_write(tmp_path, "page.json", pull))
    assert fault == "page.json:1: reviews: is cut off: its pageInfo says that the list goes on"


def test_every_fault_of_every_file_is_told_with_its_place(tmp_path: Path) -> None:
    broken = [
        {**REST_PULL, "number": "12", "title": None},
        {**REST_PULL, "created_at": "yesterday", "user": "ada"},
        {"hello": 1, "world": 2},
        [1, 2],
    ]
    lines = _faults(
        _write(tmp_path, "a.ndjson", "\n".join(map(json.dumps, broken[:3])) + "\n\n7\n"),
        _write(tmp_path, "b.json", '[\n{"number": 1,\n'),
        _write(tmp_path, "pulls.csv", "number,title\nx,y\n"),
    )

    assert lines[:6] == [
        "a.ndjson:1: number: is not a whole number",
        "a.ndjson:1: title: is missing",
        "a.ndjson:2: created_at: is not a time",
        "a.ndjson:2: user: is not an object",
        "a.ndjson:3: this is no pull request, review, comment or issue of GitHub: {hello, world, ...}",
        "a.ndjson:5: this is no object",
    ]
    assert lines[6].startswith("b.json:2: this is not JSON: ")
    assert lines[7:] == ["pulls.csv:2: number: 'x' is not a whole number"]


def test_a_later_dump_wins_over_an_earlier_one(tmp_path: Path) -> None:
    kept = MemoryKept()
    _import(kept, _write(tmp_path, "a.json", [REST_PULL]))
    _import(kept, _write(tmp_path, "b.json", [{**REST_PULL, "title": "Renamed"}, {**REST_PULL, "number": 13}]))

    assert _rows(kept, "pulls", "number", "title") == [(12, "Renamed"), (13, "Fix rounding")]


def test_what_github_told_is_believed_before_what_was_imported(tmp_path: Path) -> None:
    kept = MemoryKept()
    kept.archive("github").append(wrap("pull", make_pull(12, reviews={"nodes": [make_review(6, None)]})), {"since": 0})
    _import(kept, _write(tmp_path, "a.json", [REST_PULL, {**REST_PULL, "number": 13}, REST_REVIEW]))

    assert _rows(kept, "pulls", "number", "title") == [(12, "Change 12"), (13, "Fix rounding")]
    assert _rows(kept, "reviews", "number", "review") == [(12, 6)]


# --- tables

PULLS = """number,title,state,author,author_kind,created,merged,labels,closes,is_draft,base_ref
1,"Fix, ""quoted"" rounding",merged,ada,user,2026-11-01T00:00:00Z,1793577600,bug;ui,3;4,false,main
2,Add a,OPEN,,ghost,2026-11-01,,"[""a;b""]",[],yes,main
"""


def test_a_table_is_read_from_csv(tmp_path: Path) -> None:
    kept = MemoryKept()
    done = _import(kept, _write(tmp_path, "pulls-2026.csv", PULLS))

    assert done.counts == {"row.pulls": 2}
    names = (
        "number",
        "title",
        "state",
        "author",
        "created",
        "merged",
        "labels",
        "closes",
        "is_draft",
        "fix_level",
        "head",
    )
    assert _rows(kept, "pulls", *names) == [
        (
            1,
            'Fix, "quoted" rounding',
            "merged",
            "ada",
            NOV_2 - 86_400,
            NOV_2,
            ("bug", "ui"),
            (3, 4),
            False,
            "label",
            None,
        ),
        (2, "Add a", "open", None, NOV_2 - 86_400, None, ("a;b",), (), True, None, None),
    ]
    assert _rows(kept, "pulls", "provenance") == [("human_or_undeclared",)] * 2


def test_every_table_is_read_from_parquet_as_from_csv(tmp_path: Path) -> None:
    csvs = {
        "pulls": PULLS,
        "reviews": "number,review,state,author,author_kind,submitted,commit,body\n"
        "1,5,approved,bea,user,2026-11-02,h,Good.\n",
        "remarks": "number,remark,kind,author,author_kind,created,body\n1,7,line,bea,user,2026-11-02,Why?\n",
        "issues": "number,title,state,labels,created\n3,Rounds down,closed,bug,2026-10-01\n",
        "main": "place,commit,committed,author,mail,subject,number,how,additions\n"
        "1,abc,2026-11-02,Ada,a@x.y,Fix rounding (#1),1,squash,10\n",
    }
    kept, other = MemoryKept(), MemoryKept()
    for table, text in csvs.items():
        path = _write(tmp_path, f"{table}.csv", text)
        duckdb.execute(f"COPY (FROM read_csv('{path}')) TO '{tmp_path}/{table}.parquet'")
        _import(kept, path)
        _import(other, tmp_path / f"{table}.parquet")
    write_facts(kept, now=5)
    write_facts(other, now=5)

    assert kept.tables == other.tables
    assert [len(kept.tables[table]) for table in csvs] == [2, 1, 1, 1, 1]
    assert _rows(kept, "main", "number", "how", "kind", "fix_level", "additions") == [(1, "squash", "fix", "issue", 10)]
    assert _rows(kept, "reviews", "reader", "counts", "submitted") == [("human", True, NOV_2)]
    manifest = kept.manifest()
    assert manifest is not None
    assert manifest.coverage[0].tells == ("issues", "main", "pulls", "remarks", "reviews")


def test_every_fault_of_a_table_is_told_with_line_and_column(tmp_path: Path) -> None:
    text = (
        "number,titel,state,created,kind,is_draft\n"
        "1,x,merged,2026-11-01,fix,maybe\n"
        "\n"
        "2,x,done,soon,fix,true\n"
        ',x,open,2026-13-01,fix,""\n'
        "4,too,few\n"
        '5,"two\nlines",open,2026-11-01,fix,true\n'
        "1.5,x,open,,fix,true\n"
        "1,x,open,,fix,true\n"
        "6,x,open,,fix,true\n"
        "6,x,open,,fix,true\n"
    )

    assert _faults(_write(tmp_path, "pulls.csv", text)) == [
        "pulls.csv:1: titel: there is no such column in 'pulls' (did you mean 'title'?)",
        "pulls.csv:1: kind: is worked out of the other columns: leave it out",
        "pulls.csv:1: title: this column is missing",
        "pulls.csv:2: is_draft: 'maybe' is not true or false",
        "pulls.csv:4: created: 'soon' is not a time, as 2026-11-30T09:15:00Z or in seconds since 1970",
        "pulls.csv:4: state: 'done' is none of open, closed, merged",
        "pulls.csv:5: created: '2026-13-01' is not a time, as 2026-11-30T09:15:00Z or in seconds since 1970",
        "pulls.csv:5: number: is empty",
        "pulls.csv:6: there are 3 cells, and 6 columns",
        "pulls.csv:9: number: '1.5' is not a whole number",
        "pulls.csv:12: number: the same row stands at line 11",
    ]


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("pulls.csv", b"number,title\n1,\xff\n", "pulls.csv:"),
        ("pulls.csv", b'number,title\n1,"open\n', "pulls.csv:"),
        ("pulls.csv", b"", "pulls.csv:1: number: this column is missing"),
        ("pulls.csv", b"number,number\n1,2\n", "pulls.csv:1: a column is named twice"),
        ("events.csv", b"number\n1\n", "events.csv: its name does not begin with that of a table"),
        ("pulls.parquet", b"PAR1 not at all", "pulls.parquet: this is not Parquet"),
        ("pulls.json", b"\xff\xfe", "pulls.json:1: this is not UTF-8"),
        ("pulls.json", b'{"number": 1', "pulls.json:1: this is not JSON"),
        ("pulls.json", b'{"number": NaN}x', "pulls.json:1: "),
    ],
)
def test_a_file_that_is_broken_is_told(tmp_path: Path, name: str, data: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(data)

    assert any(line.startswith(fault) for line in _faults(tmp_path / name))


@pytest.mark.parametrize("name", ["pulls.xlsx", "pulls", "nowhere.csv"])
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, name: str) -> None:
    if name != "nowhere.csv":
        (tmp_path / name).write_text("x")

    with pytest.raises(ReviewerError, match=name):
        open_file(tmp_path / name)


def test_many_faults_are_counted_and_not_all_shown(tmp_path: Path) -> None:
    lines = _faults(_write(tmp_path, "pulls.csv", "number,title\n" + "x,y\n" * 300))

    assert (len(lines), lines[-1]) == (51, "and 250 more")


def test_files_that_hold_nothing_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="hold nothing"):
        _import(MemoryKept(), _write(tmp_path, "empty.json", "[]"))


def test_hostile_text_of_a_file_is_not_repeated_at_length(tmp_path: Path) -> None:
    (line,) = _faults(_write(tmp_path, "pulls.csv", f"number,title\n{'9' * 10_000},y\n"))

    assert len(line) < 120


def test_a_file_that_changes_while_it_is_read_is_not_kept() -> None:
    class Changing:
        name = "pulls.csv"
        is_table = True

        def __init__(self) -> None:
            self._turns = iter(["1", "x"])

        def read(self) -> Sequence[tuple[int, dict[str, Any] | str]]:
            return iter([(1, {"number": None, "title": None}), (2, {"number": next(self._turns), "title": "a"})])  # type: ignore[return-value]

    kept = MemoryKept()
    with pytest.raises(ReviewerError, match="was changed while it was read"):
        import_files(kept, [Changing()])  # type: ignore[list-item]
    assert kept.archive("import").steps == []


def test_a_large_dump_is_cut_into_objects_without_losing_one(tmp_path: Path) -> None:
    pulls = [{**REST_PULL, "number": n, "body": 'x{["]},\\\n' * (n % 7 * 3_000)} for n in range(1, 60)]
    kept = MemoryKept()
    _import(kept, _write(tmp_path, "dump.json", pulls))

    assert [number for (number,) in _rows(kept, "pulls", "number")] == list(range(1, 60))


@pytest.mark.parametrize("table", ["pulls", "reviews", "remarks", "issues", "main"])
def test_what_names_a_row_can_be_imported(table: str) -> None:
    told = {column.name for column in list_columns(table) if not column.derived}

    assert set(KEYS[table]) <= told
    assert table in TABLES
