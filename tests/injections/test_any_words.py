"""Whatever is handed in, in whatever field: nothing raises, the review stands, and what is shown is text."""

import json
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.app.check import Checked
from reviewer.app.second.reading import add_reading
from reviewer.app.second.submitted import SUBMIT
from reviewer.ports import Reply, ToolCall
from tests.injections.forms import MARKDOWN, leave_out_second, render_all
from tests.injections.planting import Site
from tests.unit.app.second.stage import CHANGED_LINE, ScriptedModel, make_terms
from tests.unit.render.hostile import TEXTS, Page

calm = settings(deadline=None, derandomize=True, max_examples=50)
_SLUG, _SLUGIFY = ("shop/pages.py", 1, "def make_slug(name):"), ("shop/text.py", 1, "def slugify(title):")
_ORDER = ("shop/orders.py", 6, CHANGED_LINE)
_WORDS = ("make_slug", "the", "name", "`make_slug`", "`timeout`", "`name`", "what", "is", "of", "when", "`", "?", ".")

_mixed = st.lists(st.sampled_from((*TEXTS, *_WORDS)), min_size=1, max_size=9).map(" ".join)
# Sentences that pass but for what is put into them.
_near = st.sampled_from((*TEXTS, "name", "`name`")).map(
    lambda text: f"What does `make_slug` do of the name {text} then?"
)
_text = st.one_of(st.text(max_size=60), _mixed, _near, _mixed.map(lambda text: f"{text}?"))
_good = st.sampled_from((_SLUG, _SLUGIFY, _ORDER)).map(
    lambda place: {"path": place[0], "line": place[1], "side": "new", "text": place[2]}
)
_bad = st.fixed_dictionaries(
    {
        "path": st.one_of(_text, st.sampled_from(("shop/pages.py", ".env", "../x"))),
        "line": st.integers(),
        "side": st.sampled_from(("new", "old")),
        "text": _text,
    }
)
_quotes = st.lists(st.one_of(_good, _good, _bad), max_size=3)
_both = st.just([{"path": p, "line": n, "side": "new", "text": t} for p, n, t in (_SLUG, _SLUGIFY)])
_submission = st.fixed_dictionaries(
    {
        "opinions": st.lists(
            st.fixed_dictionaries(
                {
                    "candidate": st.one_of(st.just("C1"), _text),
                    "verdict": st.sampled_from(("confirmed", "doubted", "unsure")),
                    "because": _text,
                    "quotes": st.one_of(_both, _quotes),
                }
            ),
            max_size=2,
        ),
        "questions": st.lists(
            st.fixed_dictionaries(
                {"area": st.one_of(st.sampled_from(("units", "limits")), _text), "text": _text, "quotes": _quotes}
            ),
            max_size=3,
        ),
        "explanations": st.lists(st.fixed_dictionaries({"text": _text, "quotes": _quotes}), max_size=3),
    }
)
_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _text),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_text, inner, max_size=4)),
    max_leaves=20,
)


@cache
def check_plain() -> Checked:
    """Return the review that everything is added to."""
    return Site().check()


def add(arguments: str) -> Checked:
    """Return the review with what a model handed in again and again."""
    reply = Reply("", (ToolCall("call-1", SUBMIT, arguments),), tokens_in=500, tokens_out=10)
    return add_reading(check_plain(), ScriptedModel(reply), make_terms(), lambda _: None)


def check_sound(told: Checked) -> None:
    """Hold that a review stands, and that its pages have no element, link or comment of anybody else."""
    reading = told.review.reading
    assert reading is not None
    assert not reading.not_done.startswith("it ended by a fault of ours")
    assert leave_out_second(told.review, check_plain().review) == check_plain().review
    for render in MARKDOWN.values():
        page, plain = Page(render(told.review)), Page(render(check_plain().review))
        assert page.faults == []
        assert page.comments == plain.comments
        assert "img" not in page.tags
        assert all(link.startswith("https://forge.example/owner/name/blob/") for link in page.links)
    assert render_all(told).keys() == render_all(check_plain()).keys()


@calm
@given(_submission)
def test_any_text_in_any_field(submission: dict[str, Any]) -> None:
    check_sound(add(json.dumps(submission)))


@calm
@given(st.one_of(_json.map(json.dumps), _text))
def test_anything_in_place_of_a_submission(arguments: str) -> None:
    check_sound(add(arguments))


@calm
@given(_near, _near, _near)
def test_sentences_that_are_nearly_right(asked: str, told: str, thought: str) -> None:
    def quote(place: tuple[str, int, str]) -> dict[str, Any]:
        return {"path": place[0], "line": place[1], "side": "new", "text": place[2]}

    both = [quote(_SLUG), quote(_SLUGIFY)]
    submission = {
        "opinions": [{"candidate": "C1", "verdict": "confirmed", "because": thought, "quotes": both}],
        "questions": [{"area": "units", "text": asked, "quotes": [quote(_SLUG)]}],
        "explanations": [{"text": told, "quotes": [quote(_SLUG)]}],
    }
    check_sound(add(json.dumps(submission)))


def test_a_sentence_that_is_right_is_shown() -> None:
    quote = {"path": _SLUG[0], "line": _SLUG[1], "side": "new", "text": _SLUG[2]}
    asked = {"area": "units", "text": "What does `make_slug` do of a name without letters?", "quotes": [quote]}

    told = add(json.dumps({"opinions": [], "questions": [asked], "explanations": []}))

    assert told.review.reading is not None
    assert len(told.review.reading.questions) == 1
    assert all("without letters" in render(told.review) for render in MARKDOWN.values())
