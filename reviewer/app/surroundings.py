"""This module holds the rest of the repository as rules may ask for it: each answer is worked out when first asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from math import ceil

from reviewer.app.sources import Classify
from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.change.weight import COUNTED
from reviewer.index.build import Spread, ensure_facts
from reviewer.index.memory import MemoryStore
from reviewer.index.percentiles import find_percentiles, pick_sample
from reviewer.index.revision import RevisionIndex
from reviewer.model.change import Revision
from reviewer.ports import FactStore, Repository, TreeEntry

_RECENT, _FEWEST = 200, 30


@dataclass(frozen=True, slots=True)
class Facts:
    """Where facts are kept, and how those of many files are collected (see `ensure_facts`).

    `note` is a sentence that says why they are not kept, `place` the file that they are kept in, if they are.
    """

    store: FactStore = field(default_factory=MemoryStore)
    spread: Spread = map
    note: str = ""
    place: str = ""


class RepositorySurroundings:
    """What is usual around a change in a repository (see `Surroundings`), and the index of its old revision."""

    def __init__(
        self, repository: Repository, base: Revision, facts: Facts, classify: Classify, tell: Callable[[str], None]
    ) -> None:
        self._repository = repository
        self._base = base
        self._facts = facts
        self._tell = tell
        self._tree = cache(self._list_tree)
        self.notes: tuple[str, ...] = ()
        self.usual_size = cache(self._measure_sizes)
        self.usual_function = cache(self._measure_functions)
        self.index = RevisionIndex(
            lambda: {entry.path: entry.blob for entry in self._tree()},
            self._fill_store,
            read=self._read,
            classify=classify,
        )

    def _list_tree(self) -> tuple[TreeEntry, ...]:
        return self._repository.tree(self._base)

    def _read(self, path: str) -> bytes | None:
        name = f"{self._base.tree}:{path}"
        data = self._repository.read([name]).get(name)
        return data if isinstance(data, bytes) else None

    def _fill_store(self) -> FactStore:
        store, spread = self._facts.store, self._facts.spread
        self.notes = (self._facts.note,) if self._facts.note else ()

        def tell(done: int, total: int) -> None:
            self._tell(f"indexing the repository, {done} of {total} files")

        ensure_facts(self._base.tree, self._tree(), store, read=self._repository.read, spread=spread, tell=tell)
        return store

    def _measure_sizes(self) -> int | None:
        changes = self._repository.recent_sizes(self._base, _RECENT)
        sizes = sorted(sum(n for path, n in change.items() if classify_path(path) in COUNTED) for change in changes)
        return sizes[ceil(0.95 * len(sizes)) - 1] if len(sizes) >= _FEWEST else None

    def _measure_functions(self, language: str) -> dict[str, int] | None:
        entries = pick_sample(self._tree(), language)
        contents = self._repository.read(entry.blob for entry in entries)
        texts = [(entry.path, contents.get(entry.blob)) for entry in entries]
        return find_percentiles(
            Source(path, data, recognise_language(path), classify_path(path))
            for path, data in texts
            if isinstance(data, bytes)
        )
