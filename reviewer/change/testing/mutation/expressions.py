"""This module holds faults in expressions: conditions negated, comparisons shifted, constants changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import text_of
from reviewer.change.testing.mutation.fault import Edit
from reviewer.change.testing.mutation.places import holds_elsewhere

if TYPE_CHECKING:
    from tree_sitter import Node

_BRANCHES = frozenset({"if_statement", "elif_clause", "conditional_expression", "ternary_expression", "if_clause"})
_COMPARISONS = frozenset({"comparison_operator", "binary_expression"})
_OPPOSITE = {"==": "!=", "===": "!==", "is": "is not", "in": "not in"}
_OPPOSITE |= {there: here for here, there in _OPPOSITE.items()}
_SHIFTED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_NEGATIONS = {"not_operator": "not", "unary_expression": "!"}
_BOOLEANS = {"true": "false", "false": "true", "True": "False", "False": "True"}
_NUMBERS = frozenset({"integer", "number", "int_literal"})
# A number that is only handed on, such as a time limit, is seldom anyone's promise.
_COUNTING = frozenset({"comparison_operator", "binary_operator", "binary_expression", "augmented_assignment"})
_COUNTING |= {"augmented_assignment_expression"}
_WIDEST = 60
_SMALL = compile_late(r"0|[1-9]\d{0,8}")
_RETURNS = frozenset({"return_statement", "expression_list"})


def edit_expressions(node: "Node", language: str) -> Iterator[Edit]:
    """Yield what can be done to one node of an expression or to the condition of a branch."""
    if node.type in _BRANCHES:
        yield from _negate_branch(node, language)
    elif node.type in _COMPARISONS:
        yield from _shift(node)
    elif node.type in _BOOLEANS or node.type in _NUMBERS:
        yield from _change_constant(node)


def negate(node: "Node", language: str) -> str:
    """Return the text of an expression that is true when this one is not."""
    text = text_of(node)
    opposite = _OPPOSITE.get(operator_of(node))
    if opposite is not None:
        sign = node.children[1]
        at, end = sign.start_byte - node.start_byte, sign.end_byte - node.start_byte
        raw = node.text or b""
        return (raw[:at] + opposite.encode() + raw[end:]).decode("utf-8", "replace")
    sign_text = _NEGATIONS.get(node.type)
    if sign_text is not None and text.startswith(sign_text):
        return text.removeprefix(sign_text).lstrip()
    return f"not ({text})" if language == "python" else f"!({text})"


def operator_of(node: "Node") -> str:
    """Return the sign of a comparison of two values, or an empty string."""
    if node.type not in _COMPARISONS or node.child_count != 3:
        return ""
    return " ".join(text_of(node.children[1]).split())


def unwrap(node: "Node") -> "Node":
    """Return what stands inside of round brackets."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def _negate_branch(node: "Node", language: str) -> Iterator[Edit]:
    condition = node.child_by_field_name("condition")
    if condition is None:
        parts = node.named_children
        at = 1 if node.type == "conditional_expression" else 0
        condition = parts[at] if len(parts) > at else None
    if condition is None or holds_elsewhere(condition):
        return
    inner = unwrap(condition)
    if "comment" not in inner.type:
        yield Edit(inner, negate(inner, language), "condition negated")


def _shift(node: "Node") -> Iterator[Edit]:
    sign = operator_of(node)
    if sign in _OPPOSITE:
        if not _is_condition(node) and (node.parent is None or node.parent.type not in _RETURNS):
            yield Edit(node, negate(node, ""), "comparison shifted")
    elif sign in _SHIFTED:
        raw, at = node.text or b"", node.children[1].start_byte - node.start_byte
        text = raw[:at] + _SHIFTED[sign].encode() + raw[at + len(sign) :]
        yield Edit(node, text.decode("utf-8", "replace"), "comparison shifted")


def _is_condition(node: "Node") -> bool:
    """Tell whether a comparison is all that a branch asks for: then it is negated as such."""
    around = node
    while around.parent is not None and around.parent.type == "parenthesized_expression":
        around = around.parent
    parent = around.parent
    if parent is None or parent.type not in _BRANCHES:
        return False
    condition = parent.child_by_field_name("condition")
    return condition.id == around.id if condition is not None else parent.type != "conditional_expression"


def _change_constant(node: "Node") -> Iterator[Edit]:
    text, parent = text_of(node), node.parent
    if parent is None or parent.type in _RETURNS:
        return
    if text in _BOOLEANS:
        yield _show_around(Edit(node, _BOOLEANS[text], "constant changed"), parent)
    elif parent.type in _COUNTING and operator_of(parent) not in _SHIFTED and _SMALL.fullmatch(text):
        yield _show_around(Edit(node, str(int(text) + 1), "constant changed"), parent)


def _show_around(edit: Edit, parent: "Node") -> Edit:
    """A bare constant says nothing: it is shown with what it is compared with, added to or given as."""
    raw, start = parent.text or b"", edit.node.start_byte - parent.start_byte
    if len(raw) > _WIDEST or b"\n" in raw:
        return edit
    after = raw[:start] + edit.text.encode() + raw[start + len(edit.node.text or b"") :]
    return replace(edit, shown=after.decode("utf-8", "replace"), shown_before=raw.decode("utf-8", "replace"))
