"""This module holds which findings are written beside their lines, and which of those are done with."""

from collections.abc import Iterable, Sequence

from reviewer.app.action.standing import Conversation, Standing
from reviewer.model.change import Change
from reviewer.model.finding import Finding
from reviewer.model.review import Review
from reviewer.risk.budget import pick

MOST_LINES = 3


def choose_lines(review: Review, standing: Standing, limit: int = MOST_LINES) -> tuple[Finding, ...]:
    """Return the findings to write beside their lines: new, of high confidence, on changed lines, never said before.

    At most `limit` conversations of ours are open at a time.
    """
    said = {*standing.memory.posted, *(c.fingerprint for c in standing.conversations)}
    found = {finding.fingerprint for finding in review.findings}
    still_open = sum(not c.thread.is_resolved and c.fingerprint in found for c in standing.conversations)
    fresh = tuple(f for f in _list_sure(review) if f.fingerprint not in said)
    return pick(fresh, max(0, min(limit, MOST_LINES) - still_open))


def place_line(finding: Finding, change: Change) -> tuple[str, int]:
    """Return where a forge shows a finding: it knows a renamed file by its new name, on both sides."""
    names = {file.old_path: file.new_path for file in change.files} if finding.side == "old" else {}
    return names.get(finding.path) or finding.path, finding.line


def find_gone(review: Review, conversations: Iterable[Conversation]) -> tuple[Conversation, ...]:
    """Return our conversations whose finding is no longer there, and that do not say so yet."""
    found = {finding.fingerprint for finding in review.findings}
    return tuple(c for c in conversations if not c.is_gone and c.fingerprint not in found)


def find_back(review: Review, conversations: Iterable[Conversation]) -> tuple[tuple[Conversation, Finding], ...]:
    """Return our conversations that say that their finding is gone, with the finding that is there again."""
    found = {finding.fingerprint: finding for finding in review.findings if finding.waived is None}
    return tuple((c, found[c.fingerprint]) for c in conversations if c.is_gone and c.fingerprint in found)


def _list_sure(review: Review) -> Sequence[Finding]:
    new = {file.new_path: file.added_lines for file in review.change.files}
    old = {file.old_path: file.deleted_lines for file in review.change.files}
    sides = {"new": new, "old": old}
    return [
        finding
        for finding in review.findings
        if finding.waived is None
        and finding.confidence == "high"
        and finding.line in sides[finding.side].get(finding.path, {})
    ]
