"""This module holds how the imports of JavaScript and TypeScript are read."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports.statement import Circumstances, Import, find_statements, look_around
from reviewer.change.syntax.names import arguments_of, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_WORDS = re.compile(rb"\b(?:import|export|require)\b")
_KINDS = frozenset({"import_statement", "export_statement", "call_expression"})
_CALLEES = frozenset({"import", "require", "require.resolve"})
_OF_TYPES = frozenset({"type_annotation", "type_alias_declaration", "type_arguments", "type_query", "generic_type"})
Names = tuple[tuple[str, str], ...]


def read_imports(source: Source) -> Iterator[Import]:
    """Yield what a JavaScript or TypeScript file imports, passes on or requires by a literal."""
    for node in find_statements(source, _WORDS, _KINDS):
        if node.type == "call_expression":
            yield from _read_call(node, source)
            continue
        origin = _origin(node)
        module = _literal(origin)
        if module:
            read = _read_import if node.type == "import_statement" else _read_export
            yield read(node, module, look_around(node, source))


def _origin(node: "Node") -> "Node | None":
    found = node.child_by_field_name("source")
    if found is None:  # import fs = require("fs")
        clause = next((c for c in node.children if c.type == "import_require_clause"), None)
        found = clause.child_by_field_name("source") if clause else None
    return found


def _literal(node: "Node | None") -> str:
    if node is None or node.type not in ("string", "template_string"):
        return ""
    plain = all(c.type in ("string_fragment", "template_chars") for c in node.named_children)
    return text_of(node)[1:-1] if plain else ""


def _read_import(node: "Node", module: str, here: Circumstances) -> Import:
    names: list[tuple[str, str]] = []
    alias = ""
    typed = {c.type for c in node.children}
    clause = next((c for c in node.children if c.type in ("import_clause", "import_require_clause")), None)
    whole = clause is not None and clause.type == "import_require_clause"
    specifiers: list[Node] = []
    for part in clause.named_children if clause else ():
        if part.type == "namespace_import" or (whole and part.type == "identifier"):
            alias = text_of(part).removeprefix("*").strip().removeprefix("as").strip()
        elif part.type == "identifier":
            names.append(("default", text_of(part)))
        elif part.type == "named_imports":
            specifiers += [c for c in part.named_children if c.type == "import_specifier"]
    names += [_specified(s) for s in specifiers]
    only = bool(specifiers) and len(specifiers) == len(names) and all(map(_is_typed, specifiers))
    marks = {"type_only"} if typed & {"type", "typeof"} or (only and not alias) else frozenset[str]()
    return here.make(module, tuple(names), alias=alias, marks=marks)


def _read_export(node: "Node", module: str, here: Circumstances) -> Import:
    marks = {"reexport"}
    if any(c.type == "type" for c in node.children):
        marks.add("type_only")
    clause = next((c for c in node.children if c.type == "export_clause"), None)
    if clause is not None:
        specifiers = [c for c in clause.named_children if c.type == "export_specifier"]
        if specifiers and all(map(_is_typed, specifiers)):
            marks.add("type_only")
        return here.make(module, tuple(_specified(s) for s in specifiers), marks=marks)
    space = next((c for c in node.children if c.type == "namespace_export"), None)
    if space is not None:
        return here.make(module, alias=text_of(space.named_children[-1]), marks=marks)
    return here.make(module, marks=marks | {"star"})


def _specified(node: "Node") -> tuple[str, str]:
    name = text_of(node.child_by_field_name("name")).strip("'\"")
    return name, text_of(node.child_by_field_name("alias")).strip("'\"") or name


def _is_typed(node: "Node") -> bool:
    return any(c.type in ("type", "typeof") for c in node.children)


def _read_call(call: "Node", source: Source) -> Iterator[Import]:
    callee, arguments = text_of(call.child_by_field_name("function")), arguments_of(call)
    module = _literal(arguments[0]) if callee in _CALLEES and arguments else ""
    if not module:
        return
    marks = {"dynamic"}
    around = call.parent
    if around is not None and around.type == "member_expression":
        called = text_of(around.child_by_field_name("property"))
        marks |= {"guarded"} if called == "catch" else set()
    for _ in range(4):
        if around is None:
            break
        marks |= {"type_only"} if around.type in _OF_TYPES else set()
        marks |= {"guarded"} if text_of(around.child_by_field_name("function")) == "expect" else set()
        around = around.parent
    names, alias = _destructured(call)
    yield look_around(call, source).make(module, names, alias=alias, marks=marks)


def _destructured(call: "Node") -> tuple[Names, str]:
    """Return the names that a call's result is taken apart into, or the one that it is bound to."""
    holder = call.parent
    while holder is not None and holder.type in ("await_expression", "parenthesized_expression"):
        holder = holder.parent
    if holder is None or holder.type != "variable_declarator":
        return (), ""
    target = holder.child_by_field_name("name")
    if target is None or target.type != "object_pattern":
        return (), text_of(target)
    names = []
    for part in target.named_children:
        key, value = part.child_by_field_name("key"), part.child_by_field_name("value")
        if key is not None:
            names.append((text_of(key), text_of(value)))
        elif part.type == "shorthand_property_identifier_pattern":
            names.append((text_of(part), text_of(part)))
    return tuple(names), ""
