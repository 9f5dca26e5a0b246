import json
from dataclasses import replace

import jsonschema_rs
import pytest

from reviewer.model.report import Narrative, Report
from reviewer.render.report.contract import schema
from reviewer.render.report.csv import render_csv
from reviewer.render.report.json import render_report_json
from reviewer.render.report.markdown import render_report_markdown
from reviewer.render.report.narrative import HEADING, SILENT, tell_heading, tell_narrative, tell_origin
from reviewer.render.report.page import render_page
from reviewer.render.report.slack import MOST_TEXT, render_slack
from tests.unit.render.hostile import TEXTS

from .reports import EMPTY, SAMPLE

SAID = Narrative("small-model", ("Queue is 10.", "Review debt grew."), (("a cause", 2), ("too long", 1)))


def _tell(narrative: Narrative, report: Report = SAMPLE) -> dict[str, str]:
    whole = replace(report, narrative=narrative)
    return {
        "html": render_page(whole),
        "md": render_report_markdown(whole),
        "slack": render_slack(whole),
        "json": render_report_json(whole),
    }


WROTE = "wrote this from the numbers of this report, and every number in it was held against them."
FELL = "was asked for a paragraph, and nothing of it stood the check against the numbers."


@pytest.mark.parametrize(
    ("narrative", "origin"),
    [
        (SAID, f"small-model {WROTE} 3 sentences were dropped: a cause (2), too long (1)."),
        (Narrative("m", ("Queue is 10.",)), f"m {WROTE} No sentence was dropped."),
        (Narrative("m", dropped=(("an order", 1),)), f"m {FELL} 1 sentence was dropped: an order (1)."),
        (Narrative("m"), f"m {FELL} It had no sentence."),
        (Narrative("m", not_done="the endpoint is busy."), "m wrote nothing. The endpoint is busy."),
        (Narrative("", not_done="No."), "A model without a name wrote nothing. No."),
    ],
)
def test_a_report_says_who_wrote_and_what_was_dropped(narrative: Narrative, origin: str) -> None:
    assert tell_origin(narrative) == origin
    assert tell_heading(narrative) == (HEADING if narrative.sentences else SILENT)


def test_every_form_says_that_a_model_wrote_it() -> None:
    forms = _tell(SAID)

    for form in ("html", "md", "slack"):
        assert HEADING in forms[form]
        assert "Queue is 10. Review debt grew." in forms[form].replace("\\", "")
        assert "3 sentences were dropped: a cause" in forms[form]
    told = json.loads(forms["json"])["narrative"]
    assert told["sentences"] == ["Queue is 10.", "Review debt grew."]
    assert told["dropped"] == [{"reason": "a cause", "sentences": 2}, {"reason": "too long", "sentences": 1}]
    assert (told["model"], told["not_done"], told["usage"]["requests"]) == ("small-model", "", 0)
    jsonschema_rs.validator_for(json.loads(schema())).validate(json.loads(forms["json"]))


def test_a_paragraph_stands_after_the_verdict_and_before_the_charts() -> None:
    forms = _tell(SAID)

    assert forms["html"].index('class="verdict"') < forms["html"].index(HEADING) < forms["html"].index('id="output"')
    assert forms["md"].index("| measure |") < forms["md"].index(HEADING) < forms["md"].index("Output against")


@pytest.mark.parametrize("report", [SAMPLE, EMPTY], ids=["sample", "empty"])
def test_a_report_without_a_paragraph_says_nothing_of_one(report: Report) -> None:
    assert "narrative" not in render_report_json(report)
    for form in (render_page(report), render_report_markdown(report), render_slack(report)):
        assert HEADING not in form
        assert SILENT not in form
    assert render_csv(replace(report, narrative=SAID)) == render_csv(report)


def test_what_was_not_done_is_one_line_of_a_whole_report() -> None:
    plain = {"html": render_page(SAMPLE), "md": render_report_markdown(SAMPLE)}
    forms = _tell(Narrative("m", not_done="The model gave no answer: it is busy."))

    for form, text in plain.items():
        lines = forms[form].splitlines()
        assert "m wrote nothing. The model gave no answer: it is busy." in forms[form]
        assert set(text.splitlines()) <= set(lines)
        assert SILENT in forms[form]


@pytest.mark.parametrize("text", TEXTS)
def test_words_of_a_model_stay_text(text: str) -> None:
    forms = _tell(Narrative(text, (text,), ((text, 1),)))
    refused = _tell(Narrative(text, not_done=text))

    plain = _tell(Narrative("x", ("x",), (("x", 1),)))
    for shown in (forms, refused):
        for live in ("@team", "@org/team-a", "](https://evil", "<img", "<script", "<a ", "https://evil"):
            assert live not in shown["md"]
        assert shown["html"].count("<") <= plain["html"].count("<")
        blocks = json.loads(shown["slack"])["blocks"]
        assert {block["type"] for block in blocks} == {"header", "rich_text", "divider"}


def test_a_flood_is_cut() -> None:
    flood = Narrative("y" * 5_000, ("z" * 5_000,) * 50, (("r" * 5_000, 1),), not_done="")

    assert len(tell_narrative(flood)) < 2_000
    texts = [
        part["text"]
        for block in json.loads(render_slack(replace(SAMPLE, narrative=flood)))["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_section"
        for part in element["elements"]
    ]
    assert max(map(len, texts)) <= MOST_TEXT
