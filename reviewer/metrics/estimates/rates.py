"""This module holds estimates of rates of events: exact by Poisson, and of two of them against each other."""

from reviewer.metrics.estimates.estimate import Estimate, load_scipy

_TAIL = 0.025


def estimate_rate(events: int, exposure: int) -> Estimate:
    """Return events over exposure with the exact interval; `n` is the exposure."""
    if not exposure:
        return Estimate(None, 0)
    chi2 = load_scipy().chi2
    low = float(chi2.ppf(_TAIL, 2 * events)) / 2 if events else 0.0
    high = float(chi2.ppf(1 - _TAIL, 2 * events + 2)) / 2
    return Estimate(events / exposure, exposure, low / exposure, high / exposure)


def estimate_rate_ratio(events: int, exposure: int, events_before: int, exposure_before: int) -> Estimate:
    """Return a rate over an earlier one, exact given the sum of events, which is `n`."""
    n = events + events_before
    if not exposure or not exposure_before or not events_before:
        return Estimate(None, n)
    found = load_scipy().binomtest(events, n).proportion_ci(method="exact")
    scale = exposure_before / exposure
    high = float(found.high)
    return Estimate(
        events / events_before * scale,
        n,
        float(found.low) / (1 - float(found.low)) * scale,
        high / (1 - high) * scale if high < 1 else None,
    )
