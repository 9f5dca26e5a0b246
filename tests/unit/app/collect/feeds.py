"""This module holds a forge in memory, as a `Feed`: what it holds can change and fail between any two questions."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reviewer.ports import Record
from reviewer.ports.collect import Feed, Page, Usage

SIZE = 3
Before = Callable[[int, str], None]


class MemoryFeed(Feed):
    """A repository whose records are `things`, by kind and key. `before` is told the number and name of a question."""

    def __init__(self, *, before: Before = lambda _number, _name: None) -> None:
        self.things: dict[str, dict[str, Record]] = {"pull": {}, "line_comment": {}, "comment": {}, "issue": {}}
        self.clock = 1_000_000
        self.asked: list[str] = []
        self.lost: set[str] = set()
        self.before = before

    name = "acme/shop"
    id = "R_1"

    def put(self, kind: str, key: str, **data: Any) -> None:  # noqa: ANN401 - JSON
        """Add or change something, now; with `silent`, without a trace in its time."""
        self.clock += 1
        old = self.things[kind].get(key)
        when = old.when if old and data.pop("silent", False) else self.clock
        self.things[kind][key] = Record(kind, key, when, {**(old.data if old else {}), **data})

    def everything(self) -> dict[str, list[Record]]:
        """Return what an archive should hold."""
        return {kind: [things[key] for key in sorted(things)] for kind, things in self.things.items()}

    def repository(self) -> Record:
        return Record("repository", "repository", 0, {"full_name": self.name})

    def pulls(self, cursor: str) -> Page:
        self._ask("pull")
        found = sorted(self.things["pull"].values(), key=lambda one: (one.when, one.key), reverse=True)
        start = int(cursor or 0)
        page, rest = found[start : start + SIZE], found[start + SIZE :]
        broken = tuple(one.key for one in page if one.key in self.lost)
        whole = tuple(one for one in page if one.key not in self.lost)
        return Page(whole, str(start + SIZE) if rest else "", len(found), broken=broken)

    def pulls_named(self, ids: Sequence[str]) -> Page:
        self._ask("refresh")
        found = [self.things["pull"][key] for key in ids if key in self.things["pull"]]
        return Page(
            tuple(one for one in found if one.key not in self.lost),
            broken=tuple(one.key for one in found if one.key in self.lost),
        )

    def changes(self, kind: str, since: int, cursor: str, mark: str) -> Page:
        self._ask(kind)
        things = self._list(kind)
        now = str(max((one.when for one in things), default=0))
        if mark and mark == now:
            return Page(mark=mark)
        begin = tuple(map(int, cursor.split(":"))) if cursor else (since, 0)
        found = [one for one in things if (one.when, int(one.key)) >= begin]
        page, rest = found[:SIZE], found[SIZE:]
        if rest:
            return Page(tuple(page), f"{rest[0].when}:{rest[0].key}")
        return Page(tuple(page), mark="" if cursor else now)

    def usage(self) -> Usage:
        return Usage(len(self.asked), 5000 - len(self.asked), 0)

    def _list(self, kind: str) -> list[Record]:
        return sorted(self.things[kind].values(), key=lambda one: (one.when, int(one.key)))

    def _ask(self, name: str) -> None:
        self.asked.append(name)
        self.before(len(self.asked), name)


def fill(feed: MemoryFeed, count: int = 8, kinds: Iterable[str] = ("pull", "line_comment", "comment", "issue")) -> None:
    """Put some things of each kind."""
    for number in range(1, count + 1):
        for kind in kinds:
            feed.put(kind, str(number), number=number, state="OPEN" if number % 3 == 0 else "MERGED")
