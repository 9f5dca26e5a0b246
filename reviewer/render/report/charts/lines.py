"""This module holds a chart of a few lines by week, each with a stroke and a mark of its own, and a legend."""

from collections.abc import Sequence

from reviewer.model.report import Series
from reviewer.render.report.amounts import tell_amount
from reviewer.render.report.charts.canvas import Canvas, choose_highest, draw_grid, draw_weeks, frame, write
from reviewer.render.report.charts.strokes import draw_line, draw_mark, find_last, name_series

_ROW = 18.0
MOST = 4


def draw_lines(lines: Sequence[Series], *, name: str, title: str, width: float = 340.0, height: float = 150.0) -> str:
    """Return up to four series of one unit and of the same weeks."""
    shown = lines[:MOST]
    highest = choose_highest(value for series in shown for value in series.values)
    top = 12.0 + _ROW * len(shown)
    canvas = Canvas(width, height + top, highest, max((len(one.weeks) for one in shown), default=1), top=top)
    parts = draw_grid(canvas, shown[0].unit) + draw_weeks(canvas, shown[0].weeks)
    for at, series in enumerate(shown):
        parts += draw_line(canvas, series.values, f"stroke-{at}")
        last = find_last(series.values)
        if last:
            parts.append(draw_mark(canvas.across(last[0]), canvas.up(last[1]), at, f"stroke-{at}"))
        parts += _explain(at, _name_line(series))
    about = ". ".join(f"{_name_line(series)}" for series in shown)
    return frame(parts, name, (width, height + top), title, about)


def _name_line(series: Series) -> str:
    last = find_last(series.values)
    if last is None:
        return f"{name_series(series)}: no value"
    when = "" if last[0] == len(series.weeks) - 1 else f" in {series.weeks[last[0]]}"
    return f"{name_series(series)}: {tell_amount(last[1], series.unit)}{when}"


def _explain(at: int, text: str) -> list[str]:
    y = 10 + at * _ROW
    return [
        f'<path class="line stroke-{at}" d="M2 {y:.0f}H34"/>',
        draw_mark(18, y, at, f"stroke-{at}"),
        f'<text class="label" x="42" y="{y + 4:.0f}">{write(text)}</text>',
    ]
