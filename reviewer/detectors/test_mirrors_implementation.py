"""This module holds the detector of tests whose expected value comes from the code under test, or from a copy of it."""

from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import end_line_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.testing.assertions import find_assertions
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.intent import is_generative, is_idle
from reviewer.detectors.testing.comparisons import Comparison
from reviewer.detectors.testing.mirrored_calls import find_mirrored_calls
from reviewer.detectors.testing.pasted_code import Paste, find_pasted_expressions, find_pasted_function
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_MOST_ASKED = 40


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield comparisons of a call with itself, with the expression that it computes, and pasted functions."""
    least = int(number_in(options, "tokens"))
    for file in view.files:
        if file.new is None or file.file_class != "test" or file.new.root is None:
            continue
        tests = [t for t in find_tests(file.new) if file.touches(t.line, t.end_line) and not is_idle(t)]
        for test in tests:
            yield from _find_mirrors(view, file, file.new, test, least)
        yield from _find_pasted(view, file, file.new, tests, least)


def _find_mirrors(view: View, file: ChangedFile, source: Source, test: TestCase, least: int) -> Iterator[Hit]:
    for name, comparison in find_mirrored_calls(source, test):
        if _is_new(file, comparison):
            yield _at(source, test, comparison, "", {"name": name})
            return
    if is_generative(test):
        return
    for comparison, paste in find_pasted_expressions(view.head, source, test, least):
        if _is_new(file, comparison):
            yield _at(source, test, comparison, "expression", _words(paste), (_place(paste),))
            return


def _at(
    source: Source,
    test: TestCase,
    comparison: Comparison,
    case: str,
    values: dict[str, str],
    related: tuple[Related, ...] = (),
) -> Hit:
    node = comparison.assertion.node
    values = {"test": test.name, **values}
    line = comparison.assertion.line
    return Hit(source.path, line, end_line_of(node), symbol=test.symbol, case=case, values=values, related=related)


def _is_new(file: ChangedFile, comparison: Comparison) -> bool:
    nodes = [comparison.assertion.node, comparison.left.node, comparison.right.node]
    added = file.change.added_lines
    return any(line in added for n in nodes for line in range(n.start_point[0] + 1, n.end_point[0] + 2))


def _find_pasted(view: View, file: ChangedFile, source: Source, tests: list[TestCase], least: int) -> Iterator[Hit]:
    """Yield the new functions of a test file that repeat one under test, and whose answer the tests compare."""
    spans = [(t.line, t.end_line) for t in find_tests(source)]
    asked = 0
    for scope in source.functions:
        name = scope.name.rpartition(".")[2]
        if any(first <= scope.line <= last for first, last in spans) and scope.owner is not None:
            continue
        if scope.line not in file.change.added_lines or asked >= _MOST_ASKED or not _is_compared(source, tests, name):
            continue
        asked += 1
        paste = find_pasted_function(view.head, source, scope, least)
        if paste is not None:
            yield _name_paste(source, scope, paste)


def _is_compared(source: Source, tests: list[TestCase], name: str) -> bool:
    call = compile_late(rf"\b{name}\(") if name.isidentifier() else None
    return call is not None and any(call.search(a.text) for t in tests for a in find_assertions(source, t.node))


def _name_paste(source: Source, scope: Scope, paste: Paste) -> Hit:
    values = {"helper": paste.name, **_words(paste)}
    return Hit(
        source.path,
        scope.line,
        scope.line,
        symbol=scope.symbol,
        case="function",
        values=values,
        related=(_place(paste),),
    )


def _words(paste: Paste) -> dict[str, str]:
    site = paste.original
    return {"name": site.unit.name, "tokens": str(paste.tokens), "place": f"{site.path}:{site.unit.line}"}


def _place(paste: Paste) -> Related:
    site = paste.original
    return Related(site.path, site.unit.line, site.unit.end_line, site.unit.symbol, "the code under test")
