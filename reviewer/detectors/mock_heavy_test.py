"""This module holds the detector of new tests that look at doubles more than at results."""

import re
from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import find_assertions
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.doubles import find_replacements
from reviewer.change.testing.intent import is_idle
from reviewer.change.testing.reach import reaches_check
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View

# Where the call itself is the contract: what stands at the edge of the program is tested by what it sends.
_EDGE = compile_late(
    r"adapter|client|gateway|notif|dispatch|publish|event|emit|listener|handler|hook|callback|observer|logger|logging|"
    r"telemetry|metric|middleware|webhook|queue|mail|sender|proxy|wrapper|bridge|delegat|forward",
    re.IGNORECASE,
)


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield files whose new tests mostly check calls, and tests with many replacements."""
    known = {t.name for f in view.files if f.old is not None for t in find_tests(f.old)}
    for file in view.files:
        if file.new is not None and file.file_class == "test":
            fresh = [t for t in _find_fresh(file, file.new, known) if t.body is not None and not is_idle(t)]
            yield from _find_mocking(file.new, fresh, options)
            yield from _find_crowded(file.new, fresh, int(number_in(options, "patches")))


def _find_fresh(file: ChangedFile, source: Source, known: set[str]) -> list[TestCase]:
    added = file.change.added_lines
    return [t for t in find_tests(source) if t.name not in known and t.line in added]


def _find_mocking(source: Source, fresh: list[TestCase], options: Options) -> Iterator[Hit]:
    mocking = [test for test in fresh if _checks_calls_only(source, test)]
    enough = len(mocking) >= number_in(options, "least") and len(mocking) >= number_in(options, "share") * len(fresh)
    if not enough or _EDGE.search(source.path):
        return
    results = sum(_checks_result(source, test) for test in fresh)
    yield Hit(
        source.path,
        mocking[0].line,
        mocking[0].line,
        symbol=mocking[0].symbol,
        values={"count": str(len(mocking)), "total": str(len(fresh)), "results": str(results) if results else "none"},
        key="mock-heavy-test",
    )


def _checks_calls_only(source: Source, test: TestCase) -> bool:
    strengths = {a.strength for a in find_assertions(source, test.node)}
    return strengths == {"mock"} and not reaches_check(source, test)


def _checks_result(source: Source, test: TestCase) -> bool:
    return any(a.strength == "exact" for a in find_assertions(source, test.node))


def _find_crowded(source: Source, fresh: list[TestCase], most: int) -> Iterator[Hit]:
    for test in fresh:
        patches = find_replacements(source, test)
        if len(patches) >= most:
            named = ", ".join(p.rsplit(".", 1)[-1] for p in patches[:3])
            values = {"test": test.name, "count": str(len(patches)), "named": named}
            yield Hit(source.path, test.line, test.line, symbol=test.symbol, case="many-patches", values=values)
