"""Whatever a repository holds is shown as text: the page that a forge makes of it has our elements and our links."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from reviewer.model.review import Review
from reviewer.render.forge.comment import find_state, render_clean_comment, render_comment
from reviewer.render.forge.lines import find_fingerprint, render_gone, render_line_comment
from reviewer.render.forge.summary import render_summary
from reviewer.render.markdown import render_markdown

from .hostile import LINKS, TEXTS, Page, poison
from .sample import PULL
from .strategies import reviews

calm = settings(deadline=None, derandomize=True, max_examples=100)
PRINT = "0123456789abcdef"
LIVE = (
    "@team", "#12", "GH-1", "https://e.x", "www.e.x", "1a2b3c4", ":smile:", "$x$", "![i](x)", "<img src=x>", "<b>x",
    "<details>", "</details>", "# h", "> q", "- [ ] x", "~~x~~", "    code", "```\nx\n```", "<!DOCTYPE x>", "<?x?>",
)  # fmt: skip
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


@calm
@given(reviews)
def test_any_review_is_a_sound_page(review: Review) -> None:
    for comment in (
        render_comment(review, LINKS, state="abc"),
        render_markdown(review, show_all=True),
        *(render_line_comment(finding, LINKS) for finding in review.findings),
    ):
        check(comment)
