"""This module holds how the cases of a metric are summed up by week in SQL, and what is estimated of the sums."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reviewer.metrics.definitions import Kind, Metric
from reviewer.metrics.estimates.estimate import NORMAL, Estimate
from reviewer.metrics.estimates.rates import estimate_rate, estimate_rate_ratio
from reviewer.metrics.estimates.shares import estimate_mean, estimate_share, estimate_weighted
from reviewer.metrics.estimates.strata import estimate_stratified
from reviewer.metrics.estimates.survival import divide, estimate_survival

Row = Mapping[str, Any]
_SHARE = "SELECT week, count(hit) AS n, count(*) FILTER (hit) AS hits FROM ({cases}) WHERE week >= $first GROUP BY week"
# An interval of a quantile lies between two of the ordered values; which, the binomial distribution says.
_QUANTILE = f"""
WITH ordered AS (
    SELECT week, list(x ORDER BY x) AS xs, count(x) AS n, quantile_cont(x, {{quantile}}) AS value,
        {NORMAL} * sqrt(count(x) * {{quantile}} * (1 - {{quantile}})) AS half
    FROM ({{cases}}) WHERE week >= $first AND x IS NOT NULL GROUP BY week
)
SELECT week, n, value, xs[greatest(round(n * {{quantile}} - half)::BIGINT, 1)] AS low,
    xs[least(round(n * {{quantile}} + half)::BIGINT + 1, n)] AS high
FROM ordered"""  # noqa: S608 - numbers and pages of our own
_SUMS: Mapping[Kind, str] = {
    "count": "SELECT week, value, value AS n FROM ({cases}) WHERE week >= $first",
    "mean": "SELECT week, count(x) AS n, avg(x) AS mean, stddev_samp(x) AS deviation FROM ({cases}) "
    "WHERE week >= $first GROUP BY week",
    "number": "SELECT week, value, n FROM ({cases}) WHERE week >= $first",
    "quantile": _QUANTILE,
    "rate": "SELECT * FROM ({cases}) WHERE week >= $first",
    "rate_ratio": "SELECT * FROM ({cases}) WHERE week >= $first",
    "share": _SHARE,
    "thousand": _SHARE,
    "stratified": "SELECT week, stratum, count(*) FILTER (arm AND hit) AS hits, count(*) FILTER (arm) AS cases, "
    "count(*) FILTER (NOT arm AND hit) AS other_hits, count(*) FILTER (NOT arm) AS others "
    "FROM ({cases}) WHERE week >= $first GROUP BY week, stratum ORDER BY week, stratum",
    "survival": "SELECT week, list(x ORDER BY x, seen) AS times, list(seen ORDER BY x, seen) AS seen FROM ({cases}) "
    "WHERE week >= $first AND x IS NOT NULL GROUP BY week",
    "survival_ratio": "SELECT week, arm, list(x ORDER BY x, seen) AS times, list(seen ORDER BY x, seen) AS seen "
    "FROM ({cases}) WHERE week >= $first AND x IS NOT NULL AND arm IS NOT NULL GROUP BY week, arm",
    "weighted": "SELECT week, count(*) AS n, sum(weight) AS weight, coalesce(sum(weight) FILTER (hit), 0) AS hit, "
    "sum(weight::DOUBLE ** 2) AS squares, coalesce(sum(weight::DOUBLE ** 2) FILTER (hit), 0) AS hit_squares "
    "FROM ({cases}) WHERE week >= $first AND weight > 0 AND hit IS NOT NULL GROUP BY week",
}


def write_query(metric: Metric) -> str:
    """Return the query that sums up the cases of a metric by week."""
    return _SUMS[metric.kind].format(cases=metric.sql.strip(), quantile=metric.quantile)


def estimate_weeks(metric: Metric, rows: Iterable[Row]) -> dict[int, Estimate]:
    """Return what is estimated for each week that has cases."""
    by_week: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_week[row["week"]].append(row)
    return {week: _ESTIMATES[metric.kind](metric, found).round() for week, found in sorted(by_week.items())}


def _take_number(_: Metric, rows: Sequence[Row]) -> Estimate:
    row = rows[0]
    value = row["value"]
    return Estimate(None if value is None else float(value), int(row["n"] or 0), row.get("low"), row.get("high"))


def _take_survival(metric: Metric, rows: Sequence[Row]) -> Estimate:
    return estimate_survival(rows[0]["times"], rows[0]["seen"], metric.quantile)


def _take_survival_ratio(metric: Metric, rows: Sequence[Row]) -> Estimate:
    arms = {row["arm"]: estimate_survival(row["times"], row["seen"], metric.quantile) for row in rows}
    return divide(arms.get(True, Estimate(None, 0)), arms.get(False, Estimate(None, 0)))


def _take_rate_ratio(_: Metric, rows: Sequence[Row]) -> Estimate:
    row = rows[0]
    return estimate_rate_ratio(row["events"], row["exposure"], row["events_before"], row["exposure_before"])


def _take_weighted(_: Metric, rows: Sequence[Row]) -> Estimate:
    n, *sums = (rows[0][name] for name in ("n", "weight", "hit", "squares", "hit_squares"))
    return estimate_weighted(n, *map(float, sums))


def _take_stratified(_: Metric, rows: Sequence[Row]) -> Estimate:
    return estimate_stratified((row["hits"], row["cases"], row["other_hits"], row["others"]) for row in rows)


_ESTIMATES: Mapping[Kind, Callable[[Metric, Sequence[Row]], Estimate]] = {
    "count": _take_number,
    "mean": lambda _, rows: estimate_mean(rows[0]["n"], rows[0]["mean"], rows[0]["deviation"]),
    "number": _take_number,
    "quantile": _take_number,
    "rate": lambda _, rows: estimate_rate(rows[0]["events"], rows[0]["exposure"]),
    "rate_ratio": _take_rate_ratio,
    "share": lambda _, rows: estimate_share(rows[0]["hits"], rows[0]["n"]),
    "stratified": _take_stratified,
    "survival": _take_survival,
    "survival_ratio": _take_survival_ratio,
    "thousand": lambda _, rows: estimate_share(rows[0]["hits"], rows[0]["n"]).scale(1_000),
    "weighted": _take_weighted,
}
