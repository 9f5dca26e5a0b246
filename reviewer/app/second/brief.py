"""This module holds what a second reader is told at the beginning: its task, and the change as data."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reviewer.app.second.candidates import Candidate
from reviewer.app.second.tools import Sight
from reviewer.app.second.tools.writing import show
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.model.change import Hunk, Side
from reviewer.model.finding import Finding
from reviewer.model.review import Review
from reviewer.ports import Message

CONTEXT = 3
# Nobody wrote these by hand.
_UNREAD = ("generated", "vendored", "fixture")
_LEAST = 400
# Trailers with names, and what a merge says of branches.
_TRAILER = compile_late(r"(?im)^(?:[a-z-]{1,40}-by: |cc: |Merge (?:(?:remote-tracking )?branch|pull request) ).*$\n?")
_MAIL = compile_late(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_MOST_HEARD, _MOST_SAID, _MOST_LISTED, _SNIPPET, _LONGEST_LINE, _MOST_DELETED = 40_000, 4_000, 20, 48, 240, 40


@dataclass(frozen=True, slots=True)
class Brief:
    """The first messages, and of how many files of the change they hold lines."""

    messages: tuple[Message, ...]
    files_shown: int


def open_conversation(sight: Sight, candidates: Sequence[Candidate], said: Iterable[str], room: int) -> Brief:
    """Return what is told at first. `said` is what the change says of itself; `room` are characters for its lines."""
    told, left_out = _tell_change(sight, room)
    end = f"left out, to be read with read_span: {_list_paths(left_out)}" if left_out else ""
    parts = [
        wrap_data(
            "what the change says of itself",
            _show_lines(_leave_out_people(sight.redact("\n\n".join(said)[:_MOST_HEARD]))[:_MOST_SAID].split("\n")),
        ),
        wrap_data("what the analysis says of it", sight.redact(_show_lines(_tell_review(sight.review, sight)))),
        *(wrap_data(f"candidate {c.id}", sight.redact(_show_lines(_tell_candidate(c, sight)))) for c in candidates),
        wrap_data("the change", sight.redact("\n\n".join(filter(None, (*told, end))))),
        "Look up what you need, then call submit_review.",
    ]
    return Brief((Message("system", read_task()), Message("user", "\n\n".join(parts))), len(told))


@cache
def read_task() -> str:
    """Return the task of a second reader, which comes with the program."""
    return files("reviewer.app.second").joinpath("task.txt").read_text(encoding="utf-8")


def wrap_data(kind: str, text: str) -> str:
    """Return a text of others between marks that it cannot write itself: they are made of its own hash."""
    key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return f"<data {key} {kind}>\n{text}\n</data {key}>"


def _show_lines(lines: Iterable[str]) -> str:
    """Put lines together, with every character that nobody sees by its number: what people cannot read says nothing."""
    return "\n".join(show(line, _MOST_SAID) for line in lines)


def _leave_out_people(text: str) -> str:
    """Take trailers and addresses out of a message: nobody's name leaves the machine for them."""
    return _MAIL.sub("<address>", _TRAILER.sub("", text))


def _tell_review(review: Review, sight: Sight) -> Iterator[str]:
    level = review.plan.level
    yield f"level: {level.name if level else 'none'}"
    yield "changed files:"
    for file in review.change.files[: 2 * _MOST_LISTED]:
        shown = sight.shows(file.path)
        size = f"+{len(file.added_lines)} -{len(file.deleted_lines)}"
        yield (
            f"  {file.path} ({file.status}, {size})" if shown else f"  a file that is withheld ({file.status}, {size})"
        )
    if len(review.change.files) > 2 * _MOST_LISTED:
        yield f"  and {len(review.change.files) - 2 * _MOST_LISTED} more"
    found = [finding for finding in review.findings if finding.waived is None and sight.shows(finding.path)]
    yield f"findings, which stand whatever you say: {len(found)}"
    for finding in found[:_MOST_LISTED]:
        yield f"  {finding.path}:{finding.line} {finding.rule}: {_say(finding, sight)}"
    yield "where a reviewer is sent first:"
    for span in [span for span in review.plan.spans if sight.shows(span.path)][:_MOST_LISTED]:
        yield f"  {span.path}:{span.line}-{span.end_line} {span.symbol}"


def _say(finding: Finding, sight: Sight) -> str:
    return finding.message if sight.tells(finding) else "(what it says is withheld)"


