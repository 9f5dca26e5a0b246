"""This module holds the types that a class names as its parents, as written in its head."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

# The parts of a definition that name parents, in one grammar or another.
PARENTS = frozenset(
    {
        "argument_list",
        "class_heritage",
        "superclass",
        "super_interfaces",
        "extends_interfaces",
        "extends_type_clause",
        "base_list",
        "delegation_specifiers",
        "inheritance_specifier",
        "base_class_clause",
        "extends_clause",
        "base_clause",
        "class_interface_clause",
    }
)
_WORD = compile_late(r"[A-Za-z_$][\w$]*")


def parents_of(node: "Node") -> str:
    """Return the parents of a class as written, without white space; empty for one that has none of its own."""
    found = ",".join(squeeze(text_of(c)) for c in node.children if c.type in PARENTS)
    return "" if found in ("()", "(object)") else found


def names_parent(node: "Node", name: str) -> bool:
    """Tell whether a class names a type among its parents, or among the arguments of these."""
    return name in _WORD.findall(" ".join(text_of(c) for c in node.children if c.type in PARENTS))
