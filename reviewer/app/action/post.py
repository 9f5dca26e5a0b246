"""This module holds the posting: one thing after the other, and what the forge refuses is told and stops nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from reviewer.model.forge import CheckRun, LineComment
from reviewer.ports import Forge, Refused

Part = Literal["lines", "edit", "thread", "label", "check", "scanning", "comment"]
_SAID: Mapping[Part, str] = {
    "lines": "No comments on lines",
    "edit": "A comment on a line was not edited",
    "thread": "A conversation was not resolved or opened",
    "label": "No label",
    "check": "No check run",
    "scanning": "No code scanning",
    "comment": "No comment",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part that the forge refused, and why."""

    part: Part
    why: str

    def __str__(self) -> str:
        """Return the sentence that tells it."""
        return f"{_SAID[self.part]}: {self.why}."


# From what was refused so far to the text of the comment.
WriteComment = Callable[[tuple[Refusal, ...]], str]


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A new text for a comment on a line, and whether its conversation is to be resolved or open.

    `turned` says that it is not so yet.
    """

    comment: int
    thread: str
    body: str
    closed: bool
    turned: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that is to be posted about one commit; `number` is None where there is no pull request.

    `comment` is the id of the one that is kept, and `standing` its text.
    """

    commit: str
    number: int | None = None
    write_comment: WriteComment | None = None
    comment: int | None = None
    standing: str = ""
    lines: tuple[LineComment, ...] = ()
    edits: tuple[LineEdit, ...] = ()
    check: CheckRun | None = None
    sarif: str = ""
    ref: str = ""
    labels: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def post_review(forge: Forge, post: Post) -> tuple[Refusal, ...]:
    """Post a review, the comment last, so that it can say what was refused; return what was."""
    refused: list[Refusal] = []
    for part, acts in _list_acts(forge, post):
        try:
            for act in acts:
                act()
        except Refused as answer:
            refused.append(Refusal(part, answer.why))
    if post.number is not None and post.write_comment:
        body = post.write_comment(tuple(refused))
        try:
            if body and _read_lines(body) != _read_lines(post.standing):
                forge.write_comment(post.number, body, post.comment)
        except Refused as answer:
            refused.append(Refusal("comment", answer.why))
    return tuple(refused)


def _read_lines(body: str) -> list[str]:
    """Return the lines of a comment, whatever an editor made of their ends."""
    return body.strip().splitlines()


def _list_acts(forge: Forge, post: Post) -> Iterator[tuple[Part, Sequence[Callable[[], None]]]]:
    number, check = post.number, post.check
    if number is not None:
        if post.lines:
            yield "lines", [partial(forge.write_lines, number, post.commit, post.lines)]
        for edit in post.edits:
            write = partial(forge.edit_lines, edit.comment, edit.body)
            turn = partial(forge.close_thread, edit.thread, closed=edit.closed)
            if edit.closed:
                yield "edit", [write]
                if edit.turned:
                    yield "thread", [turn]
            else:
                # One that stays resolved keeps saying that its finding is gone: so that is no answer to it.
                yield "thread", [turn, write] if edit.turned else [write]
        if any(post.labels):
            yield "label", [partial(forge.write_labels, number, *post.labels)]
    if check:
        yield "check", [partial(forge.write_check, check)]
    if post.sarif:
        yield "scanning", [partial(forge.upload_sarif, post.commit, post.ref, post.sarif)]
