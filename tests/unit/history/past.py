"""This module holds how tests write a past: changes of a main line, oldest first, each a word and its files."""

from collections.abc import Mapping, Sequence
from hashlib import sha1

from reviewer.history.memory import MemoryHistory
from reviewer.history.past import History
from reviewer.model.history import FixLevel, Kind, PastChange, Stretch, Touch

NOW = 1_800_000_000
DAY = 86_400
ADA, BOB = "Ada <ada@example.invalid>", "Bob <bob@example.invalid>"


def oid(name: str) -> str:
    """Return the id of a change by the word that names it."""
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def change(name: str, *, days: int = 1, author: str = ADA, kind: Kind = "other", files: int = 1) -> PastChange:
    """Return a change that was made some days ago."""
    level: FixLevel = "conventional" if kind == "fix" else ""
    return PastChange(oid(name), NOW - days * DAY, (author,), kind, level, name, files=files)


def touch(path: str, *stretches: Stretch, old: str = "") -> Touch:
    """Return what a change did to a file."""
    return Touch(path, old, sum(s[3] for s in stretches), sum(s[1] for s in stretches), stretches)


Made = tuple[PastChange, Sequence[Touch]]


def history_of(*made: Made) -> History:
    """Return the history that some changes make, which are given oldest first."""
    kept = MemoryHistory()
    newest = tuple(reversed(made))
    tip = newest[0][0].commit if newest else oid("nothing")
    kept.add(tip, newest, "")
    return History(kept, kept.chain(tip), NOW)


def edit(lines: Sequence[str], edits: Mapping[int, Sequence[str]]) -> tuple[list[str], list[Stretch]]:
    """Replace lines (by their 0-based number) by others, and say which stretches that are, as git numbers them."""
    result: list[str] = []
    stretches: list[Stretch] = []
    for number, line in enumerate(lines):
        if number in edits:
            new = list(edits[number])
            stretches.append((number + 1, 1, len(result) + bool(new), len(new)))
            result += new
        else:
            result.append(line)
    return result, stretches
