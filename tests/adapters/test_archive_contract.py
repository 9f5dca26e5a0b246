"""Whatever keeps the answers of a forge keeps them alike: in a folder, or in memory for tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.adapters.store import open_store
from reviewer.ports import Archive, Record
from tests.adapters.archives import MemoryArchive

Open = Callable[[], Archive]


@pytest.fixture(params=["folder", "memory"])
def archives(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens the same archive again and again, each time as a new process would."""
    if request.param == "folder":
        return lambda: open_store(tmp_path).repository("shop/till").archive("github")
    memory = MemoryArchive()
    return lambda: memory


def _tell(archive: Archive, kind: str) -> list[tuple[str, int, object]]:
    return [(record.key, record.when, dict(record.data)) for record in archive.records(kind)]


def test_an_archive_begins_empty(archives: Open) -> None:
    assert archives().state() == {}
    assert _tell(archives(), "pull") == []


def test_records_come_ordered_by_key_whatever_order_they_were_told_in(archives: Open) -> None:
    archives().append([Record("pull", key, 1, {}) for key in ("b", "a", "é", "B")], {})

    assert [record.key for record in archives().records("pull")] == ["B", "a", "b", "é"]


def test_the_last_form_of_a_record_counts(archives: Open) -> None:
    archives().append(
        [Record("pull", "a", 5, {"n": 1}), Record("pull", "b", 1, {}), Record("pull", "a", 4, {"n": 2})], {}
    )
    archives().append([Record("pull", "b", 0, {"n": 3})], {})

    assert _tell(archives(), "pull") == [("a", 4, {"n": 2}), ("b", 0, {"n": 3})]


def test_kinds_are_kept_apart(archives: Open) -> None:
    archives().append([Record("pull", "1", 1, {"is": "pull"}), Record("issue", "1", 2, {"is": "issue"})], {})

    assert _tell(archives(), "pull") == [("1", 1, {"is": "pull"})]
    assert _tell(archives(), "issue") == [("1", 2, {"is": "issue"})]
    assert _tell(archives(), "comment") == []


def test_the_state_is_that_of_the_last_append(archives: Open) -> None:
    archives().append([], {"cursor": "a", "deep": {"list": [1, None, "x"]}})
    archives().append([Record("pull", "1", 1, {})], {"cursor": "b"})

    assert archives().state() == {"cursor": "b"}


def test_records_come_back_as_they_were_told(archives: Open) -> None:
    data = {"text": "\x00 \ud83d half, \u2028 \r\n é 😀", "deep": [{"a": [1, 2.5, None, True]}], "large": 2**60, "": ""}
    archives().append([Record("pull", "k/\n\t\u2028", -7, data)], {"é": "\ud800"})

    assert _tell(archives(), "pull") == [("k/\n\t\u2028", -7, data)]
    assert archives().state() == {"é": "\ud800"}


def test_records_may_come_one_by_one(archives: Open) -> None:
    archives().append((Record("pull", f"{n:03}", n, {"n": n}) for n in range(200)), {})  # type: ignore[arg-type]

    assert [record.when for record in archives().records("pull")] == list(range(200))


def test_what_is_appended_while_somebody_reads_does_not_disturb_the_reading(archives: Open) -> None:
    archives().append([Record("pull", key, 1, {}) for key in "abc"], {})
    reading = iter(archives().records("pull"))
    first = next(reading)
    archives().append([Record("pull", key, 2, {}) for key in "abcd"], {})

    assert [(record.key, record.when) for record in (first, *reading)] == [("a", 1), ("b", 1), ("c", 1)]


def test_many_large_records_come_back_in_order(archives: Open) -> None:
    for turn in range(3):
        archives().append(
            [Record("pull", f"{n:04}", turn, {"body": f"{n}" * 5_000}) for n in range(turn, 120, turn + 1)], {}
        )

    found = list(archives().records("pull"))
    assert [record.key for record in found] == [f"{n:04}" for n in range(120)]
    assert all(record.data == {"body": f"{int(record.key)}" * 5_000} for record in found)
    assert {record.when for record in found} == {0, 1, 2}
