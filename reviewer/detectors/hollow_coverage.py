"""This module holds the detector of changed functions whose only tests would not notice a fault in them."""

from collections.abc import Iterator

from reviewer.change.behaviour import ChangedFunction
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.evidence import Evidence, TestLink, Worth
from reviewer.model.finding import Related

_SAID: dict[Worth, str] = {
    "weak": "checks only that something is there",
    "mock": "checks only calls of doubles",
    "none": "asserts nothing",
    "skipped": "is skipped",
}
_SHOWN = 3


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield, for every test of no worth, the largest changed function that only it and its like reach."""
    least, most = int(number_in(options, "lines")), int(number_in(options, "functions"))
    large = [f for f in view.changed_functions if f.file.file_class == "production" and len(f.lines) >= least]
    told: set[tuple[str, int]] = set()
    for function in sorted(large, key=lambda f: (-len(f.lines), f.path, f.line))[:most]:
        evidence = view.evidence_of(function)
        near = [link for link in evidence.tests if link.hops <= 1]
        if evidence.strength == "hollow" and near and (near[0].path, near[0].line) not in told:
            told |= {(link.path, link.line) for link in near}
            yield _report(function, evidence, near)


def _report(function: ChangedFunction, evidence: Evidence, near: list[TestLink]) -> Hit:
    first = near[0]
    more = len(evidence.tests) - 1
    values = {
        "function": function.scope.name,
        "test": first.symbol.replace(" > ", ".").rpartition(".")[2],
        "says": _SAID[first.worth] + (f", and {more} more notice as little" if more else ""),
    }
    related = tuple(Related(t.path, t.line, t.line, t.symbol, _SAID[t.worth]) for t in near[:_SHOWN])
    case = "calls-only" if any(t.worth == "mock" for t in evidence.tests) else ""
    return Hit(
        function.path, function.line, function.line, symbol=function.symbol, case=case, values=values, related=related
    )
