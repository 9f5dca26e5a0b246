"""This module holds a report's measures as they are shown, so that what is said of them can be held against it."""

from typing import Literal

from reviewer.model.report import Measure, Report, Shown
from reviewer.render.report.amounts import (
    is_known,
    tell_change,
    tell_count,
    tell_interval,
    tell_usual,
    tell_value,
)

_DIRECTIONS: dict[str, Literal[1, 0, -1]] = {"▲": 1, "▼": -1, "=": 0}


def list_shown(report: Report) -> tuple[Shown, ...]:
    """Return the measures of a report in its order, with every number as all forms of the report write it."""
    return tuple(_show(measure) for measure in report.measures)


def _show(measure: Measure) -> Shown:
    if not is_known(measure):
        state = "unknown" if measure.state == "known" else measure.state
        return Shown(measure.id, measure.name, measure.unit, state)
    usual, _, limits = tell_usual(measure).partition(", moves within ")
    change = tell_change(measure)
    return Shown(
        id=measure.id,
        name=measure.name,
        unit=measure.unit,
        state="known",
        cases=tell_count(measure),
        value=tell_value(measure),
        interval=tell_interval(measure),
        usual=usual,
        limits=limits,
        change=change,
        direction=_DIRECTIONS.get(change[:1]),
        is_worse=measure.is_worse,
    )
