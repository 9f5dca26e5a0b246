import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product

import pytest

from reviewer.model.report import Report, Series
from reviewer.render.report.page import render_page
from reviewer.render.report.style import CLASSES, DARK, LIGHT, render_style
from tests.unit.render.hostile import TEXTS

from .reports import EMPTY, SAMPLE, SERIES, STATES, report_of

_VOID = {"meta", "path", "rect", "circle"}
_LARGEST = 150_000
REPORTS = [SAMPLE, EMPTY, STATES, report_of("<b>x</b>")]


class _Page(HTMLParser):
    """The elements of a page with their attributes, and its text; every element is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that is written."""
        return " ".join(self.words).replace("\u202f", " ")

    def find(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


def _without(*ids: str) -> Report:
    return replace(SAMPLE, series=tuple(one for one in SERIES if one.id not in ids))


@pytest.mark.parametrize("report", REPORTS, ids=["sample", "empty", "states", "hostile"])
def test_nothing_runs_and_nothing_is_fetched(report: Report) -> None:
    text = render_page(report)
    page = _Page(text)

    assert page.open == []
    assert "default-src 'none'" in page.find("meta")[1]["content"]
    assert {tag for tag, _ in page.elements} & {"script", "img", "link", "iframe", "a", "form", "object"} == set()
    names = {name for _, attributes in page.elements for name in attributes}
    assert [name for name in names if name.startswith("on") or name in ("href", "src", "style", "xlink:href")] == []
    assert re.findall(r"url\((?!#[\w-]+\))|@import|https?:", text) == []


def test_the_page_is_small() -> None:
    assert len(render_page(SAMPLE).encode()) < _LARGEST


def test_everything_can_be_found_without_seeing_it() -> None:
    page = _Page(render_page(SAMPLE))

    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    drawings = [svg for svg in page.find("svg") if svg.get("aria-hidden") != "true"]
    assert len(drawings) == 8
    assert all(svg["role"] == "img" and set(svg["aria-labelledby"].split()) <= set(ids) for svg in drawings)
    assert all(section["aria-labelledby"] in ids for section in page.find("section"))
    assert all(head["scope"] in ("col", "row") for head in page.find("th"))
    assert [tag for tag, _ in page.elements if tag == "h1"] == ["h1"]
    assert page.find("html") == [{"lang": "en"}]
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in page.find("div") if one.get("role") == "region")


def test_what_holds_the_team_back_stands_first() -> None:
    text = _Page(render_page(SAMPLE)).text
    order = [
        "The queue grows by 6 changes a week",
        "Merged without any review",
        "Output against certainty",
        "Where the debt sits",
        "Who read what was merged",
        "Queue, time and load",
        "Quality",
        "Who wrote it",
        "What to do",
        "What if",
        "Definitions and caveats",
    ]
    places = [text.index(part) for part in order]

    assert places == sorted(places)


def test_a_level_and_a_change_are_told_apart() -> None:
    text = _Page(render_page(SAMPLE)).text

    assert "13 % (a level; Graphite" in text
    assert "+31.3 % (a change; Faros" in text


def test_every_state_is_a_word() -> None:
    text = _Page(render_page(STATES)).text

    for words in ("25 %", "0 %", "insufficient", "4 of 10 that it takes", "unknown", "no clone was read", "suppressed"):
        assert text.count(words) >= 2
    assert "nan" not in text
    assert "None" not in text


def test_an_empty_report_says_so() -> None:
    page = _Page(render_page(EMPTY))

    assert "There is nothing to tell of this week." in page.text
    assert page.find("svg") == []
    assert page.find("table") == []


@pytest.mark.parametrize("missing", ["merged_lines", "verified_lines"])
def test_the_main_chart_needs_both_lines(missing: str) -> None:
    assert "Output against certainty" not in _Page(render_page(_without(missing))).text


def test_a_chart_is_drawn_of_the_series_that_are_there() -> None:
    text = _Page(render_page(_without("departures", "load_curve", "class_ai_only", "queue_age", "queue_age_p90"))).text

    assert "arrived: 54" in text
    assert "left: " not in text
    assert "Age of the queue" not in text
    assert "machine only" not in text
    assert "the two who read most: 56 %" in text


def test_the_curve_of_load_takes_the_place_of_its_past() -> None:
    text = _Page(render_page(SAMPLE)).text

    assert "2 of 9 carry 58 %" in text
    assert "the two who read most" not in text


@pytest.mark.parametrize(
    "values", [(None,), (0.0,), (float("nan"),), (5.0,), (None, 3.0, None, 4.0, float("inf")), (), (-3.0, 2.0)]
)
def test_any_series_can_be_drawn(values: tuple[float | None, ...]) -> None:
    weeks = tuple(f"2026-W{week}" for week in range(1, len(values) + 1))
    series = tuple(Series(one.id, one.name, one.unit, weeks, values) for one in SERIES)
    text = render_page(replace(SAMPLE, series=series))

    assert re.findall(r'[" ](?:nan|inf|-inf)', text) == []
    assert _Page(text).open == []


def test_series_of_other_weeks_are_not_drawn_together() -> None:
    odd = replace(next(one for one in SERIES if one.id == "arrivals"), weeks=("2026-W46",), values=(3.0,))
    report = replace(SAMPLE, series=tuple(odd if one.id == odd.id else one for one in SERIES))

    assert "arrived: " not in _Page(render_page(report)).text


@pytest.mark.parametrize("text", TEXTS)
def test_texts_of_others_stay_text(text: str) -> None:
    plain, hostile = (_Page(render_page(report_of(one))) for one in ("x", text))

    assert Counter(tag for tag, _ in hostile.elements) == Counter(tag for tag, _ in plain.elements)
    attributes = [[sorted(given) for _, given in page.elements] for page in (plain, hostile)]
    assert attributes[0] == attributes[1]


def test_long_texts_do_not_make_a_large_page() -> None:
    assert len(render_page(report_of("x" * 100_000)).encode()) < 5 * _LARGEST


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_stand_out(table: dict[str, str]) -> None:
    texts = ("ink", "quiet", "output", "certain", "worse", "focus")
    for text, paper in product(texts, ("paper", "page")):
        assert _contrast(table[text], table[paper]) >= 4.5, (text, paper)
    for stroke in ("gap", "other"):
        assert _contrast(table[stroke], table["paper"]) >= 3, stroke
    for colour in CLASSES:
        assert _contrast(colour, "#ffffff") >= 4.5 if colour != CLASSES[1] else _contrast(colour, "#ffffff") >= 3
        assert _contrast(colour, table["paper"]) >= 2.4, colour


def test_both_schemes_and_print_are_in_the_style() -> None:
    style = render_style()

    assert style.count("{") == style.count("}")
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    used = set(re.findall(r"var\(--(\w+)\)", style))
    assert used <= set(LIGHT) == set(DARK)


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
