"""This module holds the definitions of the metrics, as the pages beside it write them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from reviewer.model.report import Group, Published, Unit

# Goes up when a metric means something else than before.
DEFINITION = 1
Kind = Literal[
    "count",
    "mean",
    "number",
    "quantile",
    "rate",
    "rate_ratio",
    "share",
    "stratified",
    "survival",
    "survival_ratio",
    "thousand",
    "unknown",
    "weighted",
]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: what it is, the query for its cases by week, and the kind of estimate that is made of them.

    `rolling` is one whose weeks overlap, or that is a stock: a week is much like the one before, so that steps between
    them set no limits. `people` is one that few
    people would name. `counts` is a number that needs no ten cases. `better` is the direction of the good.
    """

    id: str
    name: str
    group: Group
    unit: Unit
    kind: Kind
    about: str
    needs: tuple[str, ...]
    sql: str = ""
    quantile: float = 0.5
    better: Literal["up", "down", ""] = ""
    rolling: bool = False
    people: bool = False
    counts: bool = False
    published: tuple[Published, ...] = ()


@cache
def read_metrics() -> tuple[Metric, ...]:
    """Return all metrics: the groups in the report's order, in each the order of its page."""
    return tuple(metric for group in get_args(Group) for metric in _read_page(group))


@cache
def read_table(name: str) -> str:
    """Return the query that makes a table."""
    return files("reviewer.metrics").joinpath("tables", f"{name}.sql").read_text(encoding="utf-8")


def _read_page(group: Group) -> Iterator[Metric]:
    page = files("reviewer.metrics").joinpath("pages", f"{group}.toml")
    told: list[dict[str, Any]] = tomllib.loads(page.read_text(encoding="utf-8"))["metric"] if page.is_file() else []
    queries = {entry["id"]: entry.get("sql", "") for entry in told}
    for entry in told:
        sql = queries[entry.pop("like", entry["id"])]
        if "replace" in entry:
            sql = sql.replace(*entry.pop("replace"))
        published = tuple(Published(**figure) for figure in entry.pop("published", ()))
        needs = tuple(entry.pop("needs"))
        yield Metric(**_without(entry, "sql"), group=group, sql=sql, needs=needs, published=published)


def _without(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != key}
