"""This module holds what a change touches: which names occur in it, and which functions differ in more than texts."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import end_line_of, line_of
from reviewer.detectors.saying.names import Named

# A change that is larger says so much that a name is in it anyway.
_MOST_BYTES = 5_000_000
_LONGEST_LINE = 1_000
# A text that goes on in the next line ends the line.
_STRING = compile_late(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*(?:`|$)")
_CODE = compile_late(r"[^'()\[\]{},;+.%fru]")
_DROPPED = compile_late(r"[^a-z0-9\n]+")


class Touched:
    """The text of the changed files on both sides, with their paths."""

    def __init__(self, files: Sequence[ChangedFile]) -> None:
        self._files = files

    @property
    def is_whole(self) -> bool:
        """Tell whether every file can be read, one of them is there after the change, and all are not too much."""
        sides = [side for file in self._files for side in (file.old, file.new) if side is not None]
        texts = all(file.change.content == "text" for file in self._files)
        read = all(file.new is not None or file.old is not None for file in self._files) and any(
            file.new is not None for file in self._files
        )
        return texts and read and sum(len(side.data) for side in sides) <= _MOST_BYTES

    @property
    def first_place(self) -> tuple[str, int]:
        """A path and a line of it at which the change can be spoken of as a whole."""
        kept = [file for file in self._files if file.new is not None]
        file = max(kept, key=lambda f: (len(f.change.added_lines), f.path))
        return file.path, min(file.change.added_lines, default=1)

    def has(self, named: Named) -> bool:
        """Tell whether a name, or its last part, occurs in the changed files or their paths, however it is spelt."""
        last = named.parts[-1] if named.parts else ""
        wanted = [_squeeze(named.name), *([_squeeze(last)] if len(last) > 2 else [])]
        return not wanted[0] or any(word in self._text for word in wanted if word)

    @cached_property
    def _text(self) -> str:
        parts = [path for file in self._files for path in (file.change.old_path, file.change.new_path) if path]
        parts += [side.data.decode("utf-8", "replace") for file in self._files for side in (file.old, file.new) if side]
        return _squeeze("\n".join(parts))


def differs_in_more_than_text(function: ChangedFunction, least: int) -> bool:
    """Tell whether so many lines of a function differ by more than what stands between quotes."""
    added = function.file.change.added_lines
    inside = _lines_of_texts(function)
    fresh = Counter(_mask(added[line]) for line in function.lines if line not in inside)
    old = function.file.change.deleted_lines
    before = function.before
    gone = Counter(_mask(text) for line, text in old.items() if before and before.line <= line <= before.end_line)
    more, less = fresh - gone, gone - fresh
    if least > 1:
        return function.is_new or abs(_count(more) - _count(less)) >= least
    return _count(more) > 0


def _lines_of_texts(function: ChangedFunction) -> set[int]:
    """Return the lines of the new file that begin within a text of several lines."""
    source = function.file.new
    strings = source.nodes["strings"] if source is not None else []
    return {line for node in strings for line in range(line_of(node) + 1, end_line_of(node) + 1)}


def _count(lines: "Counter[str]") -> int:
    """Count the lines that hold more than texts and what joins them."""
    return sum(number for line, number in lines.items() if _CODE.search(line))


def _mask(line: str) -> str:
    return "".join(_STRING.sub("''", line[:_LONGEST_LINE]).split())


def _squeeze(text: str) -> str:
    return _DROPPED.sub("", text.lower())
