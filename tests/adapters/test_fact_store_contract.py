"""What every store of facts promises, whether it lives in memory or in a file; and what the file survives."""

import sqlite3
from array import array
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.adapters import facts as kept
from reviewer.adapters.facts import FILE, SqliteStore, open_facts
from reviewer.index.build import ensure_facts
from reviewer.index.facts import Blob, collect_segment, decode_imports, decode_units, key_of_name, key_of_word
from reviewer.index.memory import MemoryStore, count_outside, find_dead
from reviewer.ports import FactStore, LostFacts, Segment, TreeEntry

SLUG = b'def slug(text):\n    return text.strip().lower().replace(" ", "-") + "elephant"\n'
CART = b"class Cart:\n    def total(self):\n        return slug(self.name)\n"


_STATEMENTS = {
    "version": "PRAGMA user_version = 9999",
    "foreign": "PRAGMA application_id = 7",
    "trigger": "CREATE TRIGGER t AFTER INSERT ON trees BEGIN DELETE FROM blobs; END",
}


def segment_of(*blobs: tuple[str, bytes]) -> Segment:
    return collect_segment([Blob(oid, "python", data) for oid, data in blobs])


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FactStore]:
    if request.param == "memory":
        yield MemoryStore()
        return
    opened = SqliteStore(tmp_path / FILE)
    yield opened
    opened.close()


def test_what_was_added_is_found_by_its_keys(store: FactStore) -> None:
    store.add(segment_of(("a", SLUG), ("b", b""), ("c", CART)))

    assert store.find(key_of_name("slug")) == [("a", "python", 1)]
    assert sorted(store.find(key_of_word("slug"))) == [("a", "python", 1), ("c", "python", 1)]
    assert store.count(key_of_word("slug"), frozenset({("a", "python"), ("b", "python"), ("c", "python")})) == 2
    assert store.find(key_of_word("nowhere")) == []
    assert [unit.name for unit in decode_units(store.outline("c", "python"))] == ["", "total", "Cart"]
    assert store.outline("c", "go") == b""


def test_a_count_is_that_of_one_revision_whatever_else_is_held(store: FactStore) -> None:
    first, second = frozenset({("a", "python"), ("c", "python")}), frozenset({("c", "python"), ("d", "python")})
    store.add(segment_of(("a", SLUG), ("c", CART)))
    alone = store.count(key_of_word("slug"), first)
    store.add(segment_of(("d", SLUG), ("e", SLUG), ("f", b"x = 1\n"), ("g", SLUG)))
    # Two runs that read the same blob at once have both added it.
    store.add(segment_of(("d", SLUG), ("a", SLUG)))

    assert (alone, store.count(key_of_word("slug"), first)) == (2, 2)
    assert store.count(key_of_word("slug"), second) == 2
    assert store.count(key_of_word("slug"), frozenset({("e", "python"), ("g", "python")})) == 2
    assert store.count(key_of_word("slug"), frozenset({("d", "go")})) == 0


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=8), st.sets(st.integers(0, 40)))
def test_what_is_dead_is_left_out_by_stretches_as_one_by_one(blobs: list[tuple[int, bool]], marked: set[int]) -> None:
    firsts = list(accumulate((size for size, _ in blobs), initial=0))
    rows = [(first, str(number), "python") for number, (first, _) in enumerate(zip(firsts, blobs, strict=False))]
    live = frozenset((str(number), "python") for number, (_, is_live) in enumerate(blobs) if is_live)
    numbers = array("I", sorted(n for n in marked if n < firsts[-1]))

    dead = find_dead(rows, live, set())

    owners = [number for number, (size, _) in enumerate(blobs) for _ in range(size)]
    assert count_outside(numbers, dead) == sum(blobs[owners[number]][1] for number in numbers)


def test_imports_are_kept_beside_the_outline(store: FactStore) -> None:
    store.add(segment_of(("a", SLUG), ("b", b"import os\nfrom .x import y as z\n")))
    store.add(segment_of(("d", b"import os\n")))

    kept_imports = {oid: decode_imports(store.imports(oid, "python")) for oid in "abd"}

    assert kept_imports["a"] == ()
    assert [(i.module, i.names, i.level, i.line) for i in kept_imports["b"]] == [
        ("os", (), 0, 1),
        ("x", (("y", "z"),), 1, 2),
    ]
    assert [i.module for i in kept_imports["d"]] == ["os"]
    assert store.imports("b", "go") == b""


def test_several_segments_answer_as_one(store: FactStore) -> None:
    store.add(segment_of(("a", SLUG)))
    store.add(segment_of(("c", CART)))

    assert sorted(store.find(key_of_word("slug"))) == [("a", "python", 1), ("c", "python", 1)]


