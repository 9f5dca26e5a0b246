"""This module holds the function that a call in Java reaches: a method of its class, a static one, a constructor."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports_of
from reviewer.change.syntax.names import ancestors, descendants, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings
from reviewer.index.callees.definition import Callee, Definition, make_callee, open_module
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 5
_CLASSES = frozenset({"class_declaration", "interface_declaration", "enum_declaration", "record_declaration"})
_OBJECTS = frozenset({"object_creation_expression", "enum_constant"})
_TYPES = frozenset({"type_identifier", "scoped_type_identifier", "generic_type"})


def resolve_java(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call reaches, or None where that is not certain."""
    if call.type == "object_creation_expression":
        owner = find_class(_plain(call.child_by_field_name("type")), source, index)
        return _construct(owner) if owner is not None and call.child_by_field_name("object") is None else None
    if call.type != "method_invocation":
        return None
    name, holder = text_of(call.child_by_field_name("name")), call.child_by_field_name("object")
    if holder is None or holder.type == "this":
        around = _class_around(call)
        owner = Definition(source, around) if around is not None else None
    elif holder.type == "identifier" and text_of(holder)[:1].isupper():
        owner = find_class(text_of(holder), source, index)
    else:
        return None
    return _call(owner, name, index, static=holder is not None and holder.type != "this") if owner else None


def _call(owner: Definition, name: str, index: Index, *, static: bool) -> Callee | None:
    methods = _find_methods(owner.node, name)
    if len(methods) != 1 or not _is_alone(owner, name, index, 0):
        return None
    if static and "static" not in _modifiers(methods[0]) and owner.node.type != "interface_declaration":
        return None
    return make_callee(owner.source, methods[0], f"{text_of(owner.node.child_by_field_name('name'))}.{name}")


def _construct(owner: Definition) -> Callee | None:
    body = owner.node.child_by_field_name("body")
    if owner.node.type != "class_declaration" or body is None or "@" in _modifiers(owner.node):
        return None
    made = [c for c in body.named_children if c.type == "constructor_declaration"]
    shown = text_of(owner.node.child_by_field_name("name"))
    return make_callee(owner.source, made[0], shown) if len(made) == 1 else None


def _is_alone(owner: Definition, name: str, index: Index, depth: int) -> bool:
    """Tell whether no type that a class is made from brings another method of the name."""
    heads = [c for c in owner.node.named_children if c.type in ("superclass", "super_interfaces", "extends_interfaces")]
    if "@" in _modifiers(owner.node).replace("@Override", "") or depth > _DEEPEST:
        return False
    for written in (_plain(n) for head in heads for n in _listed(head)):
        found = find_class(written, owner.source, index)
        if found is None or found.node == owner.node or _find_methods(found.node, name):
            return False
        if not _is_alone(found, name, index, depth + 1):
            return False
    return True


def _listed(head: "Node") -> "list[Node]":
    inner = [n for n in head.named_children if n.type == "type_list"]
    return [n for n in (inner[0] if inner else head).named_children if n.type in _TYPES]


def _plain(written: "Node | None") -> str:
    return text_of(written).split("<")[0].strip()


def _modifiers(node: "Node") -> str:
    return next((text_of(c) for c in node.children if c.type == "modifiers"), "")


def _find_methods(owner: "Node", name: str) -> list["Node"]:
    body = owner.child_by_field_name("body")
    members = list(body.named_children) if body is not None else []
    members += [n for m in members if m.type == "enum_body_declarations" for n in m.named_children]
    return [m for m in members if m.type == "method_declaration" and text_of(m.child_by_field_name("name")) == name]


def _class_around(call: "Node") -> "Node | None":
    """Return the class that a call's own methods are looked up in; None inside of an object without a name."""
    for node in ancestors(call):
        if node.type in _CLASSES:
            return node
        if node.type == "class_body" and node.parent is not None and node.parent.type in _OBJECTS:
            return None
    return None


def find_class(name: str, source: Source, index: Index, _: "Node | None" = None) -> Definition | None:
    """Return the class of a simple name: of the same file, imported, or of the same package."""
    bound = find_bindings(source, name) if name.isidentifier() else None
    if bound is None or source.root is None or any(b.type not in _CLASSES for b in bound):
        return None
    if bound:
        return Definition(source, bound[0]) if len(bound) == 1 else None
    imports = find_imports_of(source, name) or ((Import(f"{_package(source.root)}.{name}"), ""),)
    found = open_module(source, imports[0][0], index) if len(imports) == 1 and not imports[0][1] else None
    declared = found.node.named_children if found is not None and found.source.language == "java" else ()
    node = next((n for n in declared if n.type in _CLASSES and text_of(n.child_by_field_name("name")) == name), None)
    return Definition(found.source, node) if found is not None and node is not None else None


def _package(root: "Node") -> str:
    declared = next((n for n in root.named_children if n.type == "package_declaration"), None)
    named = [n for n in descendants(declared) if n.type in ("scoped_identifier", "identifier")] if declared else []
    return text_of(named[0]) if named else ""
