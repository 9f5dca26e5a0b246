import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from reviewer.model.report import Debt, Measure
from reviewer.render.report.contract import schema
from reviewer.render.report.csv import COLUMNS, render_csv
from reviewer.render.report.json import render_report_json
from reviewer.render.report.markdown import LIMIT, draw_blocks, render_report_markdown
from reviewer.render.report.slack import MOST_BLOCKS, MOST_TEXT, render_slack
from tests.unit.render.hostile import TEXTS

from .reports import EMPTY, MEASURES, SAMPLE, STATES, report_of

_LARGEST_ISSUE = 65_535


def _texts(part: Any) -> list[str]:  # noqa: ANN401 - whatever is in JSON
    if isinstance(part, dict):
        return [text for value in part.values() for text in _texts(value)]
    if isinstance(part, list):
        return [text for value in part for text in _texts(value)]
    return [part] if isinstance(part, str) else []


def test_values_are_drawn_as_blocks() -> None:
    assert draw_blocks((0, 1, 2, 3, 4, 5, 6, 7)) == "▁▂▃▄▅▆▇█"
    assert draw_blocks((None, 5.0, float("nan"))) == "·█·"
    assert draw_blocks((0.0, 0.0)) == "▁▁"
    assert draw_blocks((-4.0, 4.0)) == "▁█"
    assert draw_blocks(()) == ""
    assert len(draw_blocks(tuple(range(100)))) == 26


def test_a_long_report_is_cut_to_what_an_issue_takes() -> None:
    many = tuple(replace(one, name="é" * 300) for one in MEASURES) * 40
    text = render_report_markdown(replace(SAMPLE, measures=many))

    assert len(text.encode()) <= LIMIT < _LARGEST_ISSUE
    assert text.startswith("## Review debt of checkout, 2026-W46\n\n**The queue grows")
    assert text.endswith("The page has it all._\n")


@pytest.mark.parametrize("text", TEXTS)
def test_markdown_keeps_texts_of_others_as_text(text: str) -> None:
    shown = render_report_markdown(report_of(text))

    assert shown.count("<details>") == render_report_markdown(report_of("x")).count("<details>")
    for live in ("@team", "@org/team-a", "](https://evil", "<img", "<script", "<a ", "https://evil", "<!--"):
        assert live not in shown
    rows = [line for line in shown.splitlines() if line.startswith("| ")]
    plain = [line for line in render_report_markdown(report_of("x")).splitlines() if line.startswith("| ")]
    assert [row.count(" | ") for row in rows] == [row.count(" | ") for row in plain]


@pytest.mark.parametrize(
    "report", [SAMPLE, EMPTY, STATES, report_of("y" * 10_000)], ids=["sample", "empty", "states", "y"]
)
def test_a_message_keeps_to_the_limits_of_slack(report: Any) -> None:  # noqa: ANN401 - a report
    message = json.loads(render_slack(report))

    assert 0 < len(message["blocks"]) <= MOST_BLOCKS
    assert len(message["blocks"][0]["text"]["text"]) <= 150
    assert all(0 < len(text) <= MOST_TEXT for text in _texts(message))


@pytest.mark.parametrize(
    "text", ["<!channel>", "<@U123>", "*x*", "<https://evil.example|x>", "@here", "&lt;", ":tada:"]
)
def test_nothing_in_a_message_is_parsed(text: str) -> None:
    message = json.loads(render_slack(report_of(text)))

    assert {block["type"] for block in message["blocks"]} == {"header", "rich_text", "divider"}
    assert message["blocks"][0]["text"]["type"] == "plain_text"
    assert "mrkdwn" not in _texts(message["blocks"])
    assert message["mrkdwn"] is False
    assert "<" not in message["text"]


def test_a_table_has_a_row_a_measure() -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(SAMPLE))))

    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [one.id for one in MEASURES]
    zero = next(row for row in rows if row["id"] == "zero_review")
    assert (zero["value"], zero["low"], zero["high"], zero["n"], zero["is_worse"]) == (
        "0.22",
        "0.13",
        "0.35",
        "52",
        "true",
    )
    stamps = next(row for row in rows if row["id"] == "rubber_stamps")
    assert (stamps["value"], stamps["state"], stamps["why"]) == ("", "insufficient", "8 of 10 that it takes")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "  =1", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_nothing(text: str) -> None:
    for row in csv.DictReader(io.StringIO(render_csv(report_of(text)))):
        assert not row["name"].strip().startswith(("=", "+", "-", "@"))
        assert not row["team"].strip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("report", [SAMPLE, EMPTY, STATES, report_of("\x00\u202e\udcff")], ids=["s", "e", "t", "h"])
def test_json_keeps_its_contract(report: Any) -> None:  # noqa: ANN401 - a report
    told = json.loads(render_report_json(report), parse_constant=pytest.fail)

    assert told["schema"] == "reviewer.report/1"
    assert list(jsonschema_rs.validator_for(json.loads(schema())).iter_errors(told)) == []


def test_the_published_schema_is_that_of_the_code() -> None:
    path = Path(__file__).parents[4] / "docs" / "report.schema.json"

    assert path.read_text(encoding="utf-8") == schema()


def test_equal_reports_give_equal_texts() -> None:
    for render in (render_report_markdown, render_slack, render_csv, render_report_json):
        assert render(SAMPLE) == render(replace(SAMPLE))


def test_a_list_of_debts_is_bounded() -> None:
    many = tuple(Debt("change", f"#{number}", "acme/shop", 100, 1, "no review") for number in range(1000))
    odd = Measure("x", "x", "verdict", "share", 0.5, 20)
    report = replace(SAMPLE, debts=many, measures=(odd,) * 500)

    assert len(json.loads(render_slack(report))["blocks"]) <= MOST_BLOCKS
    assert render_report_markdown(report).count("no review") == 6
