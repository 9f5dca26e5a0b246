"""This module holds how the card of a level is fitted to a repository's own past, in plain arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log2, sqrt

from reviewer.model.history import Shape
from reviewer.risk.level.card import LevelCard
from reviewer.risk.level.judge import HIGH_ABOVE, MEDIUM_ABOVE, rate_change

# With fewer repaired changes than this the points are those of the card: a fit would learn their noise.
FEWEST_REPAIRED = 100
_STEPS, _RIDGE = 25, 5.0
# The spread of the scores of a fitted card is that of the card that comes with the program.
_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """The scores above which a change is medium or high."""

    medium: int
    high: int


def find_bounds(shapes: Sequence[Shape], card: LevelCard) -> Bounds:
    """Return the bounds that put as many changes above them as the levels are meant to have."""
    scores = sorted(rate_change(shape, card)[0] for shape in shapes)
    medium, high = (scores[min(len(scores) - 1, int(share * len(scores)))] for share in (MEDIUM_ABOVE, HIGH_ABOVE))
    return Bounds(medium, high)


def measure_order(scores: Sequence[float], repaired: Sequence[bool]) -> float:
    """Return how often a repaired change scores above another one (AUC); ties count half, .5 where nothing is known."""
    ranked = sorted(range(len(scores)), key=lambda at: scores[at])
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and scores[ranked[end]] == scores[ranked[start]]:
            end += 1
        for at in ranked[start:end]:
            ranks[at] = (start + end + 1) / 2
        start = end
    positive = sum(repaired)
    negative = len(scores) - positive
    if not positive or not negative:
        return 0.5
    total = sum(rank for rank, is_bad in zip(ranks, repaired, strict=True) if is_bad)
    return (total - positive * (positive + 1) / 2) / (positive * negative)


def refit_points(shapes: Sequence[Shape], repaired: Sequence[bool], card: LevelCard) -> Mapping[str, float] | None:
    """Return points fitted to the older two thirds, or None where they do not order the newest third better.

    `shapes` come newest first. A ridge keeps the points near those of the card: logistic regression by Newton's steps.
    """
    names = [*card.doubling, *card.said]
    cut = len(shapes) // 3
    rows = [_values(shape, card) for shape in shapes]
    if sum(repaired) < FEWEST_REPAIRED or sum(repaired[:cut]) < FEWEST_REPAIRED // 5:
        return None
    start = [*card.doubling.values(), *card.said.values()]
    fitted = _fit(rows[cut:], repaired[cut:], start)
    before, after = (
        measure_order([_dot(points, row) for row in rows[:cut]], repaired[:cut]) for points in (start, fitted)
    )
    if after <= before:
        return None
    return {name: round(value, _DIGITS) for name, value in zip(names, fitted, strict=True)}


def _values(shape: Shape, card: LevelCard) -> list[float]:
    numbers = [log2(1 + shape.get(name, 0)) for name in card.doubling]
    return numbers + [float(bool(shape.get(name))) for name in card.said]


def _dot(points: Sequence[float], row: Sequence[float]) -> float:
    return sum(p * x for p, x in zip(points, row, strict=True))


def _fit(rows: Sequence[Sequence[float]], repaired: Sequence[bool], start: Sequence[float]) -> list[float]:
    """Fit weights to labels; the result has the length of `start`, so that scores stay as large as they were."""
    size = len(start)
    unit = _length(start)
    prior = [value / unit for value in start]
    weights, offset = list(prior), 0.0
    for _ in range(_STEPS):
        gradient = [-_RIDGE * (w - p) for w, p in zip(weights, prior, strict=True)] + [0.0]
        hessian = [[_RIDGE if i == j else 0.0 for j in range(size + 1)] for i in range(size + 1)]
        hessian[size][size] = 1e-6
        for row, is_bad in zip(rows, repaired, strict=True):
            chance = 1 / (1 + exp(-max(-30.0, min(30.0, _dot(weights, row) + offset))))
            full = [*row, 1.0]
            for i, x in enumerate(full):
                gradient[i] += (is_bad - chance) * x
                for j in range(i + 1):
                    hessian[i][j] += chance * (1 - chance) * x * full[j]
        for i in range(size + 1):
            for j in range(i):
                hessian[j][i] = hessian[i][j]
        step = _solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step[:size], strict=True)]
        offset += step[size]
    scale = unit / (_length(weights) or 1.0)
    return [w * scale for w in weights]


def _length(values: Sequence[float]) -> float:
    return sqrt(sum(value * value for value in values))


def _solve(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Solve linear equations by elimination; the matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(len(rows)):
        for k in range(i + 1, len(rows)):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [b - factor * a for a, b in zip(rows[i], rows[k], strict=True)]
    found = [0.0] * len(rows)
    for i in reversed(range(len(rows))):
        known = sum(rows[i][k] * found[k] for k in range(i + 1, len(rows)))
        found[i] = (rows[i][-1] - known) / rows[i][i]
    return found
