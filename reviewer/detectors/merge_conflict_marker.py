"""This module holds the detector of merge conflicts that were committed unresolved."""

import re
from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View

_OPENS = compile_late(r"<{7}( .*)?$")
_SPLITS = compile_late(r"={7}$")
_CLOSES = compile_late(r">{7}( .*)?$")
_LABELLED = compile_late(
    r"(<{7}|>{7}) (HEAD|ours|theirs|[0-9a-f]{7,40}\b|Updated upstream|Stashed changes|[\w.\-]+/\S+|\S+$)"
)
# The blocks in which editing tools hand over a replacement look the same.
_EDITS = compile_late(r"(<{7} (SEARCH|ORIGINAL)|>{7} (REPLACE|UPDATED))\b")
_PATCHES = compile_late(r"\.(patch|diff|rej|orig|rerere)$|(^|/)[^/]*conflict[^/]*$", re.IGNORECASE)
_FENCE = compile_late(r"\s*(```|~~~)")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the detectors' shape
    """Yield each block of conflict markers with an added line, and each marker that was left over from one.

    It looks at the whole change because markers break the syntax, and files with broken syntax are kept from rules.
    """
    for file in view.files:
        source = file.new
        if source is None or file.file_class in ("fixture", "vendored") or _PATCHES.search(file.path):
            continue
        if any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in file.change.added_lines.values()):
            yield from _find_in_file(file, source)


def _find_in_file(file: ChangedFile, source: Source) -> Iterator[Hit]:
    quoted = _quoted_lines(source)
    opened = split = 0
    for number, line in enumerate(source.lines, 1):
        if number in quoted or _EDITS.match(line):
            continue
        if _OPENS.match(line):
            if opened:
                yield from _leftover(file, source, opened)
            opened, split = number, 0
        elif _SPLITS.match(line) and opened:
            split = number
        elif _CLOSES.match(line):
            if opened and split and any(n in file.change.added_lines for n in (opened, split, number)):
                yield _hit(file, source, opened, number)
            elif not (opened and split):
                yield from _leftover(file, source, number)
            opened = 0
    if opened:
        yield from _leftover(file, source, opened)


def _leftover(file: ChangedFile, source: Source, number: int) -> Iterator[Hit]:
    """A marker without its partners counts only when git's own label follows it."""
    if number in file.change.added_lines and _LABELLED.match(source.line_text(number)):
        yield _hit(file, source, number, number)


def _quoted_lines(source: Source) -> set[int]:
    """Lines inside of fences and of strings over several lines: there a marker is text about conflicts."""
    quoted: set[int] = set()
    if source.file_class == "docs":
        inside = False
        for number, line in enumerate(source.lines, 1):
            inside ^= bool(_FENCE.match(line))
            if inside or line.startswith("    "):
                quoted.add(number)
        return quoted
    for node in (*source.nodes["strings"], *source.nodes["comments"]):
        quoted.update(range(node.start_point[0] + 2, node.end_point[0] + 2))
    return quoted


def _hit(file: ChangedFile, source: Source, first: int, last: int) -> Hit:
    values = {"marker": source.line_text(first)}
    return Hit(file.path, first, last, values=values, key=f"{source.line_text(first)} {source.line_text(first + 1)}")
