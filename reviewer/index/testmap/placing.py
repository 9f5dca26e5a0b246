"""This module holds where a use on the side of the tests belongs: to a test, a helper of tests, or a whole file."""

from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.index.revision import Index, Site
from reviewer.index.testmap.entries import Entry
from reviewer.index.testmap.reading import find_outlined
from reviewer.index.testmap.target import Target, target_of_site
from reviewer.index.testmap.users import User
from reviewer.model.evidence import LinkKind, TestLink

_SIDE = frozenset({"test", "fixture"})
_FIXTURE = compile_late(r"\bfixture\b")
# What a framework runs before every test of a class or file.
_SET_UP = compile_late(
    r"^([sS]et_?[uU]p\w*|before(_?(each|all|test|class))?|[tT]ear_?[dD]own\w*|after(_?(each|all))?|TestMain)$",
)
_MARKED = compile_late(r"^[@#]?!?\[?\s*(\w+[.:]+)*(Before|After|BeforeEach|BeforeAll|SetUp|TestInitialize)\b")
_PLAIN = {"python": compile_late(r"test"), "go": compile_late(r"Test[A-Z_0-9]")}
_PLAIN_FILE = compile_late(r"(^|/)(test[^/]*|[^/]*_tests?)\.py$")
_INLINE_TESTS = frozenset({"rust"})


def is_test_side(index: Index, site: Site) -> bool:
    """Tell whether a unit belongs to the tests; Rust keeps them in the file of the code."""
    if index.file_class(site.path) in _SIDE:
        return True
    owners = site.unit.owner.split(".")
    return site.language in _INLINE_TESTS and ("tests" in owners or "test" in owners)


def place_user(index: Index, user: User, target: Target, hops: int) -> Iterator[TestLink | Target]:
    """Yield the tests that a use stands in, or the helper of tests that is to be looked for next."""
    kind: LinkKind = "fixture" if target.kind == "fixture" else "call"
    if _is_plainly_test(user.site):
        yield TestLink(user.site.path, user.site.unit.line, user.site.unit.symbol, kind, hops)
        return
    source = find_outlined(index, user.site.path)
    if source is None:
        return
    tests = find_tests(source)
    if user.site.unit.role == "module":
        yield from _place_lines(source, tests, user, kind, hops)
        return
    unit = user.site.unit
    test = next((t for t in tests if t.line <= unit.end_line and unit.line <= t.line), None) or _around(
        tests, unit.line
    )
    if test is not None:
        yield _link(source, test, kind, hops)
    elif _sets_up(user.site):
        yield TestLink(source.path, unit.line, "", "fixture", hops)
    else:
        is_fixture = any(_FIXTURE.search(mark) for mark in unit.decorators)
        yield target_of_site(user.site, "fixture" if is_fixture else target.kind)


def place_entry(index: Index, entry: Entry, hops: int) -> Iterator[TestLink]:
    """Yield the tests of a unit that ask for a route or run a command."""
    source = find_outlined(index, entry.site.path)
    if source is None:
        return
    tests, unit = find_tests(source), entry.site.unit
    lines = [n for n in range(unit.line, unit.end_line + 1) if entry.wanted.search(source.line_text(n))]
    for test in dict.fromkeys(_around(tests, line) for line in lines):
        if test is not None:
            yield _link(source, test, entry.kind, hops)
        elif tests:
            yield TestLink(source.path, lines[0], "", entry.kind, hops)


def _is_plainly_test(site: Site) -> bool:
    """Tell whether a function is a test by its name and file alone, so that the file need not be parsed."""
    pattern = _PLAIN.get(site.language)
    if pattern is None or site.unit.role != "function" or not pattern.match(site.unit.name):
        return False
    if site.language == "go":
        return site.path.endswith("_test.go") and not site.unit.owner
    return bool(_PLAIN_FILE.search(site.path)) and not any(_FIXTURE.search(mark) for mark in site.unit.decorators)


def _place_lines(
    source: Source, tests: tuple[TestCase, ...], user: User, kind: LinkKind, hops: int
) -> Iterator[TestLink]:
    """Lines outside of functions are tests that a call registers, marks above a test, or tables for the whole file."""
    for line in user.lines:
        test = _around(tests, line)
        below = None if test else _marked(source, tests, line)
        if test is not None:
            yield _link(source, test, kind, hops)
        elif below is not None:
            yield _link(source, below, "parameter", hops)
        elif tests:
            yield TestLink(source.path, line, "", "fixture" if kind == "fixture" else "parameter", hops)


def _around(tests: tuple[TestCase, ...], line: int) -> TestCase | None:
    return next((t for t in reversed(tests) if t.line <= line <= t.end_line), None)


def _marked(source: Source, tests: tuple[TestCase, ...], line: int) -> TestCase | None:
    """Return the test that a decorator on a line belongs to: the next one, with no blank line in between."""
    after = next((t for t in tests if t.line > line), None)
    if after is None or after.line - line > 200:
        return None
    between = source.lines[line - 1 : after.line - 1]
    return after if all(text.strip() for text in between) and any(mark for mark in after.marks) else None


def _sets_up(site: Site) -> bool:
    return bool(_SET_UP.match(site.unit.name)) or any(_MARKED.match(mark) for mark in site.unit.decorators)


def _link(source: Source, test: TestCase, kind: LinkKind, hops: int) -> TestLink:
    return TestLink(source.path, test.line, test.symbol, kind, hops)
