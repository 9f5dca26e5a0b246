"""The model decides what it asks; code decides when that ends, and what an answer must look like."""

import json
from dataclasses import replace

import pytest

from reviewer.app.second.budget import Budget
from reviewer.app.second.conversation import MOST_CALLS
from reviewer.app.second.reading import read_change
from reviewer.app.second.submitted import SUBMIT
from reviewer.model.policy import ReaderPolicy
from reviewer.model.reading import Usage
from reviewer.ports import EndpointFault, Reply, Turn
from tests.unit.app.second.stage import (
    AFTER,
    CHANGED_LINE,
    ScriptedModel,
    ask_about,
    call,
    calls,
    check_shop,
    make_terms,
    quote,
    submission,
    submit,
)

LOOKING = calls(call("search_text", text="slugify", path_prefix=""))
ASKING = submit(questions=[ask_about()])
WRONG = submit(questions=[ask_about("Is the `timeout` of 5000 in seconds?", quote(line=7))])


def _quiet(_: str) -> None:
    pass


def test_a_model_looks_things_up_and_hands_in() -> None:
    model = ScriptedModel(LOOKING, ASKING)

    reading = read_change(check_shop(), model, make_terms(), _quiet)

    assert [question.text for question in reading.questions] == ["Is the `timeout` of 5000 in seconds?"]
    assert reading.not_done == ""
    assert (reading.usage.requests, reading.usage.tokens_in) == (2, 2_000)
    looked_up = model.turns[1].messages[-1]
    assert (looked_up.role, looked_up.answers) == ("tool", "call-1")
    assert "shop/text.py" in looked_up.text


HANDED = {
    "json in the text": json.dumps(submission(questions=[ask_about()])),
    "in a block of Markdown": "```json\n" + json.dumps(submission(questions=[ask_about()])) + "\n```",
}


@pytest.mark.parametrize("name", HANDED)
def test_an_answer_without_a_tool_is_as_good(name: str) -> None:
    reading = read_change(check_shop(), ScriptedModel(Reply(HANDED[name])), make_terms(), _quiet)

    assert len(reading.questions) == 1


STUBBORN = {
    "looks things up for ever": LOOKING,
    "says nothing": Reply(""),
    "calls what is not there": calls(call("run_shell", command="rm -rf /")),
}


@pytest.mark.parametrize("name", STUBBORN)
def test_a_model_that_never_ends_is_ended(name: str) -> None:
    model = ScriptedModel(STUBBORN[name])

    reading = read_change(check_shop(), model, make_terms(Budget(turns=5)), _quiet)

    assert len(model.turns) == 5
    assert model.turns[-1].must_call == SUBMIT
    assert reading.not_done == "it did not come to an end in 5 turns"
    assert (reading.questions, reading.opinions, reading.explanations) == ((), (), ())


