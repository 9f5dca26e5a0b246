"""This module holds what is usual for a function in a repository: the 99th percentile of each of its metrics."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import ceil

from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.complexity import METRICS, Metrics, measure_on_tree
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.ports import TreeEntry

FEWEST_FUNCTIONS = 200
MOST_FUNCTIONS = 1_500
_PERCENTILE = 0.99
_READABLE = 0.5
_REGULAR_FILES = frozenset({0o100644, 0o100755})


def find_percentiles(sources: Iterable[Source]) -> dict[str, int] | None:
    """Return the 99th percentile of `lines`, `nesting`, `parameters` and `complexity` over production functions.

    Nearest rank: the smallest figure that at least 99 % of the functions do not exceed. None below 200 functions,
    where the percentile would be the opinion of one or two of them; beyond 1,500 it hardly moves, and no further file
    is parsed. A file that cannot be parsed is left out.
    """
    measured = [metrics.by_name() for metrics in islice(_measure(sources), MOST_FUNCTIONS)]
    if len(measured) < FEWEST_FUNCTIONS:
        return None
    rank = ceil(_PERCENTILE * len(measured)) - 1
    return {name: sorted(figures[name] for figures in measured)[rank] for name in METRICS}


def _measure(sources: Iterable[Source]) -> Iterator[Metrics]:
    for source in sources:
        if source.file_class == "production" and source.confidence >= _READABLE:
            yield from (measure_on_tree(source, scope) for scope in source.functions)


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
