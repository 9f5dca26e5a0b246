"""This module holds the history of a revision as rules and factors ask for it: of a file, of lines, of a stretch."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from reviewer.history.trace import Traced, find_origins, trace_stretch
from reviewer.model.history import PastChange, PastTouch
from reviewer.ports import Chain, HistoryStore

DAY = 86_400


@dataclass(frozen=True, slots=True)
class FileHistory:
    """What the changes of a file tell. Days are counted back from the time of the review; None where nothing is known.

    `authors` counts changes by author, most first; `owned` is the share of the first. `churn` is the number of lines
    that were added and deleted in the last 90 days, `fixes` and `recent_fixes` (of 90 days) leave reverts out.
    """

    changes: int
    fixes: int
    recent_fixes: int
    reverts: int
    churn: int
    age: int | None
    idle: int | None
    authors: tuple[tuple[str, int], ...]

    @property
    def owned(self) -> float:
        """The share of the changes that the first author made."""
        total = sum(count for _, count in self.authors)
        return self.authors[0][1] / total if total else 0.0


class History:
    """The changes that lead to a revision. `now` is the time of the review in seconds since 1970."""

    def __init__(self, store: HistoryStore, chain: Chain, now: int) -> None:
        self.store = store
        self.chain = chain
        self.now = now
        self.touches = cache(self._find_touches)
        self.file = cache(self._sum_up)
        self.newest = cache(self._list_newest)

    def days_since(self, change: PastChange) -> int:
        """Return the whole days between a change and the review, at least 0."""
        return max(0, (self.now - change.when) // DAY)

    def origins(self, path: str, lines: Iterable[int], days: int | None = None) -> dict[int, PastTouch]:
        """Return the change that last wrote each of some lines of a file as the revision has it.

        With `days` only changes of the last days are looked at: lines that are older have no origin.
        """
        return find_origins(lines, self.touches(path, days))

    def stretch(self, path: str, first: int, last: int, days: int | None = None) -> Traced:
        """Return the changes that touched a stretch of a file as the revision has it, newest first."""
        return trace_stretch(first, last, self.touches(path, days))

    def _list_newest(self, limit: int) -> tuple[PastChange, ...]:
        return self.store.newest(self.chain, limit)

    def _find_touches(self, path: str, days: int | None = None) -> tuple[PastTouch, ...]:
        since = 0 if days is None else self.now - (days + 1) * DAY
        return self.store.touches(self.chain, path, since)

    def _sum_up(self, path: str) -> FileHistory:
        return sum_up(self.touches(path), self.now)


def sum_up(touches: Sequence[PastTouch], now: int, *, recent: int = 90) -> FileHistory:
    """Sum up the touches of a file or of a stretch of it, which come newest first."""
    fixes = [t for t in touches if t.change.kind == "fix"]
    late = now - recent * DAY
    authors = Counter(author for t in touches for author in t.change.authors)
    return FileHistory(
        changes=len(touches),
        fixes=len(fixes),
        recent_fixes=sum(t.change.when >= late for t in fixes),
        reverts=sum(t.change.kind == "revert" for t in touches),
        churn=sum(t.touch.added + t.touch.deleted for t in touches if t.change.when >= late),
        age=max(0, (now - touches[-1].change.when) // DAY) if touches else None,
        idle=max(0, (now - touches[0].change.when) // DAY) if touches else None,
        authors=tuple(sorted(authors.items(), key=lambda item: (-item[1], item[0]))),
    )
