"""This module holds connections of GraphQL: pages of a list, which truly have to be turned."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import GraphQLError

# Whatever a field is read from: a record, a page, or nothing at all.
Thing: TypeAlias = Any
_LARGEST = 100


@dataclass(frozen=True)
class Page:
    """Some of the things of a list: those from `start` on."""

    things: Sequence[Any]
    start: int
    total: int
    is_endless: bool = False

    @property
    def info(self) -> dict[str, Any]:
        """Where this page stands in the list."""
        end = self.start + len(self.things)
        return {
            "hasNextPage": self.is_endless or end < self.total,
            "hasPreviousPage": self.start > 0,
            "startCursor": _write_cursor(self.start) if self.things else None,
            "endCursor": _write_cursor(0 if self.is_endless else end - 1) if self.things or self.is_endless else None,
        }


def _write_cursor(index: int) -> str:
    return base64.b64encode(f"cursor:v2:{index}".encode()).decode()


def _read_cursor(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True).decode().rpartition(":")[2])
    except (binascii.Error, ValueError):
        raise fail("INVALID_CURSOR_ARGUMENTS", f"`{cursor}` does not appear to be a valid cursor.") from None


def fail(kind: str, message: str) -> GraphQLError:
    """Make an error of the kind that GitHub names in `type`."""
    return GraphQLError(message, extensions={"type": kind})


def take_page(things: Sequence[Any], arguments: Mapping[str, Any], *, is_endless: bool = False) -> Page:
    """Cut a page out of a list as the arguments of a connection say."""
    first, last, name = arguments.get("first"), arguments.get("last"), arguments["field"]
    if first is None and last is None:
        message = f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
        raise fail("MISSING_PAGINATION_BOUNDARIES", message)
    for word, size in (("first", first), ("last", last)):
        if size is not None and size > _LARGEST:
            message = f"Requesting {size} records on the `{name}` connection exceeds the `{word}` limit of 100 records."
            raise fail("EXCESSIVE_PAGINATION", message)
    start = _read_cursor(arguments["after"]) + 1 if arguments.get("after") else 0
    end = _read_cursor(arguments["before"]) if arguments.get("before") else len(things)
    if is_endless:
        start, end = 0, len(things)
    if first is not None:
        end = min(end, start + first)
    if last is not None:
        start = max(start, end - last)
    return Page(things[start:end], start, len(things), is_endless)


def _list_edges(page: Page, *_: Thing) -> list[Page]:
    return [Page([thing], page.start + index, page.total) for index, thing in enumerate(page.things)]


# An edge is a page of one.
PAGE_FIELDS: Mapping[str, Callable[..., Any]] = {
    "nodes": lambda page, *_: page.things,
    "edges": _list_edges,
    "node": lambda page, *_: page.things[0],
    "cursor": lambda page, *_: _write_cursor(page.start),
    "pageInfo": lambda page, *_: page.info,
    "totalCount": lambda page, *_: page.total,
    "filteredCount": lambda page, *_: page.total,
    "pageCount": lambda page, *_: len(page.things),
}
