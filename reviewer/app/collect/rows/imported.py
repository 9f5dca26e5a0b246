"""This module holds how rows that were imported in the documented form become rows of facts again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from reviewer.app.collect.rows.values import read_body, read_text
from reviewer.model.facts import LONGEST_BODY, TABLES, Column, Row, list_columns

_Row = TypeVar("_Row", bound=Row)


def restore_rows(kind: type[_Row], told: Iterable[Mapping[str, Any]]) -> Iterator[_Row]:
    """Yield the rows of a table; what an import does not tell is unknown, what is worked out is left to its time."""
    table = next(name for name, row in TABLES.items() if row is kind)
    columns = [column for column in list_columns(table) if not column.derived]
    for values in told:
        known: dict[str, Any] = {column.name: _restore(column, values.get(column.name)) for column in columns}
        if "body" in known:
            known["body"], known["body_cut"] = read_body(values.get("body"))
        yield kind(**known)


def _restore(column: Column, value: object) -> object:
    if column.type in ("ints", "strs"):
        return tuple(value) if isinstance(value, list) else ()
    return read_text(value, LONGEST_BODY) if column.type == "str" else value
