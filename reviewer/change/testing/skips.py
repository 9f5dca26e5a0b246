"""This module holds the places that switch tests off: marks, registering calls, and calls in a test's body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import (
    ancestors,
    arguments_of,
    callee_of,
    decorator_nodes_of,
    end_line_of,
    line_of,
    squeeze,
    text_of,
)
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.skipwords import CALLS, MARKS, OPTION, PARAMETER, SCRIPT, STOPS, WHOLE_FILE, Manner

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class TestSkip:
    """A place that unconditionally keeps tests from running, or says that they fail.

    `manner`: `skip` keeps the named test from running, `only` keeps all others from running, `todo` announces one,
    `fails` expects it to fail. `name` is the test, class or suite; empty for a whole file. `text` is the mark.
    """

    __test__ = False

    manner: Manner
    name: str
    line: int
    end_line: int
    text: str


_IGNORED = compile_late(r"^test\(\"[^\"]*\"\.(ignore|fail)\b")
_BODIES = frozenset(
    {"arrow_function", "function_expression", "lambda_literal", "annotated_lambda", "block", "indented_block"}
)
_CONDITIONAL = frozenset(
    {"boolean_operator", "binary", "binary_expression", "conditional_expression", "guard_statement"}
)


def find_skips(source: Source) -> tuple[TestSkip, ...]:
    """Find the places of one file that switch tests off whatever the circumstances, in the order of the text."""
    tests = find_tests(source)
    if source.file_class != "test" and not tests:
        return ()
    found = [
        *_find_marks(source, tests),
        *_find_calls(source),
        *_find_stops(source, tests),
        *_find_names(source, tests),
        *_find_lines(source),
    ]
    # A mark on one row of a parametrised test switches off a case, not a test.
    found = [s for s in found if "marks=" not in source.line_text(s.line)]
    first = {(s.line, s.manner): s for s in reversed(found)}
    return tuple(sorted(first.values(), key=lambda s: (s.line, s.manner)))


def _find_marks(source: Source, tests: tuple[TestCase, ...]) -> Iterator[TestSkip]:
    table = MARKS.get(source.language or "", ())
    testing = {t.node.id for t in tests}
    for scope in source.scopes if table else ():
        holds = scope.role == "class" and any(scope.line <= t.line <= scope.end_line for t in tests)
        if scope.node.id not in testing and not holds:
            continue
        for mark in decorator_nodes_of(scope.node, source.kinds.decorators):
            text = text_of(mark)
            for manner, pattern in table:
                if pattern.search(text) and "Skip = null" not in text:
                    yield TestSkip(manner, scope.name.strip("`"), line_of(mark), end_line_of(mark), text)


def _find_calls(source: Source) -> Iterator[TestSkip]:
    table = CALLS.get(source.language or "", ())
    if source.file_class != "test" or not table:
        return
    for call in source.nodes["calls"]:
        if not _registers(call):
            continue
        callee, title = callee_of(_curried(call)), _title(_curried(call))
        manner = next((m for m, pattern in table if pattern.search(callee)), None)
        if manner is None and re.match(r"^(it|test|describe|context|specify|example|RSpec\.describe)$", callee):
            manner = _by_option(call)
        if manner is not None and _is_unconditional(source, call, None):
            yield TestSkip(manner, title, line_of(call), line_of(call), _head(call))
        chained = call.parent.child_by_field_name("name") if source.language == "php" and call.parent else None
        if chained is not None and text_of(chained) in ("skip", "todo", "only") and callee in ("it", "test"):
            whole = call.parent
            given = arguments_of(whole) if whole is not None else []
            if not given or text_of(given[0])[:1] in "\"'":
                yield TestSkip("skip", title, line_of(chained), line_of(chained), text_of(whole)[-80:])


def _registers(call: "Node") -> bool:
    """Tell whether a call has a title and a body, or announces a test that will (`it.todo("title")`)."""
    arguments = arguments_of(_curried(call))
    if not arguments or arguments[0].type in _BODIES:
        return False
    if call.type == "call":
        return call.child_by_field_name("block") is not None or callee_of(call) not in ("skip", "pending")
    if call.type != "call_expression" or "todo" in callee_of(call):
        return True
    # Playwright's `test.skip(condition, reason)` has no body; other languages hand it over as a lambda or block.
    return any(n.type in _BODIES for n in (*arguments_of(call), *call.named_children, *_suffix(call)))


def _suffix(call: "Node") -> list["Node"]:
    return [n for child in call.named_children if child.type == "call_suffix" for n in child.named_children]


def _curried(call: "Node") -> "Node":
    inner = call.named_children[0] if call.named_children else None
    return inner if inner is not None and inner.type == call.type and not arguments_of(call)[:1] else call


def _title(call: "Node") -> str:
    arguments = arguments_of(call)
    return text_of(arguments[0]).strip("\"'`") if arguments else ""


def _head(call: "Node") -> str:
    return text_of(call).split("\n", 1)[0]


def _by_option(call: "Node") -> Manner | None:
    for argument in arguments_of(call)[1:]:
        match = (
            OPTION.search(text_of(argument)) if argument.type in ("object", "pair", "simple_symbol", "hash") else None
        )
        if match:
            word = match[1] or match[4] or "focus"
            return "todo" if word == "todo" else "skip" if word == "skip" else "only"
    return None


def _find_stops(source: Source, tests: tuple[TestCase, ...]) -> Iterator[TestSkip]:
    pattern = STOPS.get(source.language or "")
    if pattern is None:
        return
    for call in source.nodes["calls"]:
        callee = callee_of(call)
        if not pattern.search(callee) or call.child_by_field_name("block") is not None:
            continue
        inside = [t for t in tests if t.line <= line_of(call) <= t.end_line]
        test = max(inside, key=lambda t: t.line, default=None)
        whole = test is None and source.language == "python" and "allow_module_level" in text_of(call)
        if (test is None and not whole) or _is_conditioned(source, call):
            continue
        if _is_unconditional(source, call, test):
            manner: Manner = "fails" if callee.endswith((".xfail", "pending")) else "skip"
            yield TestSkip(manner, test.name if test else "", line_of(call), end_line_of(call), text_of(call))


def _is_conditioned(source: Source, call: "Node") -> bool:
    """Playwright's `test.skip(condition, reason)` decides by its first argument; so may `ctx.skip`."""
    arguments = arguments_of(call)
    if source.language not in SCRIPT or not arguments:
        return False
    return text_of(arguments[0]) != "true" and "string" not in arguments[0].type


