"""This module holds a chart of shares: a bar a week, cut into the classes by who read what was merged.

Every class has a number that stands in the newest bar and in the legend, and the classes that no independent person
read are hatched: nothing is said by colour alone.
"""

from collections.abc import Sequence

from reviewer.model.report import Series
from reviewer.render.report.amounts import tell_amount
from reviewer.render.report.charts.canvas import Canvas, draw_grid, draw_weeks, frame, write
from reviewer.render.report.charts.strokes import find_last, name_series

_ROW = 18.0
_LEAST = 13.0  # a lower part has no room for its number
_UNREAD = 3  # classes from here on were read by no independent person


def draw_shares(classes: Sequence[Series], *, name: str, title: str, width: float = 340.0) -> str:
    """Return the shares of the classes by week, the first at the bottom."""
    top = 10.0 + _ROW * len(classes)
    canvas = Canvas(width, 160.0 + top, 1.0, max(len(classes[0].weeks), 1), top=top)
    bar = max((width - canvas.left - canvas.right) / canvas.places * 0.78, 3.0)
    parts = draw_grid(canvas, "share") + draw_weeks(canvas, classes[0].weeks)
    for at in range(len(classes[0].weeks)):
        parts += _draw_bar(canvas, [series.values[at] for series in classes], at, bar)
    for at, series in enumerate(classes):
        parts += _explain(at, series)
    about = ". ".join(_tell_last(series) for series in classes)
    return frame([_define(name), *parts], name, (width, canvas.height), title, about, f"hatched-{name}").replace(
        "HATCH", f"url(#{name}-stripes)"
    )


def _draw_bar(canvas: Canvas, values: Sequence[float | None], at: int, width: float) -> list[str]:
    parts, below = [], 0.0
    left = canvas.across(at) - width / 2
    for number, value in enumerate(values):
        if not value or value <= 0:
            continue
        low, high = canvas.up(below), canvas.up(below + value)
        parts += _draw_part(number, (left, high, width, low - high))
        if at == canvas.places - 1 and low - high >= _LEAST and width >= _LEAST:
            x, y = canvas.across(at), (low + high) / 2 + 4
            parts.append(f'<text class="within middle" x="{x:.1f}" y="{y:.1f}">{number + 1}</text>')
        below += value
    return parts


def _draw_part(number: int, box: tuple[float, float, float, float]) -> list[str]:
    x, y, width, height = box
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    parts = [f'<rect class="class-{number}" {place}/>']
    if number >= _UNREAD:
        parts.append(f'<rect fill="HATCH" {place}/>')
    return parts


def _explain(at: int, series: Series) -> list[str]:
    y = 3 + at * _ROW
    return [
        *_draw_part(at, (0, y, 15, 14)),
        f'<text class="within middle" x="7.5" y="{y + 11:.1f}">{at + 1}</text>',
        f'<text class="label" x="21" y="{y + 11:.1f}">{write(_tell_last(series))}</text>',
    ]


def _tell_last(series: Series) -> str:
    last = find_last(series.values)
    return f"{name_series(series)}: {tell_amount(last[1], 'share') if last else 'no value'}"


def _define(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="stripe" d="M0 0V6"/></pattern></defs>'
    )
