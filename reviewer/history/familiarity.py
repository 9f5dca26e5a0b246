"""This module holds who knows an area of the code, so that a review can be sent there; nobody is scored by it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewer.history.past import DAY
from reviewer.model.history import PastChange

# What somebody did so many days ago counts half.
HALF_LIFE = 180


@dataclass(frozen=True, slots=True)
class Familiar:
    """One person in one area: the share of its changes (recent ones weigh more), their number, and the last in days."""

    contact: str
    share: float
    changes: int
    idle: int


def rank_familiar(
    changes: Iterable[PastChange], now: int, name: Callable[[str], str] = lambda contact: contact
) -> tuple[Familiar, ...]:
    """Return who made the changes of an area, those who know it best first; `name` joins the names of one person."""
    weights: defaultdict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    last: dict[str, int] = {}
    for change in changes:
        days = max(0, now - change.when) // DAY
        for contact in {name(author) for author in change.authors}:
            weights[contact] += 0.5 ** (days / HALF_LIFE)
            counts[contact] += 1
            last[contact] = min(days, last.get(contact, days))
    total = sum(weights.values())
    people = [Familiar(c, round(weights[c] / total, 3), counts[c], last[c]) for c in counts] if total else []
    return tuple(sorted(people, key=lambda person: (-person.share, person.contact)))


def shorten_contact(contact: str) -> str:
    """Return the name of a contact without its mail, or the mail of one without a name."""
    name, _, mail = contact.partition(" <")
    return name.strip() or mail.removesuffix(">")
