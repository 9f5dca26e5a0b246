"""This module holds how each language catches a failure: what is guarded, what is caught, and what is then done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.branches import chain_of, flatten
from reviewer.change.syntax.names import ancestors, callee_of, end_line_of, line_of, squeeze, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.change.syntax.source import Source


@dataclass(frozen=True, slots=True)
class Handler:
    """One place that catches a failure.

    `head` is the text before its body. `caught` are the last names of the types it names, empty when it names none.
    `guarded` are the statements whose failure it catches, as far as the syntax says. Lines are 1-based and inclusive.
    """

    node: "Node"
    head: str
    line: int
    end_line: int
    caught: tuple[str, ...]
    statements: tuple["Node", ...]
    guarded: tuple["Node", ...]


# Types that catch nearly everything that can go wrong, in some language.
BROAD = compile_late(
    r"(Exception|BaseException|Throwable|StandardError|RuntimeException|Error|IOException|SQLException|SystemException|"
    r"ApplicationException|NonFatal|exception)$"
)
_TYPE = compile_late(r"[\w.:\\]+")
_BODIES = frozenset({"block", "statement_block", "compound_statement", "statements", "then", "indented_block"})
_GO_ERROR = compile_late(r"\b\w*[eE]rr\s*!=\s*nil$")
_RUST_ANY = compile_late(r"Err\((_|_?[a-z]\w*)\)$")


def find_handlers(source: "Source") -> Iterator[Handler]:
    """Yield the places where a source catches a failure, in the order of the text for each construct."""
    for node in source.nodes["handlers"]:
        if source.language == "scala":
            yield from _scala_cases(source, node)
        else:
            yield _handler(source, node)
    if source.language == "go":
        yield from _go_checks(source)
        yield from _go_recovers(source)
    if source.language == "rust":
        yield from _rust_arms(source)


def is_broad(handler: Handler) -> bool:
    """Tell whether a handler catches nearly everything, not one expected kind of failure."""
    if re.search(r"\b(when|if)\b", handler.head) and not handler.head.startswith("if"):
        return False
    return not handler.caught or any(BROAD.match(name) for name in handler.caught)


def _handler(source: "Source", node: "Node") -> Handler:
    body = node.child_by_field_name("handler" if node.type == "rescue_modifier" else "body")
    body = body or next((c for c in node.named_children if c.type in _BODIES), None)
    head = _text_between(source, node.start_byte, body.start_byte if body else node.end_byte)
    head = head.split("\n")[0] if body is None else head
    if node.type == "rescue_modifier":
        head = "rescue"
    statements = flatten(source, [body]) if body is not None else ()
    end = max(line_of(node), end_line_of(node))
    return Handler(node, _clean(head), line_of(node), end, _types(head), statements, _guarded(source, node))


def _guarded(source: "Source", node: "Node") -> tuple["Node", ...]:
    if node.type == "rescue_modifier":
        body = node.child_by_field_name("body")
        return (body,) if body is not None else ()
    around = node.parent
    if around is None:
        return ()
    named = around.child_by_field_name("body")
    if named is not None:
        return flatten(source, [named])
    before = [c for c in around.named_children if c.end_byte <= node.start_byte]
    before = [c for c in before if c.type not in source.kinds.handlers]
    return flatten(source, before)


def _scala_cases(source: "Source", node: "Node") -> Iterator[Handler]:
    guarded = _guarded(source, node)
    cases = [c for block in node.named_children for c in (block, *block.named_children) if c.type == "case_clause"]
    for case in cases:
        body = [c for i, c in enumerate(case.children) if case.field_name_for_child(i) == "body"]
        head = _text_between(source, case.start_byte, body[0].start_byte if body else case.end_byte)
        statements = flatten(source, body)
        yield Handler(case, _clean(head), line_of(case), end_line_of(case), _types(head), statements, guarded)


def _go_checks(source: "Source") -> Iterator[Handler]:
    for node in source.nodes["ifs"]:
        first = chain_of(source, node)[0]
        alone = node.child_by_field_name("alternative") is None
        if alone and not first.statements and _GO_ERROR.search(first.condition) and "recover()" not in first.condition:
            before = node.child_by_field_name("initializer") or node.prev_named_sibling
            guarded = (before,) if before is not None else ()
            yield Handler(node, f"if {first.condition}", line_of(node), end_line_of(node), (), (), guarded)


def _go_recovers(source: "Source") -> Iterator[Handler]:
    for call in source.nodes["calls"]:
        if callee_of(call) != "recover" or call.parent is None:
            continue
        holder = call.parent
        bare = holder.type == "expression_statement" or squeeze(text_of(holder.parent)) == "_=recover()"
        check = next((n for n in ancestors(call) if n.type in ("if_statement", "func_literal")), None)
        empty = check is not None and check.type == "if_statement" and not chain_of(source, check)[0].statements
        around = next((n for n in ancestors(call) if n.type == "func_literal"), call)
        if bare or empty:
            yield Handler(call, "recover()", line_of(call), end_line_of(around), (), (), ())


def _rust_arms(source: "Source") -> Iterator[Handler]:
    for arm in source.nodes["arms"]:
        pattern, value = arm.child_by_field_name("pattern"), arm.child_by_field_name("value")
        match = next((n for n in ancestors(arm) if n.type == "match_expression"), None)
        subject = match.child_by_field_name("value") if match is not None else None
        if value is not None and subject is not None and _RUST_ANY.match(squeeze(text_of(pattern))):
            statements = flatten(source, [value])
            yield Handler(arm, text_of(pattern), line_of(arm), end_line_of(arm), (), statements, (subject,))


def _text_between(source: "Source", start: int, end: int) -> str:
    return source.data[start:end].decode("utf-8", "replace")


def _clean(head: str) -> str:
    return " ".join(re.sub(r"(//|#|/\*).*", "", head).split()).rstrip("{:=> ").strip()


def _types(head: str) -> tuple[str, ...]:
    bare = re.split(r"\bas\s+\w+\s*:|\bwhen\b|=>", re.sub(r"(//|#|/\*).*", "", head))[0]
    names = [re.split(r"[.:\\]", token.strip(".:\\"))[-1] for token in _TYPE.findall(bare)]
    return tuple(name for name in names if name[:1].isupper() or name == "exception")
