"""The file of kept answers is private, bounded, believed only in its shape, and never in the way."""

import json
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.adapters.endpoint.cache import FILE, ResponseCache, make_key, open_cache
from reviewer.adapters.endpoint.request import Line
from reviewer.model.reading import Usage
from reviewer.ports.endpoint import Reply, ToolCall

REPLY = Reply(
    "fine",
    (ToolCall("1", "look", '{"a": 1}'),),
    tokens_in=3,
    tokens_out=4,
    dollars=0.5,
    lost=Usage(1, 0, 2, 1, dollars=0.25),
)
KEPT = replace(REPLY, is_kept=True)


def _open(folder: Path) -> ResponseCache:
    cache, why = open_cache(folder)
    assert cache, why
    return cache


def _write(folder: Path, key: str, written: object) -> None:
    database = sqlite3.connect(folder / FILE)
    with database:
        database.execute("INSERT OR REPLACE INTO replies VALUES (?, ?, 1)", (key, written))
    database.close()


def test_what_was_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    first = _open(tmp_path)
    first.keep("key", REPLY)
    first.close()
    second = _open(tmp_path)

    assert (second.find("key"), second.find("other")) == (KEPT, None)
    second.close()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        cache = _open(tmp_path)
        cache.keep("key", REPLY)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        cache.close()
    finally:
        os.umask(before)

    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def test_the_key_is_a_hash_of_place_and_body() -> None:
    keys = {
        make_key(Line(url, key), body)
        for url in ("http://a/v1", "http://b/v1")
        for key in ("x", "y")
        for body in (b"1", b"2")
    }

    assert len(keys) == 4
    assert {len(key) for key in keys} == {64}


def test_the_oldest_make_room(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path / FILE, largest=440)
    for key in ("a", "b", "c"):
        cache.keep(key, Reply(key * 100))
    cache.find("a")
    cache.keep("d", Reply("d" * 100))

    assert [key for key in "abcd" if cache.find(key)] == ["a", "c", "d"]
    cache.keep("e", Reply("e" * 1000))
    assert [key for key in "abcde" if cache.find(key)] == []
    cache.keep("f", REPLY)
    assert cache.find("f") == KEPT
    cache.close()


WRITTEN = {
    "no JSON": b"{",
    "no UTF-8": b"\xff",
    "text": "text",
    "a number": 1,
    "an object": b"{}",
    "too few": b'["a"]',
    "too many": b'["a", [], [[1, 1, null], [0, 0, null]], 1]',
    "text of another type": b"[1, [], [[1, 1, null], [0, 0, null]]]",
    "calls of another type": b'["a", 1, [[1, 1, null], [0, 0, null]]]',
    "a call of another type": b'["a", [["1", "look", {}]], [[1, 1, null], [0, 0, null]]]',
    "half a call": b'["a", [["1"]], [[1, 1, null], [0, 0, null]]]',
    "no cost": b'["a", []]',
    "fewer than no tokens": b'["a", [], [[-1, 1, null], [0, 0, null]]]',
    "half a token": b'["a", [], [[1.5, 1, null], [0, 0, null]]]',
    "a gift": b'["a", [], [[1, 1, -2], [0, 0, null]]]',
    "dollars without end": b'["a", [], [[1, 1, Infinity], [0, 0, null]]]',
    "one cost": b'["a", [], [[1, 1, null]]]',
    "a loss of fewer than no tokens": b'["a", [], [[1, 1, null], [-1, 0, null]]]',
    "depth": b"[" * 100_000,
    "a hundred calls": json.dumps(
        ["a", [[str(number), "look", "{}"] for number in range(100)], [[1, 1, None], [0, 0, None]]]
    ).encode(),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_others_wrote_is_known_only_in_the_right_shape(name: str, tmp_path: Path) -> None:
    cache = _open(tmp_path)
    _write(tmp_path, "key", WRITTEN[name])

    assert cache.find("key") is None
    cache.keep("key", REPLY)
    assert cache.find("key") == KEPT
    cache.close()


def test_a_foreign_name_of_a_call_is_made_one(tmp_path: Path) -> None:
    cache = _open(tmp_path)
    _write(tmp_path, "key", b'["a", [["\\u001b", "look at", "{}"]], [[1, 1, null], [0, 0, null]]]')
    found = cache.find("key")
    cache.close()

    assert found
    assert found.calls == (ToolCall("_", "look_at", "{}"),)


@pytest.mark.parametrize("content", [b"no database", b"", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_none_is_begun_anew(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    cache = _open(tmp_path)
    cache.keep("key", REPLY)

    assert cache.find("key") == KEPT
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    cache.close()


def test_a_file_that_breaks_on_the_way_is_begun_anew(tmp_path: Path) -> None:
    cache = _open(tmp_path)
    for number in range(50):
        cache.keep(f"key {number}", Reply("x" * 4000))
    cache.close()
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:8192] + b"\xee" * (len(whole) - 8192))
    cache = _open(tmp_path)
    found = [cache.find(f"key {number}") for number in range(50)]
    cache.keep("key", REPLY)

    assert None in found
    assert cache.find("key") == KEPT
    cache.close()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    (tmp_path / FILE).symlink_to(other)
    cache = _open(tmp_path)
    cache.close()

    assert other.read_text() == "mine"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache, why = open_cache(tmp_path / "file")

    assert cache is None
    assert why.startswith("answers of the second reader cannot be kept in ")


def test_two_runs_share_the_file(tmp_path: Path) -> None:
    one, two = _open(tmp_path), _open(tmp_path)
    one.keep("a", REPLY)
    two.keep("b", REPLY)

    assert [one.find("b"), two.find("a")] == [KEPT, KEPT]
    one.close()
    two.close()


def test_a_file_in_use_is_let_be(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path / FILE, seconds=0)
    cache.keep("a", REPLY)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    cache.keep("b", REPLY)
    found = cache.find("a")
    other.execute("ROLLBACK")
    other.close()

    assert (found, cache.find("a"), cache.find("b")) == (KEPT, KEPT, None)
    cache.keep("b", REPLY)
    assert cache.find("b") == KEPT
    cache.close()
