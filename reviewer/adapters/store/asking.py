"""This module holds how a user asks the facts, and how tables are written out for other tools."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.adapters.store.disk import Disk, telling
from reviewer.adapters.store.tables import quote
from reviewer.errors import ReviewerError
from reviewer.model.facts import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXPORTED = ("repositories", "coverage", *TABLES)
_FORMATS = {
    "parquet": "(FORMAT parquet, COMPRESSION zstd)",
    "csv": "(FORMAT csv, HEADER)",
    "ndjson": "(FORMAT json)",
}
_BATCH = 1_000


def ask(database: "DuckDBPyConnection", sql: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the names of the columns and the rows that answer one SELECT. Raises `ReviewerError` for anything else."""
    import duckdb

    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ReviewerError("this is not one SELECT.", "Facts are only read: ask with a single SELECT.")
        answer = database.execute(statements[0])
    except duckdb.Error as fault:
        raise _refuse(fault) from None
    names = tuple(str(column[0]) for column in answer.description or ())
    return names, _stream(answer)


def export_tables(database: "DuckDBPyConnection", folder: Path, form: str) -> tuple[Path, ...]:
    """Write every table into a folder that the connection may write into; return the files."""
    import duckdb

    disk, paths = Disk(), []
    with telling(folder):
        disk.make_folder(folder)
        for table in EXPORTED:
            path = folder / f"{table}.{form}"
            try:
                database.execute(f"COPY {table} TO {quote(path)} {_FORMATS[form]}")
            except duckdb.IOException as fault:
                raise ReviewerError(
                    f"'{path}' cannot be written: {fault}.", "Make room, or name another folder."
                ) from None
            paths.append(path)
    return tuple(paths)


def _stream(answer: "DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := answer.fetchmany(_BATCH):
            yield from rows
    except duckdb.Error as fault:
        raise _refuse(fault) from None


def _refuse(fault: Exception) -> ReviewerError:
    said = str(fault).partition("\n")[0][:500]
    return ReviewerError(f"the question is refused: {said}", "docs/facts.md lists the tables and their columns.")
