"""This module holds the detector of tests that cannot fail but by an exception."""

from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import descendants, squeeze, statements_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import Assertion, find_assertions
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.intent import expects_fault, is_generative, is_idle, promises_calm, spell_words
from reviewer.change.testing.reach import count_calls, reaches_check
from reviewer.engine.hit import Hit, Options

# Ways to fail that are no assertion: a promise rejected or never kept, a process ended, a type, a recorded output.
_OTHER_WAYS = compile_late(
    r"\breject\(|process\.exit|sys\.exit|\bexit\(|\babort\(|ts-expect-error|\bsatisfies\b|\bvar _ |"
    r"reveal_type|[sS]napshot|[cC]assette|does_?not_?raise|[dD]oes[nN]ot[tT]hrow|doctest|[aA]pprov(e|als)|golden|[aA]ssert|[eE]xpect|\bplan\(|"
    r"fail_after|[tT]imeout|[wW]ait(_for|For|Group)?\(|await \w*[pP]romise\b|\.join\(|"
    r"os\.Exit|static_assert|concept\b|@compile|typecheck"
)
# A decorator of the product may turn an empty function into something else than a test.
_PLAIN_MARK = compile_late(r"^(?!@)|^@(pytest|unittest|mock|patch|\w*Test\w*|DisplayName|Tag)\b")
# PHPUnit's doc comments.
_DECLARED = compile_late(r"@expectedException|@doesNotPerformAssertions")
_DONE = compile_late(r"^(async\s*)?\(?\s*(done|cb|callback|next|t)\b|function\s*\w*\(\s*(done|cb|callback)\b")
_TYPE_FILE = compile_late(r"(^|/)(types?|typing|type-tests?)/|\.test-d\.|_typing|dtslint")
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
    if _fails_otherwise(source, test) or promises_calm(source, test):
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


def _fails_otherwise(source: Source, test: TestCase) -> bool:
    text = text_of(test.node)
    before = test.node.prev_named_sibling
    declared = before is not None and bool(_DECLARED.search(text_of(before)))
    if declared or _OTHER_WAYS.search(text) or _TYPE_FILE.search(source.path):
        return True
    ends = source.kinds.raises | {"try_expression", "panic_expression"}
    returning = source.language in ("c", "cpp", "bash", "scala")
    for node in descendants(test.node):
        if node.type in ends and (node.type != "try_expression" or source.language in ("rust", "swift")):
            return True
        if returning and node.type in source.kinds.returns and node.named_child_count:
            return True
    return source.language in ("javascript", "typescript", "tsx") and _takes_done(test)


def _takes_done(test: TestCase) -> bool:
    callback = test.body.parent if test.body is not None else None
    return callback is not None and bool(_DONE.search(text_of(callback)))


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
