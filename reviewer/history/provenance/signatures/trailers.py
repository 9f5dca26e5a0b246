"""This module holds how a message is read: short lines, and the trailers among them.

A trailer is a line `Key: value` of a paragraph that holds nothing else, or at the end of the message. A squash is many
messages behind each other, so such paragraphs may stand in the middle as well. Free text never is one.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reviewer.change.late import compile_late

_MOST_TEXT, _LONGEST_LINE = 65_536, 500
_TRAILER = compile_late(r"([A-Za-z][A-Za-z0-9-]{1,60}) ?: {0,8}(\S.*)")
_MAIL = compile_late(r"<([^<>\s]{1,200})>\s*$")
# Between trailers: a rule, a continued line, what git notes of a cherry-pick, the badge of a tool or of a forge, and
# what a shell leaves of a message that was quoted badly.
_BETWEEN = compile_late(r"-{3,}$|\s+\S|\(cherry picked from |\W{0,8}Generated with |<!-- |EOF$|\)\"?$")
_BULLET = compile_late(r"\* \S")
_NUMBERED = compile_late(r"\(#\d{1,9}\)\s*$")


class Trailer(NamedTuple):
    """One trailer: its key in lower case, its value, the mail in it if any, and the whole line."""

    key: str
    value: str
    mail: str
    line: str


def cut_lines(text: str) -> list[str]:
    """Return the lines of a text, each and all of them bounded; of a long text both ends."""
    if len(text) > _MOST_TEXT:
        half = _MOST_TEXT // 2
        text = f"{text[:half]}\n{text[-half:]}"
    return [line[:_LONGEST_LINE].rstrip() for line in text.replace("\r\n", "\n").split("\n")]


def read_trailers(message: str) -> tuple[Trailer, ...]:
    """Return the trailers of a message in order, each once."""
    paragraphs = list(_split(cut_lines(message)))
    found: dict[str, Trailer] = {}
    for place, paragraph in enumerate(paragraphs):
        lines = paragraph if all(map(_belongs, paragraph)) else []
        if place == len(paragraphs) - 1 and not lines:
            lines = list(_take_end(paragraph))
        if place or len(paragraphs) == 1:
            for line in lines:
                match = _TRAILER.fullmatch(line)
                if match:
                    mail = _MAIL.search(match[2])
                    found.setdefault(line, Trailer(match[1].lower(), match[2], mail[1].lower() if mail else "", line))
    return tuple(found.values())


def is_squash(message: str, *, on_the_web: bool) -> bool:
    """Tell whether a message lists the commits of a pull request: two bullets or more, as GitHub writes them."""
    lines = cut_lines(message)
    looks_so = on_the_web or bool(_NUMBERED.search(lines[0]))
    return looks_so and sum(1 for line in lines[1:] if _BULLET.match(line)) > 1


def _split(lines: Iterable[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in lines:
        if line:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _belongs(line: str) -> bool:
    return bool(_TRAILER.fullmatch(line) or _BETWEEN.match(line))


def _take_end(paragraph: list[str]) -> Iterator[str]:
    """Yield the trailers that end a paragraph of other text, from the last one on."""
    for line in reversed(paragraph):
        if not _belongs(line):
            return
        yield line
