import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.app.second.narrative.checking import Reason, find_fault, make_table
from reviewer.app.second.narrative.words import list_dropped, list_known, read_words
from reviewer.model.report import Measure, Report, Unit
from reviewer.render.report.amounts import tell_amount
from reviewer.render.report.shown import list_shown

from .tables import BETTER, REPORT, SHOWN, TABLE

CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))["sentence"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:60]!r}"[1:-1])
def test_a_sentence_is_kept_only_where_all_of_it_holds(case: dict[str, object]) -> None:
    found = find_fault(str(case["text"]), list(case["metrics"]), TABLE)  # type: ignore[call-overload]

    assert (found or "") == case["why"]


def test_every_reason_has_its_sentence() -> None:
    asked = {case["why"] for case in CASES}

    # Those of the whole answer are in the tests of the writing.
    assert asked == {"", *get_args(Reason)} - {"said before", "too many"}
    assert len(CASES) >= 60


def test_no_word_is_both_known_and_dropped_and_none_is_a_number() -> None:
    plain = frozenset().union(*read_words()["plain"].values())

    assert not plain & list_dropped()
    assert not {word for word in list_known() if not re.fullmatch(r"[a-z]+", word)}
    assert not list_known() & {"one", "two", "ten", "hundred", "thousand", "million", "x", "k", "first", "none"}


@st.composite
def _writings(draw: st.DrawFn) -> tuple[float, str]:
    """Return a number that is not in the table, and one of many ways to write it."""
    value = draw(st.one_of(st.integers(0, 2_000_000).map(float), st.decimals(0, 5000, places=2).map(float)))
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    grouped = f"{value:,.2f}".rstrip("0").rstrip(".")
    ways = [text, grouped, f"{grouped}0", grouped.replace(",", " "), grouped.replace(",", "\u202f"), f"+{text}"]
    ways += [grouped.replace(",", "\u2019"), grouped.replace(",", "."), text.replace(".", ","), f"0{text}", f"-{text}"]
    ways += [f"{text}0", f"{value:e}", f"{value:g}k", f"{text}th", f"~{text}", f"\u2212{text}", f"({text})"]
    ways += [text.translate({ord("0") + at: chr(base + at) for at in range(10)}) for base in (0xFF10, 0x0660, 0x0966)]
    return value, draw(st.sampled_from(ways))


@given(
    _writings(),
    st.sampled_from(("", " %", "%", " percent", " points", " lines", " h", " times", " cases", " changes")),
    st.sampled_from(
        (
            "Zero-review rate is {}.",
            "Zero-review rate rose to {}.",
            "Zero-review rate is at {} now.",
            "At {}, Zero-review rate is above the usual.",
            "Zero-review rate has {} this week.",
            "Zero-review rate is 21 % and {}.",
            "With {} more, Zero-review rate rose.",
            "Zero-review rate is {} to {}, its interval.",
            "Zero-review rate moves within {}\u2013{}.",
            "Zero-review rate rose from {} to 21 %.",
        )
    ),
)
def test_a_number_that_is_not_in_the_table_is_dropped(number: tuple[float, str], unit: str, frame: str) -> None:
    value, written = number
    row = next(one for one in SHOWN if one.id == "zero_review")
    shown = " ".join((row.value, row.usual, row.change, row.cases, row.interval, row.limits, "0.21", "0.12", "0.95"))
    known = {float(digits) for digits in re.findall(r"[0-9]+(?:\.[0-9]+)?", shown)}
    if any(abs(value - other) < 1e-9 or abs(value - other / 100) < 1e-9 for other in known):
        return

    assert find_fault(frame.replace("{}", f"{written}{unit}"), ["zero_review"], TABLE) is not None


@given(value=st.integers(0, 999_999), is_hyphened=st.booleans())
def test_a_number_in_words_is_the_number_that_it_says(*, value: int, is_hyphened: bool) -> None:
    words = _spell(value, "-" if is_hyphened else " ")
    fault = find_fault(f"Queue is {words}.", ["queue"], TABLE)

    assert (fault is None) == (value == 10), words


def _spell(value: int, joint: str) -> str:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    names = [*ones.split(), "seventeen", "eighteen", "nineteen"]
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if value < 20:
        return names[value]
    if value < 100:
        return tens[value // 10] + (joint + names[value % 10] if value % 10 else "")
    size, word = (1000, "thousand") if value >= 1000 else (100, "hundred")
    rest = f" {_spell(value % size, joint)}" if value % size else ""
    return f"{_spell(value // size, joint)} {word}{rest}"


@given(
    st.sampled_from(("share", "hours", "lines", "count", "ratio", "days", "index", "percent")),
    st.floats(0, 1e6, allow_nan=False),
    st.floats(0, 1e6, allow_nan=False),
    st.floats(0, 1e6, allow_nan=False),
)
def test_what_the_report_shows_may_be_said(unit: Unit, value: float, usual: float, wide: float) -> None:
    measure = Measure(
        *("made_up", "Made-up number", "review", unit, value, 20),
        low=value, high=value + wide, baseline=usual, floor=usual, ceiling=usual + wide,
    )  # fmt: skip
    table = make_table(list_shown(_report_of(measure)), {})
    now, before = tell_amount(value, unit), tell_amount(usual, unit)

    assert find_fault(f"Made-up number is {now}, against the usual {before}.", ["made_up"], table) is None


def _report_of(measure: Measure) -> Report:
    return replace(REPORT, measures=(measure,))


def test_better_is_what_the_definition_calls_so() -> None:
    said = ("Queue improved to 10.", ["queue"])

    assert find_fault(*said, TABLE) is None
    assert find_fault(*said, make_table(SHOWN, BETTER | {"queue": "up"})) == "the wrong direction"
