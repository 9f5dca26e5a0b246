"""This module holds the posting: one thing after the other, and what the forge refuses is told and stops nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from reviewer.model.forge import CheckRun, LineComment
from reviewer.ports import Forge, Refused

# From what was refused so far to the text of the comment; nothing where there is to be none.
WriteComment = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A new text for a comment on a line, and whether its conversation is to be resolved or open."""

    comment: int
    thread: str
    body: str
    closed: bool


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


def post_review(forge: Forge, post: Post) -> tuple[str, ...]:
    """Post a review, the comment last, so that it can say what was refused; return those sentences."""
    refused: list[str] = []
    for what, act in _list_acts(forge, post):
        try:
            act()
        except Refused as answer:
            refused.append(f"{what}: {answer.why}.")
    if post.number is not None and post.write_comment:
        body = post.write_comment(tuple(refused))
        try:
            if body and _read_lines(body) != _read_lines(post.standing):
                forge.write_comment(post.number, body, post.comment)
        except Refused as answer:
            refused.append(f"No comment: {answer.why}.")
    return tuple(refused)


def _read_lines(body: str) -> list[str]:
    """Return the lines of a comment, whatever an editor made of their ends."""
    return body.strip().splitlines()


def _list_acts(forge: Forge, post: Post) -> Iterator[tuple[str, Callable[[], None]]]:
    number, check = post.number, post.check
    if number is not None:
        if post.lines:
            yield "No comments on lines", partial(forge.write_lines, number, post.commit, post.lines)
        for edit in post.edits:
            yield "A comment on a line was not edited", partial(forge.edit_lines, edit.comment, edit.body)
            yield "A conversation was not resolved", partial(forge.close_thread, edit.thread, closed=edit.closed)
        if any(post.labels):
            yield "No label", partial(forge.write_labels, number, *post.labels)
    if check:
        yield "No check run", partial(forge.write_check, check)
    if post.sarif:
        yield "No code scanning", partial(forge.upload_sarif, post.commit, post.ref, post.sarif)
