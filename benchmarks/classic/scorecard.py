"""This module holds the additive model: every item of a change falls into a range, and every range has its points.

The model is a logistic regression on the steps between ranges, each step shrunk towards none. A score is a sum, so each
of its parts can be read off a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from arrays import Array

# Twenty points double the odds.
SCALE = 20 / log(2)
RANGES = 8
SHRINKAGE = 60.0
_ROUNDS = 25

Columns = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Points by item and range. `cuts[item]` are where its ranges end, `points[item]` the points from the first on."""

    cuts: Mapping[str, tuple[float, ...]]
    points: Mapping[str, tuple[int, ...]]

    def score(self, columns: Columns) -> Array:
        """Return the sum of points of every change."""
        import numpy as np

        total = np.zeros(len(next(iter(columns.values()))))
        for item, cuts in self.cuts.items():
            total += np.asarray(self.points[item])[np.searchsorted(cuts, columns[item], side="left")]
        return total


def fit_scorecard(
    columns: Columns, labels: Array, items: Sequence[str], *, ranges: int = RANGES, shrinkage: float = SHRINKAGE
) -> Scorecard:
    """Learn the points from changes whose outcome is known."""
    import numpy as np

    cuts = {item: _cut(columns[item], ranges) for item in items}
    steps = np.hstack([columns[item][:, None] > np.asarray(cuts[item])[None, :] for item in items]).astype(float)
    middle = steps.mean(axis=0)
    weights = _fit_logistic(steps - middle, np.asarray(labels, float), shrinkage)
    points: dict[str, tuple[int, ...]] = {}
    start = 0
    for item in items:
        own = weights[start : start + len(cuts[item])]
        start += len(own)
        sums = np.concatenate([[0.0], np.cumsum(own)]) * SCALE
        points[item] = tuple(int(p) for p in np.rint(sums - min(sums)))
    return Scorecard(cuts, points)


def _cut(values: Array, ranges: int) -> tuple[float, ...]:
    """Return where ranges end: at quantiles, and at those of the larger values where most are the smallest one."""
    import numpy as np

    found = np.unique(np.quantile(values, np.arange(ranges) / ranges))
    larger = values[values > values.min()]
    if len(found) <= 3 and len(larger) > 50:
        parts = ranges // 2
        found = np.unique(np.concatenate([found, np.quantile(larger, np.arange(parts) / parts)]))
    return tuple(float(cut) for cut in found if cut < values.max())


def _fit_logistic(steps: Array, labels: Array, shrinkage: float) -> Array:
    """Return the weights of the steps by Newton's method; the intercept is not shrunk."""
    import numpy as np

    design = np.hstack([np.ones((len(steps), 1)), steps])
    penalty = np.eye(design.shape[1]) * shrinkage
    penalty[0, 0] = 0.0
    weights = np.zeros(design.shape[1])
    weights[0] = log(labels.mean() / (1 - labels.mean()))
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-design @ weights))
        bend = chance * (1 - chance) + 1e-9
        slope = design.T @ (labels - chance) - penalty @ weights
        move = np.linalg.solve((design.T * bend) @ design + penalty, slope)
        weights += move
        if abs(move).max() < 1e-6:
            break
    return weights[1:]
