"""This module holds the files that speak of a name which may be several words, such as `session-complete`."""

from reviewer.change.late import compile_late
from reviewer.index.revision import COMMON, Index

_WORD = compile_late(r"[A-Za-z_$][\w$]*|\d{4,}")


def find_files(index: Index, name: str, most: int) -> list[str] | None:
    """Return the files with every word of a name, found by its rarest word; None when that cannot be known."""
    best: list[str] | None = None
    for word in _WORD.findall(name):
        if index.count_mentions(word) > COMMON:
            continue
        paths = sorted({site.path for site in index.find_mentions(word)})
        if best is None or len(paths) < len(best):
            best = paths
    return best if best is not None and len(best) <= most else None


def count_units(index: Index, name: str) -> int:
    """Return how many units mention the rarest word of a name, `COMMON` when every word is too common."""
    counts = [
        len(index.find_mentions(word)) if index.count_mentions(word) <= COMMON else COMMON
        for word in _WORD.findall(name)
    ]
    return min(counts, default=COMMON)


def count_text(index: Index, path: str, name: str) -> int:
    """Return how often a file has a name as text; 1 for a file that cannot be read, which may have it."""
    data = index.read(path)
    return 1 if data is None else data.count(name.encode())
