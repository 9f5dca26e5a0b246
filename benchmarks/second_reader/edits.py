"""This module holds edits by place: what of a file is written otherwise, with no more of its text than a fragment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done at a line. Lines are 1-based and those of the untouched file.

    Either a fragment of the line (`replace`) is written `by` another, or lines of our own are put before it (`insert`),
    or so many lines from it are dropped (`delete`) or put before the line `to` (`move`). `holds` is a fragment of the
    line where none is replaced, so that a wrong place is seen.
    """

    line: int
    replace: str = ""
    by: str = ""
    insert: tuple[str, ...] = ()
    delete: int = 0
    move: int = 0
    to: int = 0
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes to one place of a file: its lines `first` to `last`, both included."""

    path: str
    first: int
    last: int
    changes: tuple[Change, ...]

    @property
    def planted_last(self) -> int:
        """The last line of the place once it is changed."""
        return self.last + sum(len(change.insert) - change.delete for change in self.changes)

    def rewrite(self, text: str) -> str:
        """Return the file changed. Raises `ValueError` where a line is not there or is not the one that is meant."""
        lines = text.split("\n")
        if not 1 <= self.first <= self.last <= len(lines):
            raise ValueError(f"{self.path}: lines {self.first} to {self.last} of a file of {len(lines)}")
        for change in self.changes:
            self._check(change, lines)
        kept = dict(enumerate(lines, 1))
        for line in {change.line for change in self.changes if change.replace}:
            kept[line] = _replace(lines[line - 1], [c for c in self.changes if c.replace and c.line == line])
        before: dict[int, list[str]] = defaultdict(list)
        for change in self.changes:
            before[change.line] += change.insert
            before[change.to] += self._take(change, kept)
        return "\n".join(_join(before, kept, len(lines)))

    def _check(self, change: Change, lines: Sequence[str]) -> None:
        place = f"{self.path}:{change.line}"
        if sum(map(bool, (change.replace, change.insert, change.delete, change.move))) != 1:
            raise ValueError(f"{place}: to be one of replace, insert, delete and move")
        if change.line < self.first or change.line + max(1, change.delete, change.move) - 1 > self.last:
            raise ValueError(f"{place}: not within lines {self.first} to {self.last}")
        if change.move and not self.first <= change.to <= self.last + 1:
            raise ValueError(f"{place}: moved out of lines {self.first} to {self.last}")
        fragment = change.replace or change.holds
        if not fragment or lines[change.line - 1].count(fragment) != 1:
            raise ValueError(f"{place}: {fragment!r} does not stand there exactly once")

    def _take(self, change: Change, kept: dict[int, str]) -> list[str]:
        wanted = range(change.line, change.line + change.delete + change.move)
        if not kept.keys() >= set(wanted):
            raise ValueError(f"{self.path}:{change.line}: deleted or moved twice")
        taken = [kept.pop(line) for line in wanted]
        return taken if change.move else []


def read_edits(rows: Iterable[Mapping[str, Any]]) -> tuple[Edit, ...]:
    """Return edits as they are told in JSON. Raises `TypeError` where one has a key that is none."""
    return tuple(_read_edit(**row) for row in rows)


def _read_edit(path: str, lines: tuple[int, int], changes: Sequence[Mapping[str, Any]]) -> Edit:
    first, last = lines
    return Edit(path, first, last, tuple(map(_read_change, changes)))


def _read_change(told: Mapping[str, Any]) -> Change:
    return Change(**{**told, "insert": tuple(told.get("insert", ()))})


def _replace(line: str, changes: Iterable[Change]) -> str:
    """Every fragment is looked for in the untouched line, so that two can change places."""
    for at, change in sorted(((line.index(c.replace), c) for c in changes), key=lambda found: -found[0]):
        line = line[:at] + change.by + line[at + len(change.replace) :]
    return line


def _join(before: Mapping[int, Sequence[str]], kept: Mapping[int, str], count: int) -> Iterator[str]:
    for line in range(1, count + 2):
        yield from before.get(line, ())
        if line in kept:
            yield kept[line]
