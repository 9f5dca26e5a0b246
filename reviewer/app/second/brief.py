"""This module holds what a second reader is told at the beginning: its task, and the change as data."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reviewer.app.checking.surroundings import cut_words
from reviewer.app.second.candidates import SNIPPET, Candidate, Place, find_places
from reviewer.app.second.lines import UNREAD, tell_change, tell_lines
from reviewer.app.second.tools import Sight
from reviewer.app.second.tools.writing import show
from reviewer.change.late import compile_late
from reviewer.model.change import FileChange
from reviewer.model.review import Review
from reviewer.ports import Message

# Trailers with names, and what a merge says of branches.
_TRAILER = compile_late(
    r"(?im)^(?:[a-z-]{1,40}-(?:by|session|signature|id|sha|url|with): |(?:cc|author): |"
    r"Merge (?:(?:remote-tracking )?branch|pull request) ).*$\n?"
)
_MAIL = compile_late(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_MOST_HEARD, _MOST_SAID, _MOST_LISTED, _MOST_POINTED = 40_000, 8_000, 20, 2


@dataclass(frozen=True, slots=True)
class Brief:
    """The first messages, and of how many files of the change they hold lines."""

    messages: tuple[Message, ...]
    files_shown: int


def open_conversation(sight: Sight, candidates: Sequence[Candidate], said: Iterable[str], room: int) -> Brief:
    """Return what is told at first. `said` is what the change says of itself; `room` are characters for its lines."""
    told, left_out = tell_change(sight, room)
    words = _cut_lines(_leave_out_people(sight.redact(cut_words("\n\n".join(said), _MOST_HEARD))))
    end = f"left out, to be read with read_span: {_list_paths(left_out)}" if left_out else ""
    parts = [
        wrap_data("what the change says of itself", _show_lines(words.split("\n"))),
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


def _cut_lines(text: str) -> str:
    """Return a description, or its beginning to the end of a line with how much more there is."""
    text = text.strip()
    if len(text) <= _MOST_SAID:
        return text
    kept = text[:_MOST_SAID].rpartition("\n")[0] or text[:_MOST_SAID]
    return f"{kept}\n... {len(text) - len(kept):,} more characters of it are left out here"


def _tell_review(review: Review, sight: Sight) -> Iterator[str]:
    level = review.plan.level
    yield f"level: {level.name if level else 'none'}"
    yield "changed files:"
    for file in review.change.files[: 2 * _MOST_LISTED]:
        yield f"  {_tell_size(file, sight)}"
    if len(review.change.files) > 2 * _MOST_LISTED:
        yield f"  and {len(review.change.files) - 2 * _MOST_LISTED} more"
    found = [finding for finding in review.findings if finding.waived is None and sight.shows(finding.path)]
    yield f"findings, which stand whatever you say: {len(found)}"
    for finding in found[:_MOST_LISTED]:
        yield f"  {finding.path}:{finding.line} {finding.rule}: {sight.say(finding, finding.message)}"
    yield "where a reviewer is sent first:"
    for span in [span for span in review.plan.spans if sight.shows(span.path)][:_MOST_LISTED]:
        yield f"  {span.path}:{span.line}-{span.end_line} {span.symbol}"


def _tell_size(file: FileChange, sight: Sight) -> str:
    """Say how much of a file changed; what nobody wrote by hand is not read, and so not counted."""
    read = sight.view.by_path.get(file.path)
    is_unread = read is not None and read.file_class in UNREAD
    size = "made by a program, not read" if is_unread else f"+{len(file.added_lines)} -{len(file.deleted_lines)}"
    name = f"{file.old_path} -> {file.path}" if file.status == "renamed" else file.path
    return f"{name if sight.shows(file.path) else 'a file that is withheld'} ({file.status}, {size})"


def _tell_candidate(candidate: Candidate, sight: Sight) -> Iterator[str]:
    finding = candidate.finding
    yield f"rule {finding.rule}: {sight.say(finding, finding.message)}"
    yield f"closed question: {candidate.question}"
    own, *others = find_places(finding, sight.view)
    yield from _tell_place(own, sight)
    for related, place in zip(finding.related[:_MOST_POINTED], others, strict=False):
        yield f"it points to: {sight.say(finding, related.message)}"
        yield from _tell_place(place, sight)


def _tell_place(place: Place, sight: Sight) -> Iterator[str]:
    index = sight.view.head if place.side == "new" else sight.view.base
    source = index.source(place.path) if sight.shows(place.path) else None
    if source is None:
        yield f"  {place.path}:{place.line}" if sight.shows(place.path) else "  (withheld)"
        return
    yield f"{place.path}, side {place.side}:"
    yield from tell_lines(sight.read_lines(source), place.line, min(place.end_line, place.line + SNIPPET - 1), " ")


def _list_paths(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - _MOST_LISTED} more"] if len(paths) > _MOST_LISTED else []
    return ", ".join([*map(show, paths[:_MOST_LISTED]), *more])
