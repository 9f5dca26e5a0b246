"""This module holds what is told of a second reader: in every form after all that is sure, bounded, and as text."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given

from reviewer.model.reading import Area, Explanation, Opinion, Question, Quote, Reading, Usage
from reviewer.model.review import Review
from reviewer.render.builds.gitlab import render_gitlab
from reviewer.render.builds.junit import render_junit
from reviewer.render.contract.reading import (
    ExplanationPart,
    OpinionPart,
    QuestionPart,
    QuotePart,
    ReadingPart,
    UsagePart,
)
from reviewer.render.forge.annotations import list_annotations
from reviewer.render.forge.comment import render_clean_comment, render_comment
from reviewer.render.forge.summary import render_summary
from reviewer.render.json import render_json
from reviewer.render.markdown import render_markdown
from reviewer.render.sarif import render_sarif
from reviewer.render.terminal import Terminal
from reviewer.render.text import render_text
from reviewer.render.text.second import list_reading
from reviewer.render.words.second import choose_remarks, list_terms, state_cost

from .hostile import LINKS, Page
from .sample import EMPTY, PULL, READING, RULES, SAMPLE, SWALLOWED, find
from .strategies import read_reviews, unhurried

calm = unhurried(60)
PLAIN = Terminal()
NOTHING = Reading("gpt-x")
FAILED = Reading("gpt-x", not_done="the endpoint refused the key.")
LINE = Quote("src/a.py", 3, 3, "new", "x = 1")


def with_reading(reading: Reading | None, review: Review = EMPTY) -> Review:
    return replace(review, reading=reading)


def tell(reading: Reading, *, show_all: bool = False) -> list[str]:
    return list_reading(reading, PLAIN, show_all=show_all)


def give_opinion(number: int, verdict: str = "confirmed", *, is_shown: bool = False) -> Opinion:
    candidate = find("hidden-order", f"src/f{number}.py", 3)
    return Opinion(candidate, is_shown, verdict, f"reason {number}", ())  # type: ignore[arg-type]


def ask(number: int) -> Question:
    return Question("limits", f"What of {number}?", (LINE,))


def explain(number: int) -> Explanation:
    return Explanation(f"It does {number}.", (LINE,))


MANY = Reading(
    "gpt-x",
    opinions=tuple(give_opinion(i) for i in range(30)),
    questions=tuple(ask(i) for i in range(9)),
    explanations=tuple(explain(i) for i in range(9)),
)


@calm
@given(read_reviews)
def test_the_text_is_the_same_but_for_the_part_of_the_second_reader(review: Review) -> None:
    for show_all in (False, True):
        added = "\n".join(list_reading(review.reading, PLAIN, show_all=show_all))
        text = render_text(review, show_all=show_all)
        plain = render_text(with_reading(None, review), show_all=show_all)
        assert (text.replace(f"\n\n{added}", "", 1) if added else text) == plain


def test_no_verdict_and_no_finding_depends_on_a_second_reader() -> None:
    told, plain = (json.loads(render_json(with_reading(reading, SAMPLE))) for reading in (READING, None))
    assert told.pop("reading")["model"] == "gpt-x"
    assert plain.pop("reading") is None
    assert told == plain


FORMS: dict[str, Callable[[Review], object]] = {
    "SARIF": lambda review: render_sarif(review, RULES, "0.1.0"),
    "GitLab": render_gitlab,
    "JUnit": lambda review: render_junit(review, RULES),
    "annotations": lambda review: list_annotations(review, frozenset()),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_facts_alone_has_nothing_of_a_second_reader(form: str) -> None:
    assert FORMS[form](with_reading(READING, PULL)) == FORMS[form](with_reading(None, PULL))


def blocks_of(markdown: str) -> list[str]:
    """Return the blocks without the last word, which counts what was cut."""
    return markdown.split("\n\nCut at GitHub's limit.", maxsplit=1)[0].strip().split("\n\n")


@pytest.mark.parametrize("limit", [2_000, 3_000, 5_000, 8_000, 10_000, 65_535])
def test_the_second_reader_is_cut_first(limit: int) -> None:
    told = blocks_of(render_markdown(PULL, links=LINKS, limit=limit))
    plain = blocks_of(render_markdown(with_reading(None, PULL), links=LINKS, limit=limit))
    rest = iter(told)
    assert all(block in rest for block in plain)
    assert len(render_markdown(PULL, links=LINKS, limit=limit).encode()) <= limit


def test_what_is_cut_of_the_second_reader_is_counted() -> None:
    whole = render_markdown(with_reading(None, PULL), links=LINKS)
    text = render_markdown(PULL, links=LINKS, limit=len(whole.encode()) + 700)
    assert text.startswith(whole.split("<details>\n<summary>Skim")[0])
    assert "Second reader" not in text
    assert "also lists 4 remarks by the second reader, 3 explanations by the second reader, 4 notes" in text


def test_in_a_comment_it_stands_below_every_finding_and_says_whose_opinion_it_is() -> None:
    text = render_comment(PULL, LINKS, state="abc")
    at = text.index("**Second reader** (`gpt-x`): 2 questions, 1 of 4 candidates confirmed, 2 doubted")
    assert max(text.rindex("(high confidence)"), text.index("3 more findings:")) < at
    assert "\n\nA language model's opinion: its quotes were found in the code as shown" in text[at:]
    assert "reviewer dismiss" in text[at:]


def test_what_was_not_done_is_one_line_where_nothing_else_was_added() -> None:
    sentence = "did not read the change: the endpoint refused the key."
    assert tell(FAILED) == [f"the second reader (gpt-x) {sentence}"]
    assert f"\n\n**Second reader** (`gpt-x`) {sentence}\n" in render_markdown(with_reading(FAILED))
    assert f"\n\n**Second reader** (`gpt-x`) {sentence}\n" in render_clean_comment(with_reading(FAILED), state="")


def test_a_reader_that_has_nothing_to_add_says_so() -> None:
    spent = replace(NOTHING, usage=Usage(1, 1))
    assert tell(spent) == ["second reader (gpt-x): nothing to add", "  cost: 1 request from the cache: no cost"]
    assert "**Second reader** (`gpt-x`): nothing to add" in render_markdown(with_reading(spent))


def test_no_reading_is_not_told_of() -> None:
    assert "econd reader" not in render_text(EMPTY) + render_markdown(EMPTY) + render_clean_comment(EMPTY, state="")


def test_a_clean_comment_keeps_its_line_and_leads_to_the_code() -> None:
    plain = render_clean_comment(EMPTY, state="abc")
    text = render_clean_comment(with_reading(READING), LINKS, state="abc")
    line, mark = "Nothing to object to in 4 files, +6 -4.", "<!-- reviewer:state abc -->"
    assert text.startswith(plain.split(mark)[0])
    assert line in plain
    assert "[`src/orders/store.py:39`](https://forge.example/owner/name/blob/" in text
    assert text.endswith(mark)


@pytest.mark.parametrize(
    ("verdict", "is_shown", "is_told"),
    [
        ("confirmed", False, True), ("confirmed", True, True), ("doubted", True, True),
        ("doubted", False, False), ("unsure", True, False), ("unsure", False, False),
    ],
)  # fmt: skip
def test_an_opinion_that_changes_nothing_is_only_counted(verdict: str, *, is_shown: bool, is_told: bool) -> None:
    reading = replace(NOTHING, opinions=(give_opinion(1, verdict, is_shown=is_shown),))
    lines, everything = tell(reading), tell(reading, show_all=True)
    assert any("reason 1" in line for line in lines) is is_told
    assert any("reason 1" in line for line in everything)
    counted = f"  and not listed: 1 opinion (1 {verdict}) (--all shows more)"
    assert (counted in lines) is not is_told
    assert not [line for line in everything if "not listed" in line]


def test_a_doubt_stands_beside_the_finding_and_does_not_move_it() -> None:
    text = render_text(SAMPLE)
    assert "  src/orders/store.py:40-41  doubts the finding swallowed-exception: " in text
    assert "src/orders/store.py:40-41  high  swallowed-exception (medium confidence)\n" in text


def test_a_confirmed_candidate_brings_its_question_and_a_finding_does_not_repeat_it() -> None:
    for is_shown, asked in ((False, 1), (True, 0)):
        opinion = Opinion(SWALLOWED, is_shown, "confirmed", "so it is", ())
        lines = tell(replace(NOTHING, opinions=(opinion,)))
        assert lines.count(f"    ask {SWALLOWED.question}") == asked


def test_the_quote_of_the_place_is_shown_as_code_and_the_others_with_their_places() -> None:
    old = replace(LINE, side="old", text="\n    if a:\n\n\tpass\n  b\n  c\n")
    lines = tell(replace(NOTHING, questions=(Question("units", "Why?", (old, LINE)),)))
    assert lines[2:] == [
        "  src/a.py:3  asks about units",
        "    was -   if a:",
        "    was -   pass",
        "    was - b",
        "    ask Why?",
        "    see src/a.py:3: x = 1",
    ]


def test_what_is_shown_has_bounds_whatever_a_reading_holds() -> None:
    for show_all in (False, True):
        remarks = choose_remarks(MANY, show_all=show_all)
        assert (len(remarks.opinions), len(remarks.questions)) == (10, 3)
        assert len(remarks.explanations) == (5 if show_all else 2)
    assert "  and not listed: 20 opinions (20 confirmed), 6 questions, 4 explanations" in tell(MANY, show_all=True)
    markdown = render_markdown(with_reading(MANY))
    assert [markdown.count(word) for word in ("Because: reason", "What of", "It does")] == [10, 3, 5]
    assert "- not listed: 20 opinions (20 confirmed), 6 questions, 4 explanations\n" in markdown


def test_a_text_of_any_length_is_cut() -> None:
    long = "word " * 20_000
    quote = Quote("src/a.py", 1, 9, "new", f"{long}\n" * 3)
    reading = Reading(
        long,
        (
            Opinion(
                find("hidden-order", "src/a.py", 1),
                is_shown=False,
                verdict="confirmed",
                because=long,
                quotes=(quote,) * 9,
            ),
        ),
        (Question("limits", long, (quote,) * 9),),
        (Explanation(long, (quote,) * 9),),
        long,
        ((long, 1),) * 9,
        (long,) * 9,
    )
    assert max(map(len, tell(reading))) <= 1_010
    assert len(tell(reading)) < 30
    for markdown in (render_markdown(with_reading(reading)), render_summary(with_reading(reading), None)):
        assert len(markdown) < 12_000
    published = json.loads(render_json(with_reading(reading)))["reading"]
    texts = [published["model"], published["not_done"], published["opinions"][0]["because"]]
    texts += [part["text"] for part in (*published["questions"], *published["explanations"])]
    assert {len(text) for text in texts} == {1_000}
    assert sum(map(len, published["questions"][0]["quotes"][0]["lines"])) == 4_000


def test_a_reading_is_published_whole() -> None:
    for part, value in (
        (ReadingPart, Reading), (OpinionPart, Opinion), (QuestionPart, Question),
        (ExplanationPart, Explanation), (UsagePart, Usage),
    ):  # fmt: skip
        assert set(part.model_fields) == {field.name for field in fields(value)}
    assert {"text" if name == "lines" else name for name in QuotePart.model_fields} == {f.name for f in fields(Quote)}
    published = json.loads(render_json(with_reading(READING)))["reading"]
    assert published["opinions"][1]["quotes"][0]["lines"][:2] == ["    if not store.has(order):", "        save(order)"]
    assert published["dropped"] == dict(READING.dropped)
    assert published["usage"]["dollars"] == READING.usage.dollars


@pytest.mark.parametrize("area", get_args(Area))
def test_a_question_names_its_area(area: Area) -> None:
    reading = replace(NOTHING, questions=(Question(area, "Why?", ()),))
    assert f"  asks about {area}" in tell(reading)
    assert f"- **Question** about {area}\\\n  **Ask:** Why?" in render_markdown(with_reading(reading))


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        (Usage(), ""),
        (Usage(5, 2, 17_000, 1_204, dollars=0.0213), "5 requests (2 from the cache), 18,204 tokens, $0.02"),
        (Usage(1, 0, 1, 0, dollars=0.0001), "1 request, 1 token, less than $0.01"),
        (Usage(1, 0, 9, 9, is_estimated=True), "1 request, about 18 tokens, no price known"),
        (Usage(2, 0, 9, 9, dollars=0.0), "2 requests, 18 tokens, $0.00"),
        (Usage(2, 0, 9, 9, dollars=1234.5), "2 requests, 18 tokens, $1,234.50"),
        (Usage(2, 0, 9, 9, dollars=float("nan")), "2 requests, 18 tokens, no price known"),
        (Usage(2, 0, 9, 9, dollars=float("inf")), "2 requests, 18 tokens, no price known"),
        (Usage(2, 0, 9, 9, dollars=-1.0), "2 requests, 18 tokens, no price known"),
        (Usage(5, 5), "all 5 requests from the cache: no cost"),
        (Usage(1, 1), "1 request from the cache: no cost"),
    ],
)
def test_the_cost_is_said(usage: Usage, said: str) -> None:
    assert state_cost(usage) == said


def test_what_was_dropped_or_withheld_is_said_and_much_of_it_counted() -> None:
    assert list_terms(READING)[:2] == [
        "not shown: quotes that do not stand where they were said to (2), questions without a quote (1)",
        "withheld: 3 secrets were blacked out; 1 file withheld by the settings",
    ]
    much = replace(NOTHING, dropped=tuple((f"reason {i}", i) for i in range(9)))
    assert list_terms(much)[0].endswith("reason 4 (4), and 4 more")


def test_the_page_of_a_reading_is_sound() -> None:
    for reading in (NOTHING, FAILED, READING, MANY):
        for review in (with_reading(reading), with_reading(reading, PULL)):
            assert Page(render_comment(review, LINKS, state="abc")).faults == []
            assert Page(render_markdown(review, show_all=True)).faults == []
