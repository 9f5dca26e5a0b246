"""This module holds the function that a call in Rust reaches: a free one by its path, or one of an `impl` beside it."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports_of
from reviewer.change.syntax.names import ancestors, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings, find_occurrences
from reviewer.index.callees.definition import Callee, make_callee, open_module
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node


def resolve_rust(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call reaches, or None where that is not certain."""
    target = call.child_by_field_name("function")
    if target is not None and target.type == "generic_function":
        target = target.child_by_field_name("function")
    if target is None:
        return None
    if target.type == "field_expression":
        value, name = target.child_by_field_name("value"), text_of(target.child_by_field_name("field"))
        owner = _type_around(call) if value is not None and value.type == "self" else ""
        return _find_associated(owner, name, source, on_value=True) if owner else None
    path = text_of(target)
    if "<" in path:
        return None
    module, _, name = path.rpartition("::")
    if target.type == "identifier":
        return _find_free(name, call, source, index)
    if target.type != "scoped_identifier":
        return None
    if module == "Self" or module[:1].isupper():
        return _find_associated(_type_around(call) if module == "Self" else module, name, source, on_value=False)
    return _find_in_module(_expand(module, source), name, source, index)


def _find_free(name: str, call: "Node", source: Source, index: Index) -> Callee | None:
    bound = find_bindings(source, name)
    if bound is None or len(bound) != 1:
        return None
    if bound[0].type == "function_item":
        here, there = _module_around(call), _module_around(bound[0])
        inner = any(a.type == "function_item" for a in ancestors(bound[0]))
        return make_callee(source, bound[0], name) if here == there and not inner else None
    module, _, original = _expand(name, source).rpartition("::")
    return _find_in_module(module, original, source, index) if module else None


def _expand(path: str, source: Source) -> str:
    """Return a path with what its first part was imported from, or nothing where that part may be something else."""
    head, *rest = path.split("::")
    bound, imports = find_bindings(source, head), find_imports_of(source, head)
    if bound == [] and not imports:
        return path
    if bound is None or len(bound) != 1 or len(imports) != 1 or _module_around(bound[0]) is not None:
        return ""
    imported, original = imports[0]
    return "::".join(part for part in (imported.module, original, *rest) if part)


def _find_in_module(module: str, name: str, source: Source, index: Index) -> Callee | None:
    """Return the one free function of a module that has a file of its own."""
    target = open_module(source, Import(module), index) if module else None
    bound = find_bindings(target.source, name) if target is not None else None
    if target is None or bound is None or len(bound) != 1 or bound[0].type != "function_item":
        return None
    return make_callee(target.source, bound[0], name) if bound[0].parent == target.node else None


def _find_associated(owner: str, name: str, source: Source, *, on_value: bool) -> Callee | None:
    """Return the one function that the blocks of a type in this file define; none where a trait may have it too."""
    found = []
    for node in find_occurrences(source, name) or ():
        around = node.parent
        if around is not None and around.type in ("function_item", "function_signature_item"):
            block = next((a for a in ancestors(around) if a.type in ("impl_item", "trait_item")), None)
            found.append((around, block))
    mine = [(f, b) for f, b in found if b is not None and b.type == "impl_item" and _subject(b) == owner]
    if len(mine) != 1 or not owner:
        return None
    function = mine[0][0]
    callee = make_callee(source, function, f"{owner}::{name}")
    if callee is None or not on_value:
        return callee
    bound = callee.signature.bind() if [p.kind for p in callee.signature.parameters[:1]] == ["receiver"] else None
    return Callee(source, function, callee.name, bound) if bound is not None else None


def _type_around(call: "Node") -> str:
    block = next((a for a in ancestors(call) if a.type in ("impl_item", "trait_item")), None)
    return _subject(block) if block is not None and block.type == "impl_item" else ""


def _subject(block: "Node") -> str:
    return text_of(block.child_by_field_name("type")).split("<")[0].strip()


def _module_around(node: "Node") -> int | None:
    return next((a.id for a in ancestors(node) if a.type == "mod_item"), None)
