"""This module holds one revision of the repository, by what its files say: who defines a name and who mentions it.

The index finds files and units fast and may be behind by a comment or a hash that two words share; whoever needs the
truth reads the few sources that were found.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import log
from typing import Protocol, TypeVar

from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.languages import recognise_language, share_namespace
from reviewer.change.syntax.outline import Unit
from reviewer.change.syntax.source import Source
from reviewer.index.facts import (
    decode_imports,
    decode_units,
    key_of_name,
    key_of_shape,
    key_of_value,
    key_of_word,
    normalise_value,
)
from reviewer.model.change import FileClass
from reviewer.ports import FactStore, LostFacts

# The files of a longer answer are hardly read one and all.
_MOST_AHEAD = 40
_Answer = TypeVar("_Answer")
# A word that more units than this mention says nothing about any of them.
COMMON = 2000


@dataclass(frozen=True, slots=True)
class Site:
    """A unit with where it stands. `language` is empty for a file that no grammar reads."""

    path: str
    language: str
    unit: Unit

    def __lt__(self, other: "Site") -> bool:
        """Sites are ordered by path and line."""
        return place_of(self) < place_of(other)


def place_of(site: Site) -> tuple[str, int, int, str, str, str]:
    """Return what sites are ordered by."""
    unit = site.unit
    return (site.path, unit.line, -unit.end_line, unit.role, unit.symbol, site.language)


class Index(Protocol):
    """One revision of the repository. Sites come ordered by path and line; languages that share names count as one."""

    @property
    def paths(self) -> Collection[str]:
        """Every path of the revision, submodules and symbolic links too; asking whether one is in it is fast."""

    def read(self, path: str) -> bytes | None:
        """Return a file, or None when there is none or it cannot be read (larger than 1 MB, missing)."""

    def source(self, path: str) -> Source | None:
        """Return a file as a source with its syntax tree, made once, or None."""

    def file_class(self, path: str) -> FileClass:
        """Return the class of a file, by its path and by what the settings say."""

    def outline(self, path: str) -> tuple[Unit, ...]:
        """Return the units of a file, in the order of the text, without parsing it; empty where there are none."""

    def imports(self, path: str) -> tuple[Import, ...]:
        """Return the imports of a file in the order of the text, without parsing it; the first 2,000 of them."""

    def count_mentions(self, word: str) -> int:
        """Return how many units of this revision may mention a word: fast, and the same whatever else is kept."""

    def find_mentions(self, word: str, language: str = "") -> tuple[Site, ...]:
        """Return the units that mention a name or a number of four digits and more, in strings and comments too.

        All languages and plain text unless one is named. Empty for a word that is too common (see `COMMON`).
        """

    def find_definitions(self, name: str, language: str) -> tuple[Site, ...]:
        """Return the functions, classes and constants with a name, whatever their owner."""

    def find_bodies(self, shape: int, language: str) -> tuple[Site, ...]:
        """Return the functions whose body has a shape (see `Shape`)."""

    def find_constants(self, value: str, language: str) -> tuple[Site, ...]:
        """Return the constants that are bound to a literal, as written in code."""

    def find_similar(
        self, words: Iterable[str], language: str, limit: int = 10, *, least: float = 0.0
    ) -> tuple[Site, ...]:
        """Return the functions that share most of some words, rare ones first in weight; best first.

        `least` is the share of the weight of all those words which the repository has that a function must mention.
        """


class RevisionIndex:
    """A revision read from a repository (see `Index`).

    `blobs` lists the blob id by path and `store` brings the facts of every file; both are called once, when needed.
    `read` reads some files. Whoever asked where something stands will read it: the files of an answer are read
    together, with the first of them that is asked for.
    """

    def __init__(
        self,
        blobs: Callable[[], Mapping[str, str]],
        store: Callable[[], FactStore],
        *,
        read: Callable[[Collection[str]], Mapping[str, bytes | None]],
        classify: Callable[[str, bytes], FileClass],
    ) -> None:
        self._blobs = cache(blobs)
        self._fill = store
        self._store: FactStore | None = None
        self._classify = classify
        self._read = read
        self._contents: dict[str, bytes | None] = {}
        self._next: set[str] = set()
        self.source = cache(self._make_source)
        self.file_class = cache(self._classify_path)
        self._units = cache(self._read_units)
        self._imports = cache(self._read_imports)
        self._find_words = cache(self._find_word)
        self._counts = cache(self._count_word)

    @property
    def paths(self) -> Collection[str]:
        """Every path of the revision."""
        return self._blobs().keys()

    def read(self, path: str) -> bytes | None:
        """Return a file, or None when there is none or it cannot be read."""
        if path not in self._contents:
            self._contents |= self._read(sorted(self._next | {path}))
            self._next.clear()
        return self._contents[path]

    def outline(self, path: str) -> tuple[Unit, ...]:
        """Return the units of a file."""
        blob = self._blobs().get(path)
        return self._units(blob, recognise_language(path) or "") if blob is not None else ()

    def imports(self, path: str) -> tuple[Import, ...]:
        """Return the imports of a file."""
        blob = self._blobs().get(path)
        return self._imports(blob, recognise_language(path) or "") if blob is not None else ()

    def count_mentions(self, word: str) -> int:
        """Return how many units may mention a word."""
        return self._counts(word)

    def find_mentions(self, word: str, language: str = "") -> tuple[Site, ...]:
        """Return the units that mention a word."""
        if self.count_mentions(word) > COMMON:
            return ()
        return tuple(s for s in self._find_words(word) if not language or share_namespace(s.language, language))

    def find_definitions(self, name: str, language: str) -> tuple[Site, ...]:
        """Return the functions, classes and constants with a name."""
        found = self._locate(key_of_name(name))
        return tuple(s for s in found if s.unit.name == name and share_namespace(s.language, language))

    def find_bodies(self, shape: int, language: str) -> tuple[Site, ...]:
        """Return the functions whose body has a shape."""
        found = self._locate(key_of_shape(shape)) if shape else ()
        return tuple(s for s in found if s.unit.shape == shape and share_namespace(s.language, language))

    def find_constants(self, value: str, language: str) -> tuple[Site, ...]:
        """Return the constants that are bound to a literal."""
        wanted = normalise_value(value)
        found = self._locate(key_of_value(value))
        return tuple(
            s
            for s in found
            if s.unit.value and normalise_value(s.unit.value) == wanted and share_namespace(s.language, language)
        )

    def find_similar(
        self, words: Iterable[str], language: str, limit: int = 10, *, least: float = 0.0
    ) -> tuple[Site, ...]:
        """Return the functions that share most of some words."""
        counts = {word: count for word in sorted(set(words)) if 0 < (count := self.count_mentions(word)) <= COMMON}
        said = {word: log(1 + COMMON / count) for word, count in counts.items()}
        weights: dict[tuple[str, str, int], float] = {}
        for word, weight in said.items():
            for found in dict.fromkeys(self._find(key_of_word(word))):
                weights[found] = weights.get(found, 0.0) + weight
        floor = least * sum(said.values())
        best = sorted((item for item in weights.items() if item[1] >= floor), key=lambda item: (-item[1], item[0]))
        sites: list[Site] = []
        for (oid, tongue, number), _ in best:
            if oid in self._places and share_namespace(tongue, language):
                sites += [s for s in self._sites(oid, tongue, number) if s.unit.role == "function"]
                if len(sites) >= limit:
                    break
        return tuple(sites[:limit])

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """Paths by blob id."""
        places: dict[str, list[str]] = {}
        for path, blob in self._blobs().items():
            places.setdefault(blob, []).append(path)
        return places

    @cached_property
    def _live(self) -> frozenset[tuple[str, str]]:
        """The blobs of this revision with their languages."""
        return frozenset((blob, recognise_language(path) or "") for path, blob in self._blobs().items())

    def _classify_path(self, path: str) -> FileClass:
        return self._classify(path, b"")

    def _read_units(self, oid: str, language: str) -> tuple[Unit, ...]:
        return decode_units(self._ask(lambda store: store.outline(oid, language)) or b"[]")

    def _read_imports(self, oid: str, language: str) -> tuple[Import, ...]:
        return decode_imports(self._ask(lambda store: store.imports(oid, language)) or b"[]")

    def _find_word(self, word: str) -> tuple[Site, ...]:
        return self._locate(key_of_word(word))

    def _count_word(self, word: str) -> int:
        return self._ask(lambda store: store.count(key_of_word(word), self._live))

    def _find(self, key: int) -> list[tuple[str, str, int]]:
        return self._ask(lambda store: store.find(key))

    def _ask(self, question: Callable[[FactStore], _Answer]) -> _Answer:
        if self._store is None:
            self._store = self._fill()
        try:
            return question(self._store)
        except LostFacts:
            self._store = self._fill()
            return question(self._store)

    def _locate(self, key: int) -> tuple[Site, ...]:
        found = tuple(sorted({site for place in self._find(key) for site in self._sites(*place)}, key=place_of))
        self._expect(found)
        return found

    def _expect(self, sites: Collection[Site]) -> None:
        if len(sites) <= _MOST_AHEAD:
            self._next |= {site.path for site in sites} - self._contents.keys()

    def _sites(self, oid: str, language: str, number: int) -> list[Site]:
        paths = self._places.get(oid)
        units = self._units(oid, language) if paths else ()
        if not paths or number >= len(units):
            return []
        return [Site(p, language, units[number]) for p in paths if (recognise_language(p) or "") == language]

    def _make_source(self, path: str) -> Source | None:
        data = self.read(path)
        if data is None:
            return None
        language = recognise_language(path, data.split(b"\n", 1)[0])
        return Source(path, data, language, self._classify(path, data))
