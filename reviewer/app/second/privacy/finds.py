"""This module holds what was found in a text, and how it is blacked out: every line stays where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.change.late import compile_late

MARK = compile_late("<redacted:[a-z0-9-]{1,40}>")
# Stands where a mark is while secrets are looked for: in no class of a form, and neither beginning nor end of a word.
FILLER = "\uf8ff"
_LINE = compile_late("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Find:
    """A secret between two offsets of a text; `name` is that of its form."""

    start: int
    end: int
    name: str


def hide_marks(text: str) -> str:
    """Return a text of equal length in which no mark can be a part of anything."""
    return MARK.sub(lambda mark: FILLER * len(mark[0]), text)


def join_finds(finds: Iterable[Find]) -> list[Find]:
    """Return finds in the order of the text; those that overlap are one, called by the first and longest.

    Of two at the same place the one that is given first names it.
    """
    joined: list[Find] = []
    for find in sorted(finds, key=lambda find: (find.start, -find.end)):
        if joined and find.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Find(last.start, max(last.end, find.end), last.name)
        else:
            joined.append(find)
    return joined


def black_out(text: str, finds: Iterable[Find]) -> str:
    """Return the text with a mark in the place of each line of every find; `finds` are in order, none over another."""
    parts, after = [], 0
    for find in finds:
        parts += [text[after : find.start], _LINE.sub(f"<redacted:{find.name}>", text[find.start : find.end])]
        after = find.end
    return "".join([*parts, text[after:]])


def find_literals(text: str, literals: Iterable[str], name: str) -> list[Find]:
    """Return where texts stand word for word."""
    return [
        Find(match.start(), match.end(), name)
        for literal in literals
        if literal in text
        for match in re.finditer(re.escape(literal), text)
    ]
