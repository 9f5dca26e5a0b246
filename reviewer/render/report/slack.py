"""This module holds a report as a message for Slack, in blocks.

Rich text alone is used, in which nothing is parsed: no name of a branch can mention a channel or become a link.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from reviewer.model.report import Measure, Report
from reviewer.render.escape import shorten
from reviewer.render.report.amounts import (
    begin,
    tell_change,
    tell_count,
    tell_days,
    tell_interval,
    tell_published,
    tell_value,
    tell_why,
    tidy,
)
from reviewer.render.report.narrative import tell_heading, tell_narrative, tell_origin
from reviewer.render.report.sections import choose_verdict, tell_bottleneck
from reviewer.render.report.tables import MOST_STEPS

MOST_BLOCKS, MOST_TEXT, _HEADER = 50, 3_000, 150
_DEBTS, _MEASURES = 6, 20
_Block = dict[str, Any]


def render_slack(report: Report) -> str:
    """Return the message as the body of a request to Slack."""
    blocks = [block for block in _list_blocks(report) if block]
    title = _title(report)
    fallback = f"{title}: {tell_bottleneck(report)}"
    message = {"text": _mask(fallback), "mrkdwn": False, "blocks": blocks[:MOST_BLOCKS]}
    return json.dumps(message, ensure_ascii=False, indent=2) + "\n"


def _list_blocks(report: Report) -> Iterator[_Block]:
    yield {"type": "header", "text": {"type": "plain_text", "text": shorten(_title(report), _HEADER), "emoji": False}}
    yield _rich([_line((tell_bottleneck(report), True))])
    verdict = choose_verdict(report)[:_MEASURES]
    if verdict:
        yield _rich([_list([_tell_measure(measure) for measure in verdict], "bullet")])
    if report.narrative:
        said = tell_narrative(report.narrative)
        lines = [
            (tell_heading(report.narrative), True),
            *([(said, False)] if said else []),
            (tell_origin(report.narrative), False),
        ]
        yield {"type": "divider"}
        yield _rich([_line((f"{text}\n", strong)) for text, strong in lines])
    if report.steps:
        yield {"type": "divider"}
        yield _rich([_line(("What to do", True)), _list(_tell_steps(report), "ordered")])
    if report.debts:
        yield {"type": "divider"}
        yield _rich([_line(("Where the debt sits", True)), _list(_tell_debts(report), "bullet")])
    about = [tell_days(report.week), tidy(report.zone), f"definitions version {report.definition}"]
    yield _rich([_line((" · ".join(part for part in about if part), False))])


def _title(report: Report) -> str:
    team = f" of {tidy(report.team)}" if report.team else ""
    return f"Review debt{team}, {tidy(report.week)}"


def _tell_measure(measure: Measure) -> _Block:
    interval = tell_interval(measure)
    rest = [
        tell_why(measure),
        f"95 %: {interval}" if interval else "",
        tell_change(measure),
        f"n = {tell_count(measure)}",
    ]
    rest += [f"published: {one}" for one in tell_published(measure)]
    said = "; ".join(part for part in rest if part)
    return _line((f"{tidy(measure.name)}: ", False), (tell_value(measure), True), (f" ({said})", False))


def _tell_steps(report: Report) -> list[_Block]:
    names = {measure.id: measure.name for measure in report.measures}
    return [
        _line(
            (tidy(step.what), True),
            (f" {begin(step.because)} It worked if this moves: {tidy(names.get(step.measure, step.measure))}.", False),
        )
        for step in report.steps[:MOST_STEPS]
    ]


def _tell_debts(report: Report) -> list[_Block]:
    return [
        _line(
            (tidy(f"{debt.repository}: {debt.name}"), True),
            (f", {debt.lines:,} lines, {debt.days:,} days: {tidy(debt.because)}", False),
        )
        for debt in report.debts[:_DEBTS]
    ]


def _rich(elements: Sequence[_Block]) -> _Block:
    return {"type": "rich_text", "elements": list(elements)}


def _list(lines: Sequence[_Block], style: str) -> _Block:
    return {"type": "rich_text_list", "style": style, "elements": list(lines)}


def _line(*parts: tuple[str, bool]) -> _Block:
    texts = []
    for text, strong in parts:
        style = {"style": {"bold": True}} if strong else {}
        texts.append({"type": "text", "text": _tidy_part(text), **style})
    return {"type": "rich_text_section", "elements": texts}


def _tidy_part(text: str) -> str:
    # Each text is bounded already, but for the sentence of the bottleneck.
    return shorten(text, MOST_TEXT) or " "


def _mask(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
