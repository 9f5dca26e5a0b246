"""This module holds a small line without scales, for a card: the numbers stand beside it in words."""

import math

from reviewer.model.report import Series
from reviewer.render.report.charts.canvas import Canvas
from reviewer.render.report.charts.strokes import draw_line

_WIDTH, _HEIGHT = 160.0, 30.0


def draw_spark(series: Series, floor: float | None, ceiling: float | None) -> str:
    """Return the line, over a band of the limits that the values have been moving in."""
    known = [value for value in (*series.values, floor, ceiling) if value is not None and math.isfinite(value)]
    if not known:
        return ""
    lowest, highest = min(known), max(known)
    room = (highest - lowest) or 1.0
    ends = (lowest - room * 0.08, highest + room * 0.08)
    canvas = Canvas(_WIDTH, _HEIGHT, ends[1], len(series.values), ends[0], 0, 0, 1, 1)
    parts = [
        f'<svg class="spark" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" preserveAspectRatio="none" aria-hidden="true">'
    ]
    if floor is not None and ceiling is not None and math.isfinite(floor) and math.isfinite(ceiling):
        top, bottom = canvas.up(ceiling), canvas.up(floor)
        parts.append(f'<rect class="band" y="{top:.1f}" width="{_WIDTH:.0f}" height="{bottom - top:.1f}"/>')
    return "".join([*parts, *draw_line(canvas, series.values, "spark-line"), "</svg>"])
