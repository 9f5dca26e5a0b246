"""This module holds which charts a report has: the series and measures of each, by their ids.

A chart of which everything is missing is left out; of a series that is missing only its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.model.report import Report, Series
from reviewer.render.report.charts.curve import draw_curve
from reviewer.render.report.charts.gap import TITLE, describe_gap, draw_gap
from reviewer.render.report.charts.lines import draw_lines
from reviewer.render.report.charts.ranges import draw_ranges
from reviewer.render.report.charts.shares import draw_shares
from reviewer.render.report.charts.strokes import is_number

OUTPUT, CERTAINTY, GAP, CURVE = "merged_lines", "verified_lines", "certainty_gap", "load_curve"
_LOAD = "Load"
CLASSES = tuple(
    f"class_{name}"
    for name in ("human_fresh", "human_stale", "human_comment", "operator_only", "ai_only", "automation_only", "none")
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading, in as many sizes as it has, and the series that it was drawn of."""

    title: str
    about: str
    drawings: tuple[str, ...]
    series: tuple[Series, ...]
    places: str = "week"


@dataclass(frozen=True, slots=True)
class _Plan:
    section: str
    title: str
    about: str
    ids: tuple[str, ...]


_LINES = (
    _Plan(
        "queue",
        "The queue",
        "Open, ready changes without an approval at the end of each week; what came and what left.",
        ("queue", "arrivals", "departures"),
    ),
    _Plan(
        "queue",
        "Age of the queue",
        "How long what is in the queue has been waiting.",
        ("queue_age", "queue_age_p90"),
    ),
    _Plan(
        "queue",
        _LOAD,
        "Share of all reviewed lines that those who read most have read. Nobody is named.",
        ("load_top1", "load_top2", "load_top3"),
    ),
    _Plan("quality", "Chains of fixes", "Fixes that had to be fixed in turn within 30 days.", ("fix_of_fix",)),
)
_RANGES = (
    _Plan(
        "quality",
        "Fixes that were needed",
        "Merged changes that had to be fixed within 30 days, by who wrote them, with intervals of 95 %.",
        ("induced_fixes_ai", "induced_fixes_human"),
    ),
    _Plan(
        "quality",
        "Taken back",
        "Of 1,000 merged changes, those that were reverted within 14 days, by who wrote them, with intervals of 95 %.",
        ("reverts_ai", "reverts_human"),
    ),
)


def draw_main(report: Report) -> Chart | None:
    """Return the main chart, wide and slim, where both of its series are there."""
    found = _find_series(report, (OUTPUT, CERTAINTY))
    if len(found) < 2:
        return None
    output, certainty = found
    sizes = (("wide", 1040.0, 300.0), ("slim", 360.0, 260.0))
    drawings = (draw_gap(output, certainty, name=f"gap-{n}", width=w, height=h) for n, w, h in sizes)
    return Chart(TITLE, describe_gap(output, certainty), tuple(drawings), found)


def draw_charts(report: Report, section: str) -> tuple[Chart, ...]:
    """Return the charts of a section, of those that there is something to draw of."""
    return tuple(_draw_all(report, section))


def _draw_all(report: Report, section: str) -> Iterator[Chart]:
    classes = _find_series(report, CLASSES)
    if section == "review" and classes:
        title = "Review classes"
        about = "Share of merged changes by who had read them; hatched: no independent person."
        yield Chart(title, about, (draw_shares(classes, name="classes", title=title),), classes)
    curve = _find_series(report, (CURVE,))
    for at, plan in enumerate(_LINES):
        series = _find_series(report, plan.ids)
        if plan.section == section and series and not (curve and plan.title == _LOAD):
            drawing = draw_lines(series, name=f"lines-{at}", title=plan.title)
            yield Chart(plan.title, plan.about, (drawing,), series)
    if section == "queue" and curve:
        title, about = "Curve of load", "Of the lines read in 28 days, who read how many. Nobody is ranked or named."
        yield Chart(title, about, (draw_curve(curve[0], name="curve", title=title),), curve, "reader")
    for at, plan in enumerate(_RANGES):
        measures = tuple(one for name in plan.ids for one in report.measures if one.id == name)
        if plan.section == section and measures:
            drawing = draw_ranges(measures, name=f"ranges-{at}", title=plan.title)
            yield Chart(plan.title, plan.about, (drawing,), ())


def _find_series(report: Report, ids: tuple[str, ...]) -> tuple[Series, ...]:
    """Return the series by id, of the weeks and the unit of the first, without those that are empty."""
    named = {series.id: series for series in report.series}
    found = [named[name] for name in ids if name in named and any(is_number(v) for v in named[name].values)]
    return tuple(series for series in found if (series.weeks, series.unit) == (found[0].weeks, found[0].unit))
