"""This module holds what is read once of a file in which names are looked for: imports, and what is in no function."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from typing import cast
from weakref import WeakKeyDictionary, proxy

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.index.revision import Index

_OPENS_IMPORT = compile_late(
    r"^\s*(import|from|use|using|package|#include|export\s+(\*|\{|type\b))\b|^\s*require(_relative)?\b|"
    r"\brequire\(|\bimport\("
)
_RENAMED = compile_late(
    r"\bas\s+(\w+)|^\s*import\s+(\w+)\s*(?:,|from|=)|^\s*(?:import\s+)?(\w+)\s+\"|\b(\w+)\s*=\s*require\("
)
_OPENS_BLOCK = compile_late(r"^import\s*\(\s*$")
_WORD = compile_late(r"[A-Za-z_$][\w$]*")
_OUTLINED: "WeakKeyDictionary[Source, Source]" = WeakKeyDictionary()
_READINGS: "WeakKeyDictionary[Source, Reading]" = WeakKeyDictionary()


class Reading:
    """One file by its lines, counted from 1."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = source.lines
        self._text = "\n".join(source.lines)
        self.matches = cache(self._matches)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [0], self._text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self._text.find("\n", at + 1)
        return starts

    def find_lines(self, word: str) -> Iterator[int]:
        """Yield the lines that hold a word, in order."""
        at = self._text.find(word)
        while at >= 0:
            line = bisect_right(self._starts, at)
            yield line
            at = self._text.find(word, self._starts[line]) if line < len(self._starts) else -1

    @cached_property
    def imports(self) -> frozenset[int]:
        """The lines that belong to an import."""
        found, importing, is_block = set(), False, False
        for number, line in enumerate(self._lines, 1):
            importing = importing or bool(_OPENS_IMPORT.search(line))
            if importing:
                found.add(number)
                # A block of Go ends with its bracket, and its lines with nothing.
                is_block = (is_block or bool(_OPENS_BLOCK.match(line))) and not line.startswith(")")
                importing = is_block or line.rstrip().endswith(("(", "{", ",", "\\"))
        return frozenset(found)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The words of the lines that belong to an import."""
        return frozenset(word for n in self.imports for word in _WORD.findall(self._lines[n - 1]))

    def _matches(self, pattern: "re.Pattern[str]") -> bool:
        """Tell whether the file holds a pattern anywhere."""
        return bool(pattern.search(self._text))

    def find_renamed(self, modules: frozenset[str]) -> frozenset[str]:
        """Return the names that the file gives to some modules when it imports them."""
        lines = [line for n in self.imports if any(word in (line := self._lines[n - 1]) for word in modules)]
        matches = [match for line in lines if (match := _RENAMED.search(line))]
        return frozenset(name for match in matches for name in match.groups() if name)


def read_source(source: Source) -> Reading:
    """Return the reading of a source, made once."""
    found = _READINGS.get(source)
    if found is None:
        # What is kept must not keep the source that it is known by.
        found = _READINGS[source] = Reading(cast("Source", proxy(source)))
    return found


def find_outlined(index: Index, path: str) -> Source | None:
    """Return a file of a revision by its outline: its tests are found with less work, and nobody asks for its nodes."""
    source = index.source(path)
    if source is None:
        return None
    if source not in _OUTLINED:
        _OUTLINED[source] = source.refocus(frozenset())
    return _OUTLINED[source]
