import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from reviewer.model.change import FileChange, Hunk
from reviewer.model.finding import Finding, Related, Waiver
from reviewer.model.review import Review
from reviewer.render.place import map_line
from reviewer.render.sarif import render_sarif

from .sample import EMPTY, HOSTILE, RULES, SAMPLE, SWALLOWED, TRICK, find, modify
from .strategies import reviews, unhurried

calm = unhurried(150)
SCHEMA = Path(__file__).parents[2] / "data" / "sarif-2.1.0.json"
VALIDATOR = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")))
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def run_of(review: Review) -> dict[str, Any]:
    log = json.loads(render_sarif(review, RULES, "0.1.0").encode("utf-8"))
    VALIDATOR.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def result_of(finding: Finding, *files: FileChange) -> dict[str, Any]:
    result: dict[str, Any] = run_of(replace(EMPTY, change=replace(EMPTY.change, files=files), findings=(finding,)))[
        "results"
    ][0]
    return result


def region_of(result: dict[str, Any]) -> tuple[str, int, int]:
    place = result["locations"][0]["physicalLocation"]
    return place["artifactLocation"]["uri"], place["region"]["startLine"], place["region"]["endLine"]


def test_results_are_graded_ranked_and_point_to_their_rule() -> None:
    run = run_of(SAMPLE)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules)
    assert [result["level"] for result in run["results"]] == ["error"] * 3 + ["warning"] * 4 + ["note"] * 2
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_a_rule_is_explained() -> None:
    rules = {rule["id"]: rule for rule in run_of(SAMPLE)["tool"]["driver"]["rules"]}
    rule = rules["swallowed-exception"]
    assert rule["name"] == "SwallowedException"
    assert rule["shortDescription"]["text"] == "An exception is caught and dropped."
    assert rule["fullDescription"]["text"].endswith("Catch what can be handled, let the rest through.")
    assert "See `errors.py` for how \\*we\\* do it." in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {
        "precision": "medium",
        "problem.severity": "error",
        "tags": ["correctness", "default", "go", "python"],
    }
    assert rules["weakened-check"]["properties"]["security-severity"] == "8.0"


def test_a_finding_is_known_by_its_fingerprint() -> None:
    assert result_of(SWALLOWED)["partialFingerprints"] == {
        "reviewer/v1": "5f1c0e",
        "primaryLocationLineHash": "5f1c0e",
    }


def test_code_is_quoted_where_it_is_the_whole_region() -> None:
    one_line = replace(SWALLOWED, end_line=SWALLOWED.line)
    region = result_of(one_line)["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"] == {"text": "except OSError:"}
    assert "snippet" not in result_of(SWALLOWED)["locations"][0]["physicalLocation"]["region"]


def test_a_waived_finding_is_suppressed_where_the_waiver_is_written() -> None:
    waived = SAMPLE.findings[-1]
    assert waived.waived is not None
    [suppression] = result_of(waived)["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"] == "part of the plug-in interface (until 2027-01-31)"
    inside = replace(waived, waived=replace(waived.waived, path=waived.path, until=""))
    [suppression] = result_of(inside)["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == "part of the plug-in interface"
    assert result_of(SWALLOWED)["suppressions"] == []


def test_what_was_dismissed_on_the_pull_request_is_suppressed_without_a_place() -> None:
    waived = replace(SAMPLE.findings[-1], waived=Waiver("unused-parameter", "ann: no matter", "", "", 0))
    assert result_of(waived)["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "ann: no matter (dismissed on the pull request)",
        }
    ]


def test_a_deleted_line_is_shown_where_it_stood_and_says_so() -> None:
    gone = replace(find("a", "old.py", 12), side="old", code="check(x)")
    file = replace(modify("new.py", Hunk(5, 5, (), ("+",) * 10), Hunk(10, 20, ("-",) * 5, ("+",))), old_path="old.py")
    result = result_of(gone, file)
    assert region_of(result) == ("new.py", 20, 20)
    assert result["message"]["text"].endswith(
        "This is about line 12 before the change; the place shown is where it stood."
    )
    assert "snippet" not in result["locations"][0]["physicalLocation"]["region"]


