"""This module holds the tool that reads lines of a file, with marks where the change touched them."""

from collections.abc import Iterator, Mapping

from reviewer.app.second.tools.placing import open_file
from reviewer.app.second.tools.sight import Refused, Sight
from reviewer.app.second.tools.writing import MOST_SIGNS, count_of, show
from reviewer.model.change import FileChange, Side

_MOST_LINES = 200
_LONGEST = 400
# What is left for the head of the answer and for the line about the rest.
_ROOM = 400


def read_span(sight: Sight, *, path: str, line: int, end_line: int, side: Side) -> Iterator[str]:
    """Yield lines of a side with their numbers, as many as an answer has room for."""
    if end_line < line:
        raise Refused(f"'end_line' ({end_line}) is before 'line' ({line})")
    source = open_file(sight, path, side)
    lines = sight.read_lines(source)
    count = len(lines) - (not lines[-1])
    if line > count:
        raise Refused(f"{show(path)} has {count_of(count, 'line')} on the {side} side")
    change = next((f.change for f in sight.view.files if path == _path_on(f.change, side)), None)
    marks, notes = _mark_lines(change, side)
    last = min(end_line, count, line + _MOST_LINES - 1)
    yield f"{path}, lines {line}-{last} of {count}, {side} side{_tell_state(change, side)}"
    yield from notes.get(0, ()) if line == 1 else ()
    size = 0
    for number in range(line, last + 1):
        text = f"{marks.get(number, ' ')}{number:>5} {show(lines[number - 1], _LONGEST)}"
        size += len(text) + 1
        if size > MOST_SIGNS - _ROOM:
            last = number - 1
            break
        yield text
        yield from notes.get(number, ())
    if last < min(end_line, count):
        yield f"(lines {last + 1}-{min(end_line, count)} are left out: ask from line {last + 1} on)"


def _path_on(change: FileChange, side: Side) -> str | None:
    return change.new_path if side == "new" else change.old_path


def _mark_lines(change: FileChange | None, side: Side) -> tuple[Mapping[int, str], Mapping[int, list[str]]]:
    """Return the mark of each touched line, and after which lines of the new side old ones are gone."""
    if change is None:
        return {}, {}
    if side == "old":
        return dict.fromkeys(change.deleted_lines, "-"), {}
    notes = {}
    for hunk in change.hunks:
        if hunk.deleted:
            at = hunk.new_start + max(0, len(hunk.added) - 1)
            above = f"the {len(hunk.added)} lines above" if len(hunk.added) > 1 else "the line above"
            done = f"replaced by {above}" if hunk.added else "deleted here"
            rows = f"{hunk.old_start}-{hunk.old_start + len(hunk.deleted) - 1}"
            said = f"lines {rows} were" if len(hunk.deleted) > 1 else f"line {hunk.old_start} was"
            notes[at] = [f"      (old {said} {done})"]
    return dict.fromkeys(change.added_lines, "+"), notes


def _tell_state(change: FileChange | None, side: Side) -> str:
    if change is None:
        return "; the change leaves this file alone"
    if change.status == "renamed" and change.old_path and change.new_path:
        # Both ends may be shown, or the file would not be open.
        return f"; renamed from {change.old_path}" if side == "new" else f"; renamed to {change.new_path}"
    return f"; {change.status} by the change"
