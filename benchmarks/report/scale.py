"""This module holds the speed of a report: a million pull requests and five million reviews, and other ways to ask.

`python benchmarks/report/scale.py [PULLS]` makes the facts in DuckDB and prints a Markdown table. Each way runs in a
process of its own, so that its memory is its own; SQLite and polars give the headline metrics only.
"""

# ruff: noqa: S608 - the statements are put together of texts of our own

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from reviewer.adapters.store.tables import SQL_TYPES
from reviewer.metrics import Request, build_report
from reviewer.metrics.weeks import find_weeks
from reviewer.model.facts import TABLES, list_columns

_WEEK = "2026-W46"
_END = find_weeks(_WEEK, "UTC", 1)[0][1]
_YEAR = 365 * 86_400
_MEMORY = "1GB"
# Hashes of numbers stand for chance: equal calls make equal facts.
_MAKE = {
    "pulls": """
SELECT n AS number, 'title' AS title, CASE WHEN h % 20 = 0 THEN 'open' ELSE 'merged' END AS state, false AS is_draft,
    'person-' || h % 2000 AS author, 'user' AS author_kind, born AS created,
    gone AS closed, gone AS merged,
    sha1(n::VARCHAR) AS merge_commit, sha1('head' || n) AS head, 'main' AS base_ref,
    (h % 300)::BIGINT AS additions,
    (h % 50)::BIGINT AS deletions, (1 + h % 9)::BIGINT AS files,
    CASE WHEN h % 11 = 0 THEN 'fix' ELSE 'other' END AS kind,
    []::BIGINT[] AS reverts, CASE WHEN h % 11 = 0 AND n > 500 THEN [n - 500] ELSE [] END AS blamed,
    []::VARCHAR[] AS culprits, CASE WHEN h % 5 < 2 THEN 'ai_authored' ELSE 'human_or_undeclared' END AS provenance,
    ['person-' || h % 2000] AS operators
FROM (SELECT n, hash(n) >> 1 AS h, {begin} + n * {year} // {pulls} AS born,
    CASE WHEN (hash(n) >> 1) % 20 > 0 THEN {begin} + n * {year} // {pulls} + 600 + ((hash(n) >> 1) % 400000)::BIGINT END
    AS gone FROM range(1, {pulls} + 1) numbers(n))""",
    "reviews": """
SELECT n // 5 + 1 AS number, n AS review, CASE h % 4 WHEN 0 THEN 'approved' ELSE 'commented' END AS state,
    {begin} + (n // 5 + 1) * {year} // {pulls} + (h % 500000)::BIGINT AS submitted, 'person-' || h % 300 AS author,
    'user' AS author_kind, sha1('head' || (n // 5 + 1)) AS commit,
    CASE WHEN h % 3 > 0 THEN 'Please look here again' END AS body,
    CASE h % 6 WHEN 0 THEN 'ai_reviewer' WHEN 1 THEN 'automation' ELSE 'human' END AS reader, true AS counts
FROM (SELECT n, hash(n + 7) >> 1 AS h FROM range({pulls} * 5) numbers(n))""",
    "main": """
SELECT row_number() OVER (ORDER BY merged, number) AS place, merge_commit AS commit, merged AS committed, number,
    'squash' AS how, kind, files, additions, deletions, additions AS reviewable_additions,
    deletions AS reviewable_deletions, provenance, false AS is_automation, []::VARCHAR[] AS reverts,
    []::VARCHAR[] AS culprits, []::BIGINT[] AS blamed
FROM pulls WHERE merged IS NOT NULL""",
    "events": """
SELECT number, 1 AS place, 'review_requested' AS kind, created + 60 AS happened FROM pulls WHERE number % 2 = 0""",
    "pull_commits": "SELECT number, 1 AS place, head AS commit, created AS committed FROM pulls",
    "issues": "SELECT number, created, number % 20 = 0 AS is_bug FROM pulls WHERE number % 4 = 0",
    "provenance": "SELECT 'pull' AS subject, number, provenance, 'ai' AS declared, ['tool'] AS tools FROM pulls",
    "remarks": """
SELECT number, review AS remark, 'line' AS kind, review, author, submitted AS created, body, reader, true AS counts
FROM reviews WHERE review % 3 = 0""",
}
_SQLITE = """
WITH m AS (SELECT * FROM pulls WHERE merged >= {begin} AND merged < {end}),
r AS (SELECT number, max(reader = 'human') AS human, max(reader = 'ai_reviewer') AS ai, min(CASE WHEN reader = 'human'
    THEN submitted END) AS first FROM reviews JOIN m USING (number) WHERE submitted <= merged GROUP BY number)
SELECT count(*), avg(coalesce(human, 0) = 0), avg(coalesce(human, 0) = 0 AND coalesce(ai, 0) = 0),
    avg(first - created) / 3600 FROM m LEFT JOIN r USING (number)"""


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--ask"]:
        return _ask_one(arguments[1], Path(arguments[2]))
    pulls = int(arguments[0]) if arguments else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        make_facts(Path(folder), pulls)
        print(f"{pulls} pull requests, {pulls * 5} reviews, made in {time.perf_counter() - began:.0f} s\n")
        print("| way | what | seconds | memory at most |\n|---|---|---|---|")
        for way in _WAYS:
            done = subprocess.run(
                [sys.executable, __file__, "--ask", way, folder], capture_output=True, text=True, check=False
            )
            print(_render(way, done))
    return 0


