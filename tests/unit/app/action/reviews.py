"""This module holds small reviews for the tests of what is posted."""

from reviewer.model.change import Change, FileChange, Hunk, Revision
from reviewer.model.finding import Confidence, Finding, Severity
from reviewer.model.review import ChangeLevel, Plan, Review
from tests.unit.app.action.forges import BASE, HEAD

PATH = "src/refunds.py"
HUNK = Hunk(10, 10, ("old",), tuple(f"line {i}" for i in range(90)))


def find(
    fingerprint: str,
    line: int = 10,
    *,
    rule: str = "guard-removed",
    severity: Severity = "high",
    confidence: Confidence = "high",
    path: str = PATH,
) -> Finding:
    return Finding(
        rule=rule,
        pack="safety",
        severity=severity,
        confidence=confidence,
        path=path,
        line=line,
        end_line=line,
        side="new",
        symbol="",
        message="Something is so.",
        question="",
        related=(),
        fingerprint=fingerprint,
    )


def review(*findings: Finding, level: str = "high") -> Review:
    file = FileChange("modified", "text", PATH, PATH, 0o100644, 0o100644, "c" * 40, "d" * 40, (HUNK,))
    change = Change(Revision("main", "e" * 40, BASE), Revision("topic", "f" * 40, HEAD), (file,))
    names = {"low": "low", "medium": "medium", "high": "high"}
    plan = Plan(level=ChangeLevel(names[level], 1, (), 0, 0))  # type: ignore[arg-type]
    return Review(change, (("python", 1),), findings, plan, ())
