"""This module holds how a test is recognised in each language, and by which names it is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.names import arguments_of, callee_of, decorators_of, end_line_of, line_of, text_of
from reviewer.change.source import Scope, Source

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test. `marks` are its decorators, annotations or attributes, or the callee that registers it (`it.skip`).

    Lines are 1-based and inclusive; `suite` joins the names of the classes or describe blocks around it.
    """

    __test__ = False  # the name is the field's word; pytest must not collect it

    name: str
    suite: str
    line: int
    end_line: int
    node: "Node"
    body: "Node | None"
    marks: tuple[str, ...]

    @property
    def symbol(self) -> str:
        """The name with its suite, joined by dots."""
        return f"{self.suite}.{self.name}" if self.suite else self.name


_NAMED = {
    "python": re.compile(r"test"),
    "go": re.compile(r"(Test|Fuzz)(?![a-z])"),
    "ruby": re.compile(r"test_"),
    "php": re.compile(r"test"),
    "swift": re.compile(r"test"),
    "bash": re.compile(r"test_?"),
    "c": re.compile(r"test_|TEST"),
    "cpp": re.compile(r"TEST(_F|_P|_CASE|_CASE_METHOD)?\b|TYPED_TEST|test_"),
}
_MARKED = re.compile(
    r"^[@#]?!?\[?\s*\[?(\w+[.:]+)*(Test|ParameterizedTest|RepeatedTest|TestFactory|Property|Fact|Theory|TestMethod|"
    r"DataTestMethod|TestCase|TestCaseSource|test|rstest|test_case|quickcheck|wasm_bindgen_test)\b"
)
_REGISTERED = re.compile(
    r"^(it|test|specify|example|scenario|xit|xtest|fit|ftest|xspecify|pending|ignore|property|Deno\.test|bench)"
    r"(\.(only|skip|todo|failing|fails|concurrent|sequential|each|serial|skipIf|runIf|if|for)\b.*)?$"
)
_SUITE = re.compile(r"^[xf]?(describe|context|suite|feature)(\.|\(|$)|^(RSpec|test)\.describe")
_REGISTERING = frozenset({"javascript", "typescript", "tsx", "ruby", "kotlin", "scala", "php", "swift"})
_MARKING = frozenset({"java", "kotlin", "csharp", "rust", "php", "swift", "scala"})


def find_tests(source: Source) -> tuple[TestCase, ...]:
    """Find the tests that a runner of the language's common frameworks would discover, in the order of the text."""
    found = [*_named_tests(source), *_registered_tests(source)]
    return tuple(sorted(found, key=lambda t: (t.line, -t.end_line)))


def _named_tests(source: Source) -> Iterator[TestCase]:
    language = source.language or ""
    named = _NAMED.get(language)
    for scope in source.functions:
        if scope.owner is not None and scope.owner.role == "function":
            continue
        marks = decorators_of(scope.node, source.kinds.decorators)
        by_name = named is not None and bool(named.match(scope.name)) and _is_collected(language, scope, marks)
        by_mark = language in _MARKING and any(_MARKED.match(mark) for mark in marks)
        if by_name or by_mark:
            suite = scope.owner.symbol if scope.owner else ""
            first = scope.line
            yield TestCase(scope.name, suite, first, scope.end_line, scope.node, scope.body, tuple(marks))


def _is_collected(language: str, scope: Scope, marks: list[str]) -> bool:
    if language == "python":
        owner = scope.owner
        fixture = any("fixture" in mark or mark.startswith("@property") for mark in marks)
        return not fixture and (owner is None or _is_test_class(owner))
    if language == "go":
        return "testing." in text_of(scope.node.child_by_field_name("parameters"))
    return True


def _is_test_class(owner: Scope) -> bool:
    bases = text_of(owner.node.child_by_field_name("superclasses"))
    return "Test" in owner.name or "Test" in bases


def _registered_tests(source: Source) -> Iterator[TestCase]:
    if source.language not in _REGISTERING or source.file_class != "test":
        return
    suites: list[tuple[int, str]] = []
    for call in source.nodes["calls"]:
        callee = callee_of(call)
        while suites and suites[-1][0] <= call.start_byte:
            suites.pop()
        title = _title(call)
        if _SUITE.match(callee):
            suites.append((call.end_byte, title))
        elif _REGISTERED.match(callee) and title:
            suite = " > ".join(name for _, name in suites)
            yield TestCase(title, suite, line_of(call), end_line_of(call), call, _callback(call), (callee,))


def _title(call: "Node") -> str:
    arguments = arguments_of(call)
    return text_of(arguments[0]).strip("\"'`") if arguments else ""


def _callback(call: "Node") -> "Node | None":
    kinds = ("arrow_function", "function_expression", "do_block", "block", "lambda_literal", "anonymous_function")
    block = call.child_by_field_name("block")
    candidates = [block] if block is not None else list(reversed(arguments_of(call)))
    candidates += [c for c in call.named_children if c.type in (*kinds, "annotated_lambda", "call_suffix")]
    for candidate in candidates:
        if candidate.type in kinds or candidate.type in ("annotated_lambda", "call_suffix"):
            return candidate.child_by_field_name("body") or candidate
    return None
