"""Every form says the same thing in the same words; this module holds the words and the counts behind them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reviewer.model.change import Change
from reviewer.model.finding import LEVELS, Finding, Related, Severity, Skip, Waiver
from reviewer.model.review import Factor, Review, Span
from reviewer.risk.budget import pick, rank

Level = Literal["high", "medium", "low", "none"]
READ_FIRST = 5


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a review is shown in full, what is only counted, and what somebody accepted; each in rank order."""

    shown: tuple[Finding, ...]
    rest: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    attention: tuple[Span, ...]


def select(review: Review, *, show_all: bool) -> Selection:
    """Divide the findings of a review; `show_all` leaves no rest."""
    unwaived = tuple(sorted((f for f in review.findings if f.waived is None), key=rank))
    shown = unwaived if show_all else pick(unwaived)
    taken = set(shown)
    return Selection(
        shown=_group_by_file(shown),
        rest=tuple(f for f in unwaived if f not in taken),
        waived=tuple(sorted((f for f in review.findings if f.waived is not None), key=rank)),
        attention=review.plan.spans if show_all else review.plan.spans[:READ_FIRST],
    )


def judge(findings: Iterable[Finding]) -> Level:
    """Return the severity of the gravest unwaived finding, or `none`."""
    counts = count_severities(findings)
    return next((level for level in LEVELS if counts[level]), "none")


def state_verdict(review: Review, selection: Selection) -> str:
    """Return the first line: how many findings, in how much change, and what the number leaves out."""
    return state_outcome(review, selection) + (f": read these {len(selection.shown)} first" if selection.rest else "")


def state_outcome(review: Review, selection: Selection) -> str:
    """Return the verdict without a word on which of the findings are shown."""
    found = selection.shown + selection.rest
    size = state_size(review.change)
    gaps = count_of(len(review.skips), "place")
    if not found:
        if not review.change.files and not review.skips:
            return "Nothing to review: the two sides do not differ"
        verb = "was" if len(review.skips) == 1 else "were"
        return f"Nothing to object to in {size}" + (f", but {gaps} {verb} not looked at" if review.skips else "")
    verdict = f"{count_of(len(found), 'finding')} ({state_severities(found)}) in {size}"
    return verdict + (f", {gaps} not looked at" if review.skips else "")


def state_size(change: Change) -> str:
    """Return `12 files, +340 -20`."""
    added, deleted = count_lines(change)
    return f"{count_of(len(change.files), 'file')}, +{added} -{deleted}"


def state_severities(findings: Iterable[Finding]) -> str:
    """Return `1 high, 2 medium`, without the levels that do not occur."""
    counts = count_severities(findings)
    return ", ".join(f"{counts[level]} {level}" for level in LEVELS if counts[level])


def state_factor(factor: Factor) -> str:
    """Return why a span has some of its points, and how many."""
    return f"{factor.because or factor.name} ({factor.points:+d})"


def state_place(path: str, line: int, end_line: int) -> str:
    """Return `path:12` or `path:12-18`; nothing is escaped yet."""
    return f"{path}:{line}-{end_line}" if end_line > line else f"{path}:{line}"


def state_related(related: Related) -> str:
    """Return another place to see, and what is to be seen there; nothing is escaped yet."""
    place = state_place(related.path, related.line, related.end_line)
    return f"{place}: {related.message.strip()}" if related.message.strip() else place


def state_waiver_place(waiver: Waiver) -> str:
    """Return where a waiver is written: `path:12`, or that it was an answer on the pull request; nothing is escaped."""
    return f"{waiver.path}:{waiver.line}" if waiver.path else "dismissed on the pull request"


def count_of(number: int, noun: str, plural: str = "", *, after: str = "") -> str:
    """Return `1 file`, `2 files`, or `2 places not looked at` with the words that stand `after` the noun."""
    counted = f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or f'{noun}s'}"
    return f"{counted} {after}" if after else counted


def count_lines(change: Change) -> tuple[int, int]:
    """Return the number of added and of deleted lines."""
    hunks = [hunk for file in change.files for hunk in file.hunks]
    return sum(len(h.added) for h in hunks), sum(len(h.deleted) for h in hunks)


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return the number of unwaived findings for every level."""
    counts = Counter(f.severity for f in findings if f.waived is None)
    return {level: counts[level] for level in LEVELS}


def count_reasons(skips: Iterable[Skip]) -> tuple[tuple[str, int], ...]:
    """Return the reasons for not looking and how often each occurs, the most frequent first."""
    return tuple(sorted(Counter(s.reason for s in skips).items(), key=lambda item: (-item[1], item[0])))


def _group_by_file(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Bring the findings of a file together, at the place of the gravest; within a file they read downwards."""
    order = {path: i for i, path in reversed(list(enumerate(f.path for f in findings)))}
    return tuple(sorted(findings, key=lambda f: (order[f.path], f.line, rank(f))))
