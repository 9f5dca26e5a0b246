"""This module holds calls whose result nobody takes, and how the other callers of the same function treat it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, descendants, squeeze, text_of
from reviewer.index.callees import resolve_callee
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.change.syntax.source import Source
    from reviewer.index.callees import Callee

Fate = Literal["taken", "bare", "blank", "set aside"]

_LAST = compile_late(r"\w+(?=!?$)")
_STATEMENTS = frozenset({"expression_statement"})
_WRAPPERS = frozenset({"parenthesized_expression"})
_SET_ASIDE = frozenset({"go_statement", "defer_statement"})


@dataclass(frozen=True, slots=True)
class Usage:
    """How other callers treat what a function returns; both count calls outside of tests."""

    taken: int
    dropped: int

    @property
    def total(self) -> int:
        """Return how many other calls there are."""
        return self.taken + self.dropped


def name_called(call: "Node") -> str:
    """Return the last part of the name that a call calls."""
    found = _LAST.search(callee_of(call))
    return found[0] if found else ""


def fate_of(call: "Node") -> Fate:
    """Tell what becomes of a call's result: `blank` is a value that is kept while the error beside it is not."""
    parent = call.parent
    while parent is not None and parent.type in _WRAPPERS:
        parent = parent.parent
    if parent is None or parent.type in _STATEMENTS:
        return "bare"
    if parent.type in _SET_ASIDE:
        return "set aside"
    if parent.type == "let_declaration" and text_of(parent.child_by_field_name("pattern")) == "_":
        return "blank"
    return _fate_in_go(parent) or _fate_of_ok(parent) or "taken"


def _fate_in_go(listed: "Node") -> Fate | None:
    statement = listed.parent
    if statement is None or statement.type not in ("short_var_declaration", "assignment_statement"):
        return None
    if listed.type != "expression_list" or listed.named_child_count != 1:
        return None
    left = statement.child_by_field_name("left")
    if left is None or left.id == listed.id:
        return None
    names = [text_of(c) for c in left.named_children]
    if names[-1] != "_":
        return "taken"
    return "blank" if any(name != "_" for name in names) else "set aside"


def _fate_of_ok(parent: "Node") -> Fate | None:
    """`save(order).ok();` in Rust."""
    outer = parent.parent
    if parent.type != "field_expression" or outer is None or outer.type != "call_expression" or arguments_of(outer):
        return None
    is_statement = outer.parent is not None and outer.parent.type in _STATEMENTS
    return "blank" if is_statement and text_of(parent.child_by_field_name("field")) == "ok" else None


def find_usage(call: "Node", source: "Source", callee: "Callee | None", index: Index, most: int) -> Usage | None:
    """Count how the other calls of a function treat its result; None when there are too many files to read.

    Without a callee every call of the name counts, as with a method of Go that many types have.
    """
    name = name_called(call)
    sites = index.find_mentions(name, source.language or "")
    paths = sorted({site.path for site in sites})
    if not paths or len(paths) > most:
        return None
    taken = dropped = 0
    for path in paths:
        found = index.source(path)
        if found is None or index.file_class(path) not in ("production", "script"):
            continue
        for other in _find_calls(found, name):
            is_this = path == source.path and other.start_byte == call.start_byte
            if is_this or (callee is not None and not _reaches(other, found, index, callee)):
                continue
            fate = fate_of(other)
            taken += fate == "taken"
            dropped += fate in ("bare", "blank")
    return Usage(taken, dropped)


def _find_calls(source: "Source", name: str) -> Iterator["Node"]:
    for call in source.nodes["calls"]:
        if name_called(call) == name:
            yield call


def _reaches(call: "Node", source: "Source", index: Index, callee: "Callee") -> bool:
    found = resolve_callee(call, source, index)
    return found is not None and found.place == callee.place


def is_quiet(callee: "Callee") -> bool:
    """Tell whether a function does nothing but return: no statement of it acts, writes or raises."""
    body = callee.node.child_by_field_name("body")
    if body is None or not any("return" in n.type for n in descendants(body)):
        return False
    return not any(_acts(node) for node in descendants(body))


def _acts(node: "Node") -> bool:
    if node.type in _ACTING:
        return True
    if node.type == "expression_statement":
        inner = node.named_children[0] if node.named_children else node
        return inner.type in ("call", "call_expression", "method_invocation", "await", "await_expression")
    if node.type == "assignment":  # only Python's can bind a new name
        return any(mark in squeeze(text_of(node.child_by_field_name("left"))) for mark in ".[")
    return node.type in _WRITES


_ACTING = frozenset(
    {"raise_statement", "throw_statement", "assert_statement", "yield", "yield_expression", "await", "await_expression"}
    | {"macro_invocation", "go_statement", "defer_statement", "send_statement", "delete_statement", "global_statement"}
)
_WRITES = frozenset(
    {"augmented_assignment", "assignment_expression", "augmented_assignment_expression"}
    | {"assignment_statement", "compound_assignment_expr", "update_expression", "inc_statement", "dec_statement"}
)
