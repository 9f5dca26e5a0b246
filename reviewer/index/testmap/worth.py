"""This module holds what a test that reaches a function would notice: values, mere existence, or nothing."""

from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import find_assertions, is_guard
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.doubles import find_replacements
from reviewer.change.testing.failing import fails_otherwise
from reviewer.change.testing.intent import expects_fault, is_generative, is_idle, promises_calm
from reviewer.change.testing.reach import reaches_check
from reviewer.index.revision import Index
from reviewer.model.evidence import TestLink, Worth


def judge_link(index: Index, link: TestLink, name: str) -> Worth:
    """Return what the linked test would notice of a fault in a function with a name; a whole file is not judged."""
    source = index.source(link.path)
    if source is None or not link.symbol:
        return "unknown"
    test = next((t for t in find_tests(source) if t.line == link.line), None)
    return judge_test(source, test, name) if test is not None else "unknown"


def judge_test(source: Source, test: TestCase, name: str) -> Worth:
    """Return what a test would notice; one that puts a double in the place of the function does not run it at all."""
    if test.body is None:
        return "unknown"
    if is_idle(test):
        return "none"
    if any(target.rpartition(".")[2] == name for target in find_replacements(source, test)):
        return "mock"
    found = {a.strength for a in find_assertions(source, test.node) if not is_guard(a)}
    if found & {"exact", "implicit", "helper"} or expects_fault(test) or is_generative(test):
        return "asserts"
    if reaches_check(source, test):
        return "asserts"
    if found & {"weak", "mock"}:
        return "weak" if "weak" in found else "mock"
    if "tautology" in found:
        return "none"
    return "unknown" if fails_otherwise(source, test) or promises_calm(source, test) else "none"