def _tell_candidate(candidate: Candidate, sight: Sight) -> Iterator[str]:
    finding = candidate.finding
    yield f"rule {finding.rule}: {_say(finding, sight)}"
    yield f"closed question: {candidate.question}"
    yield from _tell_place(finding.path, (finding.line, finding.end_line), finding.side, sight)
    for related in finding.related[:2]:
        yield f"it points to: {related.message}"
        side: Side = "new" if related.path in sight.view.head.paths else "old"
        yield from _tell_place(related.path, (related.line, related.end_line), side, sight)


def _tell_place(path: str, lines: tuple[int, int], side: Side, sight: Sight) -> Iterator[str]:
    """Yield the lines at a place, to the end of its function where that is near."""
    index = sight.view.head if side == "new" else sight.view.base
    source = index.source(path) if sight.shows(path) else None
    if source is None:
        yield f"  {path}:{lines[0]}" if sight.shows(path) else "  (withheld)"
        return
    function = source.function_at(lines[0])
    first = function.line if function and lines[0] - function.line < _SNIPPET else lines[0]
    last = min(max(lines[1], function.end_line if function else 0), first + _SNIPPET - 1)
    yield f"{path}, side {side}:"
    yield from _tell_lines(sight.read_lines(source), first, last, " ")


def _tell_change(sight: Sight, room: int) -> tuple[list[str], list[str]]:
    """Return the lines of files, those of the attention plan first, and the files that there is no room for."""
    order = {path: rank for rank, path in enumerate(dict.fromkeys(span.path for span in sight.review.plan.spans))}
    inside = {file.path for file in sight.review.change.files}
    shown = [file for file in sight.view.files if file.path in inside and sight.shows(file.path)]
    # No file takes all the room, where there are others.
    most = room if len(shown) == 1 else room // 2
    told: list[str] = []
    left_out: list[str] = []
    for file in sorted(shown, key=lambda f: (order.get(f.path, len(order)), f.file_class != "production", f.path)):
        text = "\n".join(_tell_file(file, sight)) if file.file_class not in _UNREAD else ""
        if not text or room < _LEAST:
            left_out.append(file.path)
            continue
        told.append(_cut(text, min(room, most)))
        room -= len(told[-1])
    return told, left_out


def _list_paths(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - _MOST_LISTED} more"] if len(paths) > _MOST_LISTED else []
    return ", ".join([*map(show, paths[:_MOST_LISTED]), *more])


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
        yield f"all {len(file.change.deleted_lines)} lines are deleted"
        return
    spans = [_span_new(hunk) for hunk in file.change.hunks]
    shown = 0
    for (first, last), hunk, (following, _) in zip(
        spans, file.change.hunks, [*spans[1:], (len(new) + 1, 0)], strict=True
    ):
        yield from _tell_lines(new, max(shown + 1, first - CONTEXT), first - 1, " ")
        yield from _tell_deleted(old, hunk)
        yield from _tell_lines(new, first, last, "+")
        shown = min(last + CONTEXT, following - 1)
        yield from _tell_lines(new, last + 1, shown, " ")
        if shown + 1 < (following - CONTEXT if following <= len(new) else following):
            yield "..."


def _read_side(source: Source | None, sight: Sight) -> Sequence[str]:
    """Return the lines of a side as they may be shown, without the nothing behind the last end of line."""
    lines = sight.read_lines(source) if source else []
    return lines[:-1] if lines and not lines[-1] else lines


def _tell_deleted(old: Sequence[str], hunk: Hunk) -> Iterator[str]:
    last = hunk.old_start + len(hunk.deleted) - 1
    told = min(last, hunk.old_start + _MOST_DELETED - 1)
    yield from _tell_lines(old, hunk.old_start, told, "-")
    if told < last:
        yield f"- and {last - told} more deleted lines, to be read with read_span on side old"


def _span_new(hunk: Hunk) -> tuple[int, int]:
    """Return the new lines of a hunk; for a pure deletion none, after the line that it follows."""
    first = hunk.new_start if hunk.added else hunk.new_start + 1
    return first, first + len(hunk.added) - 1


def _tell_lines(lines: Sequence[str], first: int, last: int, mark: str) -> Iterator[str]:
    return (
        f"{mark} {n} {show(lines[n - 1].rstrip(chr(13)), _LONGEST_LINE)}"
        for n in range(max(first, 1), min(last, len(lines)) + 1)
    )
