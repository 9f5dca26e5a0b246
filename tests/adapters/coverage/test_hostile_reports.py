"""Whatever a file holds, it is read or refused with a reason, in bounded time and space."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.adapters.coverage.formats import read_report
from reviewer.adapters.coverage.formats.tally import Unreadable
from reviewer.adapters.coverage.python_lines import read_statements

from . import reports

BOMB = (
    '<!DOCTYPE coverage [<!ENTITY a "xxxxxxxxxx">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(1, 12))
    + ']><coverage line-rate="1"><packages><package name="&a11;"/></packages></coverage>'
)
OUTSIDE = (
    '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><coverage line-rate="1"><source>&x;</source></coverage>'
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x00\xff\xfe\x80" * 999, "known format"),
        (b"\x7fELF" + bytes(999), "known format"),
        (b"# hello\n", "known format"),
        (BOMB.encode(), "declares entities"),
        (OUTSIDE.encode(), "declares entities"),
        (reports.COBERTURA[:600].encode(), "not valid XML"),
        (b"<html><body/></html>", "known format"),
        (b"<coverage/>", "known format"),
        (b'<?xml version="1.0" encoding="nonsense"?><coverage/>', "not valid XML"),
        (b'{"a": 1', "not valid JSON"),
        (b'{"a":' * 100_000, "not valid JSON"),
        (b'{"meta": {}, "files": {"a": {"executed_lines": [' + b"9" * 5000 + b"]}}}", "not valid JSON"),
        (b'{"name": "shop", "version": "1"}', "known format"),
        (b"SQLite format 3\0" + bytes(5000), "data file"),
        (b"SQLite format 3\0", "data file"),
        (b"TN:\nhello\n", "names no file"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_report(data)


def test_nesting_without_end_ends() -> None:
    with pytest.raises(Unreadable):
        read_report(b"<a>" * 1_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "SF:a.py\nDA:1,1\nDA:0,1\nDA:-4,1\nDA:x,1\nDA:2\nDA:9999999999,1\nDA:3,-1\nDA:"
        + "9" * 9000
        + ",1\nend_of_record\n",
        (
            "mode: set\na.py:1.1,1.9 1 1\na.py:9.1,2.1 1 1\na.py:0.1,3.1 1 1\nx\na.py:1.1,99999999.1 1 1\nb 1 1\n"
            "a.py:2.1,2.2 1 -1\nmode: what\n"
        ),
        (
            '<report><package name=""><sourcefile name="a.py"><line nr="1" ci="1"/><line nr="0" ci="1"/><line/>'
            '<line nr="2" ci="-1"/><line nr="1e9" ci="1"/><line nr="x"/><line nr="99999999999" ci="1"/>'
            f'<line nr="{"9" * 9000}" ci="1"/></sourcefile></package></report>'
        ),
        '{"meta": {}, "files": {"a.py": {"executed_lines": [1, 0, -3, "x", null, 9999999999, 1.5, [1]]}}}',
    ],
    ids=["lcov", "go", "jacoco", "json"],
)
def test_numbers_that_make_no_sense_are_counted_and_left_out(text: str) -> None:
    report = read_report(text.encode())

    assert [(piece.name, set(piece.ran), set(piece.missed)) for piece in report.files] == [("a.py", {1}, set())]
    assert report.lost == 7


def test_many_overlapping_blocks_take_no_longer_than_their_lines() -> None:
    text = "mode: count\n" + "".join(f"a.go:1.1,900000.{n + 2} 1 {n}\n" for n in range(2000))

    (piece,) = read_report(text.encode()).files
    assert len(piece.ran) == 900_000


def test_a_report_of_more_lines_than_there_are_is_refused() -> None:
    text = "mode: set\n" + "".join(f"f{n}.go:1.1,1000000.2 1 1\n" for n in range(20))

    with pytest.raises(Unreadable, match="lines"):
        read_report(text.encode())


def test_a_database_with_a_query_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "data"
    database = sqlite3.connect(place)
    database.executescript(
        "CREATE TABLE coverage_schema (version integer); INSERT INTO coverage_schema VALUES (7);"
        "CREATE TABLE meta (key text, value text);"
        "CREATE VIEW file AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, 'x' || id AS path FROM n;"
    )
    database.close()

    with pytest.raises(Unreadable, match="database"):
        read_report(place.read_bytes())


@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_garbage_never_raises_anything_else(data: bytes) -> None:
    for start in (b"", b"mode: set\n", b"TN:\nSF:a\nDA:", b"<report><package>", b'{"meta":{},"files":', b"SF:"):
        try:
            read_report(start + data)
        except Unreadable:
            continue


@pytest.mark.parametrize(
    "text",
    [b"def f(:\n", b"\x00", b"\xff\xfe", b"(" * 5000, b"-" * 200_000 + b"1", b"x = (\n", b"if 1:\n\tx\n        y\n"],
)
def test_a_text_that_is_no_python_is_unknown(text: bytes) -> None:
    assert read_statements(frozenset({1}), text) is None


def test_an_escape_that_python_warns_about_warns_nobody() -> None:
    assert read_statements(frozenset({1}), b'x = "\\d"\ny = 2\n') == (frozenset({1}), frozenset({1, 2}))
