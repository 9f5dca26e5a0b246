"""Whatever a repository holds is shown as text: the page that a forge makes of it has our elements and our links."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from reviewer.model.review import Review
from reviewer.render.forge.commands import quiet
from reviewer.render.forge.comment import find_state, render_clean_comment, render_comment
from reviewer.render.forge.lines import find_fingerprint, render_gone, render_line_comment
from reviewer.render.forge.summary import render_summary
from reviewer.render.markdown import render_markdown
from reviewer.render.terminal import Terminal
from reviewer.render.text import render_text

from .hostile import LINKS, TEXTS, Page, poison
from .sample import PULL, READING
from .strategies import read_reviews, unhurried

calm = unhurried(100)
PRINT = "0123456789abcdef"
LIVE = (
    "@team", "#12", "GH-1", "https://e.x", "www.e.x", "1a2b3c4", ":smile:", "$x$", "![i](x)", "<img src=x>", "<b>x",
    "<details>", "</details>", "# h", "> q", "- [ ] x", "~~x~~", "    code", "```\nx\n```", "<!DOCTYPE x>", "<?x?>",
)  # fmt: skip
NARROW = Terminal(width=40)
COMMAND = re.compile(r"^\s*::|##\[")  # of the runner, in the log of a job
OURS = "https://forge.example/owner/name/blob/"


def check(markdown: str) -> Page:
    page = Page(markdown)
    assert page.faults == []
    assert all(link.startswith(OURS) for link in page.links)
    return page


def around(text: str) -> tuple[str, ...]:
    return (text, f"see {text} there", f"{text}{text}")


@pytest.mark.parametrize("text", LIVE)
def test_the_page_sees_what_is_live(text: str) -> None:
    assert Page(text).faults


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_adds_nothing_to_the_comment(text: str) -> None:
    plain = Page(render_comment(poison(PULL, "word"), LINKS, state="abc", notes=("word",)))
    for said in around(text):
        comment = render_comment(poison(PULL, said), LINKS, state="abc", notes=(said,))
        page = check(comment)
        assert page.shape == plain.shape
        assert page.comments == ["reviewer:comment", "reviewer:state abc"]
        assert find_state(comment) == "abc"


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_adds_nothing_to_a_comment_on_a_line(text: str) -> None:
    finding = replace(poison(PULL.findings[0], "word"), fingerprint=PRINT)
    plain = Page(render_line_comment(finding, LINKS)).shape
    for said in around(text):
        comment = render_line_comment(replace(poison(finding, said), fingerprint=PRINT), LINKS)
        page = check(comment)
        assert page.shape == plain
        assert page.comments == [f"reviewer:finding {PRINT}"]
        gone = render_gone(comment, said)
        assert check(gone).tags.count("details") == 1
        assert find_fingerprint(gone) == (PRINT, True)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_adds_nothing_to_a_file_or_a_summary(text: str) -> None:
    def render(said: str) -> list[str]:
        review = poison(PULL, said)
        return [
            render_markdown(review),
            render_markdown(review, show_all=True),
            render_summary(review, LINKS, ((said, said), (said, 1.0)), (said,)),
            render_clean_comment(review, state="", notes=(said,)),
        ]

    for said in around(text):
        for shown, plain in zip(render(said), render("word"), strict=True):
            assert check(shown).shape == Page(plain).shape


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_of_a_second_reader_is_no_command(text: str) -> None:
    for said in (*around(text), f"x\n{text}", f"\n\n{text} 1a2b3c4d because\n"):
        review = replace(PULL, reading=poison(READING, said))
        comments = [render_comment(review, LINKS, state=""), render_clean_comment(review, LINKS, state="")]
        assert not [line for body in comments for line in body.split("\n") if line.strip().startswith("/reviewer")]
        assert not [line for line in quiet(render_text(review, terminal=NARROW)).split("\n") if COMMAND.search(line)]


@pytest.mark.parametrize("text", LIVE)
def test_a_long_text_of_a_second_reader_is_cut_to_text(text: str) -> None:
    long = f"{text} " * (100_000 // len(text))
    review = replace(PULL, reading=poison(READING, long))
    assert len(check(render_comment(review, LINKS, state="")).prose) < 40_000
    check(render_markdown(review, show_all=True))


def test_the_log_sees_what_is_a_command() -> None:
    review = replace(PULL, reading=poison(READING, "::error::x ##[error]x"))
    assert [line for line in render_text(review, terminal=NARROW).split("\n") if COMMAND.search(line)]


@calm
@given(read_reviews)
def test_any_review_is_a_sound_page(review: Review) -> None:
    for comment in (
        render_comment(review, LINKS, state="abc"),
        render_clean_comment(review, LINKS, state="abc"),
        render_markdown(review, show_all=True),
        *(render_line_comment(finding, LINKS) for finding in review.findings),
    ):
        check(comment)
