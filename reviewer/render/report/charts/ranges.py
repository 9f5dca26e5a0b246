"""This module holds a chart of estimates: a row a mark with its interval, on one scale."""

from collections.abc import Sequence

from reviewer.model.report import Measure
from reviewer.render.report.amounts import is_known, tell_interval, tell_value, tidy
from reviewer.render.report.charts.canvas import Canvas, choose_highest, frame, write
from reviewer.render.report.charts.strokes import draw_mark

_ROW = 58.0


def draw_ranges(measures: Sequence[Measure], *, name: str, title: str, width: float = 340.0) -> str:
    """Return measures of one unit on one scale from zero; what is not known is a word in its row."""
    highest = choose_highest(value for one in measures if is_known(one) for value in (one.value, one.high))
    canvas = Canvas(width, _ROW * len(measures) + 8, highest, 1, left=2.0, right=10.0)
    parts = []
    for at, measure in enumerate(measures):
        y = _ROW * at + 26
        said = ", ".join(part for part in (tell_value(measure), tell_interval(measure)) if part)
        parts.append(f'<text class="label" x="2" y="{y - 12:.0f}">{write(tidy(measure.name))}</text>')
        parts.append(f'<path class="grid" d="M2 {y:.0f}H{width - 10:.0f}"/>')
        parts += _draw_row(canvas, measure, y, at % 4)
        parts.append(f'<text class="tick" x="2" y="{y + 18:.0f}">{write(said)}</text>')
    about = ". ".join(f"{one.name}: {tell_value(one)}" for one in measures)
    return frame(parts, name, (width, canvas.height), title, about)


def _draw_row(canvas: Canvas, measure: Measure, y: float, shape: int) -> list[str]:
    if not is_known(measure) or measure.value is None:
        return []
    parts = []
    if measure.low is not None and measure.high is not None:
        low, high = _along(canvas, measure.low), _along(canvas, measure.high)
        parts.append(
            f'<path class="line stroke-{shape} solid" d="M{low:.1f} {y:.0f}H{high:.1f}M{low:.1f} {y - 5:.0f}v10"/>'
        )
        parts.append(f'<path class="line stroke-{shape} solid" d="M{high:.1f} {y - 5:.0f}v10"/>')
    return [*parts, draw_mark(_along(canvas, measure.value), y, shape, f"stroke-{shape}")]


def _along(canvas: Canvas, value: float) -> float:
    return canvas.left + (canvas.width - canvas.left - canvas.right) * min(max(value / canvas.highest, 0.0), 1.0)
