"""This module holds which past changes were repaired later: whose lines a fix replaced, by the kept stretches alone.

It is R-SZZ without reading a file: white space, comments and moves between files are not seen. That is enough to count
over many changes, and not to say so of a single one (see `reviewer.history.szz`).
"""

from collections.abc import Iterable, Mapping

from reviewer.change.fileclass import classify_path
from reviewer.history.past import DAY, History
from reviewer.history.trace import find_origins
from reviewer.model.history import PastChange

# A fix of more files does more than repair one mistake.
_MOST_FILES = 50
_CODE = frozenset({"production", "script", "migration"})


def find_repaired(
    history: History, fixes: Mapping[str, Iterable[str]], *, first: int = 1, last: int = 90
) -> dict[str, str]:
    """Return for each repaired change the earliest of some fixes that went back to it `first` to `last` days later.

    `fixes` gives the paths that each touched, by commit id. Of the changes whose lines a fix replaced, the newest is
    taken.
    """
    repaired: dict[str, tuple[int, str]] = {}
    for fix, paths in fixes.items():
        code = [path for path in paths if classify_path(path) in _CODE]
        if not code or len(code) > _MOST_FILES:
            continue
        found = [origin for path in code for origin in _find_origins(history, path, fix)]
        if not found:
            continue
        culprit, when = max(found, key=lambda pair: (pair[0].when, pair[0].commit))
        days = (when - culprit.when) / DAY
        if first <= days <= last:
            before = repaired.get(culprit.commit)
            repaired[culprit.commit] = min((when, fix), before) if before else (when, fix)
    return {commit: fix for commit, (_, fix) in repaired.items()}


def _find_origins(history: History, path: str, fix: str) -> list[tuple[PastChange, int]]:
    touches = history.touches(path)
    at = next((i for i, touch in enumerate(touches) if touch.change.commit == fix), None)
    if at is None:
        return []
    replaced = [line for start, count, _, _ in touches[at].touch.stretches for line in range(start, start + count)]
    origins = find_origins(replaced, touches[at + 1 :])
    return [(origin.change, touches[at].change.when) for origin in origins.values()]
