from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given

from reviewer.model.finding import Skip
from reviewer.model.review import Review
from reviewer.render.builds.junit import render_junit

from .sample import EMPTY, HOSTILE, PULL, RULES, SAMPLE, find
from .strategies import reviews, unhurried

calm = unhurried(150)
ALLOWED = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "skipped": {"message"},
    "system-out": set(),
}


def read(review: Review) -> ElementTree.Element:
    """Return the only suite, once the whole has been checked against what build servers agree on."""
    root = ElementTree.fromstring(render_junit(review, RULES).encode("utf-8"))  # noqa: S314 - our own
    assert root.tag == "testsuites"
    [suite] = root
    assert suite.tag == "testsuite"
    cases = suite.findall("testcase")
    for element in (root, suite):
        assert element.get("tests") == str(len(cases))
        assert element.get("failures") == str(len(suite.findall(".//failure")))
        assert element.get("skipped") == str(len(suite.findall(".//skipped")))
        assert element.get("errors") == "0"
    for element in root.iter():
        assert set(element.keys()) == ALLOWED[element.tag]
    assert all(len(case) <= 1 for case in cases)
    names = [(case.get("classname"), case.get("name")) for case in cases]
    assert len(set(names)) == len(names)
    return suite


def test_a_rule_that_found_nothing_is_a_test_that_passes() -> None:
    suite = read(EMPTY)
    assert [(case.get("classname"), case.get("name"), len(case)) for case in suite] == [
        ("reviewer.correctness", "swallowed-exception", 0),
        ("reviewer.security", "weakened-check", 0),
    ]


def test_a_finding_is_a_failure_that_says_where_and_asks() -> None:
    [failure] = read(replace(EMPTY, findings=(PULL.findings[0],))).findall(".//failure")
    assert failure.get("type") == "high"
    assert failure.get("message", "").startswith("`except OSError` drops the error")
    assert (failure.text or "").split("\n") == [
        "src/orders/store.py:40-41",
        "`except OSError` drops the error: the caller cannot tell a stored order from a lost one.",
        "Ask: What does the customer see when the disk is full?",
        "See src/orders/api.py:12-18: answers 201 whatever `save` does",
        "See src/orders/retry.py:7: waits for an OSError that does not come any more",
    ]


def test_every_finding_fails_on_its_own() -> None:
    suite = read(SAMPLE)
    assert len(suite.findall(".//failure")) == 8
    names = [case.get("name") for case in suite.findall("testcase") if case.find("failure") is not None]
    assert names[:2] == ["copied-block copied-b", "copied-block copied-b 2"]


def test_a_rule_whose_findings_are_waived_or_that_did_not_look_is_skipped() -> None:
    waived = SAMPLE.findings[-1]
    skip = Skip("a.py", "weakened-check", "no grammar")
    suite = read(replace(EMPTY, findings=(waived, replace(waived, line=9)), skips=(skip,)))
    skipped = {case.get("name"): case[0].get("message") for case in suite.findall("testcase") if len(case)}
    assert skipped == {"unused-parameter": "2 findings waived", "weakened-check": "no grammar"}


def test_a_rule_with_findings_is_not_skipped_for_those_that_are_waived() -> None:
    waived = SAMPLE.findings[-1]
    suite = read(replace(EMPTY, findings=(waived, find(waived.rule, "b.py", 1))))
    assert len(suite.findall(".//failure")) == 1
    assert suite.findall(".//skipped") == []


def test_what_was_not_looked_at_is_said() -> None:
    assert (read(SAMPLE).findtext("system-out") or "").split("\n")[0] == "Not looked at, 2 times: larger than 1 MB"
    assert read(EMPTY).find("system-out") is None


def test_hostile_text_is_valid_xml() -> None:
    assert "alert(1)" in ElementTree.tostring(read(HOSTILE), encoding="unicode")


@calm
@given(reviews)
def test_any_review_is_a_result_of_tests(review: Review) -> None:
    suite = read(review)
    assert len(suite.findall(".//failure")) == sum(finding.waived is None for finding in review.findings)
