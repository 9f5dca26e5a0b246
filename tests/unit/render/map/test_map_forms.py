"""Whatever the names are: every form is well-formed, says everything, and lets nothing out."""

import json
import re

from defusedxml import ElementTree
from hypothesis import given, settings

from reviewer.model.picture import Picture
from reviewer.render.map.dot import render_dot
from reviewer.render.map.html import render_html
from reviewer.render.map.json import render_map_json
from reviewer.render.map.mermaid import fence_mermaid, render_mermaid
from reviewer.render.map.svg import draw_picture, render_svg
from reviewer.render.map.words import MARKS, state_shape

from .pictures import HOSTILE, SAMPLE, pictures

SVG = "{http://www.w3.org/2000/svg}"
_LABEL = r"(?:[A-Za-z0-9 /_,()…]|[^\x00-\x7f]|#\d+;|<br>)*"
_STYLE = r"stroke:#[0-9a-f]{6},stroke-width:\dpx(?:,stroke-dasharray:6 4)?"
MERMAID = re.compile(
    rf'flowchart LR|  n\d+\["{_LABEL}"\]|  n\d+ (?:-->|-\.->)(?:\|"{_LABEL}"\|)? n\d+|'
    rf"  classDef [a-z]+ {_STYLE}|  class n\d+(?:,n\d+)* [a-z]+|  linkStyle \d+(?:,\d+)* {_STYLE}"
)
DOT = re.compile(
    r"digraph architecture \{|\}|  //[^\n]*|"
    r"  (?:graph|node|edge|n\d+(?: -> n\d+)?) \[(?:[^\"\[\]]|\"(?:[^\"\\\n]|\\.)*\")*\];"
)


@given(pictures())
@settings(max_examples=150, deadline=None)
def test_a_drawing_is_xml_in_which_every_part_can_be_reached_and_read(picture: Picture) -> None:
    root = ElementTree.fromstring(render_svg(picture))

    nodes = [g for g in root.iter(f"{SVG}g") if "node" in (g.get("class") or "").split()]
    assert len(nodes) == len(picture.nodes)
    assert all(g.get("tabindex") == "0" and g.get("role") == "img" and g.get("aria-label") for g in nodes)
    assert root.findtext(f"{SVG}title") is not None
    assert root.findtext(f"{SVG}desc")
    edges = [g for g in root.iter(f"{SVG}g") if "edge" in (g.get("class") or "").split()]
    assert len(edges) == sum(edge.source != edge.target for edge in picture.edges)
    assert all(g.findtext(f"{SVG}title") for g in edges)
    assert {child.tag for child in root.iter()} <= {
        f"{SVG}{tag}"
        for tag in ("svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text", "tspan")
    }


@given(pictures())
@settings(max_examples=150, deadline=None)
def test_a_page_is_well_formed_and_holds_the_words_for_the_drawing(picture: Picture) -> None:
    page = render_html(picture)
    # What HTML leaves open is closed here; the rest must be as strict as XML.
    strict = re.sub(r"(<meta [^>]*[^/])>", r"\1/>", page.removeprefix("<!DOCTYPE html>\n"))
    root = ElementTree.fromstring(strict)

    rows = [row for row in root.iter("tr") if row.find("td") is not None]
    assert len(rows) == len(picture.nodes) + len(picture.edges)
    assert not list(root.iter("script"))
    assert "default-src 'none'" in page
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes.isdisjoint({"href", "src", "srcset", "action", "onload", "onclick"})


@given(pictures())
@settings(max_examples=150, deadline=None)
def test_every_line_of_mermaid_is_one_that_was_meant(picture: Picture) -> None:
    lines = render_mermaid(picture).splitlines()

    assert [line for line in lines if not MERMAID.fullmatch(line)] == []
    numbers = [int(n) for line in lines if line.startswith("  linkStyle") for n in line.split()[1].split(",")]
    assert len(numbers) == len(set(numbers))
    assert all(number < len(picture.edges) for number in numbers)
    assert fence_mermaid(picture).count("```") == 2


@given(pictures())
@settings(max_examples=150, deadline=None)
def test_every_line_of_dot_is_one_that_was_meant(picture: Picture) -> None:
    assert [line for line in render_dot(picture).split("\n") if line and not DOT.fullmatch(line)] == []


@given(pictures())
@settings(max_examples=50, deadline=None)
def test_json_says_everything(picture: Picture) -> None:
    read = json.loads(render_map_json(picture))

    assert (len(read["nodes"]), len(read["edges"])) == (len(picture.nodes), len(picture.edges))


def test_nothing_of_a_hostile_name_becomes_markup() -> None:
    for text in (render_svg(HOSTILE), render_html(HOSTILE)):
        assert "<script" not in text
        assert "<svg onload" not in text
        assert "\u202e" not in text
    assert "click" not in [line.split()[0] for line in render_mermaid(HOSTILE).splitlines()]


def test_marks_and_dashes_say_what_colours_say() -> None:
    drawn = draw_picture(SAMPLE)

    for look, mark in MARKS.items():
        if look in ("kept", "changed"):
            continue
        assert re.search(
            rf'class="edge {look}[^>]*>.*?<text class="mark"[^>]*>[^<]*{re.escape(mark)}', drawn, re.DOTALL
        ), look
    assert 'class="edge removed n3 n4 gone"' in drawn


def test_the_shape_is_stated_in_one_line() -> None:
    assert state_shape(SAMPLE) == ("4 new dependencies between packages, 1 removed, 1 in a cycle, 1 against a layer")
    assert state_shape(Picture(SAMPLE.nodes, SAMPLE.edges[:2], "")) == ""
    assert state_shape(Picture(SAMPLE.nodes, SAMPLE.edges[5:6], "")) == "1 dependency between packages removed"
