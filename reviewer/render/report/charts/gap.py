"""This module holds the main chart: what was merged, what of it was verified, and the gap between them, filled."""

import math
from dataclasses import replace

from reviewer.model.report import Series
from reviewer.render.report.amounts import tell_amount
from reviewer.render.report.charts.canvas import Canvas, choose_highest, draw_grid, draw_weeks, frame, write
from reviewer.render.report.charts.strokes import draw_area, draw_labels, draw_line, draw_mark, find_last

TITLE = "Output against certainty"
_HATCH = (
    '<defs><pattern id="{name}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="wash" width="7" height="7"/><path class="hatch" d="M0 0V7"/></pattern></defs>'
)


def draw_gap(output: Series, certainty: Series, *, name: str, width: float, height: float) -> str:
    """Return merged and verified lines by week; of the same weeks."""
    is_wide = width > 600
    highest = choose_highest((*output.values, *certainty.values))
    canvas = Canvas(width, height, highest, len(output.weeks), right=150.0 if is_wide else 14.0)
    if not is_wide:
        canvas = replace(canvas, top=34.0)
    parts = [_HATCH.format(name=name)]
    parts += [
        part.replace('class="gap"', f'class="gap" fill="url(#{name}-hatch)"')
        for part in draw_area(canvas, output.values, certainty.values, "gap")
    ]
    parts += draw_grid(canvas, output.unit)
    parts += draw_weeks(canvas, output.weeks)
    parts += draw_line(canvas, output.values, "output") + draw_line(canvas, certainty.values, "certain")
    parts += _label(canvas, output, certainty, is_wide=is_wide)
    return frame(parts, name, (width, height), TITLE, describe_gap(output, certainty), "wide" if is_wide else "slim")


def describe_gap(output: Series, certainty: Series) -> str:
    """Return what the chart says of the newest week and of the first."""
    newest = _tell_week(output, certainty, newest=True)
    first = _tell_week(output, certainty, newest=False)
    return ". ".join(dict.fromkeys(part for part in (newest, first) if part)) or "No week has both values"


def _tell_week(output: Series, certainty: Series, *, newest: bool) -> str:
    rows = [
        (week, merged, verified)
        for week, merged, verified in zip(output.weeks, output.values, certainty.values, strict=True)
        if merged is not None and verified is not None and math.isfinite(merged + verified)
    ]
    if not rows:
        return ""
    week, merged, verified = rows[-1 if newest else 0]
    share = f", {tell_amount(verified / merged, 'share')} of them" if merged > 0 else ""
    return f"{week}: {merged:,.0f} lines merged, {verified:,.0f} verified{share}"


def _label(canvas: Canvas, output: Series, certainty: Series, *, is_wide: bool) -> list[str]:
    """Return the names of both lines: at their ends where there is room, above the chart elsewhere."""
    parts, labels = [], []
    for at, (series, look, word) in enumerate(((output, "output", "merged"), (certainty, "certain", "verified"))):
        last = find_last(series.values)
        if last is None:
            continue
        x, y = canvas.across(last[0]), canvas.up(last[1])
        text = f"{word} {last[1]:,.0f}"
        parts.append(draw_mark(x, y, at, look))
        if is_wide:
            labels.append((y, text, look))
        else:
            left = canvas.left + at * 140
            parts += [
                draw_mark(left + 4, 12, at, look),
                f'<text class="label {look}" x="{left + 13:.0f}" y="16">{write(text)}</text>',
            ]
    return parts + draw_labels(canvas.width - canvas.right + 4, labels, (canvas.top, canvas.height - canvas.bottom))
