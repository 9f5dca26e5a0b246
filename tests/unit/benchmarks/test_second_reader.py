"""What is kept of other repositories are places and fragments; these give their text again or say that they do not."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from reviewer.ports import Reply, ToolCall

HERE = Path(__file__).parents[3] / "benchmarks" / "second_reader"
EDITS = runpy.run_path(str(HERE / "edits.py"))
QUOTING = runpy.run_path(str(HERE / "quoting.py"))
FILE = "def wait(seconds):\n    lock.take()\n    sleep(seconds)\n    lock.give()\n    return seconds\n"


def rewrite(*changes: dict[str, Any], lines: tuple[int, int] = (2, 4)) -> str:
    """Return the file above with changes to it."""
    (edit,) = EDITS["read_edits"]([{"path": "wait.py", "lines": lines, "changes": changes}])
    written = edit.rewrite(FILE)
    assert edit.planted_last - edit.last == written.count("\n") - FILE.count("\n")
    assert isinstance(written, str)
    return written


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ([{"line": 3, "replace": "seconds", "by": "seconds * 1000"}], [0, 1, "    sleep(seconds * 1000)", 3, 4]),
        ([{"line": 3, "holds": "sleep", "delete": 2}], [0, 1, 4]),
        ([{"line": 4, "holds": "give", "move": 1, "to": 3}], [0, 1, 3, 2, 4]),
        ([{"line": 2, "holds": "take", "move": 1, "to": 5}], [0, 2, 3, 1, 4]),
        ([{"line": 3, "holds": "sleep", "insert": ["    warn()"]}], [0, 1, "    warn()", 2, 3, 4]),
        (
            [{"line": 3, "replace": "sleep", "by": "seconds"}, {"line": 3, "replace": "seconds", "by": "sleep"}],
            [0, 1, "    seconds(sleep)", 3, 4],
        ),
        (
            [{"line": 3, "replace": "sleep", "by": "rest"}, {"line": 3, "holds": "sleep", "move": 1, "to": 2}],
            [0, "    rest(seconds)", 1, 3, 4],
        ),
    ],
)
def test_an_edit_by_place_writes_the_file_anew(changes: list[dict[str, Any]], written: list[int | str]) -> None:
    lines = FILE.split("\n")

    assert rewrite(*changes).split("\n") == [*(lines[w] if isinstance(w, int) else w for w in written), ""]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"line": 2, "replace": "sleep", "by": "rest"}, "wait.py:2: 'sleep' does not stand there exactly once"),
        ({"line": 3, "replace": "s", "by": "t"}, "wait.py:3: 's' does not stand there exactly once"),
        ({"line": 3, "delete": 1}, "wait.py:3: '' does not stand there exactly once"),
        ({"line": 4, "holds": "give", "delete": 2}, "wait.py:4: not within lines 2 to 4"),
        ({"line": 1, "replace": "wait", "by": "rest"}, "wait.py:1: not within lines 2 to 4"),
        ({"line": 3, "holds": "sleep", "move": 1, "to": 1}, "wait.py:3: moved out of lines 2 to 4"),
        ({"line": 3, "holds": "sleep"}, "wait.py:3: to be one of replace, insert, delete and move"),
    ],
)
def test_a_wrong_place_is_a_fault_that_names_it(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=r"^wait\.py:") as raised:
        rewrite(change)

    assert str(raised.value) == fault


def test_an_edit_of_lines_behind_the_end_and_one_that_takes_a_line_twice_are_faults() -> None:
    with pytest.raises(ValueError, match=r"^wait\.py: lines 2 to 9 of a file of 6$"):
        rewrite({"line": 2, "replace": "take", "by": "give"}, lines=(2, 9))
    with pytest.raises(ValueError, match=r"^wait\.py:3: deleted or moved twice$"):
        rewrite({"line": 2, "holds": "take", "delete": 2}, {"line": 3, "holds": "sleep", "move": 1, "to": 2})


def read_lines(path: str, side: str) -> list[str] | None:
    """Return the lines of the file above, which is new."""
    return FILE.split("\n") if (path, side) == ("wait.py", "new") else None


def hand_in(*quotes: dict[str, Any]) -> Reply:
    """Return a reply that hands in one question with quotes."""
    review = {"opinions": [], "questions": [{"area": "limits", "text": "Why?", "quotes": list(quotes)}]}
    calls = (ToolCall("1", "read_span", '{"path":  "wait.py"}'), ToolCall("2", "submit_review", json.dumps(review)))
    return Reply("no JSON, and 1 word", calls, tokens_in=7)


def quote(line: int, *, side: str = "new", **more: object) -> dict[str, Any]:
    """Return a quote of the file above, without what it holds."""
    return {"path": "wait.py", "line": line, "side": side, **more}


def test_a_quote_that_stands_there_is_kept_as_its_place_and_filled_in_again() -> None:
    said = hand_in(quote(2, text="    lock.take()\n    sleep(seconds)"), quote(5, text="    return seconds"))
    kept = QUOTING["leave_out"](said, read_lines)

    assert kept == hand_in(quote(2, lines=2), quote(5, lines=1))
    assert QUOTING["fill_in"](kept, read_lines) == said


def test_white_space_around_a_line_is_that_of_the_file() -> None:
    kept = QUOTING["leave_out"](hand_in(quote(3, text="sleep(seconds) \n")), read_lines)

    assert kept == hand_in(quote(3, lines=1))
    assert QUOTING["fill_in"](kept, read_lines) == hand_in(quote(3, text="    sleep(seconds)"))


@pytest.mark.parametrize("wrong", [quote(4), quote(3, side="old"), quote(99), {**quote(3), "path": "other.py"}])
def test_a_quote_that_does_not_stand_there_still_does_not_when_it_is_filled_in(wrong: dict[str, Any]) -> None:
    kept = QUOTING["leave_out"](hand_in({**wrong, "text": "    sleep(seconds)"}), read_lines)

    assert kept == hand_in({**wrong, "lines": 1, "misquoted": True})
    assert QUOTING["fill_in"](kept, read_lines) == hand_in({**wrong, "text": QUOTING["ELSEWHERE"]})


def test_lines_that_are_not_there_any_more_are_a_fault() -> None:
    with pytest.raises(LookupError, match=r"^wait\.py:6: the quoted lines are not there$"):
        QUOTING["fill_in"](hand_in(quote(6, lines=2)), read_lines)


def test_no_line_of_another_repository_is_kept() -> None:
    recordings = sorted((HERE / "recorded").glob("*.json"))
    replies = [reply for path in recordings for reply in json.loads(path.read_text("utf-8"))["replies"]]
    calls = [call for reply in replies for call in reply["calls"] if call["name"] == "submit_review"]
    said = [item for call in calls for items in json.loads(call["arguments"]).values() for item in items]
    quotes = [quoted for item in said for quoted in item["quotes"]]
    seeds = json.loads((HERE / "seeded.json").read_text("utf-8"))
    changes = [change for seed in seeds for edit in seed["edits"] for change in edit["changes"]]

    assert len(quotes) >= len(recordings)
    assert [quoted for quoted in quotes if "text" in quoted] == []
    assert [reply["text"] for reply in replies if reply["text"]] == []
    assert [c for c in changes if len(c.get("replace", "")) > 60 or len(c.get("holds", "")) > 20] == []