def test_a_line_of_a_deleted_file_is_shown_at_its_beginning_and_says_so() -> None:
    gone = replace(find("a", "old.py", 12), side="old")
    file = replace(modify("old.py", Hunk(1, 0, ("-",) * 20, ())), status="deleted", new_path=None)
    result = result_of(gone, file)
    assert region_of(result) == ("old.py", 1, 1)
    assert "line 12 of a file that the change deletes" in result["message"]["text"]


@pytest.mark.parametrize(
    ("old", "new"),
    [(1, 1), (5, 5), (6, 8), (9, 11), (10, 12), (11, 12), (12, 12), (13, 13), (20, 20), (21, 20), (22, 20), (23, 21)],
)  # fmt: skip
def test_an_old_line_maps_to_its_place(old: int, new: int) -> None:
    added = Hunk(5, 6, (), ("+", "+"))
    shrunk = Hunk(10, 12, ("-", "-", "-"), ("+",))
    deleted = Hunk(21, 20, ("-", "-"), ())
    assert map_line(modify("a.py", added, shrunk, deleted), old) == new


def test_a_place_is_never_before_the_first_line() -> None:
    assert map_line(modify("a.py", Hunk(1, 0, ("-",), ())), 1) == 1
    assert region_of(result_of(replace(find("a", "a.py", 0), end_line=-3))) == ("a.py", 1, 1)


def test_what_was_not_looked_at_is_notified() -> None:
    notes = run_of(SAMPLE)["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"] == "Not looked at: no grammar for COBOL"
    assert notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "web/cart.cob"
    assert "locations" not in notes[3]


def test_what_github_does_not_take_is_left_out_and_notified() -> None:
    low = tuple(find("a", f"{i:05}.py", 1, "low") for i in range(25_002))
    run = json.loads(render_sarif(replace(EMPTY, findings=(*low, SWALLOWED)), RULES, "0.1.0"))["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["results"][0]["ruleId"] == "swallowed-exception"
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "3 more results are left out: GitHub takes 25000 of one run."


def test_only_a_hundred_related_places_are_given() -> None:
    related = tuple(Related("a.py", i, i, "", "") for i in range(1, 150))
    places = result_of(replace(SWALLOWED, related=related))["relatedLocations"]
    assert [place["id"] for place in places] == list(range(1, 101))
    assert places[0]["message"]["text"] == "See also."


def test_a_message_is_neither_a_link_nor_a_template() -> None:
    def text_of(message: str) -> str:
        return str(result_of(find("a", "a.py", 1, message=message))["message"]["text"])

    assert text_of("[x](http://e.x) a[0]") == r"\[x\](http://e.x) a\[0\]"
    assert text_of("a[0] and {x} stay") == "a[0] and {x} stay"
    assert text_of("{0} does not") == "{{0} does not"
    assert text_of("") == "a"


def test_hostile_paths_stay_relative_uris() -> None:
    run = run_of(HOSTILE)
    uris = re.findall(r'"uri": "([^"]*)"', json.dumps(run))
    assert uris
    assert all(re.fullmatch(r"[A-Za-z0-9._~%-][A-Za-z0-9._~%/-]*", uri) for uri in uris)
    assert TRICK not in json.dumps(run)


@calm
@given(reviews)
def test_any_review_is_valid_and_holds_nothing_unseen(review: Review) -> None:
    text = render_sarif(review, RULES, "0.1.0")
    log = json.loads(text.encode("utf-8"))
    assert VALIDATOR.is_valid(log)
    assert not UNSEEN.search(text)
    assert all(r["message"]["text"].strip() and r["locations"] for r in log["runs"][0]["results"])
