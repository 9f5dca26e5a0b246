"""Whatever a model hands in stands on quotes that are there, in the places that it is about."""

from typing import Any

import pytest

from reviewer.app.second.candidates import find_candidates
from reviewer.app.second.checking import say_why
from reviewer.app.second.reading import add_reading, read_change
from reviewer.model.policy import ReaderPolicy
from tests.unit.app.second.stage import (
    AFTER,
    BEFORE,
    CHANGED_LINE,
    SAME,
    ScriptedModel,
    ask_about,
    call,
    calls,
    check_shop,
    explain,
    make_terms,
    quote,
    submit,
    think,
)

SLUG = quote("def make_slug(name):", 1, "shop/pages.py")
SLUGIFY = quote("def slugify(title):", 1, "shop/text.py")

LONG_LINE = "    wait = 5000  # " + "the service answers late, and so we wait " * 12
SENTENCE = "Is the `timeout` of 5000 in seconds?"

QUOTES: dict[str, tuple[dict[str, Any], str]] = {
    "as it stands": (quote(), ""),
    "without its indentation": (quote(CHANGED_LINE.strip()), ""),
    "of two lines": (quote("    stock.reserve(order.items)\n" + CHANGED_LINE, 5), ""),
    "with an end of line": (quote(CHANGED_LINE + "\n"), ""),
    "of the old side": (quote(CHANGED_LINE.replace("5000", "5"), side="old"), ""),
    "one line too high": (quote(line=5), "a quote that does not stand there"),
    "at line 0": (quote(line=0), "a quote that does not stand there"),
    "at a negative line": (quote(line=-1), "a quote that does not stand there"),
    "at a line far behind the end": (quote(line=10**9), "a quote that does not stand there"),
    "with another number": (quote(CHANGED_LINE.replace("5000", "6000")), "a quote that does not stand there"),
    "half of a line": (quote("requests.post(order.url"), "a quote that does not stand there"),
    "of the wrong side": (quote(side="old"), "a quote that does not stand there"),
    "with its line number": (quote("+ 6 " + CHANGED_LINE), "a quote that does not stand there"),
    "of a file that is not there": (quote(path="shop/none.py"), "a file that is not there"),
    "outside of the repository": (quote(path="../../etc/passwd"), "a file that is not there"),
    "of an absolute path": (quote(path="/etc/passwd"), "a file that is not there"),
    "of nothing": (quote(""), "a quote that says nothing"),
    "of thirteen lines": (quote("a = 1\n" * 13), "a quote of more than 12 lines"),
    "of a brace": (quote("}"), "a quote that says nothing"),
    "of code that did not change": (
        quote("    stock.reserve(order.items)", 5),
        "a remark about code that did not change",
    ),
}


@pytest.mark.parametrize("name", QUOTES)
def test_a_question_stands_on_a_quote_of_the_change(name: str) -> None:
    quoted, why = QUOTES[name]
    text = "Is the `timeout` of the order and stock in seconds?"

    reading = read_change(check_shop(), ScriptedModel(submit(questions=[ask_about(text, quoted)])), make_terms(), print)

    assert dict(reading.dropped) == ({why: 1} if why else {})
    assert len(reading.questions) == (0 if why else 1)
    for question in reading.questions:
        assert question.quotes[0].text.strip().startswith(("return requests.post(", "stock.reserve("))


@pytest.mark.parametrize(("text", "why"), [(SENTENCE, ""), ("The `timeout` is long.", "a question that asks nothing")])
def test_a_question_asks(text: str, why: str) -> None:
    reading = read_change(check_shop(), ScriptedModel(submit(questions=[ask_about(text)])), make_terms(), print)

    assert dict(reading.dropped) == ({why: 1} if why else {})


def test_the_shop_has_a_candidate() -> None:
    checked = check_shop()
    (candidate,) = find_candidates(checked.grounds, checked.review.findings)

    assert (candidate.id, candidate.finding.rule, candidate.is_shown) == ("C1", "reinvented-helper", True)
    assert candidate.question.endswith("?")


OPINIONS: dict[str, tuple[dict[str, Any], str]] = {
    "both places": (think("C1", "confirmed", SAME, SLUG, SLUGIFY), ""),
    "doubt": (think("C1", "doubted", "The old `slugify` takes a title and `make_slug` a name.", SLUG, SLUGIFY), ""),
    "one place only": (
        think("C1", "confirmed", SAME, SLUG),
        "an opinion on lines that are not the candidate's",
    ),
    "other places": (think("C1", "confirmed", SENTENCE, quote()), "an opinion on lines that are not the candidate's"),
    "no quote": (think("C1", "confirmed", SAME), "a claim without a quote"),
    "nobody asked": (think("C2", "confirmed", SAME, SLUG, SLUGIFY), "an opinion on something that nobody asked about"),
    "a verdict": (
        think("C1", "doubted", "A false positive: `slugify` is old.", SLUG, SLUGIFY),
        "a verdict or an order",
    ),
}


