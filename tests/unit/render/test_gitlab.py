import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given

from reviewer.model.change import Hunk
from reviewer.model.finding import Finding
from reviewer.model.review import Review
from reviewer.render.builds.gitlab import render_gitlab

from .sample import EMPTY, SAMPLE, SWALLOWED, find, modify
from .strategies import reviews, unhurried

calm = unhurried(150)
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def issues_of(*findings: Finding) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(render_gitlab(replace(EMPTY, findings=findings)))
    return issues


def test_a_finding_is_an_issue() -> None:
    assert issues_of(SWALLOWED) == [
        {
            "description": "`except OSError` drops the error: the caller cannot tell a stored order from a lost one. "
            "What does the customer see when the disk is full?",
            "check_name": "swallowed-exception",
            "fingerprint": "5f1c0e",
            "severity": "critical",
            "location": {"path": "src/orders/store.py", "lines": {"begin": 40, "end": 41}},
        }
    ]


def test_what_is_waived_is_no_issue_and_the_gravest_comes_first() -> None:
    issues = json.loads(render_gitlab(SAMPLE))
    assert [issue["severity"] for issue in issues] == ["critical"] * 3 + ["major"] * 4 + ["minor"]


def test_no_two_issues_have_the_same_fingerprint() -> None:
    twins = (SWALLOWED, replace(SWALLOWED, line=50, end_line=50), replace(SWALLOWED, line=60, end_line=60))
    assert [issue["fingerprint"] for issue in issues_of(*twins)] == ["5f1c0e", "5f1c0e-2", "5f1c0e-3"]


def test_a_deleted_line_is_shown_where_it_stood() -> None:
    gone = replace(find("a", "old.py", 12), side="old")
    file = replace(modify("new.py", Hunk(5, 5, (), ("+",) * 10)), old_path="old.py")
    review = replace(EMPTY, change=replace(EMPTY.change, files=(file,)), findings=(gone,))
    [issue] = json.loads(render_gitlab(review))
    assert issue["location"] == {"path": "new.py", "lines": {"begin": 22, "end": 22}}
    assert "line 12 before the change" in issue["description"]


def test_nothing_found_is_an_empty_list() -> None:
    assert render_gitlab(EMPTY) == "[]\n"


@calm
@given(reviews)
def test_any_review_is_a_report(review: Review) -> None:
    text = render_gitlab(review)
    assert not UNSEEN.search(text)
    issues = json.loads(text.encode("utf-8"))
    assert len(issues) == sum(finding.waived is None for finding in review.findings)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
