"""This module holds the reader of tach.toml: modules, what they may depend on, and their layers."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any

from reviewer.change.patterns import find_fault, match_patterns
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import Contract, list_texts, quote, speak_of_tests
from reviewer.index.layers.module_names import Name, find_package, parse_expression, split_path
from reviewer.index.revision import Index

_MOST = 2_000
_DOMAIN = "tach.domain.toml"


@dataclass(frozen=True, slots=True)
class _Module:
    path: Name
    layer: str
    depends_on: tuple[Name, ...] | None
    cannot_depend_on: tuple[Name, ...]
    visibility: tuple[Name, ...] | None
    utility: bool
    unchecked: bool


def read_tach(index: Index, path: str, data: bytes) -> Iterator[Contract]:
    """Yield the one contract of a tach.toml. Below a folder with a domain file of its own nothing is known."""
    try:
        table = tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    said = table.get("modules")
    entries = [entry for entry in said if isinstance(entry, dict)] if isinstance(said, list) else []
    modules = [module for entry in entries[:_MOST] for module in _read_modules(entry)][:_MOST]
    if modules:
        domains = tuple(dirname(p) + "/" for p in index.paths if p.endswith(_DOMAIN))
        project = _Project(table, dirname(path), modules, domains)
        names = (".".join(module.path) for module in modules)
        yield Contract("tach", path, project.find_breach, speak_of_tests(names))


class _Project:
    def __init__(
        self, table: Mapping[str, Any], folder: str, modules: Sequence[_Module], domains: tuple[str, ...]
    ) -> None:
        roots = (normpath(join(folder, root)) for root in list_texts(table.get("source_roots", ["."])))
        self._roots = sorted(("" if root == "." else f"{root}/" for root in roots), key=len, reverse=True)
        self._modules, self._domains = modules, domains
        self._order, self._closed = _read_layers(table.get("layers"))
        self._with_types = table.get("ignore_type_checking_imports") is False
        globs = list_texts(table.get("exclude"))
        self._excluded = match_patterns([g.rstrip("/") for g in globs if not find_fault(g.rstrip("/"))][:_MOST])
        # Patterns as regular expressions are the older way of writing them.
        self._readable = not globs or table.get("use_regex_matching") is not True

    def find_breach(self, edge: Edge) -> str:
        """Return why a module may not import another, or an empty string."""
        if not self._readable or (edge.kind == "type" and not self._with_types):
            return ""
        if any(path.startswith(self._domains) or self._excluded(path) for path in (edge.source, edge.target)):
            return ""
        source, target = self._name(edge.source), self._name(edge.target)
        here, there = self._find_module(source), self._find_module(target)
        if here is None or there is None or here[0] == there[0] or here[1].unchecked:
            return ""
        return self._judge(here, there)

    def _name(self, path: str) -> Name:
        root = next((root for root in self._roots if path.startswith(root)), None)
        return split_path(path.removeprefix(root)) if root is not None and path.endswith(".py") else ()

    def _find_module(self, name: Name) -> tuple[Name, _Module] | None:
        """Return the declared module with the longest name around a file, first its name; the first of equals."""
        found = ((find_package(module.path, name), module) for module in self._modules)
        return max((entry for entry in found if entry[0]), key=lambda entry: len(entry[0]), default=None)

    def _judge(self, importer: tuple[Name, _Module], imported: tuple[Name, _Module]) -> str:
        (source, here), (target, there) = importer, imported
        one, other = quote(".".join(source)), quote(".".join(target))
        if there.visibility is not None and not any(find_package(v, source) for v in there.visibility):
            return f"{other} is not visible to {one}"
        if here.layer in self._order and there.layer in self._order:
            high, low = self._order.index(here.layer), self._order.index(there.layer)
            if high > low:
                return f"{one} is in the layer {quote(here.layer)}, below {quote(there.layer)} of {other}"
            closed = next((layer for layer in self._order[high + 1 : low] if layer in self._closed), "")
            if closed:
                return f"{one} may reach {other} only through the closed layer {quote(closed)}"
            if high < low:
                return ""
        if any(find_package(d, target) == target for d in here.cannot_depend_on):
            return f"{one} has {other} in its `cannot_depend_on`"
        if here.depends_on is None or there.utility:
            return ""
        listed = any(find_package(d, target) == target for d in here.depends_on)
        return "" if listed else f"{one} does not list {other} in its `depends_on`"


def _read_layers(said: object) -> tuple[list[str], set[str]]:
    """Return the layers from the highest down, and those that nobody may jump over."""
    order: list[str] = []
    closed: set[str] = set()
    for layer in said[:_MOST] if isinstance(said, list) else []:
        name = layer.get("name") if isinstance(layer, dict) else layer
        if isinstance(name, str):
            order.append(name)
            closed |= {name} if isinstance(layer, dict) and layer.get("closed") is True else set()
    return order, closed


def _read_modules(entry: Mapping[str, Any]) -> Iterator[_Module]:
    depends_on, visibility = entry.get("depends_on"), entry.get("visibility")
    for path in (*list_texts(entry.get("path")), *list_texts(entry.get("paths"))):
        if path and path != "<root>":
            yield _Module(
                path=parse_expression(path),
                layer=str(entry.get("layer", "")),
                depends_on=_expressions(depends_on) if isinstance(depends_on, list) else None,
                cannot_depend_on=_expressions(entry.get("cannot_depend_on")),
                visibility=_expressions(visibility) if isinstance(visibility, list) else None,
                utility=entry.get("utility") is True,
                unchecked=entry.get("unchecked") is True,
            )


def _expressions(said: object) -> tuple[Name, ...]:
    items = said[:_MOST] if isinstance(said, list) else []
    texts = (item.get("path") if isinstance(item, dict) else item for item in items)
    return tuple(parse_expression(text) for text in texts if isinstance(text, str))
