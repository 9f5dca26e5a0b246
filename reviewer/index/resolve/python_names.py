"""This module holds the names that a Python module offers to whoever imports them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_OPENS = re.compile(
    rb"\bdef\s+__getattr__\s*\(\s*\w+|\bglobals\s*\(|\bexec\s*\(|\bsys\.modules\b|__dict__|\bsetattr\s*\(|"
    rb"\b__getattr__\s*[,=]|\blazy_?(?:import|load|module)"
    rb"|^\s*(?:if|elif|else).*:\s*import\b",
    re.IGNORECASE,
)
_GLOBAL = re.compile(rb"^[ \t]+global[ \t]+([\w, \t]+)", re.MULTILINE)
_CLOSED = frozenset({"function_definition", "class_definition"})
_HOLDERS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "as_pattern_target"})
_HOLDERS |= {"expression_list", "tuple", "list", "parenthesized_expression"}
_HOLDERS |= {"type", "generic_type", "dotted_name"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a module offers. `open` tells that it may offer more than is seen; `stars` are its `import *`."""

    names: frozenset[str]
    open: bool = False
    stars: tuple[Import, ...] = ()


OPEN = Offer(frozenset(), open=True)


def read_python_offer(source: Source) -> Offer:
    """Return the names that a Python file binds outside of functions and classes."""
    if source.root is None or source.root.has_error:
        return OPEN
    names: set[str] = set()
    for found in _GLOBAL.findall(source.data):
        names |= {name.strip() for name in found.decode().split(",")}
    stars = []
    for imported in find_imports(source):
        if imported.star:
            stars.append(imported)
        elif not imported.dynamic:
            names |= {bound for _, bound in imported.names} or {imported.alias or imported.module.partition(".")[0]}
            # `from . import x` in a package and `import a.b` bind submodules too.
            names |= {imported.module.partition(".")[0]} if imported.level == 1 else set()
    names |= set(_bound_below(source.root))
    return Offer(frozenset(names), _OPENS.search(source.data) is not None, tuple(stars))


def _bound_below(root: "Node") -> Iterator[str]:
    stack = [root]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind in _CLOSED:
            yield text_of(node.child_by_field_name("name"))
            continue
        if kind in ("assignment", "augmented_assignment", "for_statement", "for_in_clause", "type_alias_statement"):
            yield from _targets(node.child_by_field_name("left"))
        elif kind == "named_expression":
            yield text_of(node.child_by_field_name("name"))
        elif kind in ("as_pattern_target", "case_pattern"):
            yield from _targets(node)
        elif kind == "lambda":
            continue
        stack += node.named_children


def _targets(node: "Node | None") -> Iterator[str]:
    stack = [node] if node is not None else []
    while stack:
        target = stack.pop()
        if target.type == "identifier":
            yield text_of(target)
        elif target.type in _HOLDERS or target.type.endswith("_pattern"):
            stack += target.named_children
