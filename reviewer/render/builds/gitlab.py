"""GitLab shows findings beside a merge request; this module holds the Code Quality report that it reads them from."""

import json
from collections import Counter

from reviewer.model.change import Change
from reviewer.model.finding import Finding, Severity
from reviewer.model.review import Review
from reviewer.render.escape import escape_text, shorten
from reviewer.render.place import place_in_head
from reviewer.risk.budget import rank

_SEVERITIES: dict[Severity, str] = {"high": "critical", "medium": "major", "low": "minor"}
_TEXT = 1_000


def render_gitlab(review: Review) -> str:
    """Return the unwaived findings as a list of issues, the gravest first."""
    found = sorted((finding for finding in review.findings if finding.waived is None), key=rank)
    seen: Counter[str] = Counter()
    issues = []
    for finding in found:
        seen[finding.fingerprint] += 1
        issues.append(_issue(finding, review.change, seen[finding.fingerprint]))
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(finding: Finding, change: Change, nth: int) -> dict[str, object]:
    place = place_in_head(finding, change)
    line = max(place.line, 1)
    fact = finding.message.strip() or finding.rule
    question = finding.question.strip()
    parts = [f"{fact.rstrip('.')}." if question or place.remark else fact, question, place.remark]
    fingerprint = escape_text(finding.fingerprint)
    return {
        "description": shorten(escape_text(" ".join(part for part in parts if part)), _TEXT),
        "check_name": escape_text(finding.rule),
        # GitLab shows only one of those that have the same.
        "fingerprint": f"{fingerprint}-{nth}" if nth > 1 else fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": escape_text(place.path),
            "lines": {"begin": line, "end": max(place.end_line, line)},
        },
    }
