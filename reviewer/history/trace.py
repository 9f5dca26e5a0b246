"""This module holds how lines are followed back through past changes, by the stretches that each of them replaced.

Changes of a main line are compared with their first parent, one after the other, so the numbers are exact and no file
has to be read: what `git blame` and `git log -L` say, but for white space and moves between files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.model.history import PastTouch, Stretch


@dataclass(frozen=True, slots=True)
class Traced:
    """The changes that touched a stretch of lines, newest first; `born` tells that the last of them wrote it."""

    touches: tuple[PastTouch, ...]
    born: bool


def find_origins(lines: Iterable[int], touches: Sequence[PastTouch]) -> dict[int, PastTouch]:
    """Return the change that last wrote each of some lines, where it is among the touches of the file.

    Lines count in the newest state of the file, `touches` come newest first.
    """
    origins: dict[int, PastTouch] = {}
    current = {line: line for line in lines}
    for touch in touches:
        if not current or not touch.change.measured:
            break
        stretches = touch.touch.stretches
        written = {line for line, now in current.items() if any(s[2] <= now < s[2] + s[3] for s in stretches)}
        origins |= dict.fromkeys(written, touch)
        current = {line: _step_back(now, stretches) for line, now in current.items() if line not in written}
    return origins


def trace_stretch(first: int, last: int, touches: Sequence[PastTouch]) -> Traced:
    """Return the changes that touched a stretch of lines in the newest state of a file."""
    found: list[PastTouch] = []
    for touch in touches:
        if not touch.change.measured:
            break
        stretches = touch.touch.stretches
        if any(_meets(s, first, last) for s in stretches):
            found.append(touch)
        if any(s[1] == 0 and s[2] <= first and last < s[2] + s[3] for s in stretches):
            return Traced(tuple(found), born=True)
        first, last = _step_back(first, stretches), _step_back(last, stretches, end=True)
        if last < first:
            return Traced(tuple(found), born=True)
    return Traced(tuple(found), born=False)


def _meets(stretch: Stretch, first: int, last: int) -> bool:
    """Tell whether a change wrote lines of a stretch, or took lines out of the middle of it."""
    _, _, start, count = stretch
    return start < last + 1 and first < start + count if count else first <= start < last


def _step_back(line: int, stretches: Sequence[Stretch], *, end: bool = False) -> int:
    """Return where a line stood before a change; within what the change wrote, where that began or ended."""
    shift = 0
    for old, old_count, new, new_count in stretches:
        # Git numbers an empty side by the line before it.
        begin = new if new_count else new + 1
        if line < begin:
            break
        if line < begin + new_count:
            start = old if old_count else old + 1
            return start + old_count - 1 if end else start
        shift = (old if old_count else old + 1) + old_count - (begin + new_count)
    return line + shift