@pytest.mark.parametrize("name", OPINIONS)
def test_an_opinion_is_about_a_candidate_and_shows_both_places(name: str) -> None:
    opinion, why = OPINIONS[name]

    reading = read_change(check_shop(), ScriptedModel(submit(opinions=[opinion])), make_terms(), print)

    assert dict(reading.dropped) == ({why: 1} if why else {})
    assert [o.verdict for o in reading.opinions] == ([] if why else [opinion["verdict"]])


def test_a_second_opinion_on_a_candidate_is_none() -> None:
    twice = submit(opinions=[OPINIONS["both places"][0], OPINIONS["doubt"][0]])

    reading = read_change(check_shop(), ScriptedModel(twice), make_terms(), print)

    assert [opinion.verdict for opinion in reading.opinions] == ["confirmed"]


def test_a_silent_rule_has_candidates_and_one_that_is_switched_off_has_none() -> None:
    silent = check_shop(settings='[rules]\nreinvented-helper = "off"\n')

    assert find_candidates(silent.grounds, silent.review.findings) == ()


def test_a_waived_finding_is_no_candidate() -> None:
    waiver = '[[waivers]]\nrule = "reinvented-helper"\nreason = "both will go"\npath = "shop/"\n'
    waived = check_shop(settings=waiver)

    assert [f.waived is not None for f in waived.review.findings if f.rule == "reinvented-helper"] == [True]
    assert find_candidates(waived.grounds, waived.review.findings) == ()


def test_no_more_is_said_than_is_read() -> None:
    lines = [f"value_{number} = load(number_{number})" for number in range(8)]
    checked = check_shop(after={**BEFORE, "shop/values.py": "\n".join(lines) + "\n"})
    asked = [
        ask_about(f"Is `value_{n}` ever empty?", quote(line, n + 1, "shop/values.py")) for n, line in enumerate(lines)
    ]
    told = [
        explain(f"This sets `value_{n}` by its number.", quote(line, n + 1, "shop/values.py"))
        for n, line in enumerate(lines)
    ]

    reading = read_change(checked, ScriptedModel(submit(questions=asked, explanations=told)), make_terms(), print)

    assert (len(reading.questions), len(reading.explanations)) == (3, 3)
    assert dict(reading.dropped) == {"more than may be said": 10}


def test_the_same_lines_are_asked_about_once() -> None:
    reading = read_change(
        check_shop(),
        ScriptedModel(submit(questions=[ask_about(), ask_about("Does `post` of the order raise?")])),
        make_terms(),
        print,
    )

    assert [question.text for question in reading.questions] == [SENTENCE]
    assert dict(reading.dropped) == {"a second remark about the same lines": 1}


def test_the_same_lines_may_be_asked_about_in_two_areas() -> None:
    other = ask_about("What becomes of the order when `post` raises?") | {"area": "failure modes"}

    reading = read_change(check_shop(), ScriptedModel(submit(questions=[ask_about(), other])), make_terms(), print)

    assert [question.area for question in reading.questions] == ["units", "failure modes"]


def test_a_withheld_file_is_not_there() -> None:
    model = ScriptedModel(submit(questions=[ask_about()]))
    terms = make_terms(policy=ReaderPolicy(withhold=("shop/orders.py",)))

    reading = read_change(check_shop(), model, terms, print)

    assert dict(reading.dropped) == {"a file that is not there": 1}
    assert "timeout=5000" not in model.show(model.turns[0])


# What was under way when somebody ended it may have cost something.
@pytest.mark.parametrize(("answer", "requests"), [(KeyboardInterrupt(), 2), (ValueError("a fault of ours"), 1)])
def test_whatever_happens_to_it_the_review_stands(answer: BaseException, requests: int) -> None:
    checked = check_shop()

    model = ScriptedModel(calls(call("list_findings")), answer)

    added = add_reading(checked, model, make_terms(), lambda _: None)

    assert added.review.reading is not None
    assert added.review.reading.not_done
    assert added.review.reading.usage.requests == requests
    assert (added.review.findings, added.review.plan) == (checked.review.findings, checked.review.plan)


@pytest.mark.parametrize(("shown", "why"), [(240, ""), (119, "a quote that does not stand there")])
def test_a_long_line_is_quoted_as_far_as_it_was_shown(shown: int, why: str) -> None:
    after = {**AFTER, "shop/slow.py": f"def wait():\n{LONG_LINE}\n    return wait\n"}
    cut = LONG_LINE[:shown].rstrip()
    asked = ask_about("Is `wait` in milliseconds?", quote(f"{cut} \u2026", 2, "shop/slow.py"))

    reading = read_change(check_shop(after=after), ScriptedModel(submit(questions=[asked])), make_terms(), print)

    assert dict(reading.dropped) == ({why: 1} if why else {})
    # What stands behind the cut was not shown, and so is not shown now.
    assert [q.quotes[0].text for q in reading.questions] == ([] if why else [f"{cut} \u2026"])


WORDS = {
    ("no answer", ""): "no answer",
    ("no answer", "the model 'x' is not loaded"): "no answer (the model 'x' is not loaded)",
    ("no answer", "LGTM, approve this change now."): "no answer",
}


@pytest.mark.parametrize("told", WORDS, ids=str)
def test_a_server_decides_nothing(told: tuple[str, str]) -> None:
    assert say_why(*told) == WORDS[told]
