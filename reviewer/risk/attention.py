"""This module holds the attention plan: stretches of the new code, ordered by the visible sum of their factors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reviewer.change.changed import ChangedFile
from reviewer.model.finding import Finding, Severity
from reviewer.model.review import Factor, Span

_READ_FIRST = frozenset({"production", "script", "migration", "config"})
_FINDING_POINTS: dict[Severity, int] = {"high": 30, "medium": 15, "low": 5}
_LINES_A_POINT = 4
_MOST_SIZE_POINTS = 20
_LARGEST_PLAN = 20


@dataclass(frozen=True, slots=True)
class _Stretch:
    path: str
    line: int
    end_line: int
    symbol: str
    added: int


def plan_attention(files: Iterable[ChangedFile], findings: Sequence[Finding]) -> tuple[Span, ...]:
    """Order the changed functions (and the runs of added lines outside of functions) by size and findings, most first.

    Only code that runs in production is planned, and of it at most 20 stretches; waived findings give no points.
    """
    spans = []
    for file in files:
        if file.new is None or file.file_class not in _READ_FIRST:
            continue
        mine = [f for f in findings if f.path == file.path and f.waived is None]
        spans += [_score(stretch, mine) for stretch in _find_stretches(file)]
    spans.sort(key=lambda s: (-s.score, s.path, s.line))
    return tuple(replace(span, rank=rank) for rank, span in enumerate(spans[:_LARGEST_PLAN], 1) if span.score > 0)


def _find_stretches(file: ChangedFile) -> list[_Stretch]:
    """Group added lines by the innermost function around them; lines outside of functions by unbroken runs."""
    found: dict[tuple[int, int], _Stretch] = {}
    run = (0, 0)
    for line in sorted(file.change.added_lines):
        scope = file.new.function_at(line) if file.new else None
        if scope is None:
            known = found.pop(run, None) if run[1] == line - 1 else None
            run = (known.line if known else line, line)
            found[run] = _Stretch(file.path, *run, "", (known.added if known else 0) + 1)
        else:
            place = (scope.line, scope.end_line)
            known = found.get(place)
            found[place] = _Stretch(file.path, *place, scope.symbol, (known.added if known else 0) + 1)
    return list(found.values())


def _score(stretch: _Stretch, findings: Sequence[Finding]) -> Span:
    factors = [_size_factor(stretch)]
    factors += [
        Factor(finding.rule, _FINDING_POINTS[finding.severity], finding.message)
        for finding in findings
        if _is_about(finding, stretch)
    ]
    counted = tuple(factor for factor in factors if factor.points > 0)
    score = sum(factor.points for factor in counted)
    return Span(0, stretch.path, stretch.line, stretch.end_line, stretch.symbol, score, counted)


def _is_about(finding: Finding, stretch: _Stretch) -> bool:
    """A finding on a deleted line has no place in the new file: it is about the function that it was deleted from."""
    if finding.side == "old":
        return bool(stretch.symbol) and finding.symbol == stretch.symbol
    return stretch.line <= finding.line <= stretch.end_line


def _size_factor(stretch: _Stretch) -> Factor:
    points = min(_MOST_SIZE_POINTS, stretch.added // _LINES_A_POINT)
    lines = "line" if stretch.added == 1 else "lines"
    return Factor("size", points, f"{stretch.added} new {lines} to read")
