"""This module holds small facts for tests: rows that say what a case is about and nothing else, and who asks them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from reviewer.adapters.store.tables import SQL_TYPES
from reviewer.metrics import Ask, Request
from reviewer.metrics.asking import WEEKS, Facts
from reviewer.metrics.definitions import read_metrics
from reviewer.metrics.estimates.cases import estimate_weeks, write_query
from reviewer.metrics.estimates.estimate import Estimate
from reviewer.metrics.weeks import find_weeks
from reviewer.model.facts import TABLES, Row, list_columns

WEEK = "2026-W46"
REPOSITORY = "shop/till"
BEGINS, ENDS = find_weeks(WEEK, "UTC", 1)[0][1]
_REQUEST = Request("team", WEEK)
_EMPTY: Mapping[str, object] = {"int": 0, "time": 0, "str": "", "bool": False, "ints": (), "strs": ()}
_NAMES = {kind: table for table, kind in TABLES.items()}
Told = tuple[str, Row] | Row


def at(hours: float) -> int:
    """Return a moment, in hours after the week began."""
    return BEGINS + round(hours * 3_600)


def row(table: str, **told: object) -> Row:
    """Return a row with what is told; the rest is unknown, or empty where it cannot be."""
    plain = {column.name: None if column.optional else _EMPTY[column.type] for column in list_columns(table)}
    return TABLES[table](**{**plain, **told})  # type: ignore[arg-type]


def pull(number: int = 1, opened: float = 0, merged: float | None = 48, *, lines: int = 100, **told: Any) -> Row:  # noqa: ANN401
    """Return a pull request; times are hours after the week began. One without a merge is open."""
    values = {
        "state": "open" if merged is None else "merged",
        "author": "author-a",
        "author_kind": "user",
        "created": at(opened),
        "merged": None if merged is None else at(merged),
        "closed": None if merged is None else at(merged),
        "merge_commit": f"{number:07}cafe",
        "head": "head",
        "base_ref": "main",
        "additions": lines,
        "deletions": 0,
        "kind": "other",
        "is_draft": False,
        "provenance": "human_or_undeclared",
    }
    return row("pulls", number=number, **{**values, **told})


def review(number: int = 1, hours: float = 1, who: str = "reader-r", state: str = "approved", **told: object) -> Row:
    """Return a review of the newest commit by an independent person."""
    values = {"review": round(hours * 1_000), "commit": "head", "reader": "human", "counts": True}
    return row("reviews", number=number, **{"submitted": at(hours), "author": who, "state": state, **values, **told})


def remark(number: int = 1, hours: float = 1, who: str = "reader-r", kind: str = "line", **told: object) -> Row:
    """Return a comment by an independent person."""
    values = {"remark": round(hours * 1_000), "body": "Why?", "reader": "human", "counts": True}
    return row("remarks", number=number, **{"created": at(hours), "author": who, "kind": kind, **values, **told})


def event(number: int = 1, hours: float = 1, kind: str = "review_requested") -> Row:
    """Return a turn in the life of a pull request."""
    return row("events", number=number, place=round(hours * 1_000), kind=kind, happened=at(hours))


def commit(place: int, hours: float = 1, number: int | None = None, lines: int = 100, **told: object) -> Row:
    """Return a commit of the main line."""
    values = {
        "commit": f"{number or 9_000 + place:07}cafe",
        "how": "squash" if number else "direct",
        "kind": "other",
        "additions": lines,
        "deletions": 0,
        "reviewable_additions": lines,
        "reviewable_deletions": 0,
        "files": 1,
        "is_automation": False,
        "provenance": "human_or_undeclared",
    }
    return row("main", place=place, number=number, **{"committed": at(hours), **values, **told})


def bug(number: int, hours: float = 1, **told: object) -> Row:
    """Return an issue about a bug."""
    return row("issues", number=number, **{"created": at(hours), "is_bug": True, **told})


def open_facts(rows: Iterable[Told], tells: Sequence[str] = tuple(TABLES), branch: str | None = "main") -> Ask:
    """Return what asks these rows; a pair names the repository of a row before it."""
    database = duckdb.connect(config={"threads": 1})
    database.execute("CREATE TABLE repositories (repository VARCHAR, default_branch VARCHAR)")
    database.execute("CREATE TABLE coverage (repository VARCHAR, source VARCHAR, until BIGINT, tells VARCHAR[])")
    for table in TABLES:
        columns = ", ".join(f"{column.name} {SQL_TYPES[column.type]}" for column in list_columns(table))
        database.execute(f"CREATE TABLE {table} (repository VARCHAR, {columns})")
    names = {REPOSITORY}
    for told in rows:
        repository, fact = told if isinstance(told, tuple) else (REPOSITORY, told)
        names.add(repository)
        _insert(database, repository, fact)
    for name in sorted(names):
        database.execute("INSERT INTO repositories VALUES (?, ?)", [name, branch])
        database.execute("INSERT INTO coverage VALUES (?, 'github', ?, ?)", [name, ENDS, list(tells)])

    def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        answer = database.execute(sql, dict(values))
        found = [str(column[0]) for column in answer.description or ()]
        return [dict(zip(found, cells, strict=True)) for cells in answer.fetchall()]

    return ask


def open_week(rows: Iterable[Told], request: Request = _REQUEST) -> Facts:
    """Return the facts of the week, with the tables that metrics are asked of."""
    return Facts(open_facts(rows), request)


def estimate(metric: str, rows: Iterable[Told], request: Request = _REQUEST, week: int = WEEKS) -> Estimate:
    """Return what a metric comes to, however few the cases are."""
    found = next(one for one in read_metrics() if one.id == metric)
    weeks = estimate_weeks(found, open_week(rows, request).ask(write_query(found)))
    return weeks.get(week, Estimate(None, 0))


def _insert(database: duckdb.DuckDBPyConnection, repository: str, fact: Row) -> None:
    table = _NAMES[type(fact)]
    cells = [getattr(fact, column.name) for column in list_columns(table)]
    values = [repository, *(list(cell) if isinstance(cell, tuple) else cell for cell in cells)]
    database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
