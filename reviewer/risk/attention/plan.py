"""This module holds the attention plan of a change: what to read first, what to skim, and how long that takes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from reviewer.change.changed import ChangedFile
from reviewer.history.past import History
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding
from reviewer.model.review import Plan, Span
from reviewer.risk.attention.card import Card, read_card
from reviewer.risk.attention.factors import Known, count_function_fixes, rate_lines, sort_known, weigh, weigh_known
from reviewer.risk.attention.skim import skim_rest
from reviewer.risk.attention.spans import WINDOW, Run, find_windows, pick_windows
from reviewer.risk.attention.traits import Line, read_lines

# A fifth of the lines is read first, a small change as a whole, and never more than a quarter of an hour's worth.
_SHARE, _FEWEST_LINES, _MOST_LINES = 0.2, 20, 100
# SmartBear's study of reviews at Cisco (2006) found that above 300 to 500 lines an hour defects are overlooked.
_LINES_AN_HOUR = 400
RATE = f"at {_LINES_AN_HOUR} lines an hour, after SmartBear and Cisco 2006"
_LARGEST_PLAN = 20
_NEVER_LONGER = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What the plan is made of: files in scope, findings, evidence, the past, and how often words are mentioned."""

    files: Sequence[ChangedFile]
    findings: Sequence[Finding]
    evidence: Sequence[Evidence]
    past: History | None
    mentions: Callable[[str], int]


def plan_attention(given: Given, card: Card | None = None) -> Plan:
    """Plan the reading of a change. Only lines that run are planned; what is set apart is said in `skim`."""
    card = card or read_card()
    lines = read_lines(given.files, given.mentions)
    known = know(given)
    places = _mark_findings(given, lines)
    runs = choose_runs((*lines, *places), card, known, budget=find_budget(len(lines) + len(places)))
    made = ((_make_span(run, card, known, given.files), run) for run in runs)
    # Where nothing speaks for a place, a reader is not sent there.
    ranked = sorted((pair for pair in made if pair[0].score > 0), key=lambda pair: _order(pair[0]))[:_LARGEST_PLAN]
    spans = tuple(replace(span, rank=rank) for rank, (span, _) in enumerate(ranked, 1))
    inside = {(run[0].path, number) for _, run in ranked for number in range(run[0].number, run[-1].number + 1)}
    first = sum(span.added for span in spans)
    total = sum(len(file.change.added_lines) for file in given.files)
    skim, rest = skim_rest(given.files, lines, inside)
    return Plan(
        spans=spans,
        first=first,
        lines=total,
        minutes=estimate_minutes(first),
        minutes_all=estimate_minutes(first + rest),
        rate=RATE,
        skim=skim,
    )


def find_budget(lines: int) -> int:
    """Return how many lines are read first."""
    return min(lines, _MOST_LINES, max(_FEWEST_LINES, ceil(_SHARE * lines)))


def choose_runs(lines: Sequence[Line], card: Card, known: Known, *, budget: int, least: float = 0.0) -> tuple[Run, ...]:
    """Return the runs of lines that are read first, in the order of the text."""

    def score(run: Run) -> float:
        return rate_lines(run, card) + sum(factor.points for factor in weigh_known(run, card, known))

    windows = find_windows(sorted(lines, key=lambda line: (line.path, line.number)))
    return pick_windows(windows, score, budget, least=least)


def estimate_minutes(lines: int) -> int:
    """Return the minutes that reading takes, at least one for anything."""
    return ceil(60 * lines / _LINES_AN_HOUR)


def know(given: Given) -> Known:
    """Return what is known beside the lines: findings, evidence, and fixes of the functions as they stood before."""
    by_path = {file.path: file for file in given.files}

    def find_old(line: Line) -> tuple[str, int, int] | None:
        file = by_path.get(line.path)
        if file is None or file.old is None or file.change.old_path is None or line.function is None:
            return None
        symbol = line.function.symbol
        before = next((scope for scope in file.old.functions if scope.symbol == symbol), None)
        return (file.change.old_path, before.line, before.end_line) if before else None

    return replace(sort_known(given.findings, given.evidence), count_fixes=count_function_fixes(given.past, find_old))


def _mark_findings(given: Given, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of findings that no planned line stands for, such as those in a workflow."""
    planned = {(line.path, line.number) for line in lines}
    seen = {file.path: file for file in given.files if file.new is not None}
    marked = []
    for finding in given.findings:
        file = seen.get(finding.path)
        if file is None or file.new is None or finding.side == "old" or finding.waived is not None:
            continue
        inside = range(finding.line, min(max(finding.end_line, finding.line), finding.line + _NEVER_LONGER) + 1)
        if not any((finding.path, number) in planned for number in inside):
            marked.append(Line(finding.path, finding.line, file.new.function_at(finding.line), frozenset()))
    return tuple({(line.path, line.number): line for line in marked}.values())


def _make_span(run: Run, card: Card, known: Known, files: Iterable[ChangedFile]) -> Span:
    first, last = run[0], run[-1]
    factors = weigh(run, card, known)
    file = next(file for file in files if file.path == first.path)
    line, end = _widen(first.number, last.number, first, file)
    symbol = first.function.symbol if first.function else file.new.symbol_at(line) if file.new else ""
    added = sum(number in file.change.added_lines for number in range(first.number, last.number + 1))
    return Span(0, first.path, line, end, symbol, sum(f.points for f in factors), factors, added)


def _widen(first: int, last: int, line: Line, file: ChangedFile) -> tuple[int, int]:
    """Show a window's worth of lines at least, without leaving the function or the file."""
    missing = max(0, WINDOW - (last - first + 1))
    end_of_file = len(file.new.lines) if file.new else last
    low, high = (line.function.line, line.function.end_line) if line.function else (1, end_of_file)
    begin = max(min(low, first), first - ceil(missing / 2))
    end = min(max(high, last), begin + max(WINDOW, last - first + 1) - 1) if missing else last
    return begin, max(end, last)


def _order(span: Span) -> tuple[int, str, int]:
    return (-span.score, span.path, span.line)
