"""This module holds the repository as a change leaves it: the old revision, with the changed files in their places."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, cached_property
from itertools import chain

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.outline import Unit, outline_of
from reviewer.change.syntax.source import Source
from reviewer.index.build import is_indexed
from reviewer.index.facts import imports_of, is_opaque, join_outlines
from reviewer.index.memory import MemoryStore
from reviewer.index.revision import Index, RevisionIndex, Site, place_of
from reviewer.model.change import FileClass


class Overlay:
    """The new revision (see `Index`)."""

    def __init__(self, base: Index, files: Sequence[ChangedFile]) -> None:
        self._base = base
        self._new = {f.change.new_path: f for f in files if f.change.new_path is not None}
        self._gone = frozenset(f.change.old_path for f in files if f.change.old_path is not None) | self._new.keys()

        self._find_words = cache(self._find_word)

    @cached_property
    def paths(self) -> Collection[str]:
        """Every path of the revision."""
        return (set(self._base.paths) - self._gone) | self._new.keys()

    @cached_property
    def _changed(self) -> RevisionIndex:
        """The changed files alone, each by its path in place of a blob id."""
        sources = self._sources
        store = MemoryStore()
        outlines = ((path, s.language or "", outline_of(s.refocus(frozenset())), ()) for path, s in sources.items())
        store.add(join_outlines(outlines))
        return RevisionIndex(
            lambda: {path: path for path in sources},
            lambda: store,
            read=lambda paths: {path: sources[path].data for path in paths},
            classify=lambda path, _: sources[path].file_class,
        )

    @cached_property
    def _sources(self) -> dict[str, Source]:
        """The changed files that can be read, each looked at as a whole."""
        return {path: file.new.refocus(None) for path, file in self._new.items() if file.new is not None}

    def read(self, path: str) -> bytes | None:
        """Return a file, or None."""
        if path in self._new:
            new = self._new[path].new
            return new.data if new else None
        return None if path in self._gone else self._base.read(path)

    def source(self, path: str) -> Source | None:
        """Return a file as a source with its syntax tree, made once, or None."""
        if path in self._gone:
            return self._sources.get(path)
        return self._base.source(path)

    def file_class(self, path: str) -> FileClass:
        """Return the class of a file."""
        new = self._new[path].new if path in self._new else None
        return new.file_class if new else self._base.file_class(path)

    def outline(self, path: str) -> tuple[Unit, ...]:
        """Return the units of a file."""
        return self._changed.outline(path) if path in self._gone else self._base.outline(path)

    def imports(self, path: str) -> tuple[Import, ...]:
        """Return the imports of a file."""
        if path not in self._gone:
            return self._base.imports(path)
        source = self._sources.get(path)
        is_kept = source is not None and source.language == recognise_language(path) and is_indexed(path)
        return imports_of(source) if source is not None and is_kept and not is_opaque(source.data) else ()

    def count_mentions(self, word: str) -> int:
        """Return how many units may mention a word."""
        return self._base.count_mentions(word) + self._changed.count_mentions(word)

    def find_mentions(self, word: str, language: str = "") -> tuple[Site, ...]:
        """Return the units that mention a word."""
        return self._find_words(word, language)

    def _find_word(self, word: str, language: str) -> tuple[Site, ...]:
        return self._merge(lambda index: index.find_mentions(word, language))

    def find_definitions(self, name: str, language: str) -> tuple[Site, ...]:
        """Return the functions, classes and constants with a name."""
        return self._merge(lambda index: index.find_definitions(name, language))

    def find_bodies(self, shape: int, language: str) -> tuple[Site, ...]:
        """Return the functions whose body has a shape."""
        return self._merge(lambda index: index.find_bodies(shape, language))

    def find_constants(self, value: str, language: str) -> tuple[Site, ...]:
        """Return the constants that are bound to a literal."""
        return self._merge(lambda index: index.find_constants(value, language))

    def find_similar(
        self, words: Iterable[str], language: str, limit: int = 10, *, least: float = 0.0
    ) -> tuple[Site, ...]:
        """Return the functions that share most of some words, those of unchanged files first."""
        known = tuple(words)
        found = self._base.find_similar(known, language, 2 * limit, least=least)
        here = self._changed.find_similar(known, language, limit, least=least)
        return (*(s for s in found if s.path not in self._gone), *here)[:limit]

    def _merge(self, ask: Callable[[Index], tuple[Site, ...]]) -> tuple[Site, ...]:
        unchanged = (site for site in ask(self._base) if site.path not in self._gone)
        return tuple(sorted(chain(unchanged, ask(self._changed)), key=place_of))
