"""This module holds estimates of shares and means: Wilson's interval, and the normal one of sums."""

import math

from reviewer.metrics.estimates.estimate import NORMAL, Estimate


def estimate_share(hits: int, n: int) -> Estimate:
    """Return a share with Wilson's interval."""
    if not n:
        return Estimate(None, 0)
    return Estimate(hits / n, n, *enclose_share(hits, n))


def enclose_share(hits: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (E. B. Wilson 1927), as two shares of 1; (0, 1) for n = 0."""
    return _enclose(hits / n, n) if n else (0.0, 1.0)


def estimate_weighted(n: int, weight: float, hit: float, squares: float, hit_squares: float) -> Estimate:
    """Return a share of weights, with Wilson's interval of as many equal cases as would vary so much.

    `hit` is the weight of the hits; the squares are sums of squared weights. A few heavy cases make it wide.
    """
    if not n or not weight:
        return Estimate(None, n)
    share = hit / weight
    spread = (hit_squares * (1 - 2 * share) + share * share * squares) / weight**2
    alike = weight**2 / squares
    if spread > 0:
        alike = min(alike, share * (1 - share) / spread)
    return Estimate(share, n, *_enclose(share, alike))


def estimate_mean(n: int, mean: float | None, deviation: float | None) -> Estimate:
    """Return a mean with its normal interval."""
    if mean is None or deviation is None:
        return Estimate(mean, n)
    half = NORMAL * deviation / math.sqrt(n)
    return Estimate(mean, n, mean - half, mean + half)


def _enclose(share: float, n: float) -> tuple[float, float]:
    square = NORMAL**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = NORMAL / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return 0.0 if share == 0 else middle - half, 1.0 if share == 1 else middle + half
