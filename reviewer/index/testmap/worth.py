"""This module holds what a test that reaches a function would notice: values, mere existence, or nothing."""

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import statements_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import find_assertions, is_guard
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.doubles import find_replacements
from reviewer.change.testing.failing import fails_otherwise
from reviewer.change.testing.intent import expects_fault, is_generative, is_marked_idle, promises_calm
from reviewer.change.testing.reach import reaches_check
from reviewer.index.revision import Index
from reviewer.index.testmap.reading import find_outlined
from reviewer.model.evidence import TestLink, Worth

_COMPARES = compile_late(
    r"(With|_with|any_call|has_calls)\([^)]|\.mock\.(calls|lastCall)|call_args|\bverify(All)?\(.*\)\.\w+\([^)]|"
    r"\.(Did(Not)?)?Receive(d\w*)?\(\)\.\w+\([^)]|AssertCalled\(|sinon\.assert\.calledWith"
)
# Skipped somewhere, or under some condition: it runs elsewhere.
_CONDITIONAL = compile_late(r"(?i)skip_?(if|unless)|run_?if|(enabled|disabled)(if|on|for)|cfg_attr|requires?\b")
_SKIPS = compile_late(
    r"^(\w+\.)*(skip\w*|Skip(f|Now)?|skipTest|markTestSkipped|markTestIncomplete|todo!|unimplemented!|GTEST_SKIP|pending)\b"
)


def judge_link(index: Index, link: TestLink, name: str) -> Worth:
    """Return what the linked test would notice of a fault in a function with a name; a whole file is not judged."""
    source = find_outlined(index, link.path)
    if source is None or not link.symbol:
        return "unknown"
    test = next((t for t in find_tests(source) if t.line == link.line), None)
    return judge_test(source, test, name) if test is not None else "unknown"


def judge_test(source: Source, test: TestCase, name: str) -> Worth:
    """Return what a test would notice; one that puts a double in the place of the function does not run it at all."""
    if test.body is None:
        return "unknown"
    if _is_skipped(test):
        return "skipped"
    if any(target.rpartition(".")[2] == name for target in find_replacements(source, test)):
        return "mock"
    checks = [a for a in find_assertions(source, test.node) if not is_guard(a)]
    # What a double was called with is a value that came out of the code.
    found = {"exact" if a.strength == "mock" and _COMPARES.search(a.text) else a.strength for a in checks}
    if found & {"exact", "implicit", "helper"} or expects_fault(test) or is_generative(test):
        return "asserts"
    if reaches_check(source, test):
        return "asserts"
    if found & {"weak", "mock"}:
        return "weak" if "weak" in found else "mock"
    if "tautology" in found:
        return "none"
    return "unknown" if fails_otherwise(source, test) or promises_calm(source, test) else "none"


def _is_skipped(test: TestCase) -> bool:
    """Tell whether a test never runs: by its marks, or because the first thing that it does is to leave."""
    if is_marked_idle(test) and not any(_CONDITIONAL.search(mark) for mark in test.marks):
        return True
    first = next(iter(statements_of(test.body)), None)
    return first is not None and bool(_SKIPS.match(text_of(first).removeprefix("raise ").removeprefix("$this->")))
