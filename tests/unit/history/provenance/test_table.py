"""Every row of the table is right, has a source, and matches what it says and nothing near it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import ReviewerError
from reviewer.history.provenance import Table, classify_review, read_sources, read_table
from reviewer.history.provenance.signals import (
    find_author_signals,
    find_branch_signals,
    find_text_signals,
    find_word_signals,
)
from reviewer.history.provenance.signatures.data import read_data
from reviewer.history.provenance.signatures.matching import (
    compile_row,
    find_account_rows,
    find_trailer_rows,
    holds_file,
)
from reviewer.history.provenance.signatures.rows import Row, find_pattern_fault, find_row_faults, parse_row
from reviewer.history.provenance.signatures.trailers import read_trailers
from reviewer.model.provenance import Account, CommitText, PullText, ReviewText

TABLE = read_table()
CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))
RAW = [
    (tool, row)
    for name in ("signatures", "readers")
    for tool, entry in read_data(name)["tools"].items()
    for row in entry["signals"]
]
ROWS: dict[tuple[str, str, str], Row] = {
    (row["tool"], row["where"], row.get("value") or row.get("regex", "")): row for row in (*TABLE.rows, *TABLE.readers)
}


def _key(case: dict[str, str]) -> tuple[str, str, str]:
    return case["tool"], case["where"], case["row"]


def _finds(row: Row, text: str) -> bool:
    """Look for a row by the way that its place is looked at."""
    where = row["where"]
    if where in ("trailer", "trailer_mail"):
        trailers = read_trailers(f"fix: the till\n\n{text}")
        return any(found is row for trailer in trailers for _, found in find_trailer_rows(trailer, TABLE))
    if where in ("login", "reviewer"):
        return any(found is row for found in find_account_rows(text, None, TABLE))
    if where == "file":
        return holds_file(row, text)
    name, mail = (text, "") if where == "author_name" else ("Ada", text)
    signals = {
        "branch": lambda: find_branch_signals(text, TABLE),
        "label": lambda: find_word_signals([text], "label", TABLE, "a label"),
        "event": lambda: find_word_signals([text], "event", TABLE, "an event"),
        "author_mail": lambda: find_author_signals(CommitText("1", "x", name, mail), TABLE),
        "author_name": lambda: find_author_signals(CommitText("1", "x", name, mail), TABLE),
    }.get(where, lambda: find_text_signals(text, TABLE, where, called="it"))()
    return any((found.tool, found.implies) == (row["tool"], row["implies"]) for found in signals)


@pytest.mark.parametrize(("tool", "row"), RAW)
def test_every_row_that_comes_with_the_program_is_right(tool: str, row: dict[str, Any]) -> None:
    assert list(find_row_faults(row)) == []
    assert parse_row(tool, row)["tool"] == tool


def test_every_row_has_a_case_and_every_case_a_row() -> None:
    keys = [_key(case) for case in CASES["cases"]]

    assert sorted(keys) == sorted(ROWS)
    assert len(keys) == len(RAW)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: " ".join(_key(case)))
def test_a_row_matches_its_case_and_nothing_near_it(case: dict[str, str]) -> None:
    row = ROWS[_key(case)]

    assert _finds(row, case["hit"])
    assert not _finds(row, case["miss"])


def _split_source(row: dict[str, Any]) -> tuple[str, list[str]]:
    basis, _, keys = row["source"].partition(": ")
    return basis, keys.split(", ") if keys else []


def test_every_row_names_sources_that_are_known_or_admits_that_it_has_none() -> None:
    said = [_split_source(row) for row in (*(row for _, row in RAW), *read_data("readers")["silence"]["phrases"])]

    assert {basis for basis, _ in said} == {"observed", "documented", "listed", "memory"}
    assert {key for _, keys in said for key in keys} <= set(read_sources())
    assert all(bool(keys) == (basis != "memory") for basis, keys in said)


def test_a_row_from_memory_never_decides_who_wrote_something() -> None:
    written = [row for _, row in RAW if row["where"] != "reviewer"]

    assert {row["strength"] for row in written if _split_source(row)[0] == "memory"} == {"weak"}


@pytest.mark.parametrize("case", CASES["silences"], ids=lambda case: case["text"][:40])
def test_a_bot_that_says_that_it_did_not_review_has_not_reviewed(case: dict[str, str]) -> None:
    review = ReviewText(Account("coderabbitai[bot]", "bot"), body=case["text"])
    kinds = [kind for kind, pattern in TABLE.silences if any(map(compile_row(pattern).search, _lines(case["text"])))]

    assert kinds[0] == case["kind"]
    assert not classify_review(review, PullText(1)).counts


@pytest.mark.parametrize("case", CASES["reviews"], ids=lambda case: case["text"][:40])
def test_a_bot_that_reviewed_has_reviewed(case: dict[str, str]) -> None:
    verdict = classify_review(ReviewText(Account("coderabbitai", "bot"), body=case["text"]), PullText(1))

    assert (verdict.reader, verdict.counts) == ("ai_reviewer", True)


def test_every_phrase_has_a_case() -> None:
    lines = [line for case in CASES["silences"] for line in _lines(case["text"])]

    assert [pattern for _, pattern in TABLE.silences if not any(map(compile_row(pattern).search, lines))] == []


def test_every_pattern_beside_the_rows_is_bounded() -> None:
    readers = read_data("readers")
    phrases = readers["silence"]["phrases"]
    patterns = [*(phrase["regex"] for phrase in phrases), *readers["operators"]["patterns"], *TABLE.bot_patterns]

    assert {pattern: fault for pattern in patterns if (fault := find_pattern_fault(pattern))} == {}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"wher": "body"}, "unknown key 'wher' (did you mean 'where'?)"),
        ({}, "'where' is missing"),
        ({"where": "trailr"}, "did you mean 'trailer'?"),
        ({"value": "x", "regex": "y"}, "either 'value' or 'regex'"),
        ({}, "either 'value' or 'regex'"),
        ({"value": 3}, "'value' is no text"),
        ({"id": "3"}, "'id' is no number"),
        ({"regex": "("}, "no regular expression"),
        ({"regex": "a" * 400}, "longer than 300"),
        ({"regex": "(a+)+b"}, "repeats a group"),
        ({"regex": "(a|a)*b"}, "repeats a group"),
        ({"regex": "a*b+c{2,}"}, "repeats more than 2 times"),
        ({"regex": "x{1,900}y*z+"}, "repeats more than 2 times"),
        ({"regex": "a?" * 20 + "b"}, "too many optional parts"),
        ({"regex": "(a|b)" * 20}, "too many optional parts or choices"),
        ({"regex": r"(a)\1"}, "refers back"),
        ({"regex": "(?=a)b"}, "looks around"),
        ({"regex": "(?i)b"}, "sets flags"),
        ({"regex": "a*"}, "matches an empty line"),
    ],
)
def test_a_wrong_row_is_refused_with_every_fault(row: dict[str, Any], fault: str) -> None:
    with pytest.raises(ReviewerError) as caught:
        parse_row("house", row)

    assert fault in caught.value.message


def test_rows_of_the_settings_go_first_and_lists_grow() -> None:
    own = parse_row(
        "house", {"where": "trailer", "implies": "ai_assisted", "strength": "strong", "regex": "^House-AI: "}
    )
    table = Table([own], reviewers=["house-reviewer[bot]"], automation=["house-ci"])

    assert table.look("trailer")[0] is own
    assert [row["implies"] for row in find_account_rows("House-Reviewer", None, table)] == ["ai_review"]
    assert "house-ci" in table.automation
    assert table.name("house") == "house"
    assert table.name("claude_code") == "Claude"
    assert table.name("reviewer") == "an AI reviewer"


def _lines(text: str) -> list[str]:
    return [line.lstrip("> ") for line in text.split("\n") if line.strip("> ")]
