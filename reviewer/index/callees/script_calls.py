"""This module holds the function that a call in JavaScript or TypeScript reaches."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.names import ancestors, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import is_written_to
from reviewer.index.callees.definition import Callee, Definition, make_callee
from reviewer.index.callees.script_names import CLASSES, FUNCTIONS, look_in, look_up
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 5
_OPAQUE_THIS = frozenset({"function_declaration", "function_expression", "generator_function", "object"})
_OPAQUE_THIS |= {"generator_function_declaration", "class_static_block"}
_MEMBERS = frozenset({"method_definition", "method_signature", "abstract_method_signature"})
_FIELDS = frozenset({"public_field_definition", "field_definition", "property_signature"})


def resolve_script(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call reaches, or None where that is not certain."""
    target = call.child_by_field_name("constructor" if call.type == "new_expression" else "function")
    if target is None:
        return None
    if target.type == "super":
        owner = _find_owner(call)
        extended = _find_extended(Definition(source, owner[0]), index) if owner is not None else None
        return _construct(extended, index) if extended is not None else None
    if target.type == "identifier":
        found = look_up(text_of(target), source, index, at=call)
    elif target.type == "member_expression":
        return _resolve_member(target, call, source, index)
    else:
        return None
    if call.type == "new_expression":
        return _construct(found, index) if found is not None else None
    return _call(found, text_of(target))


def _resolve_member(target: "Node", call: "Node", source: Source, index: Index) -> Callee | None:
    holder, name = target.child_by_field_name("object"), text_of(target.child_by_field_name("property"))
    if holder is None or holder.type not in ("this", "identifier"):
        return None
    is_new = call.type == "new_expression"
    if holder.type == "this":
        owner = _find_owner(call)
        return (
            _call_method(Definition(source, owner[0]), name, index, static=owner[1]) if owner and not is_new else None
        )
    found = look_up(text_of(holder), source, index, at=call)
    if found is None:
        return None
    if found.is_file:
        exported = look_in(found, name, index)
        return (_construct(exported, index) if exported else None) if is_new else _call(exported, name)
    return _call_method(found, name, index, static=True) if found.node.type in CLASSES and not is_new else None


def _call(found: Definition | None, name: str) -> Callee | None:
    if found is None or found.node.type not in FUNCTIONS:
        return None
    return make_callee(found.source, found.node, name)


def _call_method(owner: Definition, name: str, index: Index, *, static: bool, depth: int = 0) -> Callee | None:
    if depth > _DEEPEST or is_written_to(owner.source, name):
        return None
    members = _find_members(owner.node, name)
    if not members:
        extended = _find_extended(owner, index)
        return _call_method(extended, name, index, static=static, depth=depth + 1) if extended is not None else None
    method = members[0]
    words = {c.type for c in method.children}
    plain = method.type == "method_definition" and not words & {"get", "set", "decorator"}
    if len(members) > 1 or not plain or ("static" in words) != static or _is_decorated(method):
        return None
    return make_callee(owner.source, method, f"{text_of(owner.node.child_by_field_name('name'))}.{name}")


def _construct(owner: Definition, index: Index, depth: int = 0) -> Callee | None:
    if owner.node.type not in CLASSES or depth > _DEEPEST or _is_decorated(owner.node):
        return None
    members = _find_members(owner.node, "constructor")
    if not members:
        extended = _find_extended(owner, index)
        return _construct(extended, index, depth + 1) if extended is not None else None
    if len(members) > 1 or members[0].type != "method_definition":
        return None
    return make_callee(owner.source, members[0], text_of(owner.node.child_by_field_name("name")))


def _find_members(owner: "Node", name: str) -> list["Node"]:
    body = owner.child_by_field_name("body")
    members = [c for c in body.named_children if c.type in _MEMBERS or c.type in _FIELDS] if body is not None else []
    return [m for m in members if text_of(m.child_by_field_name("name") or m.child_by_field_name("property")) == name]


def _is_decorated(node: "Node") -> bool:
    before = node.prev_named_sibling
    decorated = [*node.children, *([before] if before is not None else [])]
    return any(c.type == "decorator" for c in decorated)


def _find_owner(call: "Node") -> tuple["Node", bool] | None:
    """Return the class that `this` is an instance of where a call stands, and whether `this` is the class itself."""
    for node in ancestors(call):
        if node.type in _OPAQUE_THIS:
            return None
        if node.type == "method_definition" or node.type in _FIELDS:
            owner = node.parent.parent if node.parent is not None else None
            is_class = owner is not None and owner.type in CLASSES
            return (owner, any(c.type == "static" for c in node.children)) if owner is not None and is_class else None
    return None


def _find_extended(owner: Definition, index: Index) -> Definition | None:
    heritage = next((c for c in owner.node.named_children if c.type == "class_heritage"), None)
    if heritage is None:
        return None
    clause = next((c for c in heritage.named_children if c.type == "extends_clause"), heritage)
    value = clause.child_by_field_name("value") or next(iter(clause.named_children), None)
    if value is None or value.type != "identifier":
        return None
    found = look_up(text_of(value), owner.source, index, at=owner.node)
    return found if found is not None and found.node.type in CLASSES and found.node != owner.node else None
