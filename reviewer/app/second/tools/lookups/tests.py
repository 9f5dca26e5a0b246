"""This module holds the tool that finds the tests of a function and what they check."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.app.second.tools.placing import head_of, mark_of, note_local, outermost, place_function
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.writing import count_of, note_rest, note_withheld, show
from reviewer.change.syntax.source import Scope
from reviewer.index.testmap import find_tests_of
from reviewer.index.testmap.worth import judge_link
from reviewer.model.evidence import Evidence, TestLink

_MOST_JUDGED, _MOST_SHOWN = 12, 20
_WORTHS = {
    "asserts": "compares a result",
    "weak": "checks only that something is there",
    "mock": "checks only calls of doubles",
    "none": "checks nothing",
    "skipped": "never runs",
}
_KINDS = {
    "call": "calls it",
    "fixture": "gets it through a fixture",
    "parameter": "has it among its parameters",
    "command": "runs its command",
    "client": "asks for its route",
    "coverage": "ran its lines by the coverage report",
    "name": "is a file named for it, and may not run it",
}


def find_tests(sight: Sight, *, path: str, line: int) -> Iterator[str]:
    """Yield the nearest tests that reach a function, with what each would notice; of a changed one the evidence."""
    source, inner = place_function(sight, path, line)
    scope = outermost(inner)
    yield from note_local(inner)
    evidence = _find_evidence(sight, path, scope)
    links, complete = (evidence.tests, evidence.complete) if evidence else _find_links(sight, path, scope)
    shown, withheld = sight.keep(links, lambda link: link.path)
    reaching = [link for link in links if link.kind != "name"]
    judged = [*_judge(sight, shown[:_MOST_JUDGED], scope), *shown[_MOST_JUDGED:]]
    yield f"{head_of(source, scope)}: {_sum_up(evidence)}{count_of(len(reaching), 'test')} found"
    for link in judged[:_MOST_SHOWN]:
        through = f", through {count_of(link.hops, 'function')}" if link.hops else ""
        how = "may reach it" if link.hops and link.kind == "call" else _KINDS[link.kind]
        worth = f"; {_WORTHS[link.worth]}" if link.kind != "name" and link.worth != "unknown" else ""
        place = (
            f"{mark_of(sight, link.path, link.line)}{link.path}:{link.line}{f' {link.symbol}' if link.symbol else ''}"
        )
        yield f"{show(sight.redact(place))}: {how}{through}{worth}"
    yield from note_rest(len(shown) - _MOST_SHOWN)
    if any(link.worth == "unknown" and link.kind != "name" for link in judged[:_MOST_SHOWN]):
        yield "where nothing is said of what a test checks, that is not known: read it"
    yield from note_withheld(withheld)
    if not complete:
        yield "the search ended at a bound: there may be more"
    if not reaching:
        yield "that no test was seen does not prove that there is none"


def _find_evidence(sight: Sight, path: str, scope: Scope) -> Evidence | None:
    place = (path, scope.line)
    known = next((e for e in sight.review.evidence if (e.path, e.line) == place), None)
    changed = next((f for f in sight.view.changed_functions if (f.path, f.line) == place), None)
    return known or (sight.view.evidence_of(changed) if changed is not None else None)


def _find_links(sight: Sight, path: str, scope: Scope) -> tuple[tuple[TestLink, ...], bool]:
    reach = find_tests_of(sight.view.head, path, scope)
    return reach.links, reach.complete


def _judge(sight: Sight, links: Sequence[TestLink], scope: Scope) -> Iterator[TestLink]:
    """Yield tests with what they check, where nobody has looked yet."""
    name = scope.name.replace("::", ".").rpartition(".")[2]
    for link in links:
        is_open = link.worth == "unknown" and link.kind != "name"
        yield replace(link, worth=judge_link(sight.view.head, link, name)) if is_open else link


def _sum_up(evidence: Evidence | None) -> str:
    if evidence is None:
        return "the change leaves what it does alone; "
    ran = ""
    if evidence.lines_measured:
        ran = f", {evidence.lines_run} of {evidence.lines_measured} changed lines ran under tests"
    survived = sum(mutant.outcome == "survived" for mutant in evidence.mutants)
    faults = f", {survived} of {len(evidence.mutants)} planted faults were not noticed" if evidence.mutants else ""
    return f"{'new' if evidence.is_new else 'changed'}, evidence: {evidence.strength}{ran}{faults}; "
