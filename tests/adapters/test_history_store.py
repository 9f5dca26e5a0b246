"""What a kept history promises: chains through segments, renames, branches; and what its file survives."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.adapters.history.store import FILE, MOST_SEGMENTS, SqliteHistory, open_history
from reviewer.errors import ReviewerError
from reviewer.history.memory import MemoryHistory
from reviewer.history.tally import count_history
from reviewer.ports import Chain, HistoryStore
from tests.unit.history.past import ADA, BOB, DAY, NOW, change, oid, touch

ALL = ((0, 0, 1, 3),)


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HistoryStore]:
    if request.param == "memory":
        yield MemoryHistory()
        return
    opened = SqliteHistory(tmp_path / FILE)
    yield opened
    opened.close()


def subjects(store: HistoryStore, chain: Chain, path: str) -> list[str]:
    return [past.change.subject for past in store.touches(chain, path)]


def test_nothing_is_known_of_a_new_commit(store: HistoryStore) -> None:
    assert store.chain(oid("head")) == Chain((), oid("head"))
    assert not store.holds(oid("head"))


def test_a_change_comes_back_as_it_was(store: HistoryStore) -> None:
    rich = replace(change("fix: odd", kind="fix", author=BOB), pull=7, reverts=("abc1234",), shape={"added": 3})
    store.add(rich.commit, [(rich, [touch("odd\udcff.py", (1, 1, 1, 3), old="even.py")])], "")
    found = store.touches(store.chain(rich.commit), "odd\udcff.py")

    assert [past.change for past in found] == [rich]
    assert [past.touch for past in found] == [touch("odd\udcff.py", (1, 1, 1, 3), old="even.py")]


def test_a_chain_goes_on_where_the_segment_below_is(store: HistoryStore) -> None:
    store.add(oid("one"), [(change("one"), [touch("a", *ALL)])], "")
    store.add(oid("two"), [(change("two"), [touch("a", (1, 1, 1, 1))])], oid("one"))
    store.add(oid("docs"), [], oid("two"))

    chain = store.chain(oid("docs"))

    assert chain.missing == ""
    assert subjects(store, chain, "a") == ["two", "one"]
    assert subjects(store, store.chain(oid("one")), "a") == ["one"]
    assert [c.subject for c in store.newest(chain, 1)] == ["two"]


def test_what_is_missing_below_is_named(store: HistoryStore) -> None:
    store.add(oid("two"), [(change("two"), [touch("a", *ALL)])], oid("one"))

    assert store.chain(oid("two")).missing == oid("one")


def test_branches_share_what_is_below_and_nothing_else(store: HistoryStore) -> None:
    store.add(oid("main"), [(change("main"), [touch("a", *ALL)]), (change("base"), [touch("a", *ALL)])], "")
    store.add(oid("side"), [(change("side"), [touch("a", *ALL)])], oid("base"))

    assert subjects(store, store.chain(oid("side")), "a") == ["side", "base"]
    assert subjects(store, store.chain(oid("main")), "a") == ["main", "base"]


def test_a_file_keeps_its_past_through_renames(store: HistoryStore) -> None:
    made = [
        (change("later"), [touch("b", (1, 1, 1, 1))]),
        (change("moved"), [touch("b", old="a")]),
        (change("other b"), [touch("b", *ALL)]),
        (change("born"), [touch("a", *ALL)]),
    ]
    store.add(oid("later"), made, "")
    store.add(oid("new a"), [(change("new a"), [touch("a", *ALL)])], oid("later"))

    assert subjects(store, store.chain(oid("new a")), "b") == ["later", "moved", "born"]


def test_only_late_changes_are_asked_for(store: HistoryStore) -> None:
    made = [(change("late", days=3), [touch("a", *ALL)]), (change("early", days=30), [touch("a", *ALL)])]
    store.add(oid("late"), made, "")
    past = store.touches(store.chain(oid("late")), "a", NOW - 10 * DAY)

    assert [touched.change.subject for touched in past] == ["late"]


def test_an_area_is_what_lies_below_a_folder(store: HistoryStore) -> None:
    made = [
        (change("deep", days=1), [touch("a/b/c.py", *ALL)]),
        (change("beside", days=2), [touch("a-b/c.py", *ALL), touch("ab.py", *ALL)]),
        (change("old", days=90), [touch("a/d.py", *ALL)]),
    ]
    store.add(oid("deep"), made, "")
    chain = store.chain(oid("deep"))

    assert [c.subject for c in store.area(chain, "a", NOW - 10 * DAY)] == ["deep"]
    assert [c.subject for c in store.area(chain, "", 0)] == ["deep", "beside", "old"]


def test_companions_are_counted_without_wide_changes(store: HistoryStore) -> None:
    narrow = change("narrow", files=2)
    wide = change("wide", files=500)
    store.add(wide.commit, [(wide, [touch("a", *ALL), touch("c", *ALL)]), (narrow, [touch("a"), touch("b")])], "")
    chain = store.chain(wide.commit)

    assert store.companions(chain, store.touches(chain, "a")) == {"b": 1}


def test_a_change_is_found_by_the_beginning_of_its_id(store: HistoryStore) -> None:
    store.add(oid("one"), [(change("one"), [])], "")
    chain = store.chain(oid("one"))

    assert store.find(chain, oid("one")[:9]) == change("one")
    assert store.find(chain, "not hex") is None
    assert store.find(chain, "0" * 12) is None


def test_what_is_there_is_counted(store: HistoryStore) -> None:
    made = [
        (change("fix: b", kind="fix", author=BOB), [touch("b", *ALL), touch("a", *ALL)]),
        (change("fix: a", kind="fix"), [touch("a", *ALL)]),
        (change("born", days=9), [touch("a", *ALL)]),
    ]
    store.add(oid("fix: b"), made, "")
    tally = count_history(store.changes(store.chain(oid("fix: b"))))

    assert (tally.changes, tally.paths, tally.people) == (3, 2, 2)
    assert tally.kinds == {"fix": 2, "other": 1}
    assert tally.fixed_most == (("a", 2), ("b", 1))
    assert ADA.startswith("Ada")


def test_adding_twice_changes_nothing(store: HistoryStore) -> None:
    for _ in range(2):
        store.add(oid("one"), [(change("one"), [touch("a", *ALL)])], "")

    assert subjects(store, store.chain(oid("one")), "a") == ["one"]


def test_many_small_segments_are_forgotten_to_be_read_anew(tmp_path: Path) -> None:
    store = SqliteHistory(tmp_path / FILE)
    below = ""
    for number in range(MOST_SEGMENTS + 1):
        store.add(oid(str(number)), [(change(str(number)), [touch("a", *ALL)])], below)
        below = oid(str(number))

    assert store.chain(below) == Chain((), below)


def test_history_is_kept_from_run_to_run(tmp_path: Path) -> None:
    for _ in range(2):
        opened, why = open_history(tmp_path / "deep" / "folder")
        assert why == ""
        opened.add(oid("one"), [(change("one"), [])], "")
        assert opened.chain(oid("one")).missing == ""


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to look like one" * 40)
    opened, why = open_history(tmp_path)

    assert why == ""
    assert not opened.holds(oid("one"))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / FILE).symlink_to(victim)
    open_history(tmp_path)

    assert victim.read_text() == "precious"
    assert not (tmp_path / FILE).is_symlink()


def test_where_nothing_can_be_written_the_history_lasts_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    opened, why = open_history(tmp_path / "file" / "below")
    opened.add(oid("one"), [(change("one"), [])], "")

    assert "cannot be kept" in why
    assert opened.holds(oid("one"))


def test_a_file_that_breaks_later_is_removed_and_said(tmp_path: Path) -> None:
    store = SqliteHistory(tmp_path / FILE)
    for number in range(300):
        store.add(oid(str(number)), [(change(str(number)), [touch(f"file {number}", *ALL)])], "")
    store.close()
    data = bytearray((tmp_path / FILE).read_bytes())
    data[8_192:] = b"\xff" * (len(data) - 8_192)
    (tmp_path / FILE).write_bytes(data)
    broken = SqliteHistory(tmp_path / FILE)

    with pytest.raises(ReviewerError, match="broken") as caught:
        [broken.touches(broken.chain(oid(str(number))), f"file {number}") for number in range(300)]
    assert "again" in caught.value.hint
    assert not (tmp_path / FILE).exists()
