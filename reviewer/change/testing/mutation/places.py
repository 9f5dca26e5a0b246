"""This module holds where in a changed function a fault would tell something."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.behaviour.quiet import is_quiet
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

# What is written for people who look into a running program.
_SHOWING = frozenset({"__repr__", "__str__", "__rich_repr__", "__rich__", "toString", "String", "GoString"})
# Tools that measure coverage or plant faults are told here to leave code alone.
_PRAGMA = compile_late(
    r"pragma:\s*no\s*(?:cover|mutate)|\b(?:istanbul|c8|v8|node:coverage|stryker)\s+(?:ignore|disable)", 2
)
_SPARED = frozenset({"assert_statement", "literal_type", "array_type", "type", "defer_statement", "decorator"})
# What is true on another machine only, or for a type checker.
_ELSEWHERE = compile_late(
    r"\bTYPE_CHECKING\b|\bsys\.(?:platform|version_info)\b|\bos\.name\b|\bprocess\.platform\b|\bruntime\.GOOS\b"
    r"|\b_?log(?:ger|ging)?\b|\bisEnabledFor\b",
    2,
)
_LONGEST = 2_000


def find_places(function: ChangedFunction) -> Iterator["Node"]:
    """Yield the nodes of a function's body that do something, in the order of the text."""
    source, body = function.file.new, function.scope.body
    name = function.scope.name.rpartition(".")[2]
    if source is None or source.language is None or body is None or name in _SHOWING:
        return
    stack = [body]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed([child for child, field in _children(node) if not _is_spared(child, node, field, source)])


def holds_elsewhere(condition: "Node") -> bool:
    """Tell whether a condition asks for the machine, the type checker or the level of a log."""
    return condition.end_byte - condition.start_byte < _LONGEST and bool(_ELSEWHERE.search(text_of(condition)))


def _children(node: "Node") -> Iterator[tuple["Node", str | None]]:
    cursor = node.walk()
    more = cursor.goto_first_child()
    while more:
        if cursor.node is not None and cursor.node.is_named:
            yield cursor.node, cursor.field_name
        more = cursor.goto_next_sibling()


def _is_spared(node: "Node", parent: "Node", field: str | None, source: Source) -> bool:
    if node.type in _SPARED or is_quiet(node, parent, field, source.kinds, source.language or ""):
        return True
    if node.type in source.kinds.functions and text_of(node.child_by_field_name("name")) in _SHOWING:
        return True
    row = node.start_point[0]
    line = source.line_text(row + 1)
    # What stands before it is white space: as bytes or as characters is the same.
    starts_line = not line[: node.start_point[1]].strip()
    return starts_line and bool(_PRAGMA.search(line) or _is_pragma(source.line_text(row)))


def _is_pragma(line: str) -> bool:
    return line.lstrip().startswith(("//", "/*", "{/*")) and _PRAGMA.search(line) is not None
