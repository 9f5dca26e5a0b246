"""This module holds the commands `reviewer facts show`, `sql` and `export`."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.wiring.stored import choose_repositories
from reviewer.errors import ReviewerError
from reviewer.model.facts import SOURCES

if TYPE_CHECKING:
    from reviewer.model.manifest import Manifest

_WIDEST = 60
_MOST_ROWS = 200

app = typer.Typer(
    help="Read what `reviewer collect` has collected: tables that are described in docs/facts.md.", no_args_is_help=True
)
StoreFolder = Annotated[Path | None, typer.Option("--store", help="The folder it is kept in.", metavar="DIR")]
Repositories = Annotated[
    list[str] | None, typer.Option("--repo", help="This repository only; may be repeated.", metavar="[HOST/]OWNER/REPO")
]


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    csv = "csv"


class FileFormat(StrEnum):
    """How tables are written out."""

    parquet = "parquet"
    csv = "csv"
    ndjson = "ndjson"


@app.command("show")
def show(*, repo: Repositories = None, store: StoreFolder = None) -> int:
    """Say what is in the store: repositories, since when, how much, and what cannot be known from it."""
    chosen = choose_repositories(store, repo or ())
    for repository in chosen:
        manifest = repository.manifest()
        if manifest:
            sys.stdout.write("\n".join(_describe(manifest, repository.folder)) + "\n")
    if not chosen:
        from reviewer.adapters.store import default_folder

        sys.stdout.write(f"There are no facts in {store or default_folder()}: `reviewer collect` makes some.\n")
    return 0


@app.command("sql")
def sql(
    question: Annotated[str, typer.Argument(help="One SELECT.", metavar="SQL")],
    *,
    format_: Annotated[Format, typer.Option("--format", help="How to write the answer.")] = Format.table,
    repo: Repositories = None,
    store: StoreFolder = None,
) -> int:
    """Ask the facts in SQL, in DuckDB's dialect: one view a table, each with a column `repository`."""
    from reviewer.adapters.store import ask, connect

    with connect(choose_repositories(store, repo or ())) as database:
        names, rows = ask(database, question)
        _WRITE[format_](names, rows)
    return 0


@app.command("export")
def export(
    *,
    output: Annotated[Path, typer.Option(help="Write into this folder.", metavar="DIR")],
    format_: Annotated[FileFormat, typer.Option("--format", help="How to write the tables.")] = FileFormat.parquet,
    repo: Repositories = None,
    store: StoreFolder = None,
) -> int:
    """Write every table into a file, for other tools."""
    from reviewer.adapters.store import connect, export_tables

    with connect(choose_repositories(store, repo or ()), output) as database:
        for path in export_tables(database, output, format_):
            sys.stdout.write(f"{path}\n")
    return 0


@app.command("rebuild")
def rebuild(*, repo: Repositories = None, store: StoreFolder = None) -> int:
    """Make the facts anew of what was collected, without asking GitHub: after an update, or when files are lost."""
    import time

    from reviewer.app.collect.facts import write_facts

    for repository in choose_repositories(store, repo or ()):
        if not any(repository.archive(source).state() for source in SOURCES):
            raise ReviewerError(f"nothing of '{repository.name}' was collected.", "Run `reviewer collect` first.")
        with repository.lock():
            manifest = write_facts(repository, int(time.time()))
        sys.stdout.write(f"{repository.name}: {sum(manifest.counts.values()):,} rows\n")
    return 0


def _describe(manifest: "Manifest", folder: Path) -> list[str]:
    from reviewer.render.escape import escape_text

    called = [name for name in manifest.names if name.lower() != manifest.name]
    also = f" (also {', '.join(called)})" if called else ""
    lines = [escape_text(f"{manifest.name} on {manifest.host}{also}")]
    for part in manifest.coverage:
        span = f"{_tell_day(part.since)} to {_tell_day(part.until)}"
        lines.append(f"  from {part.source}: {', '.join(part.tells)}; {span}")
    counts = (f"{count:,} {table}" for table, count in manifest.counts.items() if count)
    lines.append(
        f"  {', '.join(counts) or 'no rows'}; written {_tell_day(manifest.written)}, in {escape_text(str(folder))}"
    )
    if manifest.unknown:
        lines.append(f"  cannot be known: {'; '.join(manifest.unknown)}")
    return lines


def _tell_day(when: int | None) -> str:
    from datetime import UTC, datetime

    if when is None:
        return "unknown"
    return datetime.fromtimestamp(when, UTC).date().isoformat() if when else "the beginning"


def _write_table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from reviewer.render.escape import escape_text, shorten

    def tell(value: object) -> str:
        return "" if value is None else shorten(escape_text(_tell_plain(value)), _WIDEST)

    cells = [
        [escape_text(name) for name in names],
        *([tell(value) for value in row] for row in islice(rows, _MOST_ROWS)),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        sys.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")
    if left := sum(1 for _ in rows):
        sys.stdout.write(f"and {left:,} more (--format csv or json writes all)\n")


def _write_json(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    between = "[\n"
    for row in rows:
        sys.stdout.write(between + json.dumps(dict(zip(names, row, strict=True)), default=str))
        between = ",\n"
    sys.stdout.write("[]\n" if between == "[\n" else "\n]\n")


def _write_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_tell_plain(value) if isinstance(value, list | dict) else value for value in row] for row in rows)


def _tell_plain(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


_WRITE = {Format.table: _write_table, Format.json: _write_json, Format.csv: _write_csv}
