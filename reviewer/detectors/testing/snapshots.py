"""This module holds which recorded results a change rewrote: snapshot files, their entries, and inline snapshots."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, end_line_of, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.model.change import Hunk

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One recorded result that stood there before and was changed.

    `lines` counts deleted and added lines. `edits` are the pieces that differ, without what is the same on both sides
    and without positions and the like: a new word in front of each line is one edit.
    """

    path: str
    line: int
    name: str
    lines: int
    edits: frozenset[tuple[str, str]]


_FILE = compile_late(
    r"(^|/)__snapshots__/|\.(snap|ambr|golden)$|\.snap\.\w+$|\.(approved|verified|golden|expected)\.\w+$|\.expected$|"
    r"(^|/)(snapshots|goldens?|expected)/([^/]+/)*[^/]+\.\w+$"
)
# The schema that a tool publishes is written by its own generator, and read where it is made.
_PUBLISHED = compile_late(r"toolsnaps?_*/")
_ENTRY = compile_late(r"^exports\[`|^# name: ")
# What a snapshot tool notes about itself.
_NOTES = compile_late(
    r"^(---|(source|expression|input_file|snapshot_kind|assertion_line|info|description): ?.*|// Jest .*|)$"
)
_INLINE = compile_late(
    r"\.(toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot)$|^(\w+::)*(assert_(\w+_)?snapshot|expect)!$|^snapshot$"
)
# What moves along when anything before it changes, and how a tool quotes what it recorded.
_MOVING = compile_late(
    r"\b\w*(id|ids|span|line|column|offset|pos|position|hash|time|date|version)\b|\d:\d+-\d|\d\.\.\d", re.IGNORECASE
)
_NUMBERED = compile_late(r"(?<=[A-Za-z])_\d+\b")
_DIGITS = compile_late(r"\d+")
_QUOTES = compile_late(r"[@r]*#*[\"'`\\]+#*|\s+")
_CHECK = compile_late(r"[sS]napshot|expect!\[|[gG]olden|Approvals?\.[vV]erif|Verify\(")
_CODE = frozenset(
    {"python", "javascript", "typescript", "tsx", "go", "java", "rust", "csharp", "ruby", "kotlin", "php"}
)


def find_rewrites(file: ChangedFile) -> Iterator[Rewrite]:
    """Yield the recorded results in a file that the change rewrote; new ones, moved ones and lost ones are not."""
    new = file.new
    if new is None or file.old is None or file.change.content != "text" or file.change.status == "copied":
        return
    if new.language not in _CODE and is_snapshot(file):
        yield from _find_entries(file, new)
    elif file.file_class == "test" or new.language == "rust":
        yield from _find_inline(file, new)


def is_snapshot(file: ChangedFile) -> bool:
    """Tell whether a file is a recorded result."""
    tested = file.file_class in ("test", "fixture") or "snapshots/" in file.path
    return tested and bool(_FILE.search(file.path)) and not _PUBLISHED.search(file.path)


def is_snapshot_check(text: str) -> bool:
    """Tell whether an assertion compares with a recorded result."""
    return bool(_CHECK.search(text))


def _find_entries(file: ChangedFile, new: Source) -> Iterator[Rewrite]:
    """Yield the rewritten entries of a file, or the whole file where it has none."""
    starts = [n for n, text in enumerate(new.lines, 1) if _ENTRY.match(text)]
    added = file.change.added_lines
    by_entry: dict[int, list[Hunk]] = {}
    for hunk in file.change.hunks:
        at = bisect_right(starts, hunk.new_start)
        start = starts[at - 1] if at else 0
        if start not in added and not any(_ENTRY.match(line) for line in (*hunk.deleted, *hunk.added)):
            by_entry.setdefault(start, []).append(hunk)
    for start, hunks in sorted(by_entry.items()):
        name = new.line_text(start).removeprefix("# name: ") if start else ""
        yield from _rewrite(file.path, hunks[0].new_start or 1, name, hunks)


def _rewrite(path: str, line: int, name: str, hunks: list[Hunk]) -> Iterator[Rewrite]:
    changed = [hunk for hunk in hunks if not _is_requoted(hunk)]
    edits = {edit for hunk in changed for edit in _read_edits(hunk)} - {("", "")}
    if edits:
        lines = sum(len(_result_lines(side)) for hunk in changed for side in (hunk.deleted, hunk.added))
        yield Rewrite(path, line, name, lines, frozenset(edits))


def _is_requoted(hunk: Hunk) -> bool:
    """Tell whether only the layout changed, or the way in which the tool quotes what it recorded."""
    deleted, added = ("".join(_result_lines(side)) for side in (hunk.deleted, hunk.added))
    return _QUOTES.sub("", deleted) == _QUOTES.sub("", added)


def _read_edits(hunk: Hunk) -> Iterator[tuple[str, str]]:
    deleted, added = ([_settle(line) for line in _result_lines(side)] for side in (hunk.deleted, hunk.added))
    if len(deleted) == len(added):
        yield from map(_find_piece, deleted, added)
    else:
        gone, come = Counter(deleted) - Counter(added), Counter(added) - Counter(deleted)
        yield "\n".join(gone), "\n".join(come)


def _result_lines(lines: tuple[str, ...]) -> list[str]:
    return [text for line in lines if not _NOTES.match(text := line.strip())]


def _settle(line: str) -> str:
    return _DIGITS.sub("0", line) if _MOVING.search(line) else _NUMBERED.sub("_0", line)


def _find_piece(deleted: str, added: str) -> tuple[str, str]:
    """Return the words that differ between two lines, without those in front and behind that are the same."""
    one, other = deleted.split(), added.split()
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return " ".join(one), " ".join(other)


def _find_inline(file: ChangedFile, new: Source) -> Iterator[Rewrite]:
    for call in new.nodes["calls"]:
        callee = callee_of(call)
        if not _INLINE.search(callee) or not _has_result(new, call):
            continue
        first, last, head = line_of(call), end_line_of(call), _head_line(call)
        if new.language in ("javascript", "typescript", "tsx"):
            first = min((line_of(a) for a in arguments_of(call)), default=first)
        near = [h for h in file.change.hunks if h.new_start <= last and h.new_start + len(h.added) > first]
        hunks = [h for h in near if h.deleted and not _is_requoted(h)]
        word = callee.rpartition(".")[2]
        # The call itself is new unless the line that names it was there before.
        if hunks and (head not in file.change.added_lines or any(word in t for h in hunks for t in h.deleted)):
            yield from _rewrite(file.path, first, new.symbol_at(first), [_clip(h, first, last) for h in hunks])


def _head_line(call: "Node") -> int:
    """Return the line on which the name of what is called ends."""
    named = call.child_by_field_name("function") or call.child_by_field_name("macro")
    return named.end_point[0] + 1 if named is not None else line_of(call)


def _has_result(new: Source, call: "Node") -> bool:
    if new.language == "rust":
        text = text_of(call)
        return "@" in text or text.startswith("expect![")
    return bool(arguments_of(call))


def _clip(hunk: Hunk, first: int, last: int) -> Hunk:
    """Return the part of a hunk that adds to a stretch; what was deleted cannot be told apart and stays whole."""
    added = tuple(t for n, t in enumerate(hunk.added, hunk.new_start) if first <= n <= last)
    return Hunk(hunk.old_start, max(hunk.new_start, first), hunk.deleted, added)
