"""This module holds the names that a JavaScript or TypeScript module exports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

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


class Export(NamedTuple):
    """One name that a module exports.

    `local` is its name inside of the module, or inside of `origin`, the specifier of the module that it is passed on
    from. A `*` is every name: in both for `export *`, in `local` alone for `export * as name`. What is exported as the
    default is in `given`; it may have no name.
    """

    name: str
    local: str
    given: "Node | None" = None
    origin: str = ""


OPEN = Exports(frozenset(), open=True)
_LISTS: "WeakKeyDictionary[Source, tuple[Export, ...]]" = WeakKeyDictionary()


def read_script_exports(source: Source) -> Exports:
    """Return the exports of a JavaScript or TypeScript file; one that is no ES module may export anything."""
    root, data = source.root, source.data
    if root is None or root.has_error or _COMMON_JS.search(data) or not _IS_MODULE.search(data):
        return OPEN
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")):
        return OPEN  # where everything that is declared may be exported
    stars = tuple(imported for imported in find_imports(source) if imported.reexport and imported.star)
    return Exports(frozenset(export.name for export in list_exports(source)) - {"*"}, stars=stars)


def list_exports(source: Source) -> tuple[Export, ...]:
    """Return what the `export` statements of a JavaScript or TypeScript file give out, in the order of the text."""
    if source not in _LISTS:
        statements = source.root.named_children if source.root is not None else []
        _LISTS[source] = tuple(e for s in statements if s.type == "export_statement" for e in _exported(s))
    return _LISTS[source]


def _exported(statement: "Node") -> Iterator[Export]:
    origin = text_of(statement.child_by_field_name("source"))[1:-1]
    inner = {child.type: child for child in statement.children}
    clause, space = inner.get("export_clause"), inner.get("namespace_export")
    if clause is not None:
        for specifier in (n for n in clause.named_children if n.type == "export_specifier"):
            local = _unquote(specifier.child_by_field_name("name"))
            yield Export(_unquote(specifier.child_by_field_name("alias")) or local, local, origin=origin)
    elif origin:
        yield Export(_unquote(space.named_children[-1]) if space is not None else "*", "*", origin=origin)
    elif "default" in inner:
        given = statement.child_by_field_name("declaration") or statement.child_by_field_name("value")
        named = given.child_by_field_name("name") if given is not None and given.type != "identifier" else given
        yield Export("default", text_of(named), given)
    else:
        yield from (Export(name, name) for child in statement.named_children for name in _declared(child))


def _unquote(node: "Node | None") -> str:
    return text_of(node).strip("'\"")


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
