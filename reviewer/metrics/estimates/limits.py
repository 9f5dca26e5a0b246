"""This module holds how a week stands to the weeks before it: their median, and the limits of a control chart."""

import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_FEWEST = 6
# Of a chart of single values: three deviations, estimated by the mean step from one to the next.
_STEPS = 2.66


class Baseline(NamedTuple):
    """The median of earlier weeks, and the limits within which they move; None where there are too few."""

    median: float | None = None
    floor: float | None = None
    ceiling: float | None = None


def find_baseline(
    values: Sequence[float | None], *, is_rolling: bool, least: float | None, most: float | None
) -> Baseline:
    """Return the baseline of earlier weeks, oldest first. Limits stay within what the value can be."""
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST:
        return Baseline()
    median = statistics.median(known)
    if is_rolling:
        return Baseline(median)
    middle = statistics.fmean(known)
    half = _STEPS * statistics.fmean(abs(after - before) for before, after in pairwise(known))
    floor, ceiling = middle - half, middle + half
    return Baseline(
        median,
        floor if least is None else max(floor, least),
        ceiling if most is None else min(ceiling, most),
    )
