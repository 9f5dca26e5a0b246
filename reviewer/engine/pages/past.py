"""This module holds the past of an example: a page says which change wrote which lines of the old side, and when."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha1
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.history.memory import MemoryHistory
from reviewer.history.messages import read_message
from reviewer.history.past import DAY, History
from reviewer.model.history import PastChange, Touch

# Any day will do: an example counts days back from it.
_NOW = 2_000_000_000
_AUTHOR = "Ada <ada@example.invalid>"
_LINES = re.compile(r"(\d+)(?:-(\d+))?")
_KEYS = {"says", "days", "lines", "path", "author"}


def tell_past(rows: Sequence[Mapping[str, Any]], paths: Sequence[str]) -> History:
    """Return the history that the tables `[[past]]` of an example tell.

    Each says which lines a change wrote (`lines`, such as "2-4") in place of as many, how long ago (`days`) and what
    its message `says`; `path` is by default the first of `paths`. Raises `ReviewerError` for anything else.
    """
    made = sorted((_read_row(row, paths) for row in rows), key=lambda item: -item[0].when)
    store = MemoryHistory()
    tip = made[0][0].commit if made else "0" * 40
    store.add(tip, [(change, (touch,)) for change, touch in made], "")
    return History(store, store.chain(tip), _NOW)


def _read_row(row: Mapping[str, Any], paths: Sequence[str]) -> tuple[PastChange, Touch]:
    says, days, lines = row.get("says"), row.get("days"), _LINES.fullmatch(str(row.get("lines", "")))
    if set(row) - _KEYS or not isinstance(says, str) or not isinstance(days, int) or lines is None:
        raise ReviewerError(f"'past' cannot be read: {dict(row)}.", 'Write says = "...", days = 3, lines = "2-4".')
    told = read_message(says)
    first, last = int(lines[1]), int(lines[2] or lines[1])
    stretch = (first, last - first + 1, first, last - first + 1)
    change = PastChange(
        commit=sha1(f"{says} {days}".encode(), usedforsecurity=False).hexdigest(),
        when=_NOW - days * DAY,
        authors=(str(row.get("author", _AUTHOR)),),
        kind=told.kind,
        level=told.level,
        subject=says,
        pull=told.pull,
        files=1,
    )
    return change, Touch(str(row.get("path", paths[0])), "", stretch[3], stretch[1], (stretch,))