def make_facts(folder: Path, pulls: int) -> None:
    """Write the facts as Parquet files, with the columns that every table has."""
    import duckdb

    with duckdb.connect(config={"memory_limit": "4GB", "preserve_insertion_order": False}) as database:
        for table, sql in _MAKE.items():
            made = sql.format(begin=_END[1] - _YEAR, year=_YEAR, pulls=pulls)
            database.execute(f"CREATE TEMP TABLE told AS {made}")
            told = {row[0] for row in database.execute("DESCRIBE told").fetchall()}
            columns = ", ".join(
                f"{column.name if column.name in told else 'NULL'}::{SQL_TYPES[column.type]} AS {column.name}"
                for column in list_columns(table)
            )
            path = folder / f"{table}.parquet"
            database.execute(f"COPY (SELECT {columns} FROM told) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            database.execute("DROP TABLE told")
            database.execute(f"CREATE VIEW {table} AS SELECT * FROM '{path}'")


def _ask_one(way: str, folder: Path) -> int:
    prepare = _WAYS[way]
    ask = prepare(folder)
    began = time.perf_counter()
    what = ask()
    taken = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    memory = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(json.dumps({"what": what, "seconds": taken, "memory": memory}))
    return 0


def _render(way: str, done: "subprocess.CompletedProcess[str]") -> str:
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["no word"]
        return f"| {way} | failed: {said[0][:200]} | | |"
    told = json.loads(done.stdout)
    return f"| {way} | {told['what']} | {told['seconds']:.1f} | {told['memory']} MB |"


def _prepare_report(folder: Path) -> Callable[[], str]:
    import duckdb

    database = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": ""})
    database.execute(
        "CREATE TABLE repositories AS SELECT 'organisation/repository' AS repository, 'main' AS default_branch"
    )
    database.execute(
        "CREATE TABLE coverage AS SELECT repository, 'github' AS source, ? AS until, ? AS tells FROM repositories",
        [_END[1], list(TABLES)],
    )
    for table in TABLES:
        path = folder / f"{table}.parquet"
        database.execute(
            f"CREATE VIEW {table} AS SELECT 'organisation/repository' AS repository, * FROM read_parquet('{path}')"
        )

    def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        answer = database.execute(sql, dict(values))
        names = [str(column[0]) for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def report() -> str:
        made = build_report(ask, Request("big", _WEEK))
        known = sum(measure.value is not None for measure in made.measures)
        return f"all {len(made.measures)} metrics of 14 weeks, {known} of them known"

    return report


def _prepare_sqlite(folder: Path) -> Callable[[], str]:
    import sqlite3

    import duckdb

    lite = sqlite3.connect(folder / "facts.sqlite")
    with duckdb.connect() as database:
        for table, columns in (("pulls", "number, created, merged"), ("reviews", "number, reader, submitted")):
            lite.execute(f"CREATE TABLE {table} ({columns})")
            answer = database.execute(f"SELECT {columns} FROM '{folder / table}.parquet'")
            while rows := answer.fetchmany(100_000):
                lite.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
    lite.execute("CREATE INDEX by_merged ON pulls (merged)")
    lite.execute("CREATE INDEX by_number ON reviews (number)")
    lite.commit()

    def ask() -> str:
        for begin, end in (span for _, span in find_weeks(_WEEK, "UTC", 14)):
            row = lite.execute(_SQLITE.format(begin=begin, end=end)).fetchone()
        return _tell(*row)

    return ask


def _prepare_polars(folder: Path) -> Callable[[], str]:
    pl: Any = import_module("polars")

    def ask() -> str:
        for begin, end in (span for _, span in find_weeks(_WEEK, "UTC", 14)):
            merged = pl.scan_parquet(folder / "pulls.parquet").filter(pl.col("merged").is_between(begin, end - 1))
            read = pl.scan_parquet(folder / "reviews.parquet").join(merged.select("number", "merged"), on="number")
            human = pl.col("reader") == "human"
            seen = (
                read.filter(pl.col("submitted") <= pl.col("merged"))
                .group_by("number")
                .agg(
                    human.any().alias("human"),
                    (pl.col("reader") == "ai_reviewer").any().alias("ai"),
                    pl.col("submitted").filter(human).min().alias("first"),
                )
            )
            both = merged.join(seen, on="number", how="left").with_columns(
                pl.col("human").fill_null(value=False), pl.col("ai").fill_null(value=False)
            )
            row = both.select(
                pl.len(),
                (~pl.col("human")).mean().alias("unread"),
                (~pl.col("human") & ~pl.col("ai")).mean().alias("zero"),
                ((pl.col("first") - pl.col("created")).mean() / 3600).alias("hours"),
            ).collect()
        return _tell(*row.row(0))

    return ask


def _prepare_duckdb(folder: Path) -> Callable[[], str]:
    import duckdb

    database = duckdb.connect(config={"memory_limit": _MEMORY})
    for table in ("pulls", "reviews"):
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM '{folder / table}.parquet'")
    sql = _SQLITE.replace("avg(coalesce(human, 0) = 0)", "avg((coalesce(human, false) = false)::INT)")
    sql = sql.replace(
        "avg(coalesce(human, 0) = 0 AND coalesce(ai, 0) = 0)",
        "avg((coalesce(human, ai, false) = false AND NOT coalesce(ai, false))::INT)",
    )

    def ask() -> str:
        for begin, end in (span for _, span in find_weeks(_WEEK, "UTC", 14)):
            row = database.execute(sql.format(begin=begin, end=end)).fetchone() or ()
        return _tell(*row)

    return ask


def _tell(merged: int, unread: float, zero: float, hours: float) -> str:
    return f"3 headline metrics of 14 weeks: {merged} merged, {unread:.4f} unread, {zero:.4f} zero, {hours:.2f} h"


_WAYS: dict[str, Callable[[Path], Callable[[], str]]] = {
    "report on DuckDB, 1 GB": _prepare_report,
    "DuckDB": _prepare_duckdb,
    "SQLite, indexed": _prepare_sqlite,
    "polars": _prepare_polars,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
