"""This module holds the reading of a Markdown page as headings, paragraphs, quotes and fenced blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reviewer.change.late import compile_late

_FENCE = compile_late(r"^(`{3,}|~{3,})\s*([^`]*)$")
_HEADING = compile_late(r"^(#{1,6})\s+(.*?)\s*#*$")


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `info` is a fence's info string or a heading's marks; `line` is where the text starts, 1-based."""

    kind: Literal["heading", "paragraph", "quote", "fence"]
    info: str
    text: str
    line: int


def parse_blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in order; a fence that is never closed runs to the end."""
    lines = [line.removesuffix("\r") for line in page.removesuffix("\n").split("\n")]
    at = 0
    while at < len(lines):
        fence, heading = _FENCE.match(lines[at]), _HEADING.match(lines[at])
        if fence:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].rstrip() == fence[1]), len(lines))
            yield Block("fence", fence[2].strip(), "\n".join([*lines[at + 1 : end], ""]), at + 2)
            at = end + 1
        elif heading:
            yield Block("heading", heading[1], heading[2], at + 1)
            at += 1
        elif lines[at].strip():
            end = next((i for i in range(at, len(lines)) if not lines[i].strip() or _FENCE.match(lines[i])), len(lines))
            yield _prose(lines[at:end], at + 1)
            at = end
        else:
            at += 1


def _prose(lines: list[str], line: int) -> Block:
    if all(text.startswith(">") for text in lines):
        return Block("quote", "", " ".join(text[1:].strip() for text in lines), line)
    return Block("paragraph", "", " ".join(text.strip() for text in lines), line)
