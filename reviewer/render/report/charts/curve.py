"""This module holds the curve of load: what each reader read of all that was read, and how it adds up."""

from itertools import accumulate

from reviewer.model.report import Series
from reviewer.render.report.amounts import tell_amount
from reviewer.render.report.charts.canvas import Canvas, draw_grid, draw_weeks, frame, write
from reviewer.render.report.charts.strokes import draw_line, draw_mark

_TOP = 46.0


def draw_curve(load: Series, *, name: str, title: str, width: float = 340.0) -> str:
    """Return a bar for each reader, the busiest first, and the line of what they read together."""
    shares = [value or 0.0 for value in load.values]
    canvas = Canvas(width, 160.0 + _TOP, 1.0, max(len(shares), 1), top=_TOP)
    bar = max((width - canvas.left - canvas.right) / canvas.places * 0.6, 2.0)
    parts = draw_grid(canvas, "share") + draw_weeks(canvas, load.weeks, room=30.0)
    for at, share in enumerate(shares):
        height = canvas.up(0) - canvas.up(share)
        place = f'x="{canvas.across(at) - bar / 2:.1f}" y="{canvas.up(share):.1f}" width="{bar:.1f}"'
        parts.append(f'<rect class="bar" {place} height="{height:.1f}"/>')
    total = [min(value, 1.0) for value in accumulate(shares)]
    parts += draw_line(canvas, total, "stroke-1")
    parts += [draw_mark(canvas.across(at), canvas.up(value), 1, "stroke-1") for at, value in enumerate(total)]
    parts += [
        '<rect class="bar" x="10" y="4" width="15" height="12"/>',
        '<text class="label" x="42" y="14">read by one</text>',
        '<path class="line stroke-1" d="M2 28H34"/>',
        draw_mark(18, 28, 1, "stroke-1"),
        f'<text class="label" x="42" y="32">{write(f"read together; {describe_curve(load)}")}</text>',
    ]
    return frame(parts, name, (width, canvas.height), title, describe_curve(load))


def describe_curve(load: Series) -> str:
    """Return how few readers carry half of the reading."""
    total = list(accumulate(value or 0.0 for value in load.values))
    few = next((at for at, value in enumerate(total, 1) if value >= 0.5), len(total))
    return f"{few} of {len(total)} carry {tell_amount(min(total[few - 1], 1.0), 'share')}" if total else "nobody read"
