"""This module holds the detector of tests that replace what they are named for, and then call the double."""

from collections.abc import Iterator

from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import find_tests
from reviewer.change.testing.intent import is_idle
from reviewer.detectors.testing.mocked_classes import find_mocked_classes
from reviewer.detectors.testing.mocked_modules import find_mocked_modules
from reviewer.detectors.testing.replaced_functions import find_replaced_functions
from reviewer.engine.hit import Hit, Options


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - one shape for all
    """Yield the first replaced subject of every test, and the mocked module that a whole file is named for."""
    for test in find_tests(source):
        if test.body is None or is_idle(test) or not source.is_touched(test.line, test.end_line):
            continue
        found = [*find_replaced_functions(source, test), *find_mocked_classes(source, test)]
        for subject, line in found[:1]:
            yield Hit(
                source.path,
                line,
                line,
                symbol=test.symbol,
                values={"test": test.name, "subject": subject},
                scope=(test.line, test.end_line),
            )
    for subject, line, count in find_mocked_modules(source):
        yield Hit(source.path, line, line, case="module", values={"subject": subject, "tests": str(count)})
