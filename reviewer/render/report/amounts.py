"""This module holds how a number of a report is written: with its unit, its interval, and what it was before.

What is not known is a word, never a zero. A change carries a mark and a word, so that no colour has to say it.
"""

import math
from collections.abc import Callable
from datetime import date, timedelta

from reviewer.model.report import Measure, Published, State, Unit
from reviewer.render.escape import escape_text, shorten

_NONE = "\u2013"
_MINUS = "\u2212"
NARROW = "\u202f"  # between a number and its unit: no line is broken there
_LONG = 72  # hours from which days say more
_WORDS: dict[State, str] = {"insufficient": "insufficient", "unknown": "unknown", "suppressed": "suppressed"}
_WHY: dict[State, str] = {
    "insufficient": "too few cases to say anything",
    "unknown": "these facts cannot tell",
    "suppressed": "too few people or changes to show it without naming somebody",
}
_KINDS = {"absolute": "a level", "relative": "a change"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TEXT = 300


def tell_amount(value: float, unit: Unit) -> str:
    """Return a number with its unit."""
    return _WRITE[unit](value).replace("-", _MINUS) if math.isfinite(value) else "unknown"


def tell_value(measure: Measure) -> str:
    """Return the value of a measure, or the word for why there is none."""
    return (
        tell_amount(measure.value, measure.unit) if measure.value is not None and is_known(measure) else _word(measure)
    )


def is_known(measure: Measure) -> bool:
    """Return whether there is a number to show."""
    return measure.state == "known" and measure.value is not None and math.isfinite(measure.value)


def tell_count(measure: Measure) -> str:
    """Return how many cases stand behind a measure; of what is unknown or suppressed that is not told either."""
    return f"{measure.n:,}" if is_known(measure) or measure.state == "insufficient" else _NONE


def tell_why(measure: Measure) -> str:
    """Return why there is no number, or nothing where there is one."""
    return "" if is_known(measure) else tidy(measure.why) or _WHY.get(measure.state, _WHY["unknown"])


def tell_interval(measure: Measure) -> str:
    """Return the interval of 95 %, or nothing."""
    return _span(measure.low, measure.high, measure.unit) if is_known(measure) else ""


def tell_usual(measure: Measure) -> str:
    """Return what the team's own weeks before were: their median, and the limits they moved in."""
    if measure.baseline is None or not math.isfinite(measure.baseline):
        return ""
    limits = _span(measure.floor, measure.ceiling, measure.unit)
    usual = tell_amount(measure.baseline, measure.unit)
    return f"{usual}, moves within {limits}" if limits else usual


def tell_change(measure: Measure) -> str:
    """Return the change against the team's own weeks before, with a mark and in words; nothing where none is known."""
    if not is_known(measure):
        return ""
    said = _compare(measure)
    return f"{said}, worse" if said and measure.is_worse else said


def tell_published(measure: Measure) -> tuple[str, ...]:
    """Return the figures that somebody published, each where it may stand: a level by a level, a change by a change."""
    held = {"absolute": is_known(measure), "relative": is_known(measure) and measure.change is not None}
    return tuple(_tell_figure(one) for one in measure.published if held[one.kind])


def tell_days(week: str) -> str:
    """Return the days of an ISO week, such as `9 to 15 Nov 2026`, or nothing for a week that is none."""
    try:
        first = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    except ValueError:
        return ""
    last = first + timedelta(days=6)
    begins = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{begins} to {last.day} {_MONTHS[last.month - 1]} {last.year}"


def begin(text: str) -> str:
    """Return a text of others as a sentence of its own."""
    clean = tidy(text)
    return clean[:1].upper() + clean[1:]


def tidy(text: str) -> str:
    """Return a text of others as one line that is safe to show and not too long."""
    return shorten(escape_text(text.strip()), _TEXT)


def _tell_figure(one: Published) -> str:
    return f"{tidy(one.figure)} ({_KINDS[one.kind]}; {tidy(one.source)})"


def _word(measure: Measure) -> str:
    return _WORDS.get(measure.state, "unknown")


def _span(low: float | None, high: float | None, unit: Unit) -> str:
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return ""
    first, last = tell_amount(low, unit), tell_amount(high, unit)
    ending = first.partition(NARROW)[2]
    if ending and last.endswith(NARROW + ending):
        first = first.partition(NARROW)[0]
    return f"{first} to {last}"


def _compare(measure: Measure) -> str:
    value, change, usual = measure.value, measure.change, measure.baseline
    if change is not None and math.isfinite(change):
        size = _size_change(change, measure.unit)
        if size.startswith(("0 ", f"0{NARROW}")):
            return "= as usual"
        return f"{'▲' if change > 0 else '▼'} {size} {'more' if change > 0 else 'less'}"
    # Of a number around zero there is no factor.
    if value is None or usual is None or not math.isfinite(usual):
        return ""
    return "= as usual" if value == usual else "▲ above the usual" if value > usual else "▼ below the usual"


def _size_change(change: float, unit: Unit) -> str:
    size = abs(change) * 100
    return f"{_plain(size)} points" if unit == "share" else f"{_plain(size)}{NARROW}%"


def _plain(value: float) -> str:
    """Return a number with as many digits as say something."""
    digits = 0 if abs(value) >= 10 or value == int(value) else 1 if abs(value) >= 1 else 2
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _write_hours(value: float) -> str:
    return f"{_plain(value / 24)}{NARROW}d" if abs(value) >= _LONG else f"{_plain(value)}{NARROW}h"


_WRITE: dict[Unit, Callable[[float], str]] = {
    "share": lambda value: f"{_plain(value * 100)}{NARROW}%",
    "percent": lambda value: f"{'+' if value > 0 else ''}{_plain(value)}{NARROW}%",
    "hours": _write_hours,
    "days": lambda value: f"{_plain(value)}{NARROW}d",
    "lines": lambda value: f"{value:,.0f}",
    "count": _plain,
    "ratio": lambda value: f"{value:,.2f}",
    "index": lambda value: f"{value:.2f}",
}
