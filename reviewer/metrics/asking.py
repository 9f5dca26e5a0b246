"""This module holds how the facts are asked: parameters by name, tables that many questions need, and answers kept."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.metrics.definitions import read_table
from reviewer.metrics.request import Ask, Request
from reviewer.metrics.weeks import Span, find_weeks, list_hours

# The week reported, the 13 before it, and the 13 that the first of these looks back on.
WEEKS = 27
FIRST = 14
_DAY = 86_400
_NAME = re.compile(r"\$(\w+)")
_TABLES = (
    "weeks",
    "office",
    "changes",
    "directs",
    "readings",
    "approvals",
    "turns",
    "merged",
    "load",
    "queue",
    "links",
    "debts",
)
_NAMES = (
    "CREATE OR REPLACE TEMP TYPE repository_name AS ENUM (SELECT DISTINCT repository FROM repositories ORDER BY ALL)"
)
# What says no more than that somebody agrees, in lower case.
_PRAISE = (
    r"[\s\p{P}\p{S}]*(?:(?:lgtm|ship it|shipit|looks good(?: to me)?|look good|sgtm|lg|nice(?: work)?|great(?: work)?|"
    r"good(?: job)?|approved?|ok(?:ay)?|thanks?(?: you)?|thx|ty|all good|perfect|awesome|\+1)[\s\p{P}\p{S}]*){0,6}"
)


class Facts:
    """The facts up to the end of a week, with the tables that the metrics are asked of."""

    def __init__(self, ask: Ask, request: Request) -> None:
        found = find_weeks(request.week, request.zone, WEEKS)
        self.weeks = tuple(name for name, _ in found)
        self.span: Span = found[-1][1]
        office = list_hours(request.week, request.zone, request.hours)
        self._ask = ask
        self._parameters: Mapping[str, object] = {
            "begins": [begins for _, (begins, _) in found],
            "ends": [ends for _, (_, ends) in found],
            "opens": [begins for begins, _ in office],
            "closes": [ends for _, ends in office],
            "day": (request.hours[1] - request.hours[0]) * 3_600,
            "until": self.span[1],
            "since": found[0][1][0] - 35 * _DAY,
            "first": FIRST,
            "last": WEEKS,
            "praise": _PRAISE,
            "speed": request.speed,
            "seniors": list(request.seniors),
        }
        self._answers: dict[str, Sequence[Mapping[str, Any]]] = {}
        self._run(_NAMES)
        for table in _TABLES:
            self._run(f"CREATE OR REPLACE TEMP TABLE {table} AS\n{read_table(table)}")

    def ask(self, sql: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows that answer a question; it is asked once."""
        if sql not in self._answers:
            self._answers[sql] = self._run(sql)
        return self._answers[sql]

    def _run(self, sql: str) -> Sequence[Mapping[str, Any]]:
        names = set(_NAME.findall(sql))
        return self._ask(sql, {name: value for name, value in self._parameters.items() if name in names})


def find_told(facts: Facts) -> frozenset[str]:
    """Return the tables that are told of every repository.

    Changes are told wherever there is anything; paths and lines by nothing.
    """
    rows = facts.ask("SELECT repository, flatten(list(tells)) AS tells FROM coverage GROUP BY repository")
    told = [set(row["tells"]) for row in rows]
    whole = set.intersection(*told) if told else set()
    changes = {"changes"} if told and all(tells & {"pulls", "main"} for tells in told) else set()
    return frozenset(whole | changes)
