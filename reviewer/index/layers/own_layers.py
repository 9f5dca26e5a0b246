"""This module holds the layers that a repository declares in the settings of this tool."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from posixpath import normpath
from typing import Any

from reviewer.change.patterns import Matches, find_fault, match_patterns
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import Contract, list_texts, place_target, quote, speak_of_tests
from reviewer.index.revision import Index

_OWN = "reviewer.toml"
_MOST_LAYERS, _MOST_FILES = 100, 6
_Level = tuple[str, Matches]


def read_own_layers(index: Index, path: str, data: bytes) -> Iterator[Contract]:
    """Yield the one contract of `layers` in reviewer.toml, or in `[tool.reviewer]` of pyproject.toml, at the root.

    Of the layers that name a file the first counts. Imports for type checkers alone are free.
    """
    if path == "pyproject.toml" and _OWN in index.paths:
        return
    tables = _gather(index, path, data)
    levels = [level for table in tables[:_MOST_LAYERS] if (level := _read_level(table)) is not None]
    if len(levels) < 2:
        return
    texts = [text for table in tables for text in list_texts(table.get("paths"))]
    yield Contract("layers", path, _Judge(levels).find_breach, speak_of_tests(texts), layers=tuple(levels))


class _Judge:
    def __init__(self, levels: Sequence[_Level]) -> None:
        self._levels = levels

    def find_breach(self, edge: Edge) -> str:
        here, there = self._find(edge.source), self._find(place_target(edge))
        if here is None or there is None or edge.kind == "type":
            return ""
        if here > there:
            return f"{quote(self._levels[here][0])} is below {quote(self._levels[there][0])} in the declared layers"
        return ""

    def _find(self, path: str) -> int | None:
        return next((number for number, (_, test) in enumerate(self._levels) if test(path)), None)


def _read_level(table: Mapping[str, Any]) -> _Level | None:
    patterns, name = list_texts(table.get("paths")), table.get("name")
    if not isinstance(name, str) or not patterns or any(find_fault(pattern) for pattern in patterns):
        return None
    return name, match_patterns(patterns)


def _gather(index: Index, path: str, data: bytes) -> list[Mapping[str, Any]]:
    """Return the layers of a settings file after those of the files that it extends."""
    found: list[Mapping[str, Any]] = []
    waiting = [(path, data)]
    for _ in range(_MOST_FILES):
        if not waiting:
            break
        place, text = waiting.pop()
        table = _parse(text, whole=place != "pyproject.toml")
        said = table.get("layers")
        found = [*(t for t in said if isinstance(t, dict)), *found] if isinstance(said, list) else found
        names = [normpath(name) for name in list_texts(table.get("extends"))]
        waiting += [(name, read) for name in names if name in index.paths and (read := index.read(name)) is not None]
    return found


def _parse(data: bytes, *, whole: bool) -> Mapping[str, Any]:
    try:
        read = tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    tool = read.get("tool")
    own = tool.get("reviewer") if isinstance(tool, dict) else None
    if isinstance(own, dict):
        return own
    return read if whole else {}
