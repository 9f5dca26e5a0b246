"""This module holds how GitHub's lists of a whole repository are read: comments on lines, comments, issues.

They are read from the oldest change on. The next page is asked for by the time of the last change on this one and not
by its number, for whatever changes meanwhile moves to the end, and what stood behind it to another page.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from reviewer.adapters.github.collect.graph import read_time
from reviewer.adapters.github.collect.wire import Answer, Wire
from reviewer.errors import ReviewerError
from reviewer.ports import Record
from reviewer.ports.collect import Page

_SIZE = 100
# So many pages of changes in one second are no list but a loop.
_MOST_PAGES = 300
_SORTED: Mapping[str, str | int] = {"sort": "updated", "direction": "asc", "per_page": _SIZE}


class _List(NamedTuple):
    path: str
    key: str
    needs: str
    query: Mapping[str, str | int] = _SORTED


_LISTS = {
    "line_comment": _List("pulls/comments", "id", "pull-requests: read"),
    "comment": _List("issues/comments", "id", "issues: read"),
    "issue": _List("issues", "number", "issues: read", {**_SORTED, "state": "all"}),
}


def read_changes(wire: Wire, name: str, kind: str, *, since: int, cursor: str, mark: str) -> Page:
    """Return a page of what changed at `since` or later; empty where that is what `mark` stands for."""
    listed = _LISTS[kind]
    begin, number = _read_cursor(cursor) if cursor else (since, 1)
    query = {**listed.query, **({"since": _write_time(begin)} if begin > 0 else {})}
    if number > 1:
        query["page"] = number
    answer = wire.read(f"/repos/{name}/{listed.path}", needs=listed.needs, mark=mark, **query)
    if answer.status == 304:
        return Page(mark=mark)
    items = _read_items(answer)
    # A pull request is an issue too; it comes by another way.
    records = tuple(
        Record(kind, str(item[listed.key]), read_time(item.get("updated_at")), item)
        for item in items
        if not (kind == "issue" and "pull_request" in item)
    )
    if 'rel="next"' not in answer.headers.get("link", ""):
        return Page(records, mark="" if cursor else answer.headers.get("etag", ""))
    last = max((read_time(item.get("updated_at")) for item in items), default=0)
    return Page(records, _write_cursor(begin, number, last))


def _read_items(answer: Answer) -> list[dict[str, Any]]:
    items = answer.data
    if not isinstance(items, list) or not all(isinstance(item, dict) and "id" in item for item in items):
        raise ReviewerError("GitHub's answer is not understood.", "What was read before is kept: run it again later.")
    return items


def _write_cursor(begin: int, number: int, last: int) -> str:
    # `since` may or may not mean that very second, so we begin one before it.
    if last - 1 > begin:
        return f"{last - 1}:1"
    if number >= _MOST_PAGES:
        raise ReviewerError("GitHub's list has no end.", "What was read before is kept: run it again later.")
    return f"{begin}:{number + 1}"


def _read_cursor(cursor: str) -> tuple[int, int]:
    begin, _, number = cursor.partition(":")
    return int(begin), int(number)


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
