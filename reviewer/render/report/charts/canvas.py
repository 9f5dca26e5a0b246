"""This module holds the paper that a chart is drawn on: its size, its two scales, its grid and its description."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from reviewer.model.report import Unit
from reviewer.render.escape import escape_text
from reviewer.render.report.amounts import NARROW, tell_amount

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LINES = 3


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room of a chart. Values go from `lowest` to `highest` upwards, `places` weeks stand side by side."""

    width: float
    height: float
    highest: float
    places: int
    lowest: float = 0.0
    left: float = 44.0
    right: float = 14.0
    top: float = 12.0
    bottom: float = 24.0

    def across(self, at: float) -> float:
        """Return where the middle of a week stands."""
        return self.left + (self.width - self.left - self.right) * (at + 0.5) / max(self.places, 1)

    def up(self, value: float) -> float:
        """Return where a value stands; what is beyond the scale stands at its end."""
        span = (self.highest - self.lowest) or 1.0
        share = min(max((value - self.lowest) / span, 0.0), 1.0)
        return self.height - self.bottom - share * (self.height - self.top - self.bottom)


def choose_highest(values: Iterable[float | None]) -> float:
    """Return the end of a scale from zero that has room for all values, and a few round steps."""
    most = max((value for value in values if value is not None and math.isfinite(value)), default=0.0)
    if most <= 0:
        return 1.0
    step = _choose_step(most)
    return math.ceil(most / step - 1e-9) * step


def draw_grid(canvas: Canvas, unit: Unit) -> list[str]:
    """Return level lines at round values, with their values."""
    step = _choose_step(canvas.highest)
    parts = []
    for at in range(int(canvas.highest / step + 1e-9) + 1):
        y = canvas.up(at * step)
        parts.append(f'<path class="grid" d="M{canvas.left:.0f} {y:.1f}H{canvas.width - canvas.right:.0f}"/>')
        label = write(f"{at * step:g}{NARROW}h" if unit == "hours" else tell_amount(at * step, unit))
        parts.append(f'<text class="tick end" x="{canvas.left - 6:.0f}" y="{y + 3.5:.1f}">{label}</text>')
    return parts


def draw_weeks(canvas: Canvas, weeks: Sequence[str], room: float = 64.0) -> list[str]:
    """Return the names of as many weeks as there is room for, the last one always."""
    most = max(int((canvas.width - canvas.left - canvas.right) / room), 1)
    every = max(math.ceil(len(weeks) / most), 1)
    y = canvas.height - 6
    return [
        f'<text class="tick middle" x="{canvas.across(at):.1f}" y="{y:.0f}">{write(week[5:] or week)}</text>'
        for at, week in enumerate(weeks)
        if (len(weeks) - 1 - at) % every == 0
    ]


def frame(parts: Iterable[str], name: str, size: tuple[float, float], title: str, about: str, look: str = "") -> str:
    """Return the drawing as an element that says what it shows to who does not see it."""
    width, height = size
    named = f'role="img" aria-labelledby="{name}-title {name}-about"'
    return "\n".join(
        [
            f'<svg class="chart {look}" {named} viewBox="0 0 {width:.0f} {height:.0f}">'.replace(' "', '"'),
            f'<title id="{name}-title">{write(title)}</title>',
            f'<desc id="{name}-about">{write(about)}</desc>',
            *parts,
            "</svg>",
        ]
    )


def write(text: str) -> str:
    """Return a text for a page or a drawing, where nothing in it means anything."""
    # The narrow space is ours: `escape_text` leaves it, for it is seen.
    return escape(escape_text(text), quote=True)


def _choose_step(highest: float) -> float:
    rough = highest / _LINES
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next(step * power for step in _STEPS if step * power >= rough - 1e-12)
