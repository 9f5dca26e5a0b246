"""This module holds estimates of times to something that not all cases have reached, by Kaplan and Meier."""

import math
import warnings
from collections.abc import Sequence
from typing import Any

from reviewer.metrics.estimates.estimate import Estimate, load_scipy

_ROUNDING = 1e-12


def estimate_survival(times: Sequence[float], seen: Sequence[bool], quantile: float) -> Estimate:
    """Return the time by which a share of the cases is reached; None where too few of them are.

    A case that is not `seen` counts as long as it was watched. The interval is that of Brookmeyer and Crowley over
    log-log bounds of the curve.
    """
    if not any(seen):
        return Estimate(None, len(times))
    stats = load_scipy()
    reached = [time for time, is_seen in zip(times, seen, strict=True) if is_seen]
    watched = [time for time, is_seen in zip(times, seen, strict=True) if not is_seen]
    curve = stats.ecdf(stats.CensoredData(uncensored=reached, right=watched)).sf
    with warnings.catch_warnings():
        # Where everybody is reached, or nobody yet, the bounds are not defined, and nothing is read there.
        warnings.simplefilter("ignore", RuntimeWarning)
        bounds = curve.confidence_interval(method="log-log")
    rest = 1 - quantile
    found = [
        _find(curve.quantiles, values, rest)
        for values in (curve.probabilities, bounds.low.probabilities, bounds.high.probabilities)
    ]
    return Estimate(found[0], len(times), found[1], found[2])


def divide(above: Estimate, below: Estimate) -> Estimate:
    """Return the ratio of two independent estimates above zero, its interval recovered from theirs."""
    n = min(above.n, below.n)
    if not above.value or not below.value:
        return Estimate(None, n)
    ratio = above.value / below.value
    bounds = (above.low, above.high, below.low, below.high)
    if not all(bounds):
        return Estimate(ratio, n)
    low_above, high_above, low_below, high_below = (math.log(bound or 1) for bound in bounds)
    first, second = math.log(above.value), math.log(below.value)
    down = math.hypot(first - low_above, high_below - second)
    up = math.hypot(high_above - first, second - low_below)
    return Estimate(ratio, n, ratio * math.exp(-down), ratio * math.exp(up))


def _find(times: Any, curve: Any, rest: float) -> float | None:  # noqa: ANN401 - arrays of a library that is loaded late
    """Return the first time at which a curve is down at a height."""
    is_down = curve <= rest + _ROUNDING
    return float(times[is_down.argmax()]) if is_down.any() else None
