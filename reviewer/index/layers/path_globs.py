"""This module holds file patterns out of a contract (`src/{app,lib}/*`), as tests of paths."""

from collections.abc import Iterator, Sequence
from posixpath import join, normpath

from reviewer.change.late import compile_late
from reviewer.change.patterns import Matches, find_fault, match_patterns

_BRACES = compile_late(r"\{([^{}]*)\}")
_EXTENDED = compile_late(r"[!@+?*]\(|\[")
_STARRED = compile_late(r"[*?{\[]|[!@+]\(")
_MOST_CHOICES = 64


def has_stars(text: str) -> bool:
    """Tell whether a text is a pattern and not the name of one place."""
    return _STARRED.search(text) is not None


def match_globs(folder: str, globs: Sequence[str], *, anywhere: bool = False) -> Matches | None:
    """Return a test for files that globs below a folder mean, and all in folders that they mean.

    `anywhere` lets a glob begin at any folder below. None where one of them cannot be read.
    """
    patterns: list[str] = []
    for glob in globs:
        choices = list(expand_braces(glob))
        if not choices or _EXTENDED.search(glob):
            return None
        for choice in choices:
            inside = normpath(choice)
            placed = join(folder, "**", inside) if anywhere else join(folder, inside)
            patterns.append("/" + normpath(placed).removeprefix("./") + ("/" if choice.endswith("/") else ""))
    if any(find_fault(pattern) or "/.." in pattern for pattern in patterns):
        return None
    return match_patterns(patterns)


def expand_braces(glob: str) -> Iterator[str]:
    """Yield the patterns that a glob with braces stands for; none where there are too many."""
    waiting, done = [glob], []
    while waiting:
        current = waiting.pop()
        found = _BRACES.search(current)
        if found is None:
            done.append(current)
            continue
        waiting += [current[: found.start()] + part + current[found.end() :] for part in found[1].split(",")]
        if len(waiting) + len(done) > _MOST_CHOICES:
            return
    yield from sorted(done)


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or file, or lies in it; the root is an empty string."""
    return not folder or path == folder or path.startswith(f"{folder}/")
