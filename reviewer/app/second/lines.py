"""This module holds the lines of a change as a second reader is shown them: what weighs most first, cut to the room."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from reviewer.app.second.tools import Sight
from reviewer.app.second.tools.writing import show
from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.model.change import Hunk

CONTEXT = 3
# Nobody wrote these by hand.
UNREAD = ("generated", "vendored", "fixture")
# Settings and tests say more of a change than documents do.
_RANKS = {"production": 0, "docs": 2, "example": 2}
# Less than this of a file, in characters, cannot be followed; with less than the least room none is begun.
_FAIR, _LEAST = 4_000, 400
_LONGEST_LINE, _MOST_DELETED = 400, 40


def tell_change(sight: Sight, room: int) -> tuple[list[str], list[str]]:
    """Return the lines of files, those of the attention plan first, and the paths of those that are left out."""
    order = {path: rank for rank, path in enumerate(dict.fromkeys(span.path for span in sight.review.plan.spans))}
    inside = {file.path for file in sight.review.change.files}
    shown = [file for file in sight.view.files if file.path in inside and sight.shows(file.path)]
    ranked = sorted(shown, key=lambda f: (order.get(f.path, len(order)), _RANKS.get(f.file_class, 1), f.path))
    texts = {f.path: "\n".join(_tell_file(f, sight)) for f in ranked if f.file_class not in UNREAD}
    code = [f.path for f in ranked if texts.get(f.path) and (f.path in order or f.file_class == "production")]
    rest = [f.path for f in ranked if texts.get(f.path) and f.path not in code]
    told: dict[str, str] = {}
    # What runs is told before anything else is.
    for paths in (code, rest):
        fitting = _choose_fitting([len(texts[path]) for path in paths], room)
        for path, share in zip(paths, _share([len(texts[path]) for path in paths[:fitting]], room), strict=False):
            told[path] = _cut(texts[path], share)
            room -= len(told[path])
    return list(told.values()), [f.path for f in ranked if f.path not in told and (f.old or f.new)]


def _choose_fitting(sizes: Sequence[int], room: int) -> int:
    """Return how many texts, from the first, have room side by side, with as much of each as can be followed."""
    needed = accumulate(min(size, _FAIR) for size in sizes)
    fitting = sum(need <= room for need in needed)
    return fitting or int(bool(sizes) and room >= _LEAST)


def _share(sizes: Sequence[int], room: int) -> list[int]:
    """Give each text its part of the room: short ones all that they need, long ones what these leave, evenly."""
    parts = [0] * len(sizes)
    for number, at in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        parts[at] = min(sizes[at], room // (len(sizes) - number))
        room -= parts[at]
    return parts


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = text[:room].rpartition("\n")[0]
    return f"{kept}\n... {text.count(chr(10)) - kept.count(chr(10))} lines left out, to be read with read_span"


def _tell_file(file: ChangedFile, sight: Sight) -> Iterator[str]:
    old, new = (_read_side(source, sight) for source in (file.old, file.new))
    if not file.change.hunks or not (new or old):
        return
    yield f"--- {show(file.change.old_path or 'nothing')}"
    yield f"+++ {show(file.change.new_path or 'nothing')}"
    if file.change.new_path is None:
        yield f"all {len(file.change.deleted_lines)} lines are deleted, to be read with read_span on side old"
        return
    spans = [_span_new(hunk) for hunk in file.change.hunks]
    shown = 0
    for (first, last), hunk, (following, _) in zip(
        spans, file.change.hunks, [*spans[1:], (len(new) + 1, 0)], strict=True
    ):
        yield from tell_lines(new, max(shown + 1, first - CONTEXT), first - 1, " ")
        yield from _tell_deleted(old, hunk)
        yield from tell_lines(new, first, last, "+")
        shown = min(last + CONTEXT, following - 1)
        yield from tell_lines(new, last + 1, shown, " ")
        if shown + 1 < (following - CONTEXT if following <= len(new) else following):
            yield "..."


def _read_side(source: Source | None, sight: Sight) -> Sequence[str]:
    """Return the lines of a side as they may be shown, without the nothing behind the last end of line."""
    lines = sight.read_lines(source) if source else []
    return lines[:-1] if lines and not lines[-1] else lines


def _tell_deleted(old: Sequence[str], hunk: Hunk) -> Iterator[str]:
    last = hunk.old_start + len(hunk.deleted) - 1
    told = min(last, hunk.old_start + _MOST_DELETED - 1)
    yield from tell_lines(old, hunk.old_start, told, "-")
    if told < last:
        yield f"- and {last - told} more deleted lines, to be read with read_span on side old"


def _span_new(hunk: Hunk) -> tuple[int, int]:
    """Return the new lines of a hunk; for a pure deletion none, after the line that it follows."""
    first = hunk.new_start if hunk.added else hunk.new_start + 1
    return first, first + len(hunk.added) - 1


def tell_lines(lines: Sequence[str], first: int, last: int, mark: str) -> Iterator[str]:
    """Yield lines from one number to another, as far as there are such, each with a mark and its number."""
    return (
        f"{mark} {n} {show(lines[n - 1].rstrip(chr(13)), _LONGEST_LINE)}"
        for n in range(max(first, 1), min(last, len(lines)) + 1)
    )
