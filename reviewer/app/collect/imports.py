"""This module holds how files become records: GitHub's own JSON, and tables in the form of docs/facts.md.

Every file is read twice: first all faults are found, and only where there is none is anything kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from reviewer.app.collect.facts import Kept
from reviewer.app.collect.rows.cells import BadCell, read_cell
from reviewer.app.collect.rows.dumps import check_item, find_items, name_item, name_kind
from reviewer.app.collect.rows.values import read_time
from reviewer.errors import ReviewerError, suggest
from reviewer.model.facts import KEYS, Column, list_columns
from reviewer.ports import Record

IMPORTED = ("pulls", "reviews", "remarks", "issues", "main")
_TOLD = {
    "pull": ("pulls", "pull_commits", "reviews", "events"),
    "rest_pull": ("pulls",),
    "rest_review": ("reviews",),
    "line_comment": ("remarks",),
    "comment": ("remarks",),
    "issue": ("issues",),
}
_MOST_SHOWN = 50
_MOST_FOUND = 10_000
_WIDEST = 300


class Importable(Protocol):
    """A file: `read` yields rows from its start, each with its line, or a text that says what is wrong with it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def is_table(self) -> bool:
        """Whether it has columns; the others hold GitHub's own JSON."""

    def read(self) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
        """Yield its rows."""


class Fault(NamedTuple):
    """What is wrong, and where; the line is 0 where it is about the whole file."""

    file: str
    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it: how many records of each kind were kept."""

    counts: Mapping[str, int]


def import_files(kept: Kept, files: Sequence[Importable]) -> Imported:
    """Keep what some files hold. Where anything is wrong, nothing is kept, and a `ReviewerError` tells every fault."""
    counts: dict[str, int] = {}
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for file in files:
        for found in _read_file(file, seen):
            if isinstance(found, Fault):
                faults.append(found)
            else:
                counts[found.kind] = counts.get(found.kind, 0) + 1
            if len(faults) > _MOST_FOUND:
                break
    if not faults and not counts:
        raise ReviewerError("the files hold nothing.", "docs/facts.md says what can be imported.")
    if faults:
        raise _refuse(faults)
    archive = kept.archive("import")
    told = {table for kind in counts for table in _TOLD.get(kind, (kind.removeprefix("row."),)) if kind != "repository"}
    tables = sorted({*archive.state().get("tables", ()), *told})
    archive.append(_read_again(files), {"tables": tables})
    return Imported(dict(sorted(counts.items())))


def _read_again(files: Sequence[Importable]) -> Iterator[Record]:
    seen: dict[tuple[str, str], int] = {}
    for file in files:
        for found in _read_file(file, seen):
            if isinstance(found, Fault):
                raise ReviewerError(f"'{file.name}' was changed while it was read.", "Run it again.")
            yield found


def _read_file(file: Importable, seen: dict[tuple[str, str], int]) -> Iterator[Record | Fault]:
    if not file.is_table:
        yield from _read_dump(file)
        return
    table = next((name for name in IMPORTED if file.name.lower().startswith(name)), "")
    if table:
        yield from _read_table(file, table, seen)
    else:
        yield Fault(file.name, 0, "", f"its name does not begin with that of a table: {', '.join(IMPORTED)}")


def _read_dump(file: Importable) -> Iterator[Record | Fault]:
    for line, value in file.read():
        if isinstance(value, str):
            yield Fault(file.name, line, "", value)
            continue
        for item in find_items(value):
            kind = name_kind(item)
            faults = [Fault(file.name, line, field, text) for field, text in check_item(kind, item)]
            yield from faults
            if not faults:
                yield Record(
                    kind, name_item(kind, item), read_time(item.get("updated_at", item.get("updatedAt"))) or 0, item
                )


def _read_table(file: Importable, table: str, seen: dict[tuple[str, str], int]) -> Iterator[Record | Fault]:
    known = {column.name: column for column in list_columns(table) if not column.derived}
    rows = file.read()
    line, header = next(rows, (1, "it is empty"))
    if isinstance(header, str):
        yield Fault(file.name, line, "", header)
        return
    yield from (Fault(file.name, 1, name, text) for name, text in _check_header(table, known, header))
    for line, row in rows:
        if isinstance(row, str):
            yield Fault(file.name, line, "", row)
            continue
        values: dict[str, Any] = {}
        faults = []
        for name in known.keys() & row.keys():
            try:
                values[name] = read_cell(table, known[name], row[name])
            except BadCell as fault:
                faults.append(Fault(file.name, line, name, str(fault)))
        key = "-".join(str(values.get(name)) for name in KEYS[table])
        if not faults and (before := seen.setdefault((table, key), line)) != line:
            faults.append(Fault(file.name, line, KEYS[table][-1], f"the same row stands at line {before}"))
        yield from sorted(faults)
        if not faults:
            yield Record(f"row.{table}", key, values.get("updated") or 0, values)


def _check_header(table: str, known: Mapping[str, Column], header: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    derived = {column.name for column in list_columns(table)} - known.keys()
    for name in header:
        if name in derived:
            yield name, "is worked out of the other columns: leave it out"
        elif name not in known:
            yield name, f"there is no such column in '{table}'{suggest(name, known)}"
    for column in known.values():
        if column.name not in header and not column.optional and column.type not in ("ints", "strs"):
            yield column.name, "this column is missing"


def _refuse(faults: Sequence[Fault]) -> ReviewerError:
    lines = [f"nothing was imported: {len(faults):,} {'fault' if len(faults) == 1 else 'faults'}."]
    for fault in faults[:_MOST_SHOWN]:
        place = f"{fault.file}:{fault.line}" if fault.line else fault.file
        lines.append(f"  {place}: {f'{fault.column}: ' if fault.column else ''}{fault.text}"[:_WIDEST])
    if len(faults) > _MOST_SHOWN:
        lines.append(f"  and {len(faults) - _MOST_SHOWN:,} more")
    return ReviewerError("\n".join(lines), "docs/facts.md says what each column holds.")
