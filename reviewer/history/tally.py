"""This module holds what is counted over a whole history: changes, fixes, people, and the files that are fixed most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviewer.model.history import PastChange

_FIXED_MOST = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of changes, by kind, of fixes by level, of paths and people; times are seconds since 1970.

    `unmeasured` changes lack their contents in this clone. `fixed_most` are the paths that most fixes touched.
    """

    changes: int
    kinds: Mapping[str, int]
    levels: Mapping[str, int]
    paths: int
    people: int
    unmeasured: int
    oldest: int
    newest: int
    fixed_most: tuple[tuple[str, int], ...]


def count_history(changes: Iterable[tuple[PastChange, tuple[str, ...]]]) -> Tally:
    """Count changes with the paths that they touched."""
    kinds: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    people: set[str] = set()
    seen: set[str] = set()
    unmeasured, oldest, newest = 0, 0, 0
    for change, paths in changes:
        kinds[change.kind] += 1
        people.update(change.authors)
        seen.update(paths)
        unmeasured += not change.measured
        oldest, newest = min(oldest or change.when, change.when), max(newest, change.when)
        if change.kind == "fix":
            levels[change.level] += 1
            fixed.update(paths)
    ranked = sorted(fixed.items(), key=lambda item: (-item[1], item[0]))
    return Tally(
        changes=sum(kinds.values()),
        kinds=dict(sorted(kinds.items())),
        levels=dict(sorted(levels.items())),
        paths=len(seen),
        people=len(people),
        unmeasured=unmeasured,
        oldest=oldest,
        newest=newest,
        fixed_most=tuple(ranked[:_FIXED_MOST]),
    )
