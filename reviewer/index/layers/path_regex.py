r"""This module holds regular expressions out of a contract, refused where a hostile one could stall the run.

The cost of a backtracking search grows with every quantifier that can give back what it took, so those are counted.
`[^/]+` before a slash or at the end takes what it takes and is free. Nothing is quantified that holds a quantifier or
a choice, and nothing refers back. What is refused is unknown to the rules, as if it were not written.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from reviewer.change.late import compile_late

# Of a path that is longer nothing is said.
LONGEST_PATH = 250
_LONGEST, _MOST_OPTIONAL, _MOST_ANCHORED, _MOST_LOOSE = 2_000, 12, 3, 2
_PIECE = compile_late(
    r"\\[\s\S]|\[\^?\]?(?:[^\]\\]|\\[\s\S])*+\]|\(\?(?:[:=!]|<[=!]|<[A-Za-z_]\w*>)|[()|]|[*+?]|\{\d+(?:,\d*)?\}|[\s\S]"
)
_REPEATS = compile_late(r"[*+]|\{\d+(?:,\d*)?\}")
_ENDS = compile_late(r"\)*(?:\\?/|\$|$)")
_SEGMENT = compile_late(r"\[\^(?:[^\]\\]|\\.)*+\]")


@lru_cache(maxsize=2_000)
def compile_path_regex(text: str) -> re.Pattern[str] | None:
    """Return a regular expression of JavaScript or Python for `search`, or None where it is refused or not valid."""
    read = _read(text) if len(text) <= _LONGEST else None
    if read is None:
        return None
    try:
        return re.compile(read)
    except (re.error, OverflowError, RecursionError):
        return None


def join_choices(texts: Sequence[str]) -> str:
    """Return one expression for several, of which any may match."""
    return "|".join(texts)


def search(pattern: re.Pattern[str], path: str) -> re.Match[str] | None:
    """Look for a pattern in a path; never in one that is too long to be a path."""
    return pattern.search(path) if len(path) <= LONGEST_PATH else None


def _read(text: str) -> str | None:
    """Return an expression as Python writes it, or None where it may be slow."""
    written: list[str] = []
    groups: list[bool] = []
    weight = _Weight()
    closed_loose, previous = False, ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece[0] == "\\" and piece[1:].isalnum() and piece[1] not in "bBdDsSwWnrtfv":
            return None
        if piece[0] == "(":
            groups.append(False)
        elif piece == ")":
            if not groups:
                return None
            closed_loose = groups.pop()
            _mark(groups, loose=closed_loose)
        elif piece == "|":
            weight.choose(inside=bool(groups))
            _mark(groups, loose=True)
        elif piece == "?" or _REPEATS.fullmatch(piece):
            if (previous == ")" and closed_loose and piece != "?") or not previous:
                return None
            if previous[0] != "?" and not _REPEATS.fullmatch(previous):
                free = _SEGMENT.fullmatch(previous) and "/" in previous and _ENDS.match(text, found.end())
                weight.add(piece, free=bool(free))
                _mark(groups, loose=True)
        written.append(_write(piece))
        previous = piece
    return "".join(written) if not groups and weight.is_light(text) else None


class _Weight:
    """Counts what can give back, for the heaviest of the choices that stand outside of all groups."""

    def __init__(self) -> None:
        self._now = self._heaviest = self._optional = 0

    def add(self, quantifier: str, *, free: bool) -> None:
        if quantifier == "?":
            self._optional += 1
        elif not free:
            self._now += 1

    def choose(self, *, inside: bool) -> None:
        if not inside:
            self._heaviest, self._now = max(self._heaviest, self._now), 0

    def is_light(self, text: str) -> bool:
        most = _MOST_ANCHORED if text.startswith("^") else _MOST_LOOSE
        return max(self._heaviest, self._now) <= most and self._optional <= _MOST_OPTIONAL


def _mark(groups: list[bool], *, loose: bool) -> None:
    if groups:
        groups[-1] = groups[-1] or loose


def _write(piece: str) -> str:
    if piece.startswith("(?<") and piece[3] not in "=!":
        return "(?P" + piece[2:]
    # An opening bracket inside of a class is plain in JavaScript and doubtful in Python.
    return "[" + piece[1:].replace("\\[", "[").replace("[", "\\[") if piece[0] == "[" else piece
