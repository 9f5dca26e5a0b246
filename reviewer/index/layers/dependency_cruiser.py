"""This module holds the reader of dependency-cruiser's rules: those that speak of two paths and nothing else."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from posixpath import dirname, join
from typing import Any

from reviewer.change.late import compile_late
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import Contract, list_texts, shorten, speak_of_tests
from reviewer.index.layers.literals import read_literal
from reviewer.index.layers.path_regex import compile_path_regex, join_choices, search
from reviewer.index.revision import Index

_Side = Mapping[str, Any]
_MOST_RULES = 200
_KNOWN = ".dependency-cruiser-known-violations.json"
_GROUP = compile_late(r"\$(\d)")
_DECLARES = compile_late(r"\.d\.[cm]?ts$")
_TYPE_ONLY = frozenset({"type-only", "type-import", "pre-compilation-only"})
# What a file of the repository never is; how it was imported (by an alias, by a call) the graph does not tell.
_OUTSIDE = frozenset({"core", "unknown", "undetermined", "deprecated", "npm", "npm-dev", "npm-optional", "npm-peer"})
_OUTSIDE |= {"npm-bundled", "npm-no-pkg", "npm-unknown"}
_KNOWN_TO = frozenset({"path", "pathNot", "dependencyTypes", "dependencyTypesNot"})


def read_dependency_cruiser(index: Index, path: str, data: bytes) -> Iterator[Contract]:
    """Yield the `forbidden` rules of a settings file whose conditions are paths, or imports for types alone."""
    settings = read_literal(path, data)
    rules = settings.get("forbidden") if isinstance(settings, dict) else None
    if not isinstance(settings, dict) or not isinstance(rules, list):
        return
    options = settings.get("options")
    options = options if isinstance(options, dict) else {}
    folder = dirname(path)
    known = _read_known(index.read(join(folder, _KNOWN)) or b"")
    for rule in rules[:_MOST_RULES]:
        contract = _read_rule(rule, options, path, folder) if isinstance(rule, dict) else None
        if contract is not None:
            yield replace(contract, find_breach=_leave_known(contract.find_breach, known, folder))


def _read_known(data: bytes) -> frozenset[tuple[str, str]]:
    """Return the imports that the list of known violations beside the settings names."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return frozenset()
    entries = [entry for entry in read if isinstance(entry, dict)] if isinstance(read, list) else []
    return frozenset((str(entry.get("from")), str(entry.get("to"))) for entry in entries)


def _leave_known(judge: Callable[[Edge], str], known: frozenset[tuple[str, str]], folder: str) -> Callable[[Edge], str]:
    start = f"{folder}/" if folder else ""

    def find_breach(edge: Edge) -> str:
        pair = (edge.source.removeprefix(start), edge.target.removeprefix(start))
        return "" if pair in known else judge(edge)

    return find_breach


def _read_rule(rule: Mapping[str, Any], options: _Side, path: str, folder: str) -> Contract | None:
    origin, goal = rule.get("from"), rule.get("to")
    if not isinstance(origin, dict) or not isinstance(goal, dict) or rule.get("severity", "warn") in ("ignore", "info"):
        return None
    if set(origin) - {"path", "pathNot"} or set(goal) - _KNOWN_TO or not goal.keys() & {"path", "pathNot"}:
        return None
    wanted, unwanted = (set(list_texts(goal.get(key))) for key in ("dependencyTypes", "dependencyTypesNot"))
    if (wanted - _TYPE_ONLY and "local" not in wanted) or unwanted - _TYPE_ONLY - _OUTSIDE:
        return None
    patterns = [_pattern(side, key) for side in (origin, goal) for key in ("path", "pathNot")]
    left_out = [_pattern(options, key) for key in ("exclude", "includeOnly")]
    if any(compile_path_regex(_GROUP.sub("x", p)) is None for p in (*patterns, *left_out) if p is not None):
        return None
    if any(p is None for p in (*patterns, *left_out)):
        return None
    name = str(rule.get("name", "")) if isinstance(rule.get("name"), str) else ""
    sees_types = bool(options.get("tsPreCompilationDeps"))
    sides = _Sides(*(p or "" for p in patterns), *(p or "" for p in left_out))

    def find_breach(edge: Edge) -> str:
        if not _wants_kind(goal, edge, sees_types=sees_types) or not sides.hold(edge, folder):
            return ""
        return f"the rule '{shorten(name)}' forbids it" if name else "a rule without a name forbids it"

    tests = speak_of_tests([name, *(p for p in patterns[:2] if p)])
    return Contract(name, path, find_breach, tests, runtime_only=not sees_types)


class _Sides:
    """The conditions on both paths. What the first one captured may stand in the second as `$1`."""

    def __init__(self, origin: str, origin_not: str, goal: str, goal_not: str, left_out: str, only: str) -> None:
        self._origin, self._origin_not = origin, origin_not
        self._goal, self._goal_not = goal, goal_not
        self._left_out, self._only = left_out, only

    def hold(self, edge: Edge, folder: str) -> bool:
        start = f"{folder}/" if folder else ""
        if not edge.source.startswith(start) or not edge.target.startswith(start):
            return False
        source, target = edge.source.removeprefix(start), edge.target.removeprefix(start)
        found = _search(self._origin, source)
        if found is None or (self._origin_not and _search(self._origin_not, source)):
            return False
        for path in (source, target):
            if (self._left_out and _search(self._left_out, path)) or (self._only and not _search(self._only, path)):
                return False
        goal, goal_not = _fill(self._goal, found), _fill(self._goal_not, found)
        return _search(goal, target) is not None and not (goal_not and _search(goal_not, target))


def _search(text: str, path: str) -> "re.Match[str] | None":
    pattern = compile_path_regex(text)
    return search(pattern, path) if pattern is not None else None


def _fill(text: str, found: "re.Match[str]") -> str:
    groups = found.groups()
    return _GROUP.sub(lambda m: re.escape((groups[int(m[1]) - 1] if 0 < int(m[1]) <= len(groups) else "") or ""), text)


def _pattern(side: _Side, key: str) -> str | None:
    """Return one expression for what a key says, empty where it says nothing, None where it cannot be read."""
    value = side.get(key, "")
    if isinstance(value, dict) and set(value) == {"path"}:
        value = value["path"]
    texts = list_texts(value)
    complete = isinstance(value, str) or (isinstance(value, list) and 0 < len(texts) == len(value))
    return join_choices(texts) if complete else None


def _wants_kind(goal: _Side, edge: Edge, *, sees_types: bool) -> bool:
    wanted, unwanted = set(list_texts(goal.get("dependencyTypes"))), set(list_texts(goal.get("dependencyTypesNot")))
    is_type = edge.kind == "type" or _DECLARES.search(edge.source) is not None
    if is_type and (not sees_types or unwanted & _TYPE_ONLY):
        return False
    return not wanted or (is_type and bool(wanted & _TYPE_ONLY)) or "local" in wanted
