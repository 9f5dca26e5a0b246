import json
import re
from dataclasses import replace
from typing import Any

import pytest

from reviewer.app.second.narrative import write_narrative
from reviewer.app.second.narrative.checking import find_fault, make_table
from reviewer.app.second.narrative.writing import MOST_TURNS, compose_turn
from reviewer.model.report import Narrative
from reviewer.ports.endpoint import EndpointFault, Reply
from reviewer.render.report.shown import list_shown

from .tables import REPORT, SHOWN, Scripted, count_seconds, measure_of, submit

GOOD = {"text": "Zero-review rate is 21 %, 12 points more than the usual 9.5 %.", "metrics": ["zero_review"]}
ANOTHER_WEEK = (
    measure_of("zero_review", "Zero-review rate", "share", 0.34, 50, usual=0.18, change=0.16),
    measure_of("debt", "Review debt", "lines", 9120, 50, usual=7350, change=0.2408),
    measure_of("merged_lines", "Merged lines", "lines", 4210, 50, usual=3214, change=0.31),
    measure_of("verified_lines", "Verified lines", "lines", 1830, 50, usual=2000, change=-0.085),
    measure_of("debt_new", "New debt", "lines", 2480, 50, usual=990, change=1.505, limits=(210, 1640), is_worse=True),
)
BAD = {"text": "Zero-review rate is 99 %.", "metrics": ["zero_review"]}


def _write(*replies: Reply | EndpointFault, seconds: float = 60.0, step: float = 1.0) -> tuple[Narrative, Scripted]:
    endpoint = Scripted(replies)
    return write_narrative(REPORT, endpoint, seconds, table=SHOWN, now=count_seconds(step)), endpoint


def _answer(*sentences: dict[str, Any], **more: object) -> str:
    return json.dumps({"sentences": sentences, **more})


def test_what_holds_is_kept_and_what_does_not_is_counted() -> None:
    made, endpoint = _write(submit(_answer(GOOD, BAD, BAD, GOOD)))

    assert made.sentences == (GOOD["text"],)
    assert made.dropped == (("a number that is not in the table", 2), ("said before", 1))
    assert (made.model, made.not_done) == ("small-model", "")
    assert (made.usage.requests, made.usage.tokens_in, made.usage.tokens_out, made.usage.dollars) == (1, 100, 10, 0.5)
    assert len(endpoint.turns) == 1


def test_an_answer_that_calls_no_tool_is_read_as_well() -> None:
    made, _ = _write(Reply(_answer(GOOD)))

    assert made.sentences == (GOOD["text"],)


def test_more_than_six_sentences_are_too_many() -> None:
    made, _ = _write(submit(_answer(*[BAD] * 6, GOOD, GOOD)))

    assert made.sentences == ()
    assert made.dropped == (("a number that is not in the table", 6), ("too many", 2))


