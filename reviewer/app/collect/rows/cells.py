"""This module holds how a cell of an imported table is read, and what is wrong with it."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from reviewer.app.collect.rows.values import read_time
from reviewer.model.facts import Column

_TRUTHS = {"true": True, "t": True, "1": True, "yes": True, "false": False, "f": False, "0": False, "no": False}
_ACCOUNTS = ("user", "bot", "mannequin", "organization", "ghost")
_WHOLE = re.compile(r"-?[0-9]{1,19}(?:\.0+)?")
# The words that a column may hold, where it is one of a few.
WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("pulls", "state"): ("open", "closed", "merged"),
    ("pulls", "author_kind"): _ACCOUNTS,
    ("pulls", "merged_by_kind"): _ACCOUNTS,
    ("issues", "state"): ("open", "closed"),
    ("issues", "author_kind"): _ACCOUNTS,
    ("reviews", "state"): ("approved", "changes_requested", "commented", "dismissed"),
    ("reviews", "state_before"): ("approved", "changes_requested", "commented"),
    ("reviews", "author_kind"): _ACCOUNTS,
    ("remarks", "kind"): ("line", "conversation"),
    ("remarks", "author_kind"): _ACCOUNTS,
    ("main", "how"): ("merge", "squash", "rebase", "direct"),
}
_SHAPES = {
    "int": "a whole number",
    "time": "a time, as 2026-11-30T09:15:00Z or in seconds since 1970",
    "bool": "true or false",
    "ints": "whole numbers, parted by semicolons",
    "strs": "texts, parted by semicolons, or a JSON list",
    "str": "a text",
}


class BadCell(Exception):  # noqa: N818 - a fault in a file, not in the program
    """A cell that does not hold what its column should; its text says what that is."""


def read_cell(table: str, column: Column, value: object) -> object:
    """Return the value of a cell, None for an empty one. Raises `BadCell`."""
    if value is None or value == "":
        if not column.optional and column.type not in ("ints", "strs"):
            raise BadCell("is empty")
        return None
    try:
        read = _READ[column.type](value)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise BadCell(f"'{str(value)[:40]}' is not {_SHAPES[column.type]}") from None
    words = WORDS.get((table, column.name))
    if words:
        read = str(read).lower()
        if read not in words:
            raise BadCell(f"'{str(value)[:40]}' is none of {', '.join(words)}")
    return read


def _read_int(value: object) -> int:
    if isinstance(value, str):
        # Some tools write a column that has empty cells as numbers with a point.
        if not _WHOLE.fullmatch(value.strip()):
            raise ValueError
        value = int(value.strip().partition(".")[0])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise TypeError
    return value


def _read_moment(value: object) -> int:
    if isinstance(value, datetime):
        return int((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())
    # Eight digits may be a day.
    is_seconds = not isinstance(value, str) or len(value) > 8
    when = None if is_seconds and _WHOLE.fullmatch(str(value)) else read_time(value)
    return _read_int(value) if when is None else when


def _read_truth(value: object) -> bool:
    return value if isinstance(value, bool) else _TRUTHS[str(value).strip().lower()]


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _read_texts(value: object) -> list[str]:
    return [_read_text(part) for part in _split(value) if part != ""]


def _read_ints(value: object) -> list[int]:
    return [_read_int(part) for part in _split(value) if part != ""]


def _split(value: object) -> list[object]:
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [part.strip() for part in value.split(";")]
    if not isinstance(value, list):
        raise TypeError
    return value


_READ: Mapping[str, Callable[[object], object]] = {
    "int": _read_int,
    "time": _read_moment,
    "bool": _read_truth,
    "str": _read_text,
    "strs": _read_texts,
    "ints": _read_ints,
}