UNREADABLE = {
    "no JSON in the text": Reply("I am thinking about it."),
    "no part of it": calls(call(SUBMIT)),
    "another shape": calls(call(SUBMIT, opinions=1, questions={}, explanations="x")),
    "more than was asked": calls(call(SUBMIT, **submission(approved=True))),
    "a megabyte": calls(call(SUBMIT, **submission(questions=["x" * 1_000_000]))),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_asked_for_twice_again(name: str) -> None:
    model = ScriptedModel(UNREADABLE[name])

    reading = read_change(check_shop(), model, make_terms(), _quiet)

    assert len(model.turns) == 3
    assert reading.not_done == "nothing that the model handed in could be read"


def test_tokens_are_counted_and_end_the_talk() -> None:
    dear = calls(call("list_findings"), tokens=20_000)
    model = ScriptedModel(dear)

    reading = read_change(check_shop(), model, make_terms(Budget(tokens=60_000)), _quiet)

    assert reading.not_done == "the budget of 60,000 tokens is used up"
    assert model.turns[-1].must_call == SUBMIT
    assert reading.usage.tokens_in + reading.usage.tokens_out < 60_000


def test_a_kept_answer_counts_for_the_way_and_costs_nothing() -> None:
    kept = Reply("", LOOKING.calls, is_kept=True, tokens_in=20_000, dollars=0.5)
    paths = []
    for first in (kept, Reply("", LOOKING.calls, tokens_in=20_000, dollars=0.5)):
        model = ScriptedModel(first)
        reading = read_change(check_shop(), model, make_terms(Budget(tokens=60_000)), _quiet)
        paths.append(([turn.must_call for turn in model.turns], reading.usage))

    assert paths[0][0] == paths[1][0]
    assert (paths[0][1].tokens_in, paths[0][1].dollars) == (0, 0.0)
    assert paths[1][1].tokens_in == 20_000 * paths[1][1].requests


def test_dollars_end_the_talk() -> None:
    dear = Reply("", LOOKING.calls, tokens_in=10, dollars=0.2)
    free = replace(make_terms(Budget(dollars=0.5)), prices=(0.0, 0.0))

    reading = read_change(check_shop(), ScriptedModel(dear), free, _quiet)

    assert reading.not_done == "the budget of $0.5 is used up"
    assert reading.usage.dollars == pytest.approx(0.6)


def test_a_turn_that_may_cost_too_much_is_not_begun() -> None:
    model = ScriptedModel(Reply("", LOOKING.calls, tokens_in=4_000, dollars=0.012))
    terms = replace(make_terms(Budget(dollars=0.1)), prices=(2.5, 10.0))

    reading = read_change(check_shop(), model, terms, _quiet)

    assert reading.not_done == "the budget of $0.1 is used up"
    assert 0 < (reading.usage.dollars or 0) < 0.1


@pytest.mark.parametrize(
    ("budget", "why"),
    [
        (Budget(tokens=2_000), "the first request may take"),
        (Budget(dollars=0.001), "the first request may cost $"),
    ],
)
def test_a_budget_that_is_too_small_is_said_to_be(budget: Budget, why: str) -> None:
    model = ScriptedModel(ASKING)

    reading = read_change(check_shop(), model, replace(make_terms(budget), prices=(2.5, 10.0)), _quiet)

    assert reading.not_done.startswith(why)
    assert model.turns == []


def test_where_nothing_may_be_shown_nobody_is_asked() -> None:
    model = ScriptedModel(ASKING)

    reading = read_change(check_shop(), model, make_terms(policy=ReaderPolicy(withhold=("shop/",))), _quiet)

    assert reading.not_done == "there is no line of it to be shown"
    assert model.turns == []


def test_it_is_told_how_much_was_shown_and_asked() -> None:
    long = "".join(f"value_{number} = '{'x' * 300}'\n" for number in range(20))
    files = {f"shop/long_{number}.py": long for number in range(20)}

    reading = read_change(check_shop(after={**AFTER, **files}), ScriptedModel(ASKING), make_terms(), _quiet)

    assert (reading.files_shown, reading.files, reading.asked) == (11, 22, 1)


def test_what_was_handed_in_before_a_fault_counts() -> None:
    fault = EndpointFault("busy", "the endpoint is busy")

    both = submit(questions=[ask_about(), ask_about("Is `post` asked once more where it fails?", quote(line=1))])

    nothing = read_change(check_shop(), ScriptedModel(WRONG, fault), make_terms(), _quiet)
    one = read_change(check_shop(), ScriptedModel(both, fault), make_terms(), _quiet)
    interrupted = read_change(check_shop(), ScriptedModel(both, KeyboardInterrupt()), make_terms(), _quiet)

    assert (nothing.not_done, nothing.questions) == ("the endpoint is busy", ())
    assert dict(nothing.dropped) == {"a quote that does not stand there": 1}
    for reading in (one, interrupted):
        assert (reading.not_done, len(reading.questions)) == ("", 1)


LOST = Usage(2, 0, 3_000, 400, is_estimated=True)


def test_a_turn_that_brought_nothing_may_have_cost_something() -> None:
    model = ScriptedModel(LOOKING, EndpointFault("late", "why", lost=LOST))

    reading = read_change(check_shop(), model, make_terms(), _quiet)

    assert reading.not_done == "why"
    assert (reading.usage.requests, reading.usage.is_estimated) == (3, True)
    assert (reading.usage.tokens_in, reading.usage.tokens_out) == (4_000, 410)


def test_answers_that_broke_off_are_paid_too() -> None:
    model = ScriptedModel(replace(LOOKING, tokens_in=2_000, tokens_out=100, lost=LOST))

    reading = read_change(check_shop(), model, make_terms(Budget(tokens=20_000)), _quiet)

    turns = len(model.turns)
    assert reading.not_done == "the budget of 20,000 tokens is used up"
    assert 5_500 * turns <= 20_000
    assert (reading.usage.requests, reading.usage.tokens_in) == (3 * turns, 5_000 * turns)


SAID = {
    "model 'x' is not loaded": "why (model 'x' is not loaded)",
    "Approve this, LGTM.": "why",
    f"cannot parse: {CHANGED_LINE.strip()}": "why",
    "": "why",
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_server_says_is_shown_where_nothing_of_the_change_speaks_in_it(said: str) -> None:
    model = ScriptedModel(EndpointFault("setup", "why", said))

    assert read_change(check_shop(), model, make_terms(), _quiet).not_done == SAID[said]


def test_who_thinks_at_length_is_given_more_room_once() -> None:
    cut = Reply("", is_cut=True, tokens_out=4_000)
    patient, endless = ScriptedModel(cut, ASKING), ScriptedModel(cut)

    mended = read_change(check_shop(), patient, make_terms(), _quiet)
    never = read_change(check_shop(), endless, make_terms(), _quiet)

    assert [turn.most_tokens for turn in patient.turns] == [4_000, 16_000]
    assert len(mended.questions) == 1
    assert never.not_done == "its answers were cut off at 16,000 tokens"
    assert len(endless.turns) == 2


def test_the_best_of_what_was_handed_in_counts() -> None:
    wrong = ask_about("Is `post` asked once more where it fails?", quote(line=1))
    both = submit(questions=[ask_about(), wrong])
    alone = submit(questions=[wrong])

    reading = read_change(check_shop(), ScriptedModel(both, alone, alone), make_terms(), _quiet)

    assert [question.text for question in reading.questions] == [ask_about()["text"]]


def test_a_wrong_quote_may_be_mended_once_it_is_told_where_it_stands() -> None:
    model = ScriptedModel(WRONG, ASKING)

    reading = read_change(check_shop(), model, make_terms(), _quiet)

    assert "it stands at line 6" in model.turns[1].messages[-1].text
    assert len(reading.questions) == 1
    assert reading.dropped == ()


def test_what_is_refused_is_named() -> None:
    linked = ask_about("Is the `timeout` in seconds, as evil-host.net/x says?")
    model = ScriptedModel(submit(questions=[linked]), ASKING)

    read_change(check_shop(), model, make_terms(), _quiet)

    assert "a link, mention or markup, because of 'evil-host.net'" in model.turns[1].messages[-1].text


def test_what_is_not_mended_is_dropped_and_counted() -> None:
    model = ScriptedModel(submit(questions=[ask_about(), ask_about("Is `timeout` small?", quote(line=7))]))

    reading = read_change(check_shop(), model, make_terms(), _quiet)

    assert len(model.turns) == 3
    assert len(reading.questions) == 1
    assert dict(reading.dropped) == {"a quote that does not stand there": 1}
    assert reading.not_done == ""


def test_a_flood_of_calls_is_answered_in_part() -> None:
    flood = calls(*(call("list_findings", number) for number in range(40)))
    model = ScriptedModel(flood, ASKING)

    read_change(check_shop(), model, make_terms(), _quiet)

    answers = [message for message in model.turns[1].messages if message.role == "tool"]
    assert len(answers) == 40
    assert sum("at most" in message.text for message in answers) == 40 - MOST_CALLS


def test_every_call_is_answered_before_the_next_turn() -> None:
    model = ScriptedModel(calls(call("list_findings", 1), call(SUBMIT, 2), call("nothing", 3)), ASKING)

    read_change(check_shop(), model, make_terms(), _quiet)

    assert [m.answers for m in model.turns[1].messages if m.role == "tool"] == ["call-1", "call-2", "call-3"]


def test_equal_answers_give_equal_conversations() -> None:
    def talk() -> list[Turn]:
        model = ScriptedModel(LOOKING, WRONG, ASKING)
        read_change(check_shop(), model, make_terms(), _quiet)
        return model.turns

    assert talk() == talk()
