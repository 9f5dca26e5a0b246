import json
import re
from dataclasses import fields, replace

import jsonschema_rs
from hypothesis import given

from reviewer.model.finding import Finding
from reviewer.model.review import Review
from reviewer.render.contract import FindingPart, schema, to_contract
from reviewer.render.json import render_json

from .sample import EMPTY, SAMPLE
from .strategies import read_reviews, unhurried

calm = unhurried(150)
VALIDATOR = jsonschema_rs.validator_for(json.loads(schema()))
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def test_the_contract_has_its_version_and_its_parts() -> None:
    assert list(json.loads(render_json(SAMPLE))) == [
        "schema", "base", "head", "change", "findings", "attention", "plan", "evidence", "summary", "skips",
        "reading",
    ]  # fmt: skip
    assert json.loads(render_json(SAMPLE))["schema"] == "reviewer.check/1"


def test_a_finding_is_published_whole_but_for_its_code() -> None:
    assert set(FindingPart.model_fields) == {field.name for field in fields(Finding)} - {"code"}


def test_the_summary_counts_what_is_there() -> None:
    summary = to_contract(SAMPLE).summary
    assert (summary.verdict, summary.waived, summary.shown) == ("high", 1, 5)
    assert summary.counts.model_dump() == {"high": 3, "medium": 4, "low": 1}
    assert [w.rule for w in summary.waivers.added] == ["copied-block"]
    assert [w.rule for w in summary.waivers.expired] == ["swallowed-exception"]
    assert summary.waivers.unused == ()
    assert to_contract(EMPTY).summary.verdict == "none"


def test_only_waived_findings_make_no_verdict() -> None:
    waived = replace(SAMPLE, findings=SAMPLE.findings[-1:])
    assert to_contract(waived).summary.verdict == "none"
    assert to_contract(waived).findings[0].waived is not None


def test_the_schema_refuses_another_shape() -> None:
    report = json.loads(render_json(SAMPLE))
    assert VALIDATOR.is_valid(report)
    assert not VALIDATOR.is_valid(report | {"schema": "reviewer.check/2"})
    assert not VALIDATOR.is_valid(report | {"findings": [{}]})
    assert not VALIDATOR.is_valid({key: value for key, value in report.items() if key != "skips"})


def test_every_field_of_the_schema_is_described() -> None:
    shape = json.loads(schema())
    parts = [shape, *shape["$defs"].values()]
    undescribed = [
        f"{part['title']}.{name}" for part in parts for name, f in part["properties"].items() if "description" not in f
    ]
    assert undescribed == []
    assert all("description" in part for part in parts)


@calm
@given(read_reviews)
def test_any_review_is_valid_and_holds_nothing_unseen(review: Review) -> None:
    text = render_json(review)
    report = json.loads(text.encode("utf-8"))
    assert VALIDATOR.is_valid(report)
    # Quotes keep their tabs.
    assert not [string for string in strings(report) if UNSEEN.search(string.replace("\t", ""))]
    assert len(report["findings"]) == len(review.findings)