def test_what_else_an_answer_says_is_not_read() -> None:
    made, _ = _write(submit(_answer(GOOD | {"level": "low"}, verdict="approve")))

    assert made.sentences == (GOOD["text"],)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (submit("{"), "it is no JSON"),
        (submit(""), "it is no JSON"),
        (submit("NaN"), "it does not have the form: see the whole"),
        (submit('{"sentences": "none"}'), "it does not have the form: see sentences"),
        (submit('{"sentences": [{"text": 1, "metrics": []}]}'), "it does not have the form: see sentences.0.text"),
        (submit("[" * 10_000), "it is no JSON"),
        (submit(_answer(GOOD | {"text": "x" * 1_000_000})), "it is longer than 20,000 characters"),
        (Reply("y" * 1_000_000), "it is longer than 20,000 characters"),
        (Reply("I cannot help with that."), "it is no JSON"),
        (Reply(""), "it is no JSON"),
        (replace(submit(_answer(GOOD)), is_cut=True), "it was cut off"),
        (submit('{"path": "/etc/passwd"}', "read_file"), "it called another tool than submit_narrative"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_that_cannot_be_read_is_asked_for_once_more_and_then_left(reply: Reply, why: str) -> None:
    made, endpoint = _write(reply)

    assert made == Narrative(
        "small-model", not_done=f"The model gave no answer that can be read: {why}.", usage=made.usage
    )
    assert len(endpoint.turns) == made.usage.requests == MOST_TURNS
    first, second = (turn for turn, _ in endpoint.turns)
    assert second.messages[:-1] == first.messages
    assert why in second.messages[-1].text
    # Nothing of what a model said is sent again: it would be paid for, and it is not ours.
    assert len(second.messages[-1].text) < 300


def test_a_second_answer_may_be_better() -> None:
    made, _ = _write(submit("{"), submit(_answer(GOOD)))

    assert made.sentences == (GOOD["text"],)
    assert (made.usage.requests, made.usage.tokens_in, made.usage.dollars) == (2, 200, 1.0)


def test_a_fault_is_one_sentence() -> None:
    made, _ = _write(EndpointFault("busy", "The endpoint is busy"))
    later, _ = _write(submit("{"), EndpointFault("late", "It took too long."))

    assert made.not_done == "The endpoint is busy."
    assert later.not_done == "It took too long."
    assert later.usage.requests == 1


def test_all_turns_share_one_time() -> None:
    made, endpoint = _write(submit("{"), seconds=60, step=20)
    late, silent = _write(submit("{"), seconds=60, step=40)
    never, unasked = _write(submit(_answer(GOOD)), seconds=0)

    assert [seconds for _, seconds in endpoint.turns] == [40, 20]
    assert made.not_done == "The model gave no answer that can be read: it is no JSON."
    assert [seconds for _, seconds in silent.turns] == [20]
    assert late.not_done == never.not_done == "The model came to no end in its time."
    assert unasked.turns == []


def test_what_the_cache_answers_costs_nothing_and_what_has_no_price_is_not_known() -> None:
    kept, _ = _write(replace(submit(_answer(GOOD)), is_kept=True, dollars=None))
    unpriced, _ = _write(replace(submit("{"), dollars=None), submit(_answer(GOOD)))

    assert (kept.usage.requests, kept.usage.kept, kept.usage.tokens_in, kept.usage.dollars) == (1, 1, 0, 0.0)
    assert unpriced.usage.dollars is None


def test_nobody_is_asked_about_nothing() -> None:
    endpoint = Scripted([submit(_answer(GOOD))])
    silent = tuple(one for one in SHOWN if one.state != "known")

    made = write_narrative(REPORT, endpoint, 60, table=silent, now=count_seconds(1))

    assert made.not_done == "There is no number to write about."
    assert endpoint.turns == []


def test_nothing_that_names_somebody_or_something_is_sent() -> None:
    sent = Scripted([]).show(compose_turn(REPORT, SHOWN))

    for secret in ("octo", "secret-shop", "checkout", "#2351", "2026-W46"):
        assert secret not in sent
    assert "`zero_review` Zero-review rate: is 21 %; interval 13 to 33 %; usual 9.5 %" in sent
    assert "Nothing is known of these, so say nothing of them: Rework within 14 days (unknown)." in sent
    assert sent == Scripted([]).show(compose_turn(REPORT, SHOWN))


def test_a_turn_offers_one_tool_and_asks_for_it() -> None:
    turn = compose_turn(REPORT, SHOWN)

    assert [tool.name for tool in turn.tools] == [turn.must_call] == ["submit_narrative"]
    assert turn.form is None
    sentence = turn.tools[0].parameters["$defs"]["Sentence"]
    assert sentence["properties"]["text"]["maxLength"] == 240
    assert turn.tools[0].parameters["properties"]["sentences"]["maxItems"] == 6


def test_the_sentences_of_the_rules_pass() -> None:
    rules = compose_turn(REPORT, SHOWN).messages[0].text
    examples = re.findall(r'^- "([^"]+)"$', rules, re.MULTILINE)
    table = make_table(list_shown(replace(REPORT, measures=ANOTHER_WEEK)), {})

    names = [[one.id for one in ANOTHER_WEEK if one.name in text] for text in examples]
    assert [find_fault(text, ids, table) for text, ids in zip(examples, names, strict=True)] == [None] * 4


@pytest.mark.parametrize("text", ["\\ud800 is 21 %.", "\\u0000", "9" * 5_000])
def test_what_is_no_text_is_no_sentence(text: str) -> None:
    made, _ = _write(submit(f'{{"sentences": [{{"text": "{text}", "metrics": ["zero_review"]}}]}}'))

    assert made.sentences == ()
    assert made.dropped or made.not_done
