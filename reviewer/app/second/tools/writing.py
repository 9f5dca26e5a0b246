"""This module holds how an answer is written: on lines of its own, without anything unseen, no longer than a bound."""

from collections.abc import Iterable, Sequence

from reviewer.app.second.tools.sight import WITHHELD
from reviewer.engine.unseen import show_unseen

MOST_SIGNS = 8_000
# The index knows names by their ASCII letters.
OTHER_LETTERS = "names with letters beyond a to z are not looked up: where else it stands is not known"
_ROOM = 200
# What a line of an answer has room for beside its first words.
_LINE = 520


def show(text: str, most: int = 240) -> str:
    """Return a text on one line, every unseen character by its number, cut to so many characters."""
    plain = show_unseen(text[: 2 * most], keep="\t")
    return plain if len(plain) <= most and len(text) <= 2 * most else f"{plain[:most]} …"


def show_code(text: str) -> str:
    """Return a line of code without its indentation, for a list of places."""
    return show(text.strip().replace("\t", " "), 160)


def join_some(texts: Sequence[str], most: int) -> tuple[str, int]:
    """Return so many texts with commas between them, as whole ones as a line has room for, and how many are left."""
    kept: list[str] = []
    for text in texts[:most]:
        if sum(len(other) + 2 for other in kept) + len(text) > _LINE:
            break
        kept.append(text)
    return ", ".join(kept), len(texts) - len(kept)


def join_words(words: Sequence[str]) -> str:
    """Return some words as a list with `and` before the last one."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


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
