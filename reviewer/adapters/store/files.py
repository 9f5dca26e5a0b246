"""This module holds how files that are imported are read: JSON in any dress, CSV and Parquet, a row at a time."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from reviewer.adapters.store.tables import CONFIG, quote
from reviewer.errors import ReviewerError

# A row with the number of its line, or what is wrong with that line.
Item = tuple[int, Mapping[str, Any] | str]
_CHUNK = 1 << 16
_LARGEST = 1 << 26
_BATCH = 1_000
# What may stand between objects: an array, several arrays in a row, or one object a line.
_BETWEEN = " \t\r\n,[]"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file to import. `is_table` tells a file of columns from one of GitHub's JSON. `read` begins at its start."""

    name: str
    is_table: bool
    read: Callable[[], Iterator[Item]]


def open_file(path: Path) -> ImportedFile:
    """Open a file by its ending. Raises `ReviewerError` where that is none of ours, or there is no file."""
    readers: dict[str, Callable[[Path], Iterator[Item]]] = {
        ".json": _read_json,
        ".jsonl": _read_json,
        ".ndjson": _read_json,
        ".csv": _read_csv,
        ".parquet": _read_parquet,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ReviewerError(f"'{path}' cannot be imported.", f"Name a file that ends in {', '.join(readers)}.")
    if not path.is_file():
        raise ReviewerError(f"'{path}' is no file.", "Check the path.")
    return ImportedFile(path.name, reader in (_read_csv, _read_parquet), lambda: _read_safely(reader, path))


def _read_safely(reader: Callable[[Path], Iterator[Item]], path: Path) -> Iterator[Item]:
    line = 0
    try:
        for line, row in reader(path):
            yield line, row
    except UnicodeDecodeError:
        yield line + 1, "this is not UTF-8, here or a little further down"
    except csv.Error as fault:
        yield line + 1, f"this is not CSV: {fault}"
    except OSError as fault:
        raise ReviewerError(f"'{path}' cannot be read: {fault.strerror}.", "Check its rights.") from None


def _read_json(path: Path) -> Iterator[Item]:
    with path.open(encoding="utf-8-sig") as file:
        yield from _cut_objects(file)


def _cut_objects(file: IO[str]) -> Iterator[Item]:
    """Yield the objects of a text; one that is broken is the last, as nobody knows where the next begins."""
    decode = json.JSONDecoder().raw_decode
    held, line, size = "", 1, _CHUNK
    while True:
        rest = held.lstrip(_BETWEEN)
        line += held.count("\n", 0, len(held) - len(rest))
        try:
            value, end = decode(rest) if rest else (None, 0)
        except ValueError as fault:
            more = file.read(size)
            if not more or len(rest) > _LARGEST:
                yield line, f"this is not JSON: {fault}" if not more else "this object is larger than 64 MB"
                return
            held, size = rest + more, size * 2
            continue
        if not end:
            held = file.read(_CHUNK)
            if not held:
                return
            continue
        yield line, value if isinstance(value, dict) else "this is no object"
        line += rest.count("\n", 0, end)
        held, size = rest[end:], _CHUNK


def _read_csv(path: Path) -> Iterator[Item]:
    csv.field_size_limit(_LARGEST)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        names = next(reader, [])
        yield 1, dict.fromkeys(names)
        if len(set(names)) < len(names):
            yield 1, "a column is named twice"
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(names):
                yield line, dict(zip(names, cells, strict=True))
            elif cells:
                yield line, f"there are {len(cells)} cells, and {len(names)} columns"
            line = reader.line_num + 1


def _read_parquet(path: Path) -> Iterator[Item]:
    import duckdb

    with duckdb.connect(config=CONFIG) as database:
        try:
            answer = database.execute(f"SELECT * FROM read_parquet({quote(path)})")  # noqa: S608 - quoted
            names = [str(column[0]) for column in answer.description or ()]
            yield 1, dict.fromkeys(names)
            line = 1
            while rows := answer.fetchmany(_BATCH):
                for row in rows:
                    yield line, dict(zip(names, row, strict=True))
                    line += 1
        except duckdb.Error as fault:
            yield 0, f"this is not Parquet: {str(fault).partition(chr(10))[0]}"
