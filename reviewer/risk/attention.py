"""This module holds the attention plan: stretches of the new code, ordered by the visible sum of their factors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reviewer.change.view import ChangedFile
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
    """Order the changed functions (or, outside of functions, the hunks) by size and findings, most points first.

    Only code that runs in production is planned, and of it at most 20 stretches; waived findings give no points.
    """
    spans = []
    for file in files:
        if file.new is None or file.file_class not in _READ_FIRST:
            continue
        mine = [f for f in findings if f.path == file.path and f.side == "new" and f.waived is None]
        spans += [_score(stretch, mine) for stretch in _find_stretches(file)]
    spans.sort(key=lambda s: (-s.score, s.path, s.line))
    return tuple(replace(span, rank=rank) for rank, span in enumerate(spans[:_LARGEST_PLAN], 1) if span.score > 0)


def _find_stretches(file: ChangedFile) -> list[_Stretch]:
    """Group added lines by the innermost function around them; lines outside of functions by hunk."""
    found: dict[tuple[int, int], _Stretch] = {}
    for hunk in file.change.hunks:
        for line in range(hunk.new_start, hunk.new_start + len(hunk.added)):
            scope = file.new.function_at(line) if file.new and file.new.language else None
            first, last = (
                (scope.line, scope.end_line) if scope else (hunk.new_start, hunk.new_start + len(hunk.added) - 1)
            )
            known = found.get((first, last))
            symbol = scope.symbol if scope else ""
            found[first, last] = _Stretch(file.path, first, last, symbol, (known.added if known else 0) + 1)
    return list(found.values())


def _score(stretch: _Stretch, findings: Sequence[Finding]) -> Span:
    factors = [_size_factor(stretch)]
    factors += [
        Factor(finding.rule, _FINDING_POINTS[finding.severity], finding.message)
        for finding in findings
        if stretch.line <= finding.line <= stretch.end_line
    ]
    counted = tuple(factor for factor in factors if factor.points > 0)
    score = sum(factor.points for factor in counted)
    return Span(0, stretch.path, stretch.line, stretch.end_line, stretch.symbol, score, counted)


def _size_factor(stretch: _Stretch) -> Factor:
    points = min(_MOST_SIZE_POINTS, stretch.added // _LINES_A_POINT)
    lines = "line" if stretch.added == 1 else "lines"
    return Factor("size", points, f"{stretch.added} new {lines} to read")
