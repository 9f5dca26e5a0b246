"""This module holds what a guard is in each language: a condition that ends the run of the code behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.branches import chain_of, is_chained
from reviewer.change.syntax.names import (
    ancestors,
    arguments_of,
    callee_of,
    decorators_of,
    end_line_of,
    line_of,
    squeeze,
    text_of,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.change.syntax.source import Scope, Source


@dataclass(frozen=True, slots=True)
class Guard:
    """One check. `condition` is its text, `leaves` what it does when it strikes (first word), `text` the whole.

    `within` is the first line of the innermost statement or function around it.
    `guarded` are the lines of the statements behind it, in the same block; for a decorator, of the whole function.
    Lines are 1-based and inclusive.
    """

    line: int
    end_line: int
    condition: str
    leaves: str
    text: str
    function: "Scope"
    within: int
    guarded: tuple[int, int]


_ENDS = compile_late(
    r"(panic|exit|die|abort|fail|fatal\w*|process\.exit|os\.Exit|sys\.exit|log\.Fatal\w*|FatalError\w*)!?$"
)
_ASSERTS = compile_late(
    r"(require|check|requireNotNull|checkNotNull|assert|precondition|"
    r"(Objects|Preconditions|Assert|Validate|Guard|ArgumentNullException|ArgumentOutOfRangeException)\.\w+|"
    r"ensure!|assert!|assert_eq!|bail!)$"
)
_GRANTS = compile_late(
    r"login_required|permission|authenticat|authori[sz]|requires?_(auth|admin|role|login|user|scope)|staff_required|"
    r"superuser|Secured|RolesAllowed|\bAuthorize\b|UseGuards|csrf_protect|rate_?limit|throttle|admin_only|owner_only",
    re.IGNORECASE,
)
_WRAPS = frozenset({"expression_statement", "call_expression", "call"})
_LONGEST = 3
# Decorators stand this many lines above a function, at most.
_FARTHEST = 15


def find_guards(source: "Source") -> Iterator[Guard]:
    """Yield the guards inside of named functions, and the decorators that grant access to them."""
    for node in source.nodes["ifs"]:
        guard = _guard_of(source, node)
        if guard is not None:
            yield guard
    for node in [*source.nodes["calls"], *source.nodes["asserts"]]:
        guard = _assertion_of(source, node)
        if guard is not None:
            yield guard
    for function in source.functions:
        yield from _grants_of(source, function)


def _guard_of(source: "Source", node: "Node") -> Guard | None:
    function = source.function_at(line_of(node))
    if function is None or node.type in source.kinds.elifs or is_chained(source, node):
        return None
    branches = chain_of(source, node)
    statements = branches[0].statements
    if len(branches) != 1 or not 0 < len(statements) <= _LONGEST:
        return None
    leaves = _leaves(source, statements[-1])
    if not leaves or any(n.type not in ("expression_statement", "call", "command") for n in statements[:-1]):
        return None
    return _build(source, node, branches[0].condition, leaves, function)


def _leaves(source: "Source", last: "Node") -> str:
    kinds = source.kinds
    inner = last.named_children[0] if last.type == "expression_statement" and last.named_children else last
    word = text_of(inner).split("(")[0].split(maxsplit=1)
    if not word:
        return ""
    if {last.type, inner.type} & (kinds.returns | kinds.raises | kinds.jumps):
        return word[0].rstrip(";")
    if inner.type in kinds.calls or inner.type == "command":
        name = word[0]
        ends = name in ("raise", "return", "throw") or _ENDS.search(callee_of(inner) if "(" in text_of(inner) else name)
        return name if ends else ""
    return ""


def _assertion_of(source: "Source", node: "Node") -> Guard | None:
    asserts = node.type in source.kinds.asserts
    if not asserts and not _ASSERTS.match(callee_of(node)):
        return None
    top = node
    while top.parent is not None and top.parent.type in _WRAPS and top.parent.start_byte == top.start_byte:
        top = top.parent
    function, around = source.function_at(line_of(node)), top.parent
    if function is None or around is None or not (asserts or around.type in source.kinds.blocks):
        return None
    condition = text_of(node.named_children[0]) if asserts else _first_argument(node)
    return _build(source, top, condition, "assert" if asserts else callee_of(node), function) if condition else None


def _first_argument(call: "Node") -> str:
    tokens = next((c for c in call.named_children if c.type == "token_tree"), None)
    if tokens is not None:
        return text_of(tokens)[1:-1].split(', "')[0].strip()
    arguments = arguments_of(call)
    return text_of(arguments[0]) if arguments else ""


def _build(source: "Source", node: "Node", condition: str, leaves: str, function: "Scope") -> Guard | None:
    outer = node
    while outer.parent is not None and outer.parent.type == "expression_statement":
        outer = outer.parent
    behind = [c for c in _after(outer) if c.type not in source.kinds.comments]
    if not behind:
        return None
    guarded = (line_of(behind[0]), end_line_of(behind[-1]))
    text = text_of(outer)
    return Guard(line_of(outer), end_line_of(outer), condition, leaves, text, function, _within(source, outer), guarded)


def _within(source: "Source", node: "Node") -> int:
    for around in ancestors(node):
        if around.type not in source.kinds.blocks and around.start_point[0] < node.start_point[0]:
            return line_of(around)
    return 1


def _after(node: "Node") -> Iterator["Node"]:
    after = node.next_named_sibling
    while after is not None:
        yield after
        after = after.next_named_sibling


def _grants_of(source: "Source", function: "Scope") -> Iterator[Guard]:
    first = function.line
    for text in decorators_of(function.node, source.kinds.decorators):
        if _GRANTS.search(text):
            key = squeeze(text.split("\n")[0])
            body = function.body
            start = line_of(body) if body is not None else first
            lines = range(start, max(0, first - _FARTHEST), -1)
            line = next((n for n in lines if key in squeeze(source.line_text(n))), first)
            end = line + text.count("\n")
            yield Guard(line, end, text.strip(), "grant", text, function, first, (start, function.end_line))
