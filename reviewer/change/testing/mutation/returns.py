"""This module holds faults in what a function returns: a constant in the place of the value."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, text_of
from reviewer.change.testing.mutation.expressions import negate, operator_of, unwrap
from reviewer.change.testing.mutation.fault import Edit
from reviewer.change.testing.mutation.go_compile import guards_error, keep_compiling

if TYPE_CHECKING:
    from tree_sitter import Node

# `undefined!` is of the type `never`, which fits where any other one is promised.
_NOTHING = {"python": "None", "javascript": "undefined", "typescript": "undefined!", "tsx": "undefined!"}
_ABSENT = frozenset({"None", "undefined", "null", "nil", "NotImplemented", "undefined!", "void 0"})
_EMPTY = frozenset({"nil", "0", "0.0", "false", '""', "``"})
_TRUTHS = {"true": "false", "false": "true", "True": "False", "False": "True"}
_COMPARES = frozenset({"==", "!=", "===", "!==", "<", ">", "<=", ">=", "is", "is not", "in", "not in"})
_ZEROS = {"string": '""', "bool": "false", "error": "nil", "any": "nil"}
_NILS = frozenset({"pointer_type", "slice_type", "map_type", "channel_type", "function_type", "interface_type"})
_NUMBER = compile_late(r"u?int(?:8|16|32|64|ptr)?|float(?:32|64)|byte|rune")
_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})


def edit_returns(node: "Node", language: str) -> Iterator[Edit]:
    """Yield the constant that can stand for what one node returns."""
    if node.type == "return_statement":
        if language == "go":
            yield from _zero(node)
        else:
            values = [c for c in node.named_children if "comment" not in c.type]
            yield from _replace(values[0], language) if len(values) == 1 else ()
    elif node.type == "arrow_function":
        body = node.child_by_field_name("body")
        if body is not None and body.type != "statement_block":
            yield from _replace(body, language)


def _replace(value: "Node", language: str) -> Iterator[Edit]:
    inner = unwrap(value)
    text = text_of(inner)
    if text in _ABSENT:
        return
    if text in _TRUTHS:
        yield Edit(inner, _TRUTHS[text], "returned value replaced")
    elif _is_truth(inner):
        yield Edit(inner, negate(inner, language), "returned value replaced")
    else:
        yield Edit(value, _NOTHING[language], "returned value replaced", _NOTHING[language].rstrip("!"))


def _is_truth(node: "Node") -> bool:
    """Tell whether a value can only be true or false: no value at all would pass for false."""
    if node.type == "not_operator" or operator_of(node) in _COMPARES:
        return True
    return node.type == "unary_expression" and text_of(node).startswith("!")


def _zero(node: "Node") -> Iterator[Edit]:
    listed = next((c for c in node.named_children if c.type == "expression_list"), None)
    function = next((n for n in ancestors(node) if n.type in _FUNCTIONS), None)
    outer = next((n for n in reversed(list(ancestors(node))) if n.type in _FUNCTIONS), None)
    if listed is None or function is None or outer is None:
        return
    values, types = [c for c in listed.named_children if "comment" not in c.type], _result_types(function)
    if len(types) == 1 and len(values) == 1 and text_of(types[0]) == "bool":
        inner = unwrap(values[0])
        yield Edit(inner, _TRUTHS.get(text_of(inner)) or negate(inner, "go"), "returned value replaced")
        return
    was = [text_of(value) for value in values]
    if len(was) != len(types) and len(was) != 1:
        return
    known = was if len(was) == len(types) else [""] * len(types)
    zeros = [w if _is_default(w) else _zero_of(kind) for w, kind in zip(known, types, strict=True)]
    kept = keep_compiling(node, node, outer) if zeros != was and not _leaves_on_error(node) else None
    if kept is not None:
        shown = f"return {', '.join(zeros)}"
        fails = text_of(types[-1]) == "error" and zeros[-1] != known[-1]
        yield Edit(node, kept + shown, "exception swallowed" if fails else "returned value replaced", shown)


def _leaves_on_error(node: "Node") -> bool:
    """Tell whether a statement stands in a block that a fault empties as a whole."""
    around = next((n for n in ancestors(node) if n.type in ("if_statement", *_FUNCTIONS)), None)
    return around is not None and around.type == "if_statement" and guards_error(around)


def _is_default(text: str) -> bool:
    """Tell whether a value is already the empty one of its type, however it is written."""
    return text in _EMPTY or text.endswith("{}")


def _result_types(function: "Node") -> list["Node"]:
    result = function.child_by_field_name("result")
    if result is None or result.type != "parameter_list":
        return [result] if result is not None else []
    types: list[Node] = []
    for part in result.named_children:
        kind = part.child_by_field_name("type")
        if part.type == "parameter_declaration" and kind is not None:
            types += [kind] * max(1, len(part.children_by_field_name("name")))
    return types


def _zero_of(kind: "Node") -> str:
    text = text_of(kind)
    if kind.type in _NILS:
        return "nil"
    if _NUMBER.fullmatch(text):
        return "0"
    return _ZEROS.get(text) or f"*new({text})"
