"""This module holds which findings are shown first: a reader has attention for a handful."""

from collections import Counter

from reviewer.change.fileclass import classify_path
from reviewer.model.finding import LEVELS, Finding

NEAR = 3
REPEATS = 2

Rank = tuple[int, bool, int, str, int, int, str, str, str]
_RUNS = frozenset({"production", "script", "migration"})


def pick(findings: tuple[Finding, ...], limit: int = 5) -> tuple[Finding, ...]:
    """Return at most `limit` unwaived findings, the gravest first, without two that say the same thing.

    One finding stands for all of its rule in its file, and for all within three lines of it. A rule is shown twice at
    most until every other rule of that severity has had its turn. The order of `findings` does not matter.
    """
    distinct = _distinct(sorted((f for f in findings if f.waived is None), key=rank))
    return tuple(sorted(_take_turns(distinct)[: max(limit, 0)], key=rank))


def count_siblings(finding: Finding, findings: tuple[Finding, ...]) -> int:
    """Return how many other unwaived findings of the same rule in the same file `finding` stands for."""
    same = sum(f.waived is None and (f.rule, f.path) == (finding.rule, finding.path) for f in findings)
    return max(same - (finding.waived is None), 0)


def rank(finding: Finding) -> Rank:
    """Return the sort key of a finding: severity, code that runs first, confidence, place, and what else differs."""
    return (
        LEVELS.index(finding.severity),
        classify_path(finding.path) not in _RUNS,
        LEVELS.index(finding.confidence),
        finding.path,
        finding.line,
        finding.end_line,
        finding.rule,
        finding.fingerprint,
        repr(finding),
    )


def _distinct(ranked: list[Finding]) -> list[Finding]:
    """Keep the first finding of each place, and of each rule in a file."""
    kept: list[Finding] = []
    by_file: dict[str, list[Finding]] = {}
    for finding in ranked:
        neighbours = by_file.setdefault(finding.path, [])
        if not any(other.rule == finding.rule or _is_near(other, finding) for other in neighbours):
            neighbours.append(finding)
            kept.append(finding)
    return kept


def _take_turns(ranked: list[Finding]) -> list[Finding]:
    """Put the findings of a rule that was named twice already behind the others of their severity."""
    seen: Counter[str] = Counter()
    turns: list[tuple[int, bool]] = []
    for finding in ranked:
        seen[finding.rule] += 1
        turns.append((LEVELS.index(finding.severity), seen[finding.rule] > REPEATS))
    return [finding for _, finding in sorted(zip(turns, ranked, strict=True), key=lambda pair: pair[0])]


def _is_near(one: Finding, other: Finding) -> bool:
    """Line numbers of the old and the new side do not compare."""
    return (
        one.side == other.side
        and one.line - NEAR <= max(other.end_line, other.line)
        and other.line - NEAR <= max(one.end_line, one.line)
    )
