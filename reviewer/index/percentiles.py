"""This module holds what is usual for a function in a repository: the 99th percentile of each of its metrics."""

from collections.abc import Iterable, Sequence
from math import ceil

from reviewer.change.complexity import METRICS, measure_on_tree
from reviewer.change.fileclass import classify_path
from reviewer.change.languages import recognise_language
from reviewer.change.source import Source
from reviewer.ports import TreeEntry

FEWEST_FUNCTIONS = 200
_PERCENTILE = 0.99
_READABLE = 0.5
_REGULAR_FILES = frozenset({0o100644, 0o100755})


def find_percentiles(sources: Iterable[Source]) -> dict[str, int] | None:
    """Return the 99th percentile of `lines`, `nesting`, `parameters` and `complexity` over production functions.

    Nearest rank: the smallest figure that at least 99 % of the functions do not exceed. None below 200 functions,
    where the percentile would be the opinion of one or two of them. A file that cannot be parsed is left out.
    """
    measured = [
        measure_on_tree(source, scope).by_name()
        for source in sources
        if source.file_class == "production" and source.confidence >= _READABLE
        for scope in source.functions
    ]
    if len(measured) < FEWEST_FUNCTIONS:
        return None
    rank = ceil(_PERCENTILE * len(measured)) - 1
    return {name: sorted(figures[name] for figures in measured)[rank] for name in METRICS}


def pick_sample(entries: Sequence[TreeEntry], language: str, *, limit: int = 100) -> tuple[TreeEntry, ...]:
    """Return up to `limit` production files of a language, ordered by blob id.

    It is a sample, so that a large repository costs no more than a small one, until the index knows every function.
    A blob id is a hash of the content: its order has nothing to do with names or folders, is the same on every
    machine, and a change of one file moves only that file. Copies of one content count once.
    """
    fitting = {
        entry.blob: entry
        for entry in sorted(entries, key=lambda e: e.path, reverse=True)
        if entry.mode in _REGULAR_FILES
        and recognise_language(entry.path) == language
        and classify_path(entry.path) == "production"
    }
    return tuple(fitting[blob] for blob in sorted(fitting)[:limit])
