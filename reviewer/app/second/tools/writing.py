"""This module holds how an answer is written: on lines of its own, without anything unseen, no longer than a bound."""

from collections.abc import Iterable

from reviewer.app.second.tools.sight import WITHHELD
from reviewer.engine.unseen import show_unseen

MOST_SIGNS = 8_000
_ROOM = 200


def show(text: str, most: int = 240) -> str:
    """Return a text on one line, every unseen character by its number, cut to so many characters."""
    plain = show_unseen(text[: 2 * most], keep="\t")
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
