"""This module holds a report as a table for a spreadsheet: one row a measure."""

import csv
import io
import math

from reviewer.model.report import Measure, Report
from reviewer.render.escape import escape_text

COLUMNS = (
    *("week", "team", "definition", "id", "name", "group", "unit", "state", "value", "low", "high", "n"),
    *("baseline", "change", "floor", "ceiling", "is_worse", "why", "published"),
)
# A spreadsheet would run what begins with one of these.
_FORMULA = ("=", "+", "-", "@")


def render_csv(report: Report) -> str:
    """Return the measures as CSV with a head; what is not known is empty, and its state says why."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(report, measure) for measure in report.measures)
    return text.getvalue()


def _row(report: Report, measure: Measure) -> list[str]:
    published = "; ".join(f"{one.figure} ({one.kind}; {one.source})" for one in measure.published)
    values = (measure.value, measure.low, measure.high)
    moves = (measure.baseline, measure.change, measure.floor, measure.ceiling)
    named = (report.week, report.team, str(report.definition), measure.id, measure.name, measure.group, measure.unit)
    numbers = [_number(value) for value in values] + [str(measure.n)] + [_number(value) for value in moves]
    return [
        *map(_text, (*named, measure.state)),
        *numbers,
        str(measure.is_worse).lower(),
        _text(measure.why),
        _text(published),
    ]


def _number(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else repr(value)


def _text(text: str) -> str:
    clean = escape_text(text)
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA) else clean
