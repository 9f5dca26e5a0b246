"""This module holds the measures of a ranking of changes, and their bootstrap intervals.

Changes may be drawn again and again, so each has a weight; a measure on the changes themselves has all weights one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from arrays import Array

DRAWS = 2_000
_BUDGET = 0.2
_DECILES = 10

# What a ranking is worth, for the weights of the changes.
Measure = Callable[[Array], float]


@dataclass(frozen=True, slots=True)
class Part:
    """Changes that are ranked together. `rows` are their numbers within the whole, by which they are drawn."""

    rows: Array
    labels: Array
    size: Array
    effort: Array


def measure_auc(part: Part, scores: Array) -> Measure:
    """Prepare the chance that a buggy change is ranked before a clean one."""
    return _prepare_auc(part.rows, part.labels, scores)


def measure_within(part: Part, scores: Array) -> Measure:
    """Prepare the same chance for changes within one tenth of size, so that size cannot carry it; mean over tenths."""
    import numpy as np

    order = np.argsort(part.size, kind="stable")
    tenths = [t for t in np.array_split(order, _DECILES) if 0 < part.labels[t].sum() < len(t)]
    inner = [_prepare_auc(part.rows[t], part.labels[t], scores[t]) for t in tenths]

    def within(weights: Array) -> float:
        found = [value for one in inner if (value := one(weights)) == value]
        return sum(found) / len(found)

    return within


def measure_top(part: Part, scores: Array) -> Measure:
    """Prepare the share of buggy changes among the first 20 % of changes."""
    import numpy as np

    return _prepare_recall(part, scores, np.ones(len(part.labels)))


def measure_effort(part: Part, scores: Array) -> Measure:
    """Prepare the share of buggy changes among the first changes that hold 20 % of the changed lines."""
    return _prepare_recall(part, scores, part.effort)


EFFORT = "20 % effort"
MEASURES: dict[str, Callable[[Part, Array], Measure]] = {
    "AUC": measure_auc,
    "within size": measure_within,
    "top 20 %": measure_top,
    EFFORT: measure_effort,
}


def average(measures: Sequence[Measure]) -> Measure:
    """Return the mean of a measure over several parts."""
    return lambda weights: sum(one(weights) for one in measures) / len(measures)


def draw_weights(changes: int, draws: int = DRAWS) -> Array:
    """Return how often each change is drawn, for each draw; the same every time."""
    import numpy as np

    chance = np.random.default_rng(20261129)
    return np.stack([np.bincount(chance.integers(0, changes, changes), minlength=changes) for _ in range(draws)])


def find_interval(values: Array) -> tuple[float, float]:
    """Return the middle 95 % of drawn values."""
    import numpy as np

    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def _prepare_auc(rows: Array, labels: Array, scores: Array) -> Measure:
    import numpy as np

    order = np.argsort(scores, kind="stable")
    placed, buggy, ranked = rows[order], labels[order].astype(float), scores[order]
    starts = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))

    def auc(weights: Array) -> float:
        own = weights[placed]
        bad = np.add.reduceat(own * buggy, starts)
        good = np.add.reduceat(own * (1 - buggy), starts)
        pairs = bad.sum() * good.sum()
        return float((bad * (np.cumsum(good) - good / 2)).sum() / pairs) if pairs else float("nan")

    return auc


def _prepare_recall(part: Part, scores: Array, costs: Array) -> Measure:
    """Equal scores are read larger change first."""
    import numpy as np

    order = np.lexsort((-part.size, -scores))
    placed, buggy, cost = part.rows[order], part.labels[order], costs[order]

    def recall(weights: Array) -> float:
        own = weights[placed]
        spent = np.cumsum(own * cost)
        read = spent <= _BUDGET * spent[-1]
        return float((own * buggy)[read].sum() / max((own * buggy).sum(), 1))

    return recall
