"""This module holds past changes in memory, for one run."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reviewer.model.history import PastChange, PastTouch, Touch
from reviewer.ports import Chain, HistoryStore, Reach

# A change that touches more files than this says nothing about which of them belong together.
WIDE = 30
_Made = tuple[PastChange, Sequence[Touch]]


class MemoryHistory(HistoryStore):
    """A history that lasts as long as the object (see `HistoryStore`)."""

    def __init__(self) -> None:
        self._segments: list[tuple[tuple[_Made, ...], str]] = []
        self._places: dict[str, Reach] = {}

    def chain(self, commit: str) -> Chain:
        """Return what is kept of the changes that lead to a commit."""
        reaches = []
        while commit and (at := self._places.get(commit)) is not None:
            reaches.append(at)
            commit = self._segments[at.segment][1]
        return Chain(tuple(reaches), commit)

    def holds(self, commit: str) -> bool:
        """Tell whether anything is kept of the log of a commit."""
        return commit in self._places

    def add(self, tip: str, changes: Sequence[_Made], below: str) -> None:
        """Keep the changes that lead to a commit."""
        if tip in self._places:
            return
        number = len(self._segments)
        self._segments.append((tuple(changes), below))
        self._places[tip] = Reach(number, 0)
        for at, (change, _) in enumerate(changes):
            self._places[change.commit] = Reach(number, at)

    def touches(self, chain: Chain, path: str, since: int = 0) -> tuple[PastTouch, ...]:
        """Return how the changes of a chain touched a file from a time on, newest first, through renames."""
        found = []
        for place, change, touches in self._walk(chain):
            touch = next((touch for touch in touches if touch.path == path and change.when >= since), None)
            if touch is not None:
                found.append(PastTouch(change, place, touch))
                path = touch.old_path or path
        return tuple(found)

    def count(self, chain: Chain) -> int:
        """Return how many changes a chain has."""
        return sum(1 for _ in self._walk(chain))

    def newest(self, chain: Chain, limit: int) -> tuple[PastChange, ...]:
        """Return the newest changes of a chain, newest first."""
        return tuple(change for _, change, _ in self._walk(chain))[:limit]

    def area(self, chain: Chain, folder: str, since: int) -> tuple[PastChange, ...]:
        """Return the changes from a time on that touched a file below a folder, newest first."""
        within = f"{folder}/" if folder else ""
        return tuple(
            change
            for _, change, touches in self._walk(chain)
            if change.when >= since and any(touch.path.startswith(within) for touch in touches)
        )

    def companions(self, chain: Chain, touches: Sequence[PastTouch]) -> Mapping[str, int]:
        """Return how many of the changes behind some touches touched each other path; wide changes do not count."""
        wanted = {past.change.commit for past in touches if past.change.files <= WIDE}
        counts = Counter(t.path for _, c, touched in self._walk(chain) if c.commit in wanted for t in touched)
        for past in touches:
            counts.pop(past.touch.path, None)
        return counts

    def find(self, chain: Chain, commit: str) -> PastChange | None:
        """Return a change of a chain by its id or the beginning of it."""
        found = [change for _, change, _ in self._walk(chain) if change.commit.startswith(commit)]
        return found[0] if len(found) == 1 else None

    def changes(self, chain: Chain) -> Iterator[tuple[PastChange, tuple[str, ...]]]:
        """Yield the changes of a chain, newest first, with the paths that each touched."""
        for _, change, touches in self._walk(chain):
            yield change, tuple(touch.path for touch in touches)

    def _walk(self, chain: Chain) -> Iterator[tuple[tuple[int, int], PastChange, Sequence[Touch]]]:
        for order, reach in enumerate(chain.reaches):
            for at, (change, touches) in enumerate(self._segments[reach.segment][0]):
                if at >= reach.first:
                    yield (order, at), change, touches
