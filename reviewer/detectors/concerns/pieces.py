"""This module holds the changed files by what ties them to others: names defined, words said, lines edited."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze
from reviewer.change.syntax.outline import outline_of
from reviewer.change.syntax.source import Source
from reviewer.change.weight import weigh_change
from reviewer.model.change import FileClass

_WORD = compile_late(r"[A-Za-z_]\w{3,}|\d{4,}")
_TEST = compile_late(
    r"(?i)(?:^|[_.-])(?:tests?|specs?|e2e|integration|unit)(?=[_.-]|$)|(?<=[a-z])Tests?$|^Test(?=[A-Z])"
)
_PLAIN_STEMS = frozenset(
    word
    for line in (
        "index main init mod lib types type utils util helpers helper common constants config settings base",
        "core errors models model views view schema schemas test tests conftest setup readme page route",
        "layout app api",
    )
    for word in line.split()
)
# What any code says.
IDLE = frozenset(
    word
    for line in (
        "self this return function const class import from none null true false string number value values",
        "name names type types test tests expect assert error errors result results data item items list dict",
        "object async await else elif while with catch throw throws public private static void export default",
        "params args options option index length push args kwargs print path file files line lines text input",
        "output context config that when then must should only each into have does first last before after",
        "also already same other",
    )
    for word in line.split()
)
# Files of these classes carry a concern of their own; others go with what they speak of.
_LEADING: tuple[FileClass, ...] = ("production", "script", "migration", "test")
# A line of fewer signs is found anywhere.
_TELLING_LINE = 24


@dataclass(frozen=True, eq=False)
class Piece:
    """One changed file."""

    file: ChangedFile

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.file.path

    @property
    def folder(self) -> str:
        """The folder of the file, empty at the root."""
        return dirname(self.path)

    @cached_property
    def lines(self) -> int:
        """How many lines were added and deleted, without blank ones and those that were only laid out anew."""
        change = self.file.change
        added, deleted = (
            Counter(filter(None, map(squeeze, side.values()))) for side in (change.added_lines, change.deleted_lines)
        )
        return ((added - deleted) + (deleted - added)).total()

    @property
    def first_line(self) -> int:
        """The first line of the new side that the change touched."""
        return min(self.file.change.added_lines, default=1)

    @cached_property
    def stem(self) -> str:
        """The name of the file without its endings and without the word for tests; empty for a name of no meaning."""
        plain = _TEST.sub("", basename(self.path).partition(".")[0]).strip("_-.").lower().replace("-", "_")
        return "" if plain in _PLAIN_STEMS or len(plain) < 4 else plain

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of the lines that the change added or deleted."""
        return frozenset(w for text in self._changed for w in _WORD.findall(text) if w.lower() not in IDLE)

    @cached_property
    def known(self) -> frozenset[str]:
        """The words of the whole file, on either side."""
        sides = [side for side in (self.file.old, self.file.new) if side is not None]
        return frozenset(word for side in sides for word in _WORD.findall(side.data.decode("utf-8", "replace")))

    @cached_property
    def edited(self) -> frozenset[str]:
        """The changed lines that are long enough to be told apart, without white space."""
        return frozenset(plain for text in self._changed if len(plain := squeeze(text)) >= _TELLING_LINE)

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names of the functions, classes and constants that the change touched, on either side."""
        change = self.file.change
        sides = ((self.file.old, change.touched_old), (self.file.new, change.touched_new))
        return frozenset(name for source, touched in sides if source for name in _list_touched(source, touched))

    @property
    def _changed(self) -> Iterator[str]:
        yield from self.file.change.added_lines.values()
        yield from self.file.change.deleted_lines.values()


def list_pieces(files: tuple[ChangedFile, ...]) -> tuple[list[Piece], list[Piece]]:
    """Return the files that may carry a concern, and those that go with one, such as documents and settings.

    Files whose every edit many other files got too are in neither list.
    """
    read = {weight.file.path for weight in weigh_change(files)}
    leaders = [Piece(f) for f in files if f.file_class in _LEADING and f.path in read]
    others = [f for f in files if f.file_class not in _LEADING and f.change.hunks]
    return leaders, [Piece(f) for f in others if f.new is not None or f.old is not None]


def _list_touched(source: Source, touched: frozenset[int]) -> Iterator[str]:
    for unit, _ in outline_of(source.refocus(frozenset())):
        if unit.role != "module" and any(line in touched for line in range(unit.line, unit.end_line + 1)):
            yield unit.name
