"""This module holds how a test is recognised in each language, and by which names it is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import decorators_of, line_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.testing.blocks import Block, find_blocks

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test. `marks` are its decorators, annotations or attributes, or the callee that registers it (`it.skip`).

    Lines are 1-based and inclusive, from the one with the name on; `suite` joins the names of the classes or describe
    blocks around it.
    `body` is None where the grammar does not see it (bats) or where there is none (`it.todo`).
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
    "python": compile_late(r"test"),
    "go": compile_late(r"(Test|Fuzz)(?![a-z])"),
    "ruby": compile_late(r"test_"),
    "php": compile_late(r"test"),
    "swift": compile_late(r"test"),
    "bash": compile_late(r"test"),
    "c": compile_late(r"test_"),
    "java": compile_late(r"test"),
}
_MARKED = compile_late(
    r"^[@#]?!?\[?\s*(\w+[.:]+)*(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|\w*Fact|\w*Theory|"
    r"TestMethod|DataTestMethod|TestCase|TestCaseSource|test|rstest|test_case|quickcheck|wasm_bindgen_test)\b"
)
_DOC_MARK = compile_late(r"^\s*/?\*+\s*@test\b", re.MULTILINE)
_MARKING = frozenset({"java", "kotlin", "csharp", "rust", "php", "swift", "scala"})
# What pytest and unittest collect by default, and the single test module of a Django application.
_PYTHON_FILE = compile_late(r"^(test[^/]*|[^/]*_tests?)\.py$")
_NO_PARAMETERS = compile_late(r"^\((\s*void\s*(\*\*\s*\w*)?)?\)$")
_TEST_CLASS = compile_late(r"^Test([A-Z_\d]|$)|(Test|Tests|TestCase|TestCases|Spec)$")
_TEST_BASE = compile_late(r"(\(|<|:|\bextends\b)[^)]*\w*Test")
# JUnit 3 collects by name; where a later framework is imported, its marks say what a test is.
_MARKING_IMPORT = re.compile(rb"\bimport\s+(static\s+)?(org\.junit\.|org\.testng\.)")

_FOUND: "WeakKeyDictionary[Source, tuple[TestCase, ...]]" = WeakKeyDictionary()


def find_tests(source: Source) -> tuple[TestCase, ...]:
    """Find the tests that a runner of the language's common frameworks would discover, in the order of the text."""
    found = _FOUND.get(source)
    if found is None:
        blocks = [_from_block(block) for block in find_blocks(source)]
        found = tuple(sorted([*_named_tests(source), *blocks], key=lambda t: (t.line, -t.end_line)))
        _FOUND[source] = found
    return found


def _from_block(block: Block) -> TestCase:
    return TestCase(block.name, block.suite, block.line, block.end_line, block.node, block.body, block.marks)


def _named_tests(source: Source) -> Iterator[TestCase]:
    language = source.language or ""
    named = _NAMED.get(language)
    if named is None and language not in _MARKING:
        return
    for scope in source.functions:
        if _is_inside_function(scope):
            continue
        marks = decorators_of(scope.node, source.kinds.decorators)
        by_name = named is not None and bool(named.match(scope.name.rsplit(".", 1)[-1]))
        by_name = by_name and _is_collected(source, scope, marks)
        by_mark = language in _MARKING and (any(_MARKED.match(mark) for mark in marks) or _is_documented(source, scope))
        if by_name or by_mark:
            suite = scope.owner.symbol if scope.owner else ""
            name = scope.name.strip("`")
            named_at = scope.node.child_by_field_name("name") or scope.node
            yield TestCase(name, suite, line_of(named_at), scope.end_line, scope.node, scope.body, tuple(marks))


def _is_inside_function(scope: Scope) -> bool:
    owner = scope.owner
    while owner is not None:
        if owner.role == "function":
            return True
        owner = owner.owner
    return False


def _is_collected(source: Source, scope: Scope, marks: list[str]) -> bool:
    collects = _COLLECTS.get(source.language or "")
    return collects is None or collects(source, scope, marks)


def _is_collected_by_pytest(source: Source, scope: Scope, marks: list[str]) -> bool:
    if not _PYTHON_FILE.match(PurePosixPath(source.path).name):
        return False
    unfit = any("fixture" in mark or mark.startswith(("@property", "@staticmethod")) for mark in marks)
    return not unfit and (scope.owner is None or _is_test_class(scope.owner))


def _is_collected_by_go(source: Source, scope: Scope, marks: list[str]) -> bool:  # noqa: ARG001 - one shape for all
    if not source.path.endswith("_test.go"):
        return False
    parameters = text_of(scope.node.child_by_field_name("parameters"))
    receiver = text_of(scope.node.child_by_field_name("receiver"))
    return bool(re.search(r"testing\.[TF]\b", parameters)) or ("Suite" in receiver and parameters == "()")


def _is_collected_by_class(source: Source, scope: Scope, marks: list[str]) -> bool:  # noqa: ARG001
    return scope.owner is not None and _is_test_class(scope.owner)


def _is_collected_by_junit3(source: Source, scope: Scope, marks: list[str]) -> bool:
    if source.file_class != "test" or scope.owner is None or _MARKING_IMPORT.search(source.data):
        return False
    heritage = text_of(scope.owner.node.child_by_field_name("superclass"))
    declared = text_of(scope.node.child_by_field_name("parameters")), text_of(scope.node.child_by_field_name("type"))
    return "Test" in heritage and declared == ("()", "void") and not any(m.startswith("@Ignore") for m in marks)


def _is_collected_bare(source: Source, scope: Scope, marks: list[str]) -> bool:  # noqa: ARG001
    if source.file_class != "test":
        return False
    declarator = scope.node.child_by_field_name("declarator")
    parameters = declarator.child_by_field_name("parameters") if declarator is not None else None
    return parameters is None or bool(_NO_PARAMETERS.match(text_of(parameters)))


_COLLECTS = {
    "python": _is_collected_by_pytest,
    "go": _is_collected_by_go,
    "php": _is_collected_by_class,
    "swift": _is_collected_by_class,
    "ruby": _is_collected_by_class,
    "bash": _is_collected_bare,
    "c": _is_collected_bare,
    "java": _is_collected_by_junit3,
}


def _is_test_class(owner: Scope) -> bool:
    head = " ".join(text_of(owner.node).split("{", 1)[0].split("\n", 2)[:2])
    return bool(_TEST_CLASS.search(owner.name) or _TEST_BASE.search(head))


def _is_documented(source: Source, scope: Scope) -> bool:
    before = scope.node.prev_named_sibling
    return source.language == "php" and before is not None and bool(_DOC_MARK.search(text_of(before)))
