"""This module holds how pull requests are read: in pages that shrink when GitHub is busy, each one whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from reviewer.adapters.github.collect.graph import Reply, ask, read_time
from reviewer.adapters.github.collect.question import CONNECTIONS, NAMED, NAMES, PULLS, write_rest
from reviewer.adapters.github.collect.wire import PAUSES, Busy, Wire
from reviewer.errors import ReviewerError
from reviewer.ports import Record, Refused
from reviewer.ports.collect import Page, Unreachable

_LARGEST, _LONGEST = 20, 100
_MOST_PAGES = 5_000
# More at once is no bad pull request but a bad day.
_MOST_BROKEN = 50
_STRANGE = "GitHub's answer is not understood."
_LATER = "What was read before is kept: run it again later."
_Found = TypeVar("_Found")


class _Info(BaseModel):
    more: bool = Field(alias="hasNextPage")
    cursor: str | None = Field(alias="endCursor")


class _List(BaseModel):
    nodes: list[dict[str, Any] | None]
    info: _Info = Field(alias="pageInfo")
    total: int = Field(alias="totalCount", default=0)


class Pulls:
    """The pull requests of a repository. Pages begin with `largest`, are halved when GitHub fails, and grow again."""

    def __init__(self, wire: Wire, name: str, largest: int = _LARGEST) -> None:
        self._wire = wire
        self._owner, _, self._name = name.partition("/")
        self._largest = self._size = largest
        self._broken = 0

    def page(self, cursor: str) -> Page:
        """Return a page, the pull request that changed last first."""
        try:
            reply, listed = self._shrink(lambda n: _open(self._ask_page(PULLS, n, cursor), cursor))
        except Busy:
            return self._read_singly(1, cursor, {})
        found = {node["id"]: node for node in _sort_out(reply, listed.nodes, "repository", "pullRequests", "nodes")}
        if len(found) < len(listed.nodes):
            return self._read_singly(len(listed.nodes), cursor, found)
        self._size = min(self._largest, self._size + 1)
        page = self._complete_all(found.values())
        return replace(page, cursor=_turn(listed.info, cursor), total=listed.total)

    def named(self, ids: Sequence[str]) -> Page:
        """Return pull requests by their ids, those that are gone left out."""
        try:
            reply = ask(self._wire, NAMED, {"ids": list(ids)})
            nodes = reply.find("nodes")
        except Busy:
            middle = len(ids) // 2
            return _join(self.named(ids[:middle]), self.named(ids[middle:])) if middle else self._give_up(ids[0])
        if not isinstance(nodes, list) or len(nodes) != len(ids):
            raise ReviewerError(_STRANGE, _LATER)
        page = self._complete_all(_sort_out(reply, nodes, "nodes"))
        there = {record.key for record in page.records} | set(page.broken)
        failed = {place[0] for place in reply.failures("nodes") if place}
        again = [key for index, key in enumerate(ids) if key not in there and (nodes[index] or index in failed)]
        return _join(page, *(self.named([key]) if len(ids) > 1 else self._give_up(key) for key in again))

    def _give_up(self, key: str) -> Page:
        """Name a pull request as one that GitHub fails to tell."""
        self._broken += 1
        if self._broken > _MOST_BROKEN:
            raise Unreachable("GitHub answers with errors only.", _LATER)
        return Page(broken=(key,))

    def _read_singly(self, size: int, cursor: str, found: Mapping[str, dict[str, Any]]) -> Page:
        """Read a page of which something fails: its names first, then each that is missing by itself."""
        try:
            _, listed = self._insist(lambda n: _open(self._ask_page(NAMES, n, cursor), cursor), size)
        except Busy as busy:
            raise Unreachable(f"{busy}.", _LATER) from None
        keys = [str(node["id"]) for node in listed.nodes if node]
        pages = [self._complete_all([found[key]]) if key in found else self.named([key]) for key in keys]
        return replace(_join(*pages), cursor=_turn(listed.info, cursor), total=listed.total)

    def _ask_page(self, text: str, size: int, cursor: str) -> Reply:
        variables = {"owner": self._owner, "name": self._name, "n": size, "after": cursor or None}
        return ask(self._wire, text, variables)

    def _shrink(self, read: Callable[[int], _Found]) -> _Found:
        """Ask with ever smaller pages. Raises `Busy` when even the smallest one fails."""
        while True:
            try:
                return read(self._size)
            except Busy:
                if self._size == 1:
                    return self._insist(read, 1)
                self._size //= 2
                self._wire.pause(PAUSES[0])

    def _insist(self, read: Callable[[int], _Found], size: int) -> _Found:
        """Ask again after a while. Raises `Busy` in the end."""
        for seconds in PAUSES:
            try:
                return read(size)
            except Busy:
                self._wire.pause(seconds)
        return read(size)

    def _complete_all(self, nodes: Iterable[dict[str, Any]]) -> Page:
        """Follow every list of pull requests to its end, and leave out where the pages began and ended."""
        pages = []
        for node in nodes:
            try:
                whole = {**node, **self._complete(node["id"], {name: node[name] for name in CONNECTIONS})}
                pages.append(Page((Record("pull", node["id"], _read_change(node), whole),)))
            except (ValidationError, Busy):
                pages.append(self._give_up(node["id"]))
        return _join(*pages)

    def _complete(self, key: str, told: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        lists = {name: _List.model_validate(one) for name, one in told.items()}
        nodes = {name: list(one.nodes) for name, one in lists.items()}
        cursors, size = {name: _turn(one.info, "") for name, one in lists.items()}, _LONGEST
        for _ in range(_MOST_PAGES):
            cursors = {name: cursor for name, cursor in cursors.items() if cursor}
            if not cursors:
                beside = {name: {w: v for w, v in one.items() if w != "pageInfo"} for name, one in told.items()}
                return {name: {**one, "nodes": nodes[name]} for name, one in beside.items()}
            lists, size = self._read_rest(key, cursors, size)
            for name, one in lists.items():
                nodes[name] += one.nodes
                cursors[name] = _turn(one.info, cursors[name])
        raise ReviewerError(_STRANGE, _LATER)

    def _read_rest(self, key: str, cursors: Mapping[str, str], size: int) -> tuple[dict[str, _List], int]:
        while True:
            try:
                reply = ask(self._wire, write_rest(cursors), {"id": key, "n": size, **cursors})
                if any(reply.failures("node")):
                    raise Busy("GitHub answers with errors only")
                return {name: _List.model_validate(reply.find("node", name)) for name in cursors}, size
            except Busy:
                if size == 1:
                    raise
                size = max(1, size // 4)
                self._wire.pause(PAUSES[0])


def _open(reply: Reply, cursor: str) -> tuple[Reply, _List]:
    try:
        listed = _List.model_validate(reply.find("repository", "pullRequests"))
    except ValidationError:
        raise ReviewerError(_STRANGE, _LATER) from None
    _turn(listed.info, cursor)
    return reply, listed


def _sort_out(reply: Reply, nodes: Sequence[Any], *path: str) -> list[dict[str, Any]]:
    """Return what is whole. What this token may never read is refused, not left out in silence."""
    failed = {place[0] for place in reply.failures(*path) if place}
    whole = []
    for index, node in enumerate(nodes):
        if index in failed or not isinstance(node, dict) or not isinstance(node.get("id"), str):
            continue
        lost = [name for name in CONNECTIONS if not isinstance(node.get(name), dict)]
        if lost and any(fault.is_final for fault in reply.faults):
            raise Refused(f"the token lacks `{'contents' if lost == ['commits'] else 'pull-requests'}: read`")
        if not lost:
            whole.append(node)
    return whole


def _read_change(node: Mapping[str, Any]) -> int:
    # Where the reading ends is decided by this.
    when = read_time(node.get("updatedAt"))
    if not when:
        raise ReviewerError(_STRANGE, _LATER)
    return when


def _turn(info: _Info, cursor: str) -> str:
    """Return where the next page begins, empty where there is none. Raises `Busy` for a page that names itself."""
    if not info.more:
        return ""
    if not info.cursor or info.cursor == cursor:
        raise Busy("GitHub's list has no end")
    return info.cursor


def _join(*pages: Page) -> Page:
    records = tuple(record for page in pages for record in page.records)
    return Page(records, broken=tuple(key for page in pages for key in page.broken))
