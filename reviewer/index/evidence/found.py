"""This module holds what speaks for a changed function: the tests that reach it, what they notice, and what ran."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reviewer.change.behaviour import ChangedFunction
from reviewer.index.evidence.diff_coverage import count_lines
from reviewer.index.revision import Index
from reviewer.index.testmap import Level, walk_tests
from reviewer.index.testmap.contexts import find_named_tests
from reviewer.index.testmap.naming import find_named_files
from reviewer.index.testmap.worth import judge_link
from reviewer.model.evidence import Coverage, Evidence, Strength, TestLink, Worth

# So many tests of one level are read for what they assert; one that asserts is enough.
_MOST_JUDGED = 12
_HOLLOW: frozenset[Worth] = frozenset({"weak", "mock", "none", "skipped"})
_RANK: dict[Worth, int] = {"asserts": 0, "unknown": 1, "weak": 2, "mock": 3, "none": 4, "skipped": 5}


def find_evidence(function: ChangedFunction, head: Index, coverage: Coverage | None) -> Evidence:
    """Return what speaks for a changed function. A coverage report beats the static map where it measured the lines."""
    # Of a change that only takes away, all lines of the function count.
    lines = function.lines or range(function.line + 1, function.end_line + 1)
    links, whole = _find_links(function, head, _find_named(function, head, coverage, lines))
    count = count_lines(coverage, function.path, lines)
    run, measured = (count.ran, count.measured) if count is not None and count.measured else (None, None)
    return Evidence(
        path=function.path,
        line=function.line,
        end_line=function.end_line,
        symbol=function.symbol,
        is_new=function.is_new,
        strength=_judge(links, run, measured),
        tests=links,
        lines_run=run,
        lines_measured=measured,
        complete=whole,
    )


def _find_named(
    function: ChangedFunction, head: Index, coverage: Coverage | None, lines: Iterable[int]
) -> tuple[TestLink, ...]:
    file = coverage.files.get(function.path) if coverage is not None else None
    return find_named_tests(head, file, lines) if file is not None and file.tests else ()


def _find_links(
    function: ChangedFunction, head: Index, named: tuple[TestLink, ...]
) -> tuple[tuple[TestLink, ...], bool]:
    """Return the tests that a report names, or the nearest; go further only while all that was found is hollow."""
    found: list[TestLink] = []
    whole = True
    name = function.scope.name.rpartition(".")[2]
    levels = [Level(named, whole=True)] if named else walk_tests(head, function.path, function.scope)
    for level in levels:
        whole = whole and level.whole
        found += _judge_links(sorted(level.links, key=lambda link: _rank(link, function.path)), head, name)
        if any(link.worth not in _HOLLOW for link in found):
            break
    # A file that is only named for this one is no evidence: it is where a reader would look.
    links = sorted(found, key=lambda link: _rank(link, function.path)) or find_named_files(head, function.path)
    return tuple(links), whole


def _judge_links(links: list[TestLink], head: Index, name: str) -> Iterator[TestLink]:
    """Read the nearest tests for what they check, until one asserts; the others stay unknown."""
    asserted = False
    for at, link in enumerate(links):
        judged = link if asserted or at >= _MOST_JUDGED else replace(link, worth=judge_link(head, link, name))
        asserted = asserted or judged.worth == "asserts"
        yield judged


def _rank(link: TestLink, path: str) -> tuple[int, int, int, str, int]:
    """Order by worth, then the tests that are named for the file, then by the way that lies between."""
    stem = path.rpartition("/")[2].partition(".")[0].strip("_").lower()
    parts = link.path.lower().split("/")
    apart = 0 if stem in parts[-1] else 1 if any(stem in part for part in parts) else 2
    if apart and path.split("/")[:2] != link.path.split("/")[:2]:
        apart += 1
    return _RANK[link.worth], min(link.hops, 1) * 2 + apart, link.hops, link.path, link.line


def _judge(links: Iterable[TestLink], run: int | None, measured: int | None) -> Strength:
    worths = {link.worth for link in links if link.kind != "name"}
    if measured and not run:
        return "uncovered"
    if worths == {"skipped"}:
        return "reached" if measured else "not seen"
    if worths and worths <= _HOLLOW:
        return "hollow"
    if measured:
        return "covered" if "asserts" in worths else "reached"
    return "reached" if worths else "not seen"
