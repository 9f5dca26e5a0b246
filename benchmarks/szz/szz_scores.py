"""This module holds precision, recall and F1 of named causes, with their intervals."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from fixes import Fix

_DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Score:
    """How many causes were named rightly, how many were named, and how many there are."""

    right: int
    named: int
    known: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.named + self.known) if self.named + self.known else 0.0


def judge(fixes: Sequence[Fix], answers: Mapping[int, Sequence[str]]) -> Score:
    """Count the causes that were named, over all fixes together."""
    named = [frozenset(answers.get(fix.number, ())) for fix in fixes]
    right = sum(len(fix.bugs & causes) for fix, causes in zip(fixes, named, strict=True))
    return Score(right, sum(map(len, named)), sum(len(fix.bugs) for fix in fixes))


def write_row(name: str, fixes: Sequence[Fix], answers: Mapping[int, Sequence[str]]) -> str:
    """Return a row of the table: Wilson's intervals for both shares, and by drawing fixes anew for F1."""
    score = judge(fixes, answers)
    low, high = _draw(fixes, lambda drawn: judge(drawn, answers).f1)
    shares = f"{_share(score.right, score.named)} | {_share(score.right, score.known)}"
    return f"| {name} | {shares} | {score.f1:.2f} ({low:.2f} to {high:.2f}) | {score.right} of {score.named} |"


def compare(fixes: Sequence[Fix], ours: Mapping[int, Sequence[str]], theirs: Mapping[int, Sequence[str]]) -> str:
    """Return by how much our F1 is above another one, with the interval of the paired difference."""

    def differ(drawn: Sequence[Fix]) -> float:
        return judge(drawn, ours).f1 - judge(drawn, theirs).f1

    low, high = _draw(fixes, differ)
    return f"{differ(fixes):+.2f} ({low:+.2f} to {high:+.2f})"


def _draw(fixes: Sequence[Fix], measure: Callable[[Sequence[Fix]], float]) -> tuple[float, float]:
    chance = random.Random(1)  # noqa: S311 - the same draws every time
    found = sorted(measure(chance.choices(fixes, k=len(fixes))) for _ in range(_DRAWS))
    return found[int(_DRAWS * 0.025)], found[int(_DRAWS * 0.975)]


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    z, share = 1.96, part / whole
    middle, wide = share + z * z / (2 * whole), z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return f"{share:.2f} ({(middle - wide) / scale:.2f} to {(middle + wide) / scale:.2f})"