def _is_unconditional(source: Source, call: "Node", test: TestCase | None) -> bool:
    kinds = source.kinds
    branching = kinds.ifs | kinds.elifs | kinds.elses | kinds.handlers | kinds.switches | kinds.arms | kinds.ternaries
    branching |= kinds.loops | _CONDITIONAL
    for around in ancestors(call):
        if test is not None and around.id == test.node.id:
            break
        if around.type in branching and around.type != "infix_expression":
            return False
        if (
            test is not None
            and around.type in kinds.functions
            and around.id != test.node.id
            and around.type not in kinds.lambdas
        ):
            return False
    if test is None:
        return True
    first = test.line
    return not any(first <= line_of(r) < line_of(call) for r in source.nodes["returns"])


def _find_names(source: Source, tests: tuple[TestCase, ...]) -> Iterator[TestSkip]:
    """Names that frameworks take for a skip: gtest's DISABLED_, the `ignore` of ScalaTest and munit."""
    for test in tests:
        words = " ".join((test.suite, *test.marks))
        if source.language == "cpp" and "DISABLED_" in words + test.name:
            name = test.name.removeprefix("DISABLED_")
            yield TestSkip("skip", name, test.line, test.line, source.line_text(test.line))
        elif source.language == "scala" and (test.marks == ("ignore",) or _IGNORED.search(_head(test.node))):
            yield TestSkip("skip", test.name, test.line, test.line, source.line_text(test.line))


def _find_lines(source: Source) -> Iterator[TestSkip]:
    if source.language != "python":
        return
    for number, line in enumerate(source.lines, 1):
        if WHOLE_FILE.match(line):
            yield TestSkip("skip", "", number, number, line)
        match = PARAMETER.search(line)
        if match:
            yield TestSkip("fails" if match[1] == "xfail" else "skip", squeeze(line)[:60], number, number, line.strip())
