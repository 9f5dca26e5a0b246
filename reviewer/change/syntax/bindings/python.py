"""This module holds the reading of Python's bindings and uses of names, scope by scope."""

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewer.change.syntax.bindings.frames import Binding, Names
from reviewer.change.syntax.bindings.python_scopes import (
    Place,
    Reader,
    Walk,
    nodes_below,
    read_class,
    read_function,
    read_lambda,
)
from reviewer.change.syntax.names import squeeze, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPING = frozenset({"TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"})
_DYNAMIC = frozenset({"exec", "execfile", "globals", "locals"})


def read_python_names(root: "Node") -> Names:
    """Return the names that a Python file binds and uses."""
    return Walk(root, _READ).run()


def _read_comprehension(walk: Walk, node: "Node", place: Place) -> None:
    inner = replace(place, frame=walk.open("block", node, place.frame))
    first = True
    for child in node.named_children:
        if child.type != "for_in_clause":
            walk.push([child], inner)
            continue
        for left in child.children_by_field_name("left"):
            walk.bind_targets(left, inner)
        walk.push_field(child, "right", place if first else inner)
        first = False


def _read_assignment(walk: Walk, node: "Node", place: Place) -> None:
    for left in node.children_by_field_name("left"):
        walk.bind_targets(left, place)
    walk.push_field(node, "type", place)
    walk.push_field(node, "right", place)


def _read_augmented(walk: Walk, node: "Node", place: Place) -> None:
    for left in node.children_by_field_name("left"):
        if left.type == "identifier":
            walk.bind(left, place, "augmented")
        walk.push([left], place)
    walk.push_field(node, "right", place)


def _read_inline(walk: Walk, node: "Node", place: Place) -> None:
    frame = place.frame
    while frame.role == "block" and frame.outer is not None:
        frame = frame.outer
    for name in node.children_by_field_name("name"):
        walk.bind(name, replace(place, frame=frame), "inline")
    walk.push_field(node, "value", place)


def _read_for(walk: Walk, node: "Node", place: Place) -> None:
    lefts = node.children_by_field_name("left")
    for left in lefts:
        walk.bind_targets(left, place)
    skipped = {left.id for left in lefts}
    walk.push([c for c in node.named_children if c.id not in skipped], place)


def _read_as(walk: Walk, node: "Node", place: Place) -> None:
    """`with x as y` binds for the rest of the function, `except X as e` for its handler."""
    around = node.parent
    span = (around.start_byte, around.end_byte) if around is not None and "except" in around.type else (0, -1)
    for child in node.named_children:
        if child.type == "as_pattern_target":
            for target in child.named_children:
                walk.bind_targets(target, place, span)
        else:
            walk.push([child], place)


def _read_import(walk: Walk, node: "Node", place: Place) -> None:
    if any(c.type == "wildcard_import" for c in node.named_children):
        walk.opaque = True
    for name in node.children_by_field_name("name"):
        alias = name.child_by_field_name("alias")
        named = alias if alias is not None else name
        first = named.named_children[0] if named.type == "dotted_name" else named
        walk.bind(first, place, "import")


def _read_global(walk: Walk, node: "Node", place: Place) -> None:
    place.frame.shared |= {text_of(c) for c in node.named_children} if place.frame is not walk.frames[0] else set()
    for name in node.named_children:
        walk.frames[0].bind(Binding(text_of(name), name, "plain"))


def _read_delete(walk: Walk, node: "Node", place: Place) -> None:
    for name in nodes_below(node):
        if name.type == "identifier" and text_of(name) in place.frame.bound:
            walk.bind(name, place, "deleted")
    walk.push(node.named_children, place)


def _read_if(walk: Walk, node: "Node", place: Place) -> None:
    erased = squeeze(text_of(node.child_by_field_name("condition"))) in _TYPING
    inner = replace(place, erased=True) if erased else place
    walk.push_field(node, "condition", place)
    walk.push_field(node, "consequence", inner)
    walk.push_field(node, "alternative", place)


def _read_call(walk: Walk, node: "Node", place: Place) -> None:
    callee = node.child_by_field_name("function")
    if callee is not None and callee.type == "identifier" and text_of(callee) in _DYNAMIC:
        walk.opaque = True
    walk.push(node.named_children, place)


def _read_alias(walk: Walk, node: "Node", place: Place) -> None:
    """`type Pair[T] = tuple[T, T]`."""
    frame = walk.open("types", node, place.frame)
    for left in node.children_by_field_name("left"):
        names = [n for n in nodes_below(left) if n.type == "identifier"]
        for name in names[:1]:
            walk.bind(name, place)
        for name in names[1:]:
            frame.bind(Binding(text_of(name), name, "parameter"))
    walk.push_field(node, "right", Place(frame, typed=True, erased=place.erased))


def _read_pattern(walk: Walk, node: "Node", place: Place) -> None:
    """Bind what a `case` captures; classes and dotted names are uses."""
    for child in node.named_children:
        if child.type == "identifier" and node.type in ("splat_pattern", "as_pattern"):
            walk.bind(child, place)
        elif child.type == "dotted_name":
            first = child.named_children[0]
            if len(child.named_children) > 1 or node.type == "class_pattern":
                walk.load(first, place)
            else:
                walk.bind(first, place)
        elif child.type.endswith("_pattern"):
            _read_pattern(walk, child, place)


def _mark_opaque(walk: Walk, *_: object) -> None:
    walk.opaque = True


def _skip(*_: object) -> None:
    """Nothing is bound or used here that counts."""


_READ: dict[str, Reader] = {
    "identifier": Walk.load,
    "function_definition": read_function,
    "lambda": read_lambda,
    "class_definition": read_class,
    "list_comprehension": _read_comprehension,
    "set_comprehension": _read_comprehension,
    "dictionary_comprehension": _read_comprehension,
    "generator_expression": _read_comprehension,
    "assignment": _read_assignment,
    "augmented_assignment": _read_augmented,
    "named_expression": _read_inline,
    "for_statement": _read_for,
    "as_pattern": _read_as,
    "import_statement": _read_import,
    "import_from_statement": _read_import,
    "global_statement": _read_global,
    "delete_statement": _read_delete,
    "if_statement": _read_if,
    "call": _read_call,
    "type_alias_statement": _read_alias,
    "case_pattern": _read_pattern,
    "exec_statement": _mark_opaque,
    "future_import_statement": _skip,
    "nonlocal_statement": _skip,
    "keyword_argument": lambda walk, node, place: walk.push_field(node, "value", place),
    "attribute": lambda walk, node, place: walk.push_field(node, "object", place),
    "member_type": lambda walk, node, place: walk.push(node.named_children[:1], place),
    "type": lambda walk, node, place: walk.push(node.named_children, replace(place, typed=True)),
}
