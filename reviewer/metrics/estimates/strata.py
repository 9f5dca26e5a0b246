"""This module holds the ratio of two risks over strata, by Mantel and Haenszel."""

import math
from collections.abc import Iterable

from reviewer.metrics.estimates.estimate import NORMAL, Estimate

# Of one stratum: hits and cases of one arm, hits and cases of the other.
Stratum = tuple[int, int, int, int]


def estimate_stratified(strata: Iterable[Stratum]) -> Estimate:
    """Return the risk of the first arm over that of the second, with the interval of Greenland and Robins.

    `n` is the number of cases in the smaller arm.
    """
    above = below = spread = 0.0
    first_cases = second_cases = 0
    for hits, cases, other_hits, others in strata:
        first_cases, second_cases, total = first_cases + cases, second_cases + others, cases + others
        above += hits * others / total
        below += other_hits * cases / total
        spread += ((hits + other_hits) * cases * others - hits * other_hits * total) / total**2
    n = min(first_cases, second_cases)
    if not above or not below:
        return Estimate(None, n)
    ratio, half = above / below, NORMAL * math.sqrt(spread / (above * below))
    return Estimate(ratio, n, ratio * math.exp(-half), ratio * math.exp(half))
