from dataclasses import replace

import pytest

from reviewer.model.report import Measure, Published, Unit
from reviewer.render.report.amounts import (
    tell_amount,
    tell_change,
    tell_count,
    tell_days,
    tell_interval,
    tell_published,
    tell_usual,
    tell_value,
    tell_why,
)

SHARE = Measure("m", "m", "review", "share", 0.314, 40, low=0.2, high=0.46, baseline=0.25, change=0.064)
LEVEL, CHANGE = Published("13 %", "absolute", "A"), Published("+31.3 %", "relative", "B")


def _plain(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.314, "share", "31 %"),
        (0.0314, "share", "3.1 %"),
        (0.00314, "share", "0.31 %"),
        (0.0, "share", "0 %"),
        (1.0, "share", "100 %"),
        (61.0, "percent", "+61 %"),
        (-8.25, "percent", "\u22128.2 %"),
        (3.42, "hours", "3.4 h"),
        (71.0, "hours", "71 h"),
        (72.0, "hours", "3 d"),
        (2.5, "days", "2.5 d"),
        (18420.0, "lines", "18,420"),
        (3.44, "count", "3.4"),
        (47.0, "count", "47"),
        (1234.0, "count", "1,234"),
        (1.384, "ratio", "1.38"),
        (0.271, "index", "0.27"),
        (-0.001, "count", "0"),
        (float("inf"), "count", "unknown"),
    ],
)
def test_a_number_has_its_unit(value: float, unit: Unit, said: str) -> None:
    assert _plain(tell_amount(value, unit)) == said


@pytest.mark.parametrize(
    ("measure", "said", "why"),
    [
        (SHARE, "31 %", ""),
        (replace(SHARE, value=0.0), "0 %", ""),
        (replace(SHARE, value=None), "unknown", "these facts cannot tell"),
        (replace(SHARE, value=float("nan")), "unknown", "these facts cannot tell"),
        (replace(SHARE, state="unknown", value=None, why="no clone"), "unknown", "no clone"),
        (replace(SHARE, state="insufficient"), "insufficient", "too few cases to say anything"),
        (
            replace(SHARE, state="suppressed"),
            "suppressed",
            "too few people or changes to show it without naming somebody",
        ),
    ],
)
def test_what_is_not_known_is_a_word(measure: Measure, said: str, why: str) -> None:
    assert (_plain(tell_value(measure)), tell_why(measure)) == (said, why)


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (SHARE, "▲ 6.4 points more"),
        (replace(SHARE, is_worse=True), "▲ 6.4 points more, worse"),
        (replace(SHARE, change=-0.1), "▼ 10 points less"),
        (replace(SHARE, change=0.0), "= as usual"),
        (replace(SHARE, change=0.00001), "= as usual"),
        (replace(SHARE, unit="hours", change=0.75), "▲ 75 % more"),
        (replace(SHARE, unit="hours", change=0.0), "= as usual"),
        (replace(SHARE, change=None, baseline=None), ""),
        (replace(SHARE, change=None), "▲ above the usual"),
        (replace(SHARE, change=None, is_worse=True), "▲ above the usual, worse"),
        (replace(SHARE, change=None, value=0.1), "▼ below the usual"),
        (replace(SHARE, change=None, value=0.25), "= as usual"),
        (replace(SHARE, change=float("nan"), baseline=float("nan")), ""),
        (replace(SHARE, state="suppressed"), ""),
    ],
)
def test_a_change_has_a_mark_and_a_word(measure: Measure, said: str) -> None:
    assert _plain(tell_change(measure)) == said


def test_the_count_of_what_is_not_known_is_not_told() -> None:
    assert tell_count(SHARE) == "40"
    assert tell_count(replace(SHARE, state="insufficient", value=None, n=1234)) == "1,234"
    assert tell_count(replace(SHARE, state="unknown", value=None)) == "\u2013"
    assert tell_count(replace(SHARE, state="suppressed")) == "\u2013"


def test_an_interval_and_what_was_usual_are_spans() -> None:
    moving = replace(SHARE, floor=0.2, ceiling=0.3)

    assert _plain(tell_interval(SHARE)) == "20 to 46 %"
    assert _plain(tell_interval(replace(SHARE, unit="hours", low=2.0, high=96.0))) == "2 h to 4 d"
    assert tell_interval(replace(SHARE, high=None)) == ""
    assert tell_interval(replace(SHARE, state="suppressed")) == ""
    assert _plain(tell_usual(moving)) == "25 %, moves within 20 to 30 %"
    assert _plain(tell_usual(SHARE)) == "25 %"
    assert tell_usual(replace(SHARE, baseline=None)) == ""


def test_a_published_change_never_stands_beside_a_level() -> None:
    both = replace(SHARE, published=(LEVEL, CHANGE))

    assert tell_published(both) == ("13 % (a level; A)", "+31.3 % (a change; B)")
    assert tell_published(replace(both, change=None)) == ("13 % (a level; A)",)
    assert tell_published(replace(both, state="insufficient")) == ()


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("2026-W46", "9 to 15 Nov 2026"),
        ("2026-W18", "27 Apr to 3 May 2026"),
        ("2026-W53", "28 Dec to 3 Jan 2027"),
        ("2026-W54", ""),
        ("hello", ""),
        ("", ""),
    ],
)
def test_a_week_has_its_days(week: str, said: str) -> None:
    assert tell_days(week) == said
