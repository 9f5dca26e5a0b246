"""This module holds who is around: when the people who wrote some lines last changed anything in the repository."""

from collections.abc import Collection, Iterable

from reviewer.change.late import compile_late
from reviewer.history.familiarity import Familiar, rank_familiar
from reviewer.history.past import DAY, History
from reviewer.model.history import PastChange

_PROGRAM = compile_late(
    r"(?i)\[bot\]|^[^<]*\b(?:bot|ci)(?: <|$)|-bot@|[<+](?:copilot|cursoragent|devin-ai-integration\S{0,20})@"
    r"|<noreply@(?:anthropic|openai)\.com>|\+copilot@"
)


class People:
    """The people of a history. Two contacts with one name or one mail are one person; programs are nobody."""

    def __init__(self, past: History, days: int) -> None:
        self._past = past
        self._recent = past.store.area(past.chain, "", past.now - days * DAY)
        self._around = {mark for change in self._recent for author in change.authors for mark in _marks(author)}
        self._days = days

    def are_known(self, days: int) -> bool:
        """Tell whether the history goes back so many days and has two people at least."""
        changes = self._past.store.area(self._past.chain, "", 0)
        if not changes or self._past.days_since(changes[-1]) < days:
            return False
        return len({min(_marks(author)) for change in changes for author in change.authors if is_person(author)}) > 1

    def is_around(self, author: str) -> bool:
        """Tell whether somebody changed anything in the last days."""
        return not _marks(author).isdisjoint(self._around)

    def know(self, paths: Iterable[str], changes: int) -> bool:
        """Tell whether somebody made so many changes of one of some files in the last days."""
        since = self._past.now - self._days * DAY
        for path in paths:
            recent = [touch.change for touch in self._past.touches(path) if touch.change.when >= since]
            if any(person.changes >= changes for person in rank_familiar(_without_programs(recent), self._past.now)):
                return True
        return False

    def days_idle(self, authors: Collection[str]) -> int:
        """Return the days since any of some people changed anything."""
        wanted = {mark for author in authors for mark in _marks(author)}
        changes = self._past.store.area(self._past.chain, "", 0)
        mine = (c for c in changes if any(not _marks(author).isdisjoint(wanted) for author in c.authors))
        last = next(mine, None)
        return self._past.days_since(last) if last is not None else 0

    def find_nearby(self, folder: str) -> tuple[Familiar, ...]:
        """Return who worked in a folder of late, or else in the ones around it, most first."""
        since = self._past.now - self._days * DAY
        while folder:
            changes = self._past.store.area(self._past.chain, folder, since)
            people = rank_familiar(_without_programs(changes), self._past.now)
            if people:
                return people
            folder = folder.rpartition("/")[0]
        return ()


def is_person(contact: str) -> bool:
    """Tell whether a contact is not that of a program."""
    return not _PROGRAM.search(contact)


def _marks(contact: str) -> frozenset[str]:
    name, _, mail = contact.casefold().partition(" <")
    return frozenset(mark for mark in (name.strip(), mail.removesuffix(">")) if mark)


def _without_programs(changes: Iterable[PastChange]) -> list[PastChange]:
    return [change for change in changes if any(map(is_person, change.authors))]
