"""This module holds how a comment tells of answers that came after its review."""

from reviewer.render.forge.answered import render_answered
from reviewer.render.forge.comment import find_state, render_clean_comment
from reviewer.render.markdown import LIMIT
from tests.unit.render.sample import SAMPLE

BODY = render_clean_comment(SAMPLE, state="before")


def test_a_comment_tells_of_answers_and_stays_ours() -> None:
    answered = render_answered(BODY, ["`1a2b3c4d` was dismissed by sam: <b>we</b> know @all"], state="after")

    assert find_state(answered) == "after"
    assert "Answered since:" in answered
    assert "<b>" not in answered
    assert "@all" not in answered


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    once = render_answered(BODY, ["first"], state="one")
    twice = render_answered(once, ["first", "second"], state="two")

    assert twice.count("Answered since:") == 1
    assert twice.count("- first") == 1
    assert render_answered(twice, [], state="before").strip() == BODY.strip()


def test_what_does_not_fit_is_left_out() -> None:
    first, _, rest = BODY.partition("\n")
    full = f"{first}\n{'x' * (LIMIT - len(BODY.encode()) - 10)}{rest}"
    answered = render_answered(full, ["a sentence that is too long to fit"], state="s")

    assert find_state(answered) == "s"
    assert "Answered since" not in answered
