"""This module holds the writing of tables as Parquet: rows stream through files of JSON lines."""

import errno
import json
import os
from collections.abc import Callable, Iterable
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.adapters.store.disk import Disk
from reviewer.model.facts import TABLES, Row, list_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL_TYPES = {
    "int": "BIGINT",
    "time": "BIGINT",
    "str": "VARCHAR",
    "bool": "BOOLEAN",
    "ints": "BIGINT[]",
    "strs": "VARCHAR[]",
}
# Extensions are never fetched, and the answer to a question is bounded in memory.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "1GB",
}
# One thread, so that rows keep their order and equal rows give equal bytes.
_WRITING: dict[str, str | bool | int] = {"memory_limit": "512MB", "preserve_insertion_order": False, "threads": 1}
_PARQUET = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES '32MB')"
_BATCH = 1_000


def write_tables(disk: Disk, folder: Path, rows: Iterable[Row]) -> dict[str, int]:
    """Write rows of all tables into a folder as `TABLE.parquet`, in their order; return how many each has."""
    import duckdb

    encoders = {kind: _Encoder(disk, folder, table) for table, kind in TABLES.items()}
    for row in rows:
        encoders[type(row)].add(row)
    config = {**CONFIG, **_WRITING, "temp_directory": str(folder / "spill")}
    try:
        with duckdb.connect(config=config) as database:
            for encoder in encoders.values():
                encoder.finish(database)
    except duckdb.IOException as fault:
        raise OSError(_find_number(str(fault)), str(fault)) from None
    disk.remove(folder / "spill")
    return {encoder.table: encoder.count for encoder in encoders.values()}


class _Encoder:
    """One table on its way to the disk."""

    def __init__(self, disk: Disk, folder: Path, table: str) -> None:
        self.table = table
        self.count = 0
        self._disk = disk
        self._folder = folder
        self._lines = folder / f"{table}.jsonl"
        self._batch: list[str] = []
        self._columns = list_columns(table)
        self._names = [column.name for column in self._columns]
        self._values: Callable[[Row], tuple[object, ...]] = attrgetter(*self._names)

    def add(self, row: Row) -> None:
        """Take a row."""
        self._batch.append(self._encode(self._values(row)))
        self.count += 1
        if len(self._batch) == _BATCH:
            self._flush()

    def finish(self, database: "DuckDBPyConnection") -> None:
        """Write the table."""
        self._flush()
        path = self._folder / f"{self.table}.parquet"
        columns = ", ".join(f"{column.name}: '{SQL_TYPES[column.type]}'" for column in self._columns)
        source = f"read_json({quote(self._lines)}, format = 'newline_delimited', columns = {{{columns}}})"
        database.execute(f"COPY (SELECT * FROM {source}) TO {quote(path)} {_PARQUET}")  # noqa: S608 - names of our own
        self._disk.remove(self._lines)
        self._disk.keep(path)

    def _flush(self) -> None:
        self._disk.add(self._lines, "".join(self._batch).encode())
        self._batch.clear()

    def _encode(self, values: tuple[object, ...]) -> str:
        line = json.dumps(dict(zip(self._names, values, strict=True)), separators=(",", ":"))
        # Neither is text: half of a surrogate pair is not UTF-8, and a NUL ends a string elsewhere.
        if "\\ud" in line or "\\u0000" in line:
            line = json.dumps({name: _clean(value) for name, value in zip(self._names, values, strict=True)})
        return line + "\n"


def quote(value: object) -> str:
    """Return a text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def _find_number(said: str) -> int:
    return next((number for number in (errno.ENOSPC, errno.EACCES) if os.strerror(number) in said), errno.EIO)


def _clean(value: object) -> object:
    if isinstance(value, tuple):
        return [_clean(part) for part in value]
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value
