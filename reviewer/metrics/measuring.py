"""This module holds how metrics become measures: estimate, baseline, and what is too few or too near to a person."""

from collections.abc import Collection, Iterator, Sequence

from reviewer.metrics.asking import FIRST, WEEKS, Facts
from reviewer.metrics.definitions import Metric, read_metrics
from reviewer.metrics.estimates.cases import estimate_weeks, write_query
from reviewer.metrics.estimates.estimate import Estimate
from reviewer.metrics.estimates.limits import Baseline, find_baseline
from reviewer.model.report import Measure, Series, State

_FEWEST = 10
_FEWEST_OF_AN_ARM = 20
_FEWEST_PEOPLE = 5
_NEEDS = {
    "seniors": "the settings name no seniors",
    "lines": "the facts count lines and do not hold them",
    "main": "no clone was read: `reviewer collect --git`",
}
_NONE = Estimate(None, 0)


def measure(facts: Facts, told: Collection[str]) -> Iterator[tuple[Measure, Series | None]]:
    """Yield every metric as it is in the last week, with its values by week where they are known."""
    for metric in read_metrics():
        missing = [need for need in metric.needs if need not in told]
        if missing:
            why = _NEEDS.get(missing[0], f"the facts tell no {missing[0].replace('pull_', '')}")
            yield _begin(metric, "unknown", why), None
            continue
        weeks = estimate_weeks(metric, facts.ask(write_query(metric)))
        estimates = [weeks.get(week, _NONE) for week in range(FIRST, WEEKS + 1)]
        yield _conclude(metric, estimates), _show(metric, estimates, facts.weeks[FIRST - 1 :])


def _begin(metric: Metric, state: State, why: str, n: int = 0) -> Measure:
    return Measure(
        id=metric.id,
        name=metric.name,
        group=metric.group,
        unit=metric.unit,
        value=None,
        n=n,
        state=state,
        why=why,
        published=metric.published,
    )


def _judge(metric: Metric, estimate: Estimate) -> tuple[State, str]:
    """Return whether an estimate may be shown, and why not."""
    if metric.people and estimate.n < _FEWEST_PEOPLE:
        return "suppressed", f"fewer than {_FEWEST_PEOPLE} people stand behind it"
    fewest = _FEWEST_OF_AN_ARM if metric.kind == "stratified" else _FEWEST
    is_counted = metric.kind == "count" or metric.counts or metric.people
    if not is_counted and estimate.n < fewest:
        return "insufficient", f"{estimate.n} cases are too few: {fewest} are needed"
    if estimate.value is None:
        return "insufficient", "too few cases came to an end"
    return "known", ""


def _conclude(metric: Metric, estimates: Sequence[Estimate]) -> Measure:
    *earlier, now = estimates
    state, why = _judge(metric, now)
    if state != "known" or now.value is None:
        return _begin(metric, state, why, now.n if state == "insufficient" else 0)
    least, most = _find_bounds(metric)
    before = [_reveal(metric, estimate) for estimate in earlier]
    baseline = find_baseline(before, is_rolling=metric.rolling, least=least, most=most)
    return Measure(
        id=metric.id,
        name=metric.name,
        group=metric.group,
        unit=metric.unit,
        value=now.value,
        n=now.n,
        low=now.low,
        high=now.high,
        baseline=baseline.median,
        change=_compare(metric, now.value, baseline.median),
        floor=baseline.floor,
        ceiling=baseline.ceiling,
        is_worse=_is_worse(metric, now, baseline),
        published=metric.published,
    )


def _show(metric: Metric, estimates: Sequence[Estimate], weeks: tuple[str, ...]) -> Series | None:
    values = tuple(_reveal(metric, estimate) for estimate in estimates)
    if not any(value is not None for value in values):
        return None
    return Series(id=metric.id, name=metric.name, unit=metric.unit, weeks=weeks, values=values)


def _reveal(metric: Metric, estimate: Estimate) -> float | None:
    return estimate.value if _judge(metric, estimate)[0] == "known" else None


def _find_bounds(metric: Metric) -> tuple[float | None, float | None]:
    if metric.unit == "share":
        return 0.0, 1.0
    return (None if metric.unit == "percent" or metric.id == "net" else 0.0), None


def _compare(metric: Metric, value: float, baseline: float | None) -> float | None:
    if baseline is None:
        return None
    if metric.unit == "share":
        return value - baseline
    # Of a number around zero there is no factor.
    return None if _find_bounds(metric)[0] is None or baseline == 0 else value / baseline - 1


def _is_worse(metric: Metric, now: Estimate, baseline: Baseline) -> bool:
    if now.value is None:
        return False
    # Weeks that overlap have no limits; there the interval must leave the baseline.
    low, high = (now.value, now.value) if baseline.ceiling is not None else (now.low, now.high)
    ceiling = baseline.median if baseline.ceiling is None else baseline.ceiling
    floor = baseline.median if baseline.floor is None else baseline.floor
    if metric.better == "down":
        return low is not None and ceiling is not None and low > ceiling
    return metric.better == "up" and high is not None and floor is not None and high < floor
