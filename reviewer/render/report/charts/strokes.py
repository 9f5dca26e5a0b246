"""This module holds what charts are drawn with: lines that break where a week has no value, marks, labels apart."""

import math
from collections.abc import Sequence

from reviewer.model.report import Series
from reviewer.render.escape import escape_text, shorten
from reviewer.render.report.charts.canvas import Canvas, write

_NAME = 42
Values = Sequence[float | None]


def is_number(value: float | None) -> bool:
    """Return whether a week has a value that can be drawn."""
    return value is not None and math.isfinite(value)


def draw_line(canvas: Canvas, values: Values, look: str) -> list[str]:
    """Return a line through the values; one that stands alone is a mark."""
    parts = []
    for run in _find_runs(values):
        points = [f"{canvas.across(at):.1f} {canvas.up(value):.1f}" for at, value in run]
        if len(points) == 1:
            x, y = points[0].split()
            parts.append(f'<circle class="dot {look}" cx="{x}" cy="{y}" r="3"/>')
        else:
            parts.append(f'<path class="line {look}" d="M{"L".join(points)}"/>')
    return parts


def draw_area(canvas: Canvas, above: Values, below: Values, look: str) -> list[str]:
    """Return the area between two lines, where both have values."""
    both = [a if is_number(a) and is_number(b) else None for a, b in zip(above, below, strict=True)]
    parts = []
    for run in _find_runs(both):
        there = [f"{canvas.across(at):.1f} {canvas.up(value):.1f}" for at, value in run]
        back = [f"{canvas.across(at):.1f} {canvas.up(below[at] or 0.0):.1f}" for at, _ in reversed(run)]
        if len(run) > 1:
            parts.append(f'<path class="{look}" d="M{"L".join(there + back)}Z"/>')
    return parts


def draw_mark(x: float, y: float, shape: int, look: str) -> str:
    """Return a mark of one of four shapes, so that two are told apart without their colour."""
    if shape == 0:
        return f'<circle class="mark {look}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if shape == 1:
        return f'<rect class="mark {look}" x="{x - 3.6:.1f}" y="{y - 3.6:.1f}" width="7.2" height="7.2"/>'
    if shape == 2:
        return f'<path class="mark {look}" d="M{x:.1f} {y - 5:.1f}l5 9h-10z"/>'
    return f'<path class="mark {look}" d="M{x:.1f} {y - 5.2:.1f}l5.2 5.2l-5.2 5.2l-5.2-5.2z"/>'


def draw_labels(x: float, labels: Sequence[tuple[float, str, str]], room: tuple[float, float]) -> list[str]:
    """Return labels beside the ends of lines, each at its height or as near as leaves every one to be read."""
    gap = 14.0
    ordered = sorted(labels, key=lambda label: label[0])
    heights: list[float] = []
    for y, _, _ in ordered:
        heights.append(max(y, heights[-1] + gap if heights else room[0]))
    for at in range(len(heights) - 1, -1, -1):
        limit = room[1] if at == len(heights) - 1 else heights[at + 1] - gap
        heights[at] = min(heights[at], limit)
    return [
        f'<text class="label {look}" x="{x:.1f}" y="{height + 4:.1f}">{write(text)}</text>'
        for height, (_, text, look) in zip(heights, ordered, strict=True)
    ]


def name_series(series: Series) -> str:
    """Return the name of a series as it fits beside a mark."""
    return shorten(escape_text(series.name), _NAME)


def find_last(values: Values) -> tuple[int, float] | None:
    """Return the newest week that has a value, and the value."""
    return next(
        ((at, value) for at, value in reversed(list(enumerate(values))) if value is not None and math.isfinite(value)),
        None,
    )


def _find_runs(values: Values) -> list[list[tuple[int, float]]]:
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is not None and math.isfinite(value):
            runs[-1].append((at, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
