"""This module holds the detector of tests that cannot fail but by an exception."""

from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze, statements_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import Assertion, find_assertions
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.failing import fails_otherwise
from reviewer.change.testing.intent import expects_fault, is_generative, is_idle, promises_calm, spell_words
from reviewer.change.testing.reach import count_calls, reaches_check
from reviewer.engine.hit import Hit, Options

# A decorator of the product may turn an empty function into something else than a test.
_PLAIN_MARK = compile_late(r"^(?!@)|^@(pytest|unittest|mock|patch|\w*Test\w*|DisplayName|Tag)\b")
_OF_EQUALITY = compile_late(
    r"\b(eq|equal\w*|same|hash\w*|compar\w*|identi\w+|reflexiv\w*|cmp|ordering|operators?|itself|singleton|cach\w*|memo\w*|stable|determin\w*)\b"
)
_CONSTANT_TRUE = compile_late(r"^(assert)?(True|1|true)\b|[(](True|true|1)[),]|^SUCCEED|Bool\(true")


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the detectors' shape
    """Yield every test without an assertion, and every assertion that always holds and leaves its test without one."""
    for test in find_tests(source):
        if not source.is_touched(test.line, test.end_line):
            continue
        if test.body is None or is_idle(test) or expects_fault(test) or is_generative(test):
            continue
        assertions = find_assertions(source, test.node)
        idle = [a for a in assertions if a.strength == "tautology"]
        if idle:
            yield from _judge_tautologies(source, test, idle, len(assertions))
        elif not assertions:
            yield from _judge_free(source, test)


def _judge_tautologies(source: Source, test: TestCase, idle: list[Assertion], total: int) -> Iterator[Hit]:
    if len(idle) == total:
        own = not promises_calm(source, test) and not reaches_check(source, test)
        if own and not _OF_EQUALITY.search(spell_words(test.name)):
            yield _hit(source, test, idle[0].line, "tautology", check=text_of(idle[0].node))
        return
    for assertion in idle:
        words = spell_words(f"{test.name} {text_of(assertion.node)}")
        if not _CONSTANT_TRUE.search(assertion.text) and not _OF_EQUALITY.search(words):
            yield _hit(source, test, assertion.line, "always-true", check=text_of(assertion.node))


def _judge_free(source: Source, test: TestCase) -> Iterator[Hit]:
    if fails_otherwise(source, test) or promises_calm(source, test):
        return
    statements = [s for s in statements_of(test.body) if not _is_filler(text_of(s))]
    if not statements:
        if all(_PLAIN_MARK.match(mark) for mark in test.marks):
            yield _hit(source, test, test.line, "empty")
    elif not reaches_check(source, test):
        calls = count_calls(source, test)
        if calls:
            yield _hit(
                source, test, test.line, "", calls="its only call" if calls == 1 else f"one of its {calls} calls"
            )


def _is_filler(text: str) -> bool:
    return squeeze(text) in ("pass", "...", ";") or text[:3] in ('"""', "'''")


def _hit(source: Source, test: TestCase, line: int, case: str, **values: str) -> Hit:
    return Hit(
        source.path,
        line,
        line,
        symbol=test.symbol,
        case=case,
        values={"test": test.name, **values},
        scope=(test.line, test.end_line),
        key="\0".join((test.name, *sorted(values.values()))) if case == "always-true" else test.name,
    )
