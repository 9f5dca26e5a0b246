"""The shape of a change in the reports of a check: one line in a terminal, a drawing on the pull request."""

from dataclasses import replace

from hypothesis import given, settings

from reviewer.model.picture import Link, Node, Picture
from reviewer.render.markdown import LIMIT, render_markdown
from reviewer.render.text import render_text
from tests.unit.render.sample import EMPTY as QUIET
from tests.unit.render.sample import SAMPLE as REVIEW

from .pictures import HOSTILE, SAMPLE, pictures


def test_the_drawing_stands_in_a_fence_of_its_own() -> None:
    shown = render_markdown(replace(REVIEW, picture=SAMPLE))

    assert shown.count("```mermaid\nflowchart LR\n") == 1
    assert "**Shape:** 4 new dependencies between packages, 1 removed, 1 in a cycle, 1 against a layer\n\n" in shown


def test_a_shape_that_stays_is_not_spoken_of() -> None:
    kept = Picture(SAMPLE.nodes, SAMPLE.edges[:2], "")

    for picture in (None, kept):
        assert render_markdown(replace(QUIET, picture=picture)) == render_markdown(QUIET)
        assert render_text(replace(QUIET, picture=picture)) == render_text(QUIET)


def test_a_terminal_gets_one_line() -> None:
    lines = render_text(replace(QUIET, picture=SAMPLE)).splitlines()

    said = [line for line in lines if line.startswith("shape: ")]
    assert len(said) == 1
    # Nothing draws the working tree.
    assert "draws it" not in said[0]
    named = replace(QUIET.change, head=replace(QUIET.change.head, name="HEAD"))
    again = render_text(replace(QUIET, change=named, picture=SAMPLE))
    assert f"{said[0]}; `reviewer map --base main --head HEAD` draws it\n" in again


def test_a_drawing_that_does_not_fit_is_left_out_as_a_whole_and_named() -> None:
    nodes = tuple(Node(f"{at}", "\N{HIRAGANA LETTER A}" * 60, 1) for at in range(500))
    edges = tuple(Link(f"{at}", f"{at + 1}", 1, "added") for at in range(499))

    shown = render_markdown(replace(QUIET, picture=Picture(nodes, edges, "")))

    assert len(shown.encode()) <= LIMIT
    assert "mermaid" not in shown
    assert "1 drawing of the shape" in shown


@given(pictures())
@settings(max_examples=100, deadline=None)
def test_no_name_leaves_the_fence(picture: Picture) -> None:
    shown = render_markdown(replace(QUIET, picture=picture))

    assert shown.count("```") in (0, 2)


def test_a_hostile_name_does_not_leave_the_fence() -> None:
    shown = render_markdown(replace(QUIET, picture=HOSTILE))

    assert shown.count("```") == 2
    assert "<script" not in shown
