"""This module holds tests that are registered by a call, a macro or a line of text, not declared as functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, descendants, end_line_of, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Block:
    """A registered test; the fields are those of a `TestCase`."""

    name: str
    suite: str
    line: int
    end_line: int
    node: "Node"
    body: "Node | None"
    marks: tuple[str, ...]


_SCRIPT = (
    r"^(it|test|specify|xit|xtest|fit|ftest|xspecify|Deno\.test)"
    r"(\.(only|skip|todo|failing|fails|fail|fixme|concurrent|sequential|each|serial|skipIf|runIf|if|for|prop)\b.*)?$"
)
_REGISTERED = {
    "javascript": compile_late(_SCRIPT, re.DOTALL),
    "typescript": compile_late(_SCRIPT, re.DOTALL),
    "tsx": compile_late(_SCRIPT, re.DOTALL),
    "ruby": compile_late(r"^[xf]?(it|specify|example|scenario)$|^(test|pending|skip)$"),
    "kotlin": compile_late(r"^(x|f|!)?(it|test|scenario|should|expect)$"),
    "scala": compile_late(r"^(test|ignore|it|property|scenario|testAsync)$"),
    "php": compile_late(r"^(it|test|todo)$"),
    "swift": compile_late(r"^[xf]?it$"),
}
_TEST_START = re.compile(rb"[xf]?(it|test|specify|example|scenario|property|Deno\.test)\b(?!\s*\.\s*describe)")
_SUITE = compile_late(r"^[xf]?(describe|context|suite|feature)(\.|\(|$)|^(RSpec|test)\.describe")
_CALLBACKS = frozenset(
    {
        "arrow_function",
        "function_expression",
        "do_block",
        "block",
        "lambda_literal",
        "anonymous_function",
        "annotated_lambda",
        "call_suffix",
        "indented_block",
    }
)
_SCALA_TEST = compile_late(r"^(in|ignore|>>|!)$")
_SCALA_SUITE = compile_late(r"^(should|must|can|when|which|>>)$")
_TEST_MACRO = compile_late(
    r"^(TYPED_)?TEST(_F|_P|_CASE|_CASE_METHOD)?$|^(SCENARIO|DOCTEST_TEST_CASE|BOOST_AUTO_TEST_CASE)$"
)
_BATS = compile_late(r"^@test\s+(['\"])(.*)\1\s*\{\s*$|^@test\s+(\S+)\s*\{\s*$")


def find_blocks(source: Source) -> Iterator[Block]:
    """Yield the tests of one file that a call, a macro or a `@test` line registers."""
    language = source.language or ""
    if language in _REGISTERED and source.file_class == "test":
        yield from _find_calls(source, _REGISTERED[language])
    if language == "scala":
        yield from _find_infix(source)
    elif language in ("c", "cpp") and not source.path.endswith((".h", ".hh", ".hpp", ".hxx")):
        yield from _find_macros(source)
    elif source.path.endswith(".bats"):
        yield from _find_bats(source)


def _find_calls(source: Source, registered: re.Pattern[str]) -> Iterator[Block]:
    suites: list[tuple[int, str]] = []
    for call in _walk_calls(source):
        if _is_called(source, call):
            continue
        while suites and suites[-1][0] <= call.start_byte:
            suites.pop()
        first = _curried(source, call)
        callee = callee_of(first)
        if _SUITE.match(callee):
            suites.append((call.end_byte, _title(first)))
        elif registered.match(callee):
            body = _callback(call)
            name = _title(first) or (squeeze(text_of(body))[:60] if body is not None else "")
            if name and (body is not None or source.language == "ruby" or "todo" in callee):
                suite = " > ".join(title for _, title in suites)
                marks = (callee, *_chained(call))
                yield Block(name, suite, line_of(call), end_line_of(call), call, body, marks)


def _walk_calls(source: Source) -> Iterator["Node"]:
    """Yield the calls that may hold tests, down to the tests; `source.nodes` leaves out what the change left alone."""
    stack = [source.root] if source.root is not None else []
    kinds = source.kinds.calls
    while stack:
        node = stack.pop()
        if node.type in kinds:
            yield node
            if _TEST_START.match(source.data, node.start_byte):
                continue
        stack += reversed(node.children)


def _is_called(source: Source, call: "Node") -> bool:
    """Tell whether a call only makes the function that is then called: the first half of `it.each(rows)("name", f)`."""
    parent = call.parent
    if parent is None or parent.type != call.type or call.type not in source.kinds.calls:
        return False
    return parent.start_byte == call.start_byte and parent.child_by_field_name("object") is None


def _curried(source: Source, call: "Node") -> "Node":
    """Kotlin and Scala write `test("name") { }`: the call with the name is what the call with the block calls."""
    inner = call.named_children[0] if call.named_children else None
    return inner if source.language in ("kotlin", "scala") and inner is not None and inner.type == call.type else call


def _chained(call: "Node") -> tuple[str, ...]:
    """Return the names of the methods called on the registration, as in Pest's `it(...)->skip()`."""
    names: list[str] = []
    node = call.parent
    while node is not None and node.type == "member_call_expression":
        names.append("->" + text_of(node.child_by_field_name("name")))
        node = node.parent
    return tuple(names)


