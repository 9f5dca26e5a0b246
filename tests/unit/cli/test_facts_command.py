"""`reviewer facts`: what is in the store, questions in SQL, and tables for other tools."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.adapters.store import open_store
from reviewer.adapters.store.manifest import encode_manifest
from reviewer.cli.main import main
from reviewer.model.facts import DEFINITION, Issue, Row, Time
from reviewer.model.manifest import Coverage, Manifest
from reviewer.ports import Record


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two repositories."""
    for name, numbers in (("shop/till", range(250)), ("shop/desk", [7])):
        rows: list[Row] = [_issue(number) for number in numbers]
        coverage = (Coverage("github", 0, 1_764_000_000, ("issues", "pulls")),)
        manifest = Manifest(
            "github.com", name, 1_764_000_100, names=("Old/Till", name), coverage=coverage, unknown=("size", "rework")
        )
        open_store(tmp_path).repository(name).write(rows, manifest)
    return tmp_path


def _issue(number: int) -> Issue:
    return Issue(
        number=number,
        title=f"Issue {number} \x1b[31m\u202e",
        state="open",
        reason=None,
        author=None,
        author_kind="ghost",
        created=Time(1),
        updated=None,
        closed=None,
        labels=("bug", "é"),
        type=None,
    )


def _run(store: Path, *arguments: str) -> int:
    command, *rest = arguments
    return main(["facts", command, *rest, "--store", str(store)])


def test_show_says_what_is_there_and_what_cannot_be_known(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "show") == 0

    text = capsys.readouterr().out.replace(str(store), "STORE")
    assert text.splitlines()[4:] == [
        "shop/till on github.com (also Old/Till)",
        "  from github: issues, pulls; the beginning to 2025-11-24",
        "  250 issues; written 2025-11-24, in STORE/github.com/shop/till",
        "  cannot be known: size; rework",
    ]


def test_show_of_an_empty_store_says_what_fills_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path / "none", "show") == 0
    assert "`reviewer collect` makes some" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_a_table_shows_nothing_that_a_terminal_would_obey(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        _run(store, "sql", "SELECT number, title, labels, updated FROM issues WHERE number = 9", "--repo", "Shop/Till")
        == 0
    )
    assert capsys.readouterr().out == (
        'number  title                   labels        updated\n9       Issue 9 \\x1b[31m\\u202e  ["bug", "é"]\n'
    )


def test_a_long_table_ends_with_a_count(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "sql", "SELECT number FROM issues") == 0

    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), lines[-1]) == (202, "and 51 more (--format csv or json writes all)")


def test_json_writes_everything(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "sql", "SELECT repository, number, labels FROM issues ORDER BY ALL", "--format", "json") == 0

    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 251
    assert rows[0] == {"repository": "shop/desk", "number": 7, "labels": ["bug", "é"]}


def test_csv_writes_everything(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        _run(
            store,
            "sql",
            "SELECT repository, count(*) AS n, NULL AS x FROM issues GROUP BY 1 ORDER BY 1",
            "--format",
            "csv",
        )
        == 0
    )
    assert capsys.readouterr().out == "repository,n,x\nshop/desk,1,\nshop/till,250,\n"


def test_an_empty_answer_is_still_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "sql", "SELECT 1 WHERE false", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("DROP VIEW issues", "not one SELECT"),
        ("SELECT titel FROM issues", 'Referenced column "titel" not found'),
        ("SELECT * FROM '/etc/hostname'", "refused"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told(
    store: Path, capsys: pytest.CaptureFixture[str], question: str, complaint: str
) -> None:
    assert _run(store, "sql", question) == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("form", ["parquet", "csv", "ndjson"])
def test_export_writes_a_file_a_table(
    store: Path, capsys: pytest.CaptureFixture[str], form: str, tmp_path: Path
) -> None:
    assert _run(store, "export", "--output", str(tmp_path / "it's out"), "--format", form) == 0

    written = {Path(line) for line in capsys.readouterr().out.splitlines()}
    assert written == set((tmp_path / "it's out").iterdir())
    assert len(written) == 10


def test_a_repository_that_is_not_there_is_told(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "sql", "SELECT 1", "--repo", "no/where") == 2
    assert "there are no facts of 'no/where'" in capsys.readouterr().err


def test_rebuild_makes_the_facts_anew_of_what_was_collected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = open_store(tmp_path).repository("shop/till")
    issue = {"number": 3, "title": "Rounds down", "state": "open"}
    repository.archive("github").append([Record("issue", "3", 0, issue)], {"since": 0})
    assert _run(tmp_path, "rebuild", "--repo", "shop/till") == 0
    assert capsys.readouterr().out == "shop/till: 1 rows\n"
    manifest = repository.manifest()
    assert manifest is not None
    (repository.folder / "manifest.json").write_bytes(encode_manifest(replace(manifest, definition=DEFINITION + 1)))

    assert _run(tmp_path, "sql", "SELECT title FROM issues") == 2
    assert "`reviewer facts rebuild --repo shop/till`" in capsys.readouterr().err
    assert _run(tmp_path, "rebuild") == 0
    capsys.readouterr()
    assert _run(tmp_path, "sql", "SELECT title FROM issues", "--format", "csv") == 0
    assert capsys.readouterr().out == "title\nRounds down\n"


def test_what_was_never_collected_cannot_be_rebuilt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, "rebuild", "--repo", "shop/till") == 2
    assert "nothing of 'shop/till' was collected" in capsys.readouterr().err


def test_a_repository_of_another_host_is_named_with_or_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for host in ("github.com", "git.shop.example"):
        open_store(tmp_path).repository("shop/till", host).write([], Manifest(host, "shop/till", 1))

    for name, hosts in (("shop/till", 2), ("git.shop.example/shop/till", 1)):
        assert _run(tmp_path, "sql", "SELECT count(*) AS n FROM repositories", "--repo", name, "--format", "csv") == 0
        assert capsys.readouterr().out == f"n\n{hosts}\n"
    assert _run(tmp_path, "sql", "SELECT repository FROM repositories ORDER BY 1", "--format", "csv") == 0
    assert capsys.readouterr().out == "repository\ngit.shop.example/shop/till\nshop/till\n"
