"""A check run shows notes beside the code; this module holds which findings become one, and its plain text."""

from typing import Literal

from reviewer.model.change import Change
from reviewer.model.finding import Finding, Severity
from reviewer.model.forge import Annotation
from reviewer.model.review import Review
from reviewer.render.escape import escape_text, shorten
from reviewer.render.place import place_in_head
from reviewer.render.verdict import state_related
from reviewer.risk.budget import rank

MOST = 1_000
_TITLE = 200  # GitHub takes 255
_TEXT = 4_000  # of 64 KB
_RELATED = 5
_LEVELS: dict[Severity, Literal["notice", "warning"]] = {"high": "warning", "medium": "warning", "low": "notice"}


def list_annotations(review: Review, breaches: frozenset[str]) -> tuple[Annotation, ...]:
    """Return a note for every unwaived finding, the gravest first, on the lines of the new revision.

    `breaches` are the fingerprints of those for which the check fails.
    """
    found = sorted((finding for finding in review.findings if finding.waived is None), key=rank)
    return tuple(_annotate(finding, review.change, breaches) for finding in found[:MOST])


def _annotate(finding: Finding, change: Change, breaches: frozenset[str]) -> Annotation:
    place = place_in_head(finding, change)
    line = max(place.line, 1)
    parts = [
        escape_text(finding.message.strip()) or escape_text(finding.rule) or "Something is so.",
        f"Ask: {escape_text(finding.question.strip())}" if finding.question.strip() else "",
        place.remark,
        *(escape_text(f"See {state_related(related)}") for related in finding.related[:_RELATED]),
    ]
    return Annotation(
        path=escape_text(place.path),
        line=line,
        end_line=max(place.end_line, line),
        level="failure" if finding.fingerprint in breaches else _LEVELS[finding.severity],
        title=shorten(f"{finding.severity}: {escape_text(finding.rule)}", _TITLE),
        message=shorten("\n".join(part for part in parts if part), _TEXT),
    )
