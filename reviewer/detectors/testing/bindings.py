"""This module holds which names a test binds to which expressions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.syntax.names import descendants, squeeze, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = ("left", "name", "pattern")
_VALUES = ("right", "value")
_BINDING = frozenset({"assignment", "assignment_expression", "assignment_statement", "let_declaration"})
_BINDING |= {"variable_declarator", "short_var_declaration", "property_declaration"}
_WAITING = frozenset({"await", "await_expression", "parenthesized_expression", "expression_list"})


def find_bindings(node: "Node") -> Iterator[tuple[str, "Node", "Node"]]:
    """Yield the name, the value and the whole of every binding below a node, in the order of the text.

    The name is written without white space: `total`, `orders.place`. A binding of several names is left out.
    """
    for inner in descendants(node):
        if inner.type in _BINDING:
            name = next((n for f in _NAMES if (n := inner.child_by_field_name(f)) is not None), None)
            value = next((n for f in _VALUES if (n := inner.child_by_field_name(f)) is not None), None)
            parts = inner.named_children
            name = name or (parts[0] if len(parts) > 1 else None)
            value = value or (parts[-1] if len(parts) > 1 else None)
            if name is not None and value is not None and value.id != name.id:
                text = squeeze(text_of(name)).removeprefix("$")
                if "," not in text:
                    yield text, bare(value), inner


def bare(node: "Node") -> "Node":
    """Return what is awaited, or stands in brackets."""
    while node.type in _WAITING and node.named_child_count == 1:
        node = node.named_children[0]
    return node
