"""This module holds what a test replaces by a double: functions that it patches, stubs, or assigns a mock to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import (
    ancestors,
    arguments_of,
    callee_of,
    decorator_nodes_of,
    descendants,
    line_of,
    squeeze,
    text_of,
)
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase

if TYPE_CHECKING:
    from tree_sitter import Node

_PATCH = compile_late(r"^(mock\.|unittest\.mock\.|mocker\.)?patch$|^(mocker|monkeypatch)\.(patch|setattr)$")
_PATCH_OBJECT = compile_late(r"^(mock\.|unittest\.mock\.|mocker\.)?patch\.object$|^mocker\.(patch\.object|spy)$")
_SPY = compile_late(r"^(jest|vi|sinon)\.(spyOn|stub)$")
_MAKES_DOUBLE = compile_late(
    r"^(mock\.|unittest\.mock\.|mocker\.)?(Magic|Async)?Mock$|^(jest|vi)\.fn\b|^sinon\.(stub|fake)"
)
_ASSIGNMENTS = frozenset({"assignment", "assignment_expression"})
# A spy calls through until it is told what to answer.
_ANSWERS = compile_late(r"\.mock(Implementation|Return|Resolved|Rejected)")
# A double that hands on to the original, or does so for all that can be seen.
_HANDS_ON = compile_late(
    r"^\(?wraps=|^side_effect=[\w.]+$|^side_effect=(wraps|partial)\(|original|real|actual|\bwrap|spec_set=True,wraps|"
    r"\.apply\(|\.call\(|callThrough",
)
_FAULT = compile_late(r"^side_effect=[\w.]*([A-Z]\w*|[eE]rr(or)?|exc(eption)?)$")


@dataclass(frozen=True, slots=True)
class Double:
    """One function or method that a test replaces.

    `holder` is what it stands in, as written and without white space (`shop.orders`, `Orders`, `self.client`).
    The double is in force from byte `start` to byte `end` of the file.
    """

    holder: str
    name: str
    line: int
    start: int
    end: int


def find_replacements(source: Source, test: TestCase) -> list[str]:
    """Return the targets that one test replaces, by decorators and in its body, in the order of the text."""
    return list(dict.fromkeys(target for call in calls_of(source, test) if (target := _target(call))))


def find_doubles(source: Source, test: TestCase) -> Iterator[Double]:
    """Yield the functions that a test replaces, without those whose double may call the original."""
    for call in calls_of(source, test):
        target = _target(call)
        span = _span(source, test, call) if target else None
        if span is not None and not _may_call_through(test, call):
            holder, _, name = target.rpartition(".")
            yield Double(holder, name, line_of(call), *span)
    for node in descendants(test.node):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type in _ASSIGNMENTS and left is not None and right is not None and _makes_double(source, right):
            holder, _, name = squeeze(text_of(left)).rpartition(".")
            if holder and name.isidentifier():
                yield Double(holder, name, line_of(node), node.end_byte, test.node.end_byte)


def calls_of(source: Source, test: TestCase) -> Iterator["Node"]:
    """Yield the calls in the decorators and in the body of a test."""
    kinds = source.kinds.calls
    for mark in decorator_nodes_of(test.node, source.kinds.decorators):
        yield from (n for n in descendants(mark) if n.type in kinds)
    yield from (n for n in descendants(test.node) if n.type in kinds)


def _target(call: "Node") -> str:
    callee = callee_of(call)
    if not (_PATCH.match(callee) or _PATCH_OBJECT.match(callee) or _SPY.match(callee)):
        return ""
    arguments = [squeeze(text_of(a)).strip("\"'`") for a in arguments_of(call)[:2]]
    named = arguments[:1] if arguments and _PATCH.match(callee) and _is_path(call) else arguments
    return ".".join(named)


def _is_path(call: "Node") -> bool:
    """Tell whether the first argument names the whole target: `"shop.orders.place"`, not `shop.orders, "place"`."""
    first = arguments_of(call)[0]
    return first.type in ("string", "concatenated_string") and "." in text_of(first)


def _span(source: Source, test: TestCase, call: "Node") -> tuple[int, int] | None:
    """Return where a double is in force, or None where that is not seen: `p = patch(...)`."""
    callee = callee_of(call)
    if source.language != "python" or callee.startswith(("mocker.", "monkeypatch.")):
        return call.end_byte, test.node.end_byte
    for around in ancestors(call):
        if around.type == "decorator":
            return test.node.start_byte, test.node.end_byte
        if around.type == "with_item":
            block = next((a for a in ancestors(around) if a.type == "with_statement"), around)
            body = block.child_by_field_name("body")
            return (body.start_byte, body.end_byte) if body is not None else None
        if around.type in ("assignment", "block"):
            return None
    return None


def _may_call_through(test: TestCase, call: "Node") -> bool:
    callee = callee_of(call)
    if callee == "mocker.spy":
        return True
    given = [squeeze(text_of(a)) for a in arguments_of(call)[1:]]
    if any(_HANDS_ON.search(text) and not _FAULT.search(text) for text in given):
        return True
    return bool(_SPY.match(callee)) and callee.endswith("spyOn") and not _is_told(test, call)


def _is_told(test: TestCase, call: "Node") -> bool:
    """Tell whether a spy is given an answer, at once or by the name that it is bound to."""
    whole = call
    while whole.parent is not None and whole.parent.type in ("member_expression", "call_expression"):
        if whole.parent.start_byte != call.start_byte:
            break
        whole = whole.parent
    chained = squeeze(text_of(whole))[len(squeeze(text_of(call))) :]
    if _ANSWERS.search(chained):
        return not _HANDS_ON.search(chained)
    holder = whole.parent
    if holder is None or holder.type not in ("variable_declarator", "assignment_expression"):
        return False
    name = text_of(holder.child_by_field_name("name") or holder.child_by_field_name("left"))
    text = squeeze(text_of(test.body))
    return any(_ANSWERS.match(text, at + len(name)) for at in _places(text, name)) and not _HANDS_ON.search(text)


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _makes_double(source: Source, value: "Node") -> bool:
    if value.type not in source.kinds.calls:
        return False
    text = squeeze(text_of(value))
    given = [squeeze(text_of(a)) for a in arguments_of(value)]
    handed = any(_HANDS_ON.search(g) and not _FAULT.search(g) for g in given)
    return bool(_MAKES_DOUBLE.match(text.partition("(")[0])) and not handed
