"""This module holds faults that take a statement away: a call, an assignment to a member, a raised exception."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, text_of
from reviewer.change.testing.mutation.fault import REMOVED, Edit
from reviewer.change.testing.mutation.go_compile import guards_error, keep_compiling

if TYPE_CHECKING:
    from tree_sitter import Node

_EMPTY = {"python": "pass", "go": ""}
_CALLS = frozenset({"call", "call_expression", "new_expression"})
_ASSIGNMENTS = frozenset({"assignment", "augmented_assignment", "assignment_expression"})
_ASSIGNMENTS |= {"augmented_assignment_expression"}
_MEMBERS = frozenset({"attribute", "subscript", "member_expression", "subscript_expression", "selector_expression"})
_MEMBERS |= {"index_expression"}
_RAISES = frozenset({"raise_statement", "throw_statement"})
# What shows, counts or frees something, or cannot go without the rest being broken at once.
_SPARED = compile_late(
    r"^(?:super|panic|close|print|println|pprint)$|^super\b|^(?:console|fmt|warnings|os\.Exit)\b"
    r"|\b(?:span|tracer|metrics?|telemetry|statsd|progress|stdout|stderr)\.|\.(?:close|Close|Unlock|RUnlock|Done)$"
)
_NEVER = compile_late(
    r"NotImplemented|AssertionError|unreachable|exhaustive|not implemented|assert_?never|StopIteration", 2
)


def edit_statements(node: "Node", function: "Node", language: str) -> Iterator[Edit]:
    """Yield what can be taken away at one node; `function` is the definition around it."""
    if node.type in _RAISES:
        if not _NEVER.search(text_of(node)[:300]):
            yield Edit(node, _EMPTY.get(language, ";"), "exception swallowed", REMOVED)
    elif node.type == "expression_statement" or (language == "go" and node.type == "assignment_statement"):
        yield from _remove(node, function, language)
    elif language == "go" and node.type == "if_statement":
        yield from _ignore_error(node, function)


def _remove(node: "Node", function: "Node", language: str) -> Iterator[Edit]:
    inner = node if node.type == "assignment_statement" else _only_part(node)
    if inner is None or not (_is_telling_call(inner) or _assigns_member(inner)):
        return
    kept = keep_compiling(node, node, function) if language == "go" else ""
    if kept is not None:
        yield Edit(node, kept.removesuffix("; ") or _EMPTY.get(language, ";"), "statement removed", REMOVED)


def _only_part(node: "Node") -> "Node | None":
    parts = [c for c in node.named_children if "comment" not in c.type]
    inner = parts[0] if len(parts) == 1 else None
    if inner is not None and inner.type in ("await", "await_expression"):
        inner = inner.named_children[0] if inner.named_children else None
    return inner


def _is_telling_call(node: "Node") -> bool:
    return node.type in _CALLS and not _SPARED.search(callee_of(node)[:200])


def _assigns_member(node: "Node") -> bool:
    if node.type not in _ASSIGNMENTS and node.type != "assignment_statement":
        return False
    left = node.child_by_field_name("left")
    if left is not None and left.type == "expression_list":
        return all(c.type in _MEMBERS for c in left.named_children)
    return left is not None and left.type in _MEMBERS and node.child_by_field_name("right") is not None


def _ignore_error(node: "Node", function: "Node") -> Iterator[Edit]:
    """Empty the block that leaves the function on an error."""
    block = node.child_by_field_name("consequence")
    if block is None or not guards_error(node):
        return
    kept = keep_compiling(block, block, function)
    if kept is not None:
        plain = len(text_of(block).split("\n")) <= 3 and text_of(block).rstrip("} \t\n").endswith("err")
        inside = f"{{ {kept.removesuffix('; ')} }}" if kept else "{}"
        yield Edit(block, inside, "error ignored" if plain else "exception swallowed", "{}")
