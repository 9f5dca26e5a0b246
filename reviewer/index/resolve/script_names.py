"""This module holds the names that a JavaScript or TypeScript module exports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_COMMON_JS = re.compile(rb"\bmodule\.exports\b|\bexports\s*[.\[=,]|^\s*export\s*=", re.MULTILINE)
_IS_MODULE = re.compile(rb"^[ \t]*(?:export|import)\b|[;}]export\b", re.MULTILINE)
_LISTED = frozenset({"variable_declarator"})
_PATTERN_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


@dataclass(frozen=True, slots=True)
class Exports:
    """What a module exports. `open` tells that it may export more than is seen; `stars` are its `export *`."""

    names: frozenset[str]
    open: bool = False
    stars: tuple[Import, ...] = ()


OPEN = Exports(frozenset(), open=True)


def read_script_exports(source: Source) -> Exports:
    """Return the exports of a JavaScript or TypeScript file; one that is no ES module may export anything."""
    root, data = source.root, source.data
    if root is None or root.has_error or _COMMON_JS.search(data) or not _IS_MODULE.search(data):
        return OPEN
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return OPEN  # where everything that is declared may be exported
    names: set[str] = set()
    stars = []
    for imported in find_imports(source):
        if imported.reexport and imported.star:
            stars.append(imported)
        elif imported.reexport:
            names |= {bound for _, bound in imported.names} | ({imported.alias} if imported.alias else set())
    for node in root.named_children:
        if node.type == "export_statement" and node.child_by_field_name("source") is None:
            names |= set(_exported(node))
    return Exports(frozenset(names), stars=tuple(stars))


def _exported(node: "Node") -> Iterator[str]:
    if any(c.type == "default" for c in node.children):
        yield "default"
        return
    for child in node.named_children:
        if child.type == "export_clause":
            for specifier in child.named_children:
                named = specifier.child_by_field_name("alias") or specifier.child_by_field_name("name")
                yield text_of(named).strip("'\"")
        else:
            yield from _declared(child)


def _declared(node: "Node") -> Iterator[str]:
    """Yield the names that a declaration binds."""
    if node.type in ("ambient_declaration", "expression_statement"):
        for child in node.named_children:
            yield from _declared(child)
        return
    name = node.child_by_field_name("name")
    if name is not None:
        yield text_of(name).split(".")[0]
    for child in node.named_children:
        if child.type in _LISTED:
            yield from _pattern(child.child_by_field_name("name"))
        elif child.type == "identifier" and node.type == "import_alias":
            yield text_of(child)


def _pattern(node: "Node | None") -> Iterator[str]:
    stack = [node] if node is not None else []
    while stack:
        part = stack.pop()
        if part.type in _PATTERN_NAMES:
            yield text_of(part)
        elif part.type == "pair_pattern":
            stack += part.children_by_field_name("value")
        elif part.type.endswith("assignment_pattern"):
            stack += part.children_by_field_name("left")
        else:
            stack += part.named_children