def _title(call: "Node") -> str:
    arguments = arguments_of(call)
    return text_of(arguments[0]).strip("\"'`") if arguments and arguments[0].type not in _CALLBACKS else ""


def _callback(call: "Node") -> "Node | None":
    block = call.child_by_field_name("block")
    if block is not None:
        return block.child_by_field_name("body") or block
    arguments = [a.named_children[0] if a.type == "argument" and a.named_children else a for a in arguments_of(call)]
    held = call.child_by_field_name("arguments")
    candidates = [*reversed(arguments), *([held] if held is not None else []), *call.named_children]
    for candidate in candidates:
        if candidate.type in _CALLBACKS and (candidate.type != "call_suffix" or "{" in text_of(candidate)):
            return candidate.child_by_field_name("body") or candidate
    return None


def _find_infix(source: Source) -> Iterator[Block]:
    suites: list[tuple[int, str]] = []
    operators = source.kinds.operators
    for node in descendants(source.root) if source.root is not None else ():
        if node.type not in operators:
            continue
        left, operator, right = (node.child_by_field_name(f) for f in ("left", "operator", "right"))
        if left is None or right is None or right.type not in ("block", "indented_block"):
            continue
        while suites and suites[-1][0] <= node.start_byte:
            suites.pop()
        word, title = text_of(operator), squeeze(text_of(left))[:1] and text_of(left).strip('"')
        if _SCALA_TEST.match(word) and '"' in text_of(left) and not _holds_tests(right):
            suite = " > ".join(name for _, name in suites)
            yield Block(title, suite, line_of(node), end_line_of(node), node, right, (word,))
        elif _SCALA_SUITE.match(word):
            suites.append((node.end_byte, title))


def _holds_tests(block: "Node") -> bool:
    """Tell whether a block of specs2's `"title" >> { }` holds further tests and is a suite."""
    return any(
        child.type == "infix_expression"
        and _SCALA_TEST.match(text_of(child.child_by_field_name("operator")))
        and '"' in text_of(child.child_by_field_name("left"))
        for child in block.named_children
    )


def _find_macros(source: Source) -> Iterator[Block]:
    for scope in source.functions:
        if _TEST_MACRO.match(scope.name):
            declarator = scope.node.child_by_field_name("declarator")
            held = declarator.child_by_field_name("parameters") if declarator is not None else None
            words = [text_of(c) for c in held.named_children] if held is not None else []
            yield _macro(scope.node, scope.body, scope.end_line, scope.name, words)
    for call in source.nodes["calls"]:
        callee = callee_of(call)
        if _TEST_MACRO.match(callee) and call.parent is not None:
            body = call.parent.next_named_sibling
            if body is not None and body.type == "compound_statement":
                words = [text_of(a).strip('"') for a in arguments_of(call)]
                yield _macro(call, body, end_line_of(body), callee, words)


def _macro(node: "Node", body: "Node | None", end_line: int, macro: str, words: list[str]) -> Block:
    in_suite = macro.startswith(("TEST", "TYPED_TEST")) and not macro.startswith("TEST_CASE") and len(words) > 1
    name = words[1] if in_suite else words[0] if words else macro
    return Block(name, words[0] if in_suite else "", line_of(node), end_line, node, body, (macro, *words))


def _find_bats(source: Source) -> Iterator[Block]:
    starts = [(n, m) for n, line in enumerate(source.lines, 1) if (m := _BATS.match(line))]
    for at, match in starts:
        end = next((n for n in range(at + 1, len(source.lines) + 1) if source.line_text(n).rstrip() == "}"), at)
        node = source.root.descendant_for_point_range((at - 1, 0), (at - 1, 5)) if source.root is not None else None
        if node is not None:
            yield Block(match[2] or match[3] or "", "", at, end, node, None, ("@test",))
