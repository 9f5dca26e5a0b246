"""This module holds chance that is the same on every machine and in every version of Python: numbers of a seed."""

import math
from collections.abc import Mapping
from typing import TypeVar

Choice = TypeVar("Choice")
_MASK = (1 << 64) - 1


class Draws:
    """Numbers that look random and follow from a seed (SplitMix64)."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def share(self) -> float:
        """Return a number from 0 to below 1, each as likely."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((mixed ^ (mixed >> 31)) >> 11) / (1 << 53)

    def happens(self, chance: float) -> bool:
        """Tell whether something with this chance happens."""
        return self.share() < chance

    def wait(self, mean: float) -> float:
        """Return a time until something happens that may happen at any moment."""
        return -mean * math.log(1 - self.share())

    def count(self, mean: float) -> int:
        """Return how many of such things happen (Poisson)."""
        count, left = 0, self.wait(1)
        while left < mean:
            count, left = count + 1, left + self.wait(1)
        return count

    def size(self, median: float, spread: float) -> int:
        """Return a size above zero: log-normal, `spread` is the deviation of its logarithm."""
        normal = math.sqrt(2 * self.wait(1)) * math.cos(2 * math.pi * self.share())
        return max(1, round(median * math.exp(spread * normal)))

    def choose(self, weights: Mapping[Choice, float]) -> Choice:
        """Return one of some choices, by its weight."""
        left = self.share() * sum(weights.values())
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return list(weights)[-1]
