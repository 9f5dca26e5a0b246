"""This module holds how an answer is written: on lines of its own, without anything unseen, no longer than a bound."""

import re
from collections.abc import Iterable

from reviewer.app.second.tools.sight import WITHHELD
from reviewer.change.late import compile_late

MOST_SIGNS = 6_000
_ROOM = 200
# Controls, surrogates, bidirectional controls, and what Unicode calls "default ignorable", as in `render/escape.py`.
# Tabs stay: a quote of code must stand there as it is.
_UNSEEN = compile_late(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def show(text: str, most: int = 240) -> str:
    """Return a text on one line, every unseen character by its number, cut to so many characters."""
    plain = _UNSEEN.sub(_name, text[: 2 * most])
    return plain if len(plain) <= most and len(text) <= 2 * most else f"{plain[:most]} …"


def show_code(text: str) -> str:
    """Return a line of code without its indentation, for a list of places."""
    return show(text.strip().replace("\t", " "), 160)


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def note_withheld(number: int) -> Iterable[str]:
    """Return a line about places that are not shown, where there are any."""
    return [f"{count_of(number, 'place')} {WITHHELD}"] if number else []


def note_rest(number: int) -> Iterable[str]:
    """Return a line about how much a list leaves out, where it does."""
    return [f"and {number:,} more"] if number > 0 else []


def cut_answer(text: str, narrower: str) -> str:
    """Return a text of `MOST_SIGNS` at most, cut at the end of a line; `narrower` says how to ask for less."""
    if len(text) <= MOST_SIGNS:
        return text
    kept, size = [], 0
    lines = text.split("\n")
    for line in lines:
        size += len(line) + 1
        if size > MOST_SIGNS - _ROOM:
            break
        kept.append(line)
    left = count_of(len(lines) - len(kept), "more line")
    return "\n".join([*kept, f"({left} left out: {narrower})"])[:MOST_SIGNS]


def _name(match: "re.Match[str]") -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
