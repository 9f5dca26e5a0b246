"""This module holds the rest of the repository as rules may ask for it: each answer is worked out when first asked."""

from functools import cache
from math import ceil

from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.change.weight import COUNTED
from reviewer.index.percentiles import find_percentiles, pick_sample
from reviewer.model.change import Change
from reviewer.ports import Repository

_RECENT, _FEWEST = 200, 30


class RepositorySurroundings:
    """What surrounds a change in a repository (see `Surroundings`)."""

    def __init__(self, repository: Repository, change: Change) -> None:
        self._repository = repository
        self._base = change.base
        self.usual_size = cache(self._measure_sizes)
        self.usual_function = cache(self._measure_functions)

    def read_base(self, path: str) -> bytes | None:
        """Return a file of the base revision, or None."""
        name = f"{self._base.tree}:{path}"
        data = self._repository.read([name]).get(name)
        return data if isinstance(data, bytes) else None

    def _measure_sizes(self) -> int | None:
        changes = self._repository.recent_sizes(self._base, _RECENT)
        sizes = sorted(sum(n for path, n in change.items() if classify_path(path) in COUNTED) for change in changes)
        return sizes[ceil(0.95 * len(sizes)) - 1] if len(sizes) >= _FEWEST else None

    def _measure_functions(self, language: str) -> dict[str, int] | None:
        entries = pick_sample(self._repository.tree(self._base), language)
        contents = self._repository.read(entry.blob for entry in entries)
        texts = [(entry.path, contents.get(entry.blob)) for entry in entries]
        return find_percentiles(
            Source(path, data, recognise_language(path), classify_path(path))
            for path, data in texts
            if isinstance(data, bytes)
        )
