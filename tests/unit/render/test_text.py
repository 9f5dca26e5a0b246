import re
from dataclasses import replace

import pytest
from hypothesis import given

from reviewer.model.finding import Finding, Skip, Waiver
from reviewer.model.review import Review
from reviewer.render.terminal import Terminal, link, paint, wrap
from reviewer.render.text import render_text

from .sample import EMPTY, HOSTILE, SAMPLE, SCREEN, find
from .strategies import read_reviews, reviews, unhurried

calm = unhurried(150)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
CODES = re.compile("\x1b\\[[0-9;]+m|\x1b]8;;(?:file:///[A-Za-z0-9%._~/-]*)?\x1b\\\\")


def first_line(review: Review, *, show_all: bool = False) -> str:
    return render_text(review, show_all=show_all).split("\n", 1)[0]


def hold(*findings: Finding) -> Review:
    return replace(EMPTY, findings=findings)


def test_the_verdict_counts_findings_and_change() -> None:
    review = hold(find("a", "a.py", 1, "high"), find("b", "b.py", 1, "low"))
    assert first_line(review) == "2 findings (1 high, 1 low) in 4 files, +6 -4"


def test_the_verdict_says_how_many_to_read_first_when_some_are_not_shown() -> None:
    assert first_line(SAMPLE).endswith(", 4 places not looked at: read these 5 first")
    assert first_line(SAMPLE, show_all=True).endswith(", 4 places not looked at")


def test_a_clean_verdict_says_what_it_leaves_out() -> None:
    assert first_line(EMPTY) == "Nothing to object to in 4 files, +6 -4"
    skip = Skip("a.cob", "*", "no grammar")
    one, two = replace(EMPTY, skips=(skip,)), replace(EMPTY, skips=(skip, skip))
    assert first_line(one).endswith("+6 -4, but 1 place was not looked at")
    assert first_line(two).endswith("+6 -4, but 2 places were not looked at")


def test_no_difference_is_not_called_fine() -> None:
    nothing = replace(EMPTY, change=replace(EMPTY.change, files=()))
    assert first_line(nothing) == "Nothing to review: the two sides do not differ"
    assert "not looked at" in first_line(replace(nothing, skips=(Skip("", "*", "shallow"),)))


def test_a_waived_finding_is_counted_but_not_listed() -> None:
    text = render_text(SAMPLE)
    assert "1 finding waived (--all shows them)" in text
    assert "plug-in interface" not in text
    assert "src/orders/store.py:12  unused-parameter: part of the plug-in interface" in render_text(
        SAMPLE, show_all=True
    )


def test_what_was_dismissed_on_the_pull_request_says_so_in_place_of_a_place() -> None:
    dismissed = Waiver("a", "ann: no matter", "", "", 0)
    review = replace(hold(replace(find("a", "a.py", 1), waived=dismissed)), waivers=(("added", dismissed),))
    text = render_text(review, show_all=True)
    assert "\n  a.py:1  a: ann: no matter (dismissed on the pull request)\n" in text
    assert "\nwaiver added: a: ann: no matter (dismissed on the pull request)\n" in text


def test_the_findings_of_a_file_stand_together_and_aligned() -> None:
    high, low = find("a", "a.py", 100, "high"), find("b", "a.py", 7, "low")
    text = render_text(hold(high, find("c", "b.py", 1, "medium"), low))
    heads = [line for line in text.split("\n") if "confidence" in line]
    assert heads == [
        "a.py:7    low   b (high confidence)",
        "a.py:100  high  a (high confidence)",
        "b.py:1  medium  c (high confidence)",
    ]


def test_a_deleted_line_is_marked_as_what_was() -> None:
    gone = replace(find("a", "a.py", 1), side="old", code="  check(x)")
    assert "\n  was   - check(x)\n" in render_text(hold(gone))
    assert "\n        | check(x)\n" in render_text(hold(replace(gone, side="new")))


def test_many_reasons_for_not_looking_are_summed_up() -> None:
    skips = (*(Skip(f"{i}.x", "*", f"reason {i}") for i in range(7)), Skip("8.x", "r", "reason 6"))
    text = render_text(replace(EMPTY, skips=skips))
    assert "\n  2  reason 6: 6.x, 8.x\n  1  reason 0: 0.x\n" in text
    assert text.endswith("  and 2 other reasons (--all lists them)\n")
    assert "\n  8.x r: reason 6\n" in render_text(replace(EMPTY, skips=skips), show_all=True)


def test_a_file_gets_no_wrapping_and_a_terminal_does() -> None:
    long = hold(find("a", "a.py", 1, message="word " * 40))
    assert max(map(len, render_text(long).split("\n"))) > 200
    assert max(map(len, render_text(long, terminal=Terminal(width=60)).split("\n"))) <= 60


def test_colour_and_links_are_all_that_a_screen_adds() -> None:
    screen = render_text(SAMPLE, terminal=SCREEN)
    assert "\x1b[1;31mhigh\x1b[0m" in screen
    assert "\x1b]8;;file:///home/ann/shop/src/orders/store.py\x1b\\" in screen
    assert CODES.sub("", screen) == render_text(SAMPLE, terminal=Terminal(width=80))


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "a//b", ""])
def test_a_path_that_leaves_the_repository_is_not_linked(path: str) -> None:
    assert link("x", path, SCREEN) == "x"


def test_a_link_needs_a_terminal_with_links_and_a_root() -> None:
    assert link("x", "a.py", Terminal(links=True)) == "x"
    assert link("x", "a.py", Terminal(root="/r")) == "x"
    assert link("x", "a\x1b b.py", Terminal(links=True, root="/r/")) == (
        "\x1b]8;;file:///r/a%1B%20b.py\x1b\\x\x1b]8;;\x1b\\"
    )


def test_paint_needs_colour_and_text() -> None:
    assert paint("x", "low", Terminal()) == "x"
    assert paint("", "low", SCREEN) == ""


def test_wrap_keeps_paths_whole() -> None:
    assert wrap("see src/a-b/c-d-e-f-g-h-i-j.py now", indent=60, terminal=SCREEN) == [
        "see",
        "src/a-b/c-d-e-f-g-h-i-j.py",
        "now",
    ]


def test_a_hostile_review_cannot_drive_the_terminal() -> None:
    assert not CONTROL.search(render_text(HOSTILE))
    assert not CONTROL.search(CODES.sub("", render_text(HOSTILE, terminal=SCREEN, show_all=True)))


@calm
@given(read_reviews)
def test_no_text_is_more_than_text(review: Review) -> None:
    for show_all in (False, True):
        assert not CONTROL.search(render_text(review, show_all=show_all))
        screen = render_text(review, terminal=SCREEN, show_all=show_all)
        assert not CONTROL.search(CODES.sub("", screen))


@calm
@given(reviews)
def test_the_order_of_the_findings_does_not_matter(review: Review) -> None:
    assert render_text(review) == render_text(replace(review, findings=review.findings[::-1]))