def test_only_what_no_segment_holds_is_missing(store: FactStore) -> None:
    store.add(segment_of(("a", SLUG)))

    wanted = [("a", "python"), ("a", "go"), ("c", "python")]
    assert store.missing("tree", lambda: wanted) == [("a", "go"), ("c", "python")]


def test_a_finished_tree_is_not_looked_at_again(store: FactStore) -> None:
    assert store.finish("tree")

    assert store.missing("tree", lambda: pytest.fail("was asked for")) == []


def test_the_same_blob_twice_is_harmless(store: FactStore) -> None:
    for _ in range(2):
        store.add(segment_of(("a", SLUG)))

    assert set(store.find(key_of_name("slug"))) == {("a", "python", 1)}
    assert len(decode_units(store.outline("a", "python"))) == 2


def fill(store: FactStore, tree: str = "tree") -> int:
    blobs = {"a": SLUG, "c": CART}
    entries = [TreeEntry("pkg/text.py", 0o100644, "a"), TreeEntry("pkg/cart.py", 0o100644, "c")]
    return ensure_facts(tree, entries, store, read=lambda names: {name: blobs[name] for name in names})


def test_facts_are_kept_from_run_to_run(tmp_path: Path) -> None:
    first, _ = open_facts(tmp_path / "cache")
    assert fill(first) == 2
    second, note = open_facts(tmp_path / "cache")

    assert (fill(second), note) == (0, "")
    assert fill(second, "another tree of the same files") == 0
    assert second.find(key_of_name("slug")) == [("a", "python", 1)]


@pytest.mark.parametrize("damage", ["empty", "text", "half", "version", "foreign", "trigger"])
def test_a_broken_file_is_written_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / FILE
    store = SqliteStore(path)
    fill(store)
    store.close()
    if damage in _STATEMENTS:
        database = sqlite3.connect(path)
        database.execute(_STATEMENTS[damage])
        database.close()
    else:
        whole = path.read_bytes()
        path.write_bytes(
            {"empty": b"", "text": b"not a database at all\n" * 99, "half": whole[: len(whole) // 2]}[damage]
        )

    again, note = open_facts(tmp_path)

    assert note == ""
    assert fill(again) == 2
    assert again.find(key_of_name("slug")) == [("a", "python", 1)]


def test_a_file_that_breaks_in_use_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / FILE
    store = SqliteStore(path)
    fill(store)
    store.close()
    store = SqliteStore(path)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)

    with pytest.raises(LostFacts):
        store.find(key_of_name("slug"))

    assert fill(store) == 2
    assert store.find(key_of_name("slug")) == [("a", "python", 1)]


def test_where_nothing_can_be_written_facts_live_as_long_as_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")

    store, note = open_facts(tmp_path / "file" / "cache")

    assert "cannot be kept" in note
    assert fill(store) == 2


def test_two_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    first, second = SqliteStore(tmp_path / FILE), SqliteStore(tmp_path / FILE)
    assert fill(first) == 2

    second.missing("other", list)
    second.add(segment_of(("z", SLUG)))

    assert first.find(key_of_name("slug")) == [("a", "python", 1)], "a reader sees what it saw at first"
    assert len(second.find(key_of_name("slug"))) == 2
    assert fill(second) == 0


def test_what_another_run_cleared_is_noticed(tmp_path: Path) -> None:
    first, second = SqliteStore(tmp_path / FILE), SqliteStore(tmp_path / FILE)
    first.add(segment_of(("a", SLUG)))
    assert first.missing("tree", lambda: [("a", "python")]) == []

    second.close()
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("DELETE FROM segments")

    assert not first.finish("tree")


def test_many_small_segments_become_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_SEGMENTS", 4)
    store = SqliteStore(tmp_path / FILE)
    blobs = [(f"blob{n}", SLUG) for n in range(5)]
    for blob in blobs:
        store.add(segment_of(blob))

    wanted = [(oid, "python") for oid, _ in blobs]

    assert store.missing("tree", lambda: wanted) == wanted, "they are read anew, as one"


def test_what_a_run_has_filled_is_not_cleared_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_SEGMENTS", 1)
    store = SqliteStore(tmp_path / FILE)

    assert [fill(store), fill(store, "later")] == [2, 2]
    assert fill(store, "later") == 0


def test_facts_that_no_run_uses_are_forgotten_first(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / FILE, largest=1)
    store.add(segment_of(("old", CART)))
    store.add(segment_of(("new", SLUG)))

    assert store.missing("tree", lambda: [("new", "python")]) == []
    assert store.finish("tree")
    assert store.outline("old", "python") == b""
    assert store.outline("new", "python") != b""
    assert (store.imports("old", "python"), store.imports("new", "python")) == (b"", b"[]")
