"""This module holds what a test says of itself: that running without a fault is the point, or that it will not run."""

import re

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import descendants, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase

_FAULT = (
    r"(errors?|exceptions?|panics?|crash(es)?|rais(e|es|ing)|throw(s|ing)?|fail(s|ures?|ing)?|leaks?|warnings?|warn"
)
_FAULT += r"|races?|deadlocks?|hangs?|loops?|recurse|break|block(s|ing)?|explode|blow up|die)"
# The test only promises that nothing goes wrong, in its name or in a comment.
_CALM = compile_late(
    rf"\b(no|not|without|never|\w+n t|nt|non) (\w+ ){{0,2}}{_FAULT}\b|\bno ?op\b|\bsmoke\b|\bsanity\b|\bcompiles?\b|"
    r"\bthat s enough\b|\bnothrow\b|\bgracefully\b|\b(race|sanitizer|borrow checker|type checker|mypy|tsc)\b|"
    r"\b(does|do) nothing\b|\b(would|will|ll|if this|used to) (\w+ )?(raise|fails?|throw|error|crash|panic)\b"
)
# Words of a name alone: a sanitizer, a race detector, a clock or the constructor itself does the checking.
_CALM_NAME = compile_late(
    r"\b((compil|construct|instantiat|initiali[sz])\w*|imports|importable|safe|safely|robust|survives?|tolerates?|idempotent|harmless|"
    r"benchmark|perf|performance|concurren\w*|threads?|threadsafe|deadlock|leaks?|stress|fuzz\w*|panics?|crash(es)?|"
    r"context loads?|accept\w*|allow\w*|succe\w*|passes|valid|validates|permit\w*|ok|typing|typecheck|doctests?|"
    r"docstrings?|signature)\b|\bcan be \w+ed\b|\bcan (be )?(built|run|call|create|construct|use|import|close)\b"
)
_WORDS = compile_late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_EXPECTS_FAULT = compile_late(
    r"should_panic|expected\s*=|expectedException|ExpectedException|xfail|expectedFailure|\bfail(s|ing)?\b|@?raises",
    re.IGNORECASE,
)
_GENERATIVE = compile_late(
    r"\bgiven\b|quickcheck|proptest|Property|bench|fuzz|hypothesis|schema\.parametrize|theories", re.IGNORECASE
)
_IDLE = compile_late(
    r"\bskip|\bdisabled\b|\bignore\b|Disabled|Ignore|\btodo\b|\bxit\b|\bxtest\b|\bpending\b|^xspecify|DISABLED_",
    re.IGNORECASE,
)
_IDLE_BODY = compile_late(
    r"\.Skip(f|Now)?\(|pytest\.skip\(|\bthis\.skip\(|skipTest\(|SkipTest|markTestSkipped|markTestIncomplete|XCTSkip|todo!|"
    r"unimplemented!|GTEST_SKIP|Assert\.(Ignore|Inconclusive)|^\s*(skip|pending)\b",
    re.MULTILINE,
)


def spell_words(name: str) -> str:
    """Return a name as lower-case words with single spaces."""
    return " ".join(word.lower() for word in _WORDS.findall(name))


def promises_calm(source: Source, test: TestCase) -> bool:
    """Tell whether a test's name, its suite or its comments say that the absence of a fault is what it checks."""
    name = spell_words(test.name)
    if _CALM.search(name) or _CALM_NAME.search(name):
        return True
    return any(_CALM.search(spell_words(text)) for text in _remarks(source, test))


def expects_fault(test: TestCase) -> bool:
    """Tell whether the marks of a test say that a fault is expected."""
    return any(_EXPECTS_FAULT.search(mark) for mark in test.marks)


def is_generative(test: TestCase) -> bool:
    """Tell whether a framework feeds the test with made-up input, or only measures it."""
    named = test.name.startswith(("Fuzz", "Benchmark", "bench"))
    return named or any(_GENERATIVE.search(mark) for mark in test.marks)


def is_idle(test: TestCase) -> bool:
    """Tell whether a test is skipped by its marks or by a call in its body."""
    return is_marked_idle(test) or bool(_IDLE_BODY.search(text_of(test.body)))


def is_marked_idle(test: TestCase) -> bool:
    """Tell whether a test is skipped by its marks."""
    return any(_IDLE.search(mark) for mark in test.marks)


def _remarks(source: Source, test: TestCase) -> list[str]:
    kinds = source.kinds.comments
    found = [text_of(n) for n in descendants(test.node) if n.type in kinds]
    line = test.line - 1
    while line > 0 and source.line_text(line).lstrip().startswith(("//", "#", "*", "/*", "///")):
        found.append(source.line_text(line))
        line -= 1
    first = test.body.named_children[0] if test.body is not None and test.body.named_children else None
    if source.language == "python" and first is not None and first.type == "expression_statement":
        found.append(text_of(first) if text_of(first)[:1] in "\"'rRfF" else "")
    return found
