"""This module holds the tests that a coverage report names for a line: they ran it, whatever the text seems to say."""

from collections.abc import Iterable, Iterator

from reviewer.change.late import compile_late
from reviewer.change.testing.cases import find_tests
from reviewer.index.revision import Index
from reviewer.model.evidence import FileCoverage, TestLink

# More tests than this are not told apart.
_MOST_NAMES = 60
# `tests/test_a.py::Suite::test_b[1-2]|run` of pytest-cov; `tests.test_a.Suite.test_b` of coverage.py itself.
_PARAMETERS = compile_late(r"\[.*$|\|\w*$")


def find_named_tests(index: Index, file: FileCoverage, lines: Iterable[int]) -> tuple[TestLink, ...]:
    """Return the tests that ran any of the lines of a file, by the report, ordered by place."""
    names = sorted({name for line in lines for name in file.tests.get(line, ())})
    links = {link for name in names[:_MOST_NAMES] for link in _find_test(index, name)}
    return tuple(sorted(links, key=lambda link: (link.path, link.line)))


def _find_test(index: Index, name: str) -> Iterator[TestLink]:
    plain = _PARAMETERS.sub("", _PARAMETERS.sub("", name))
    path, _, inside = plain.partition("::") if "::" in plain else _split_module(index, plain)
    source = index.source(path) if path in index.paths else None
    if source is None:
        return
    symbol = inside.replace("::", ".")
    for test in find_tests(source):
        if test.symbol == symbol:
            yield TestLink(path, test.line, test.symbol, "coverage", 0)
            return


def _split_module(index: Index, name: str) -> tuple[str, str, str]:
    """Divide a dotted name where the file ends and what is inside of it begins."""
    parts = name.split(".")
    for at in range(len(parts) - 1, 0, -1):
        path = "/".join(parts[:at]) + ".py"
        if path in index.paths:
            return path, "", ".".join(parts[at:])
    return "", "", ""
