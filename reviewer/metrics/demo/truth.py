"""This module holds what is true of a synthetic team: the chances by which everything in its year is drawn."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Weights = Mapping[str, float]


_READ = MappingProxyType({"human_fresh": 0.78, "human_stale": 0.12, "human_comment": 0.10})
_UNREAD = MappingProxyType({"ai_only": 0.4, "automation_only": 0.1, "none": 0.5})
_UNREAD_AI = MappingProxyType({"operator_only": 0.3, "ai_only": 0.4, "automation_only": 0.05, "none": 0.25})


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The chances of a team; pairs are those at the beginning and the end of its time, everything else stays.

    A change that is not forgotten waits for two things at once: a first reader (half find one in `pickup` hours,
    changes of machines in `pickup_ai`), and somebody who merges it unread (`impatience` hours on average). What comes
    first decides whether it is read, so that both are known exactly.
    """

    people: int = 12
    changes: float = 55  # that start by themselves a week; fixes and reverts come on top
    direct: float = 2
    bumps: float = 6
    bugs: float = 5
    ai: tuple[float, float] = (0.15, 0.5)
    synthetic: float = 0.2  # of the changes of machines
    pickup: float = 5.0
    pickup_ai: float = 11.0
    impatience: tuple[float, float] = (60.0, 16.0)
    merging: float = 10.0  # hours on average from the first reading to the merge
    forgotten: float = 0.06  # of the changes that start by themselves: nobody reads or merges them
    closing: float = 20.0  # days on average after which a forgotten one is closed
    draft: float = 0.2
    read: Weights = field(default_factory=lambda: _READ)
    unread: Weights = field(default_factory=lambda: _UNREAD)
    unread_ai: Weights = field(default_factory=lambda: _UNREAD_AI)
    touched: float = 0.3  # of the changes that people read, those that an AI read as well
    silent: float = 0.45
    quick: float = 0.35
    repaid: float = 0.1  # of the unread changes, those that somebody reads after their merge
    size: float = 45.0
    size_ai: float = 90.0
    spread: float = 1.1
    induces: float = 0.06
    induces_ai: float = 0.12
    fix_induces: float = 0.15
    reverted: float = 0.01
    reverted_ai: float = 0.03
    taken_back_again: float = 0.1
    declared: float = 0.6  # of the changes of machines
    load: tuple[float, ...] = (46, 30, 6, 5, 4, 4, 3, 3, 2, 2, 2, 1)

    def ai_share(self, age: float) -> float:
        """Return the chance that a machine writes a change, at an age from 0 to 1."""
        return _between(self.ai, age)

    def patience(self, age: float) -> float:
        """Return after how many hours somebody merges an unread change, on average."""
        return _between(self.impatience, age)

    def unread_share(self, *, is_ai: bool, age: float = 1.0) -> float:
        """Return the chance that a change is merged before somebody independent reads it."""
        reading = math.log(2) / (self.pickup_ai if is_ai else self.pickup)
        merging = 1 / self.patience(age)
        return merging / (merging + reading)

    def waiting(self, hours: float, *, is_ai: bool) -> float:
        """Return the share of changes that have no reader after some hours, were none merged or closed before."""
        reading = math.log(2) / (self.pickup_ai if is_ai else self.pickup)
        return self.forgotten + (1 - self.forgotten) * math.exp(-reading * hours)


def _between(pair: tuple[float, float], age: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * age
