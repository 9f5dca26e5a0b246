"""This module holds the places where a source lists names: lists, tables, switches, unions and enumerations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import end_line_of, line_of, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = frozenset(
    word
    for line in (
        "list set tuple dictionary array object literal_value array_initializer argument_list array_expression",
        "switch_body expression_switch_statement switch_block match_block union_type enum_body enum_variant_list",
    )
    for word in line.split()
)
# What stands around a name in a list, by the field that holds it; an empty field means the first child.
_PEELED = {
    "pair": "key", "keyed_element": "key", "switch_case": "value", "expression_case": "value", "match_arm": "pattern",
    "enum_assignment": "name", "enum_constant": "name", "enum_variant": "name", "literal_element": "",
    "literal_type": "", "match_pattern": "", "switch_block_statement_group": "", "switch_rule": "",
    "switch_label": "", "expression_list": "", "parenthesized_expression": "",
}  # fmt: skip
_NAMES = frozenset({"identifier", "property_identifier", "shorthand_property_identifier", "type_identifier"})
_DOTTED = frozenset({"attribute", "member_expression", "selector_expression", "field_access", "scoped_identifier"})
_RECORDS = frozenset({"dictionary", "object", "literal_value"})
_FIELD = compile_late(r"[a-z]\w*")
_NAME = compile_late(r"[A-Za-z][\w./:-]{2,60}")


@dataclass(frozen=True, slots=True)
class Register:
    """A list of names with the line of each.

    `function` is the name of the function around a plain record: a dictionary whose keys are all words like `name`.
    """

    path: str
    line: int
    end_line: int
    lines: dict[str, int]
    function: str = ""


def read_registers(source: Source, fewest: int) -> Iterator[Register]:
    """Yield the lists of a source with so many distinct names, in the order of the text."""
    stack = [source.root] if source.root is not None else []
    while stack:
        node = stack.pop()
        if node.type in _LISTS and not (node.type == "union_type" and _is_inner_union(node)):
            lines: dict[str, int] = {}
            for item in _items(node):
                name = _name_of(item, source)
                if name:
                    lines.setdefault(name, line_of(item))
            if len(lines) >= fewest:
                yield Register(
                    source.path, line_of(node), end_line_of(node), lines, _find_function(node, lines, source)
                )
        stack += reversed(node.named_children)


def _find_function(node: "Node", names: Iterable[str], source: Source) -> str:
    if node.type not in _RECORDS or not all(_FIELD.fullmatch(name) for name in names):
        return ""
    scope = source.function_at(line_of(node))
    return scope.name if scope is not None else ""


def _is_inner_union(node: "Node") -> bool:
    return node.parent is not None and node.parent.type == "union_type"


def _items(node: "Node") -> Iterator["Node"]:
    """Yield what a list lists; a union of TypeScript is nested to the left."""
    stack = list(reversed(node.named_children))
    while stack:
        top = stack.pop()
        if top.type == "union_type":
            stack += reversed(top.named_children)
        else:
            yield top


def _name_of(item: "Node", source: Source) -> str:
    node: Node | None = item
    for _ in range(5):
        if node is None or node.type not in _PEELED:
            break
        field = _PEELED[node.type]
        node = node.child_by_field_name(field) if field else next(iter(node.named_children), None)
    if node is None:
        return ""
    text = text_of(node) if node.end_byte - node.start_byte < 80 else ""
    if node.type in source.kinds.strings:
        text = text[1:-1]
    elif node.type in _DOTTED:
        text = text.replace("::", ".").rpartition(".")[2]
    elif node.type not in _NAMES or _is_field(item, text):
        return ""
    return text if _NAME.fullmatch(text) else ""


def _is_field(item: "Node", text: str) -> bool:
    """Tell whether a bare name is a field of a record or an argument of a call: these are alike by their nature."""
    if item.parent is not None and item.parent.type == "argument_list":
        return True
    if item.type == "keyed_element":
        return True
    return item.type in ("pair", "shorthand_property_identifier") and not text[:1].isupper()
