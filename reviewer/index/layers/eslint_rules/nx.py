"""This module holds the constraints between tagged projects of an Nx workspace."""

import json
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from posixpath import dirname, join
from typing import Any, cast
from weakref import proxy

from reviewer.index.graph import Edge
from reviewer.index.layers.contract import list_texts, shorten
from reviewer.index.layers.path_regex import compile_path_regex, search
from reviewer.index.resolve.tree import ancestors_of
from reviewer.index.revision import Index

_RULE = "enforce-module-boundaries"
_MOST_CONSTRAINTS, _MOST_TAGS = 200, 50
_Tags = tuple[str, ...]


def read_constraints(options: Mapping[str, Any], index: Index) -> Callable[[Edge], str] | None:
    """Return the judge of `depConstraints`; None where one of them cannot be read."""
    said = options.get("depConstraints")
    constraints = [c for c in said if isinstance(c, dict)] if isinstance(said, list) else []
    if not constraints or not isinstance(said, list) or len(constraints) != len(said):
        return None
    allowed = list_texts(options.get("allow"))
    workspace = _Workspace(cast("Index", proxy(index)))

    def find_breach(edge: Edge) -> str:
        here, there = workspace.find_project(dirname(edge.source)), workspace.find_project(dirname(edge.target))
        if not here or not there or here == there or any(edge.target.endswith(name) for name in allowed if name):
            return ""
        one, other = workspace.read_tags(here), workspace.read_tags(there)
        if one is None or other is None:
            return ""
        for constraint in constraints[:_MOST_CONSTRAINTS]:
            broken = _judge(constraint, one, other)
            if broken:
                return broken
        return ""

    return find_breach


class _Workspace:
    """The projects of a workspace, each by the folder of its project.json."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.find_project = cache(self._find_project)
        self.read_tags = cache(self._read_tags)

    def _find_project(self, folder: str) -> str:
        around = (folder, *ancestors_of(folder))
        return next((place for place in around if place and join(place, "project.json") in self._index.paths), "")

    def _read_tags(self, folder: str) -> _Tags | None:
        data = self._index.read(join(folder, "project.json"))
        try:
            read = json.loads(data or b"")
        except (ValueError, RecursionError):
            return None
        return tuple(list_texts(read.get("tags"))[:_MOST_TAGS]) if isinstance(read, dict) else None


def _judge(constraint: Mapping[str, Any], one: _Tags, other: _Tags) -> str:
    sources = list_texts(constraint.get("allSourceTags")) or list_texts(constraint.get("sourceTag"))
    if not sources or not all(_has(one, source) for source in sources):
        return ""
    wanted, unwanted = constraint.get("onlyDependOnLibsWithTags"), constraint.get("notDependOnLibsWithTags")
    if not _is_readable(wanted) or not _is_readable(unwanted):
        return ""
    tag = shorten(" + ".join(sources))
    if wanted and not any(_has(other, pattern) for pattern in wanted):
        names = ", ".join(f"`{shorten(name)}`" for name in wanted[:3])
        return f"a project `{tag}` may depend only on {names} by {_RULE}"
    broken = next((pattern for pattern in unwanted or () if _has(other, pattern)), "")
    return f"a project `{tag}` may not depend on `{shorten(broken)}` by {_RULE}" if broken else ""


def _is_readable(value: object) -> bool:
    return value is None or (isinstance(value, list) and len(list_texts(value)) == len(value))


def _has(tags: Sequence[str], pattern: str) -> bool:
    if pattern == "*":
        return True
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        compiled = compile_path_regex(pattern[1:-1])
        # A pattern that is refused matches: what cannot be read forbids nothing.
        return compiled is None or any(search(compiled, tag) for tag in tags)
    return any(fnmatchcase(tag, pattern) if pattern.count("*") in (1, 2, 3) else tag == pattern for tag in tags)
