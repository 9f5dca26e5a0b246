"""This module holds what speaks for a changed function: the tests that reach it, what they notice, and what ran."""

from collections.abc import Iterable
from dataclasses import replace

from reviewer.change.behaviour import ChangedFunction
from reviewer.index.diff_coverage import count_lines
from reviewer.index.revision import Index
from reviewer.index.testmap import walk_tests
from reviewer.index.testmap.worth import judge_link
from reviewer.model.coverage import Coverage
from reviewer.model.evidence import Evidence, Strength, TestLink, Worth

# So many tests of one level are read for what they assert; one that asserts is enough.
_MOST_JUDGED = 12
_HOLLOW: frozenset[Worth] = frozenset({"weak", "mock", "none"})
_RANK: dict[Worth, int] = {"asserts": 0, "unknown": 1, "weak": 2, "mock": 3, "none": 4}


def find_evidence(function: ChangedFunction, head: Index, coverage: Coverage | None) -> Evidence:
    """Return what speaks for a changed function. A coverage report beats the static map where it measured the lines."""
    links = _find_links(function, head)
    # Of a change that only takes away, all lines of the function count.
    lines = function.lines or range(function.line + 1, function.end_line + 1)
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
    )


def _find_links(function: ChangedFunction, head: Index) -> tuple[TestLink, ...]:
    """Return the nearest tests; go further only while all that was found is hollow."""
    found: list[TestLink] = []
    name = function.scope.name.rpartition(".")[2]
    for level in walk_tests(head, function.path, function.scope):
        judged = [replace(link, worth=judge_link(head, link, name)) for link in level.links[:_MOST_JUDGED]]
        found += [*judged, *level.links[_MOST_JUDGED:]]
        if any(link.worth not in _HOLLOW for link in found):
            break
    return tuple(sorted(found, key=lambda link: _rank(link, function.path)))


def _rank(link: TestLink, path: str) -> tuple[int, int, int, str, int]:
    """Order by worth, then the tests that are named for the file, then by the way that lies between."""
    stem = path.rpartition("/")[2].partition(".")[0].strip("_").lower()
    parts = link.path.lower().split("/")
    apart = 0 if stem in parts[-1] else 1 if any(stem in part for part in parts) else 2
    if apart and path.split("/")[:2] != link.path.split("/")[:2]:
        apart += 1
    return _RANK[link.worth], min(link.hops, 1) * 2 + apart, link.hops, link.path, link.line


def _judge(links: Iterable[TestLink], run: int | None, measured: int | None) -> Strength:
    worths = {link.worth for link in links}
    if measured and not run:
        return "uncovered"
    if worths and worths <= _HOLLOW:
        return "hollow"
    if measured:
        return "covered" if "asserts" in worths else "reached"
    return "reached" if worths else "not seen"
