"""What is withheld stays at home whichever way somebody asks, and so does every part of a secret."""

from dataclasses import replace

import pytest

from reviewer.app.second.candidates import find_candidates
from reviewer.app.second.reading import add_reading, prepare, read_change
from reviewer.app.second.tools import use_tool
from reviewer.model.policy import ReaderPolicy
from reviewer.ports import ToolCall
from tests.unit.app.second.stage import (
    AFTER,
    BEFORE,
    SAME,
    TEXT,
    ScriptedModel,
    ask_about,
    call,
    calls,
    check_shop,
    make_terms,
    quote,
    submit,
    think,
)

# In pieces, so that no scanner takes it for a leak.
SECRET = "ghp_" + "1a2B3c4D5e6F7g8H9i" + "0J1k2L3m4N5o6P7q8R"
MOVED = {path: text for path, text in AFTER.items() if path != "shop/text.py"} | {"shop/hidden.py": TEXT}


def _withhold(path: str) -> ReaderPolicy:
    return ReaderPolicy(withhold=(path,))


@pytest.mark.parametrize("withheld", ["shop/text.py", "shop/hidden.py"])
@pytest.mark.parametrize(("path", "side"), [("shop/text.py", "old"), ("shop/hidden.py", "new")])
def test_a_move_lays_neither_end_open(withheld: str, path: str, side: str) -> None:
    sight = prepare(check_shop(after=MOVED), make_terms(policy=_withhold(withheld))).sight

    told = use_tool(sight, call("read_span", path=path, line=1, end_line=9, side=side))

    assert "slugify" not in told
    assert "withheld" in told


def test_a_quote_of_a_file_that_was_moved_away_is_no_quote() -> None:
    asked = ask_about("Does `slugify` keep digits?", quote("def slugify(title):", 1, "shop/hidden.py"))
    checked = check_shop(after=MOVED)

    reading = read_change(
        checked, ScriptedModel(submit(questions=[asked])), make_terms(policy=_withhold("shop/text.py")), print
    )

    assert dict(reading.dropped) == {"a file that is not there": 1}


def test_a_finding_does_not_name_what_is_withheld() -> None:
    checked = check_shop()
    assert any("shop/text.py" in finding.message for finding in checked.review.findings)

    prepared = prepare(checked, make_terms(policy=_withhold("shop/text.py")))

    assert "slugify" not in prepared.opening[1].text
    assert "(what it says is withheld)" in prepared.opening[1].text
    # One of its two places cannot be shown, so nobody is asked about it.
    assert find_candidates(checked.grounds, checked.review.findings) != ()
    assert prepared.candidates == ()


def test_a_part_of_a_secret_is_one() -> None:
    name = f"conf/{SECRET}.py"
    message = f"{'word ' * 795}{SECRET} and more"
    code = f'def read():\n    try:\n        return load()\n    except OSError:\n        return "{SECRET}"\n'
    checked = check_shop(after={**AFTER, name: "a = 1\n", "shop/keys.py": code}, message=message)

    told = prepare(checked, make_terms()).opening[1].text

    assert SECRET[:16] not in told
    assert "<redacted:" in told


FALLBACK = f'''import log
import requests


def load(user):
    try:
        return requests.post(user.url, timeout=5).json()
    except Exception as error:
        log.error("no user: %s", error)
        return {{"name": "Ada Lovelace of London", "api_token": "{SECRET}"}}
'''
KEYS = "".join(f"def use_{number}(x):\n    return x + {number}\n\n\n" for number in range(12))
SAID = {
    "an old value": (
        {"shop/conf.py": f'DEFAULT_API_KEY = "{SECRET}"\nOTHER = 1\n'},
        {"shop/conf.py": 'DEFAULT_API_KEY = ""\nOTHER = 1\n', "shop/work.py": KEYS},
        "Fix the crash of the worker at start-up and take out what the last merge left behind.\n",
        "description-mismatch",
    ),
    "a value cut in the middle": ({}, {"shop/load.py": FALLBACK}, "Load users", "fallback-masks-failure"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_secret_in_what_a_finding_says_is_one(name: str) -> None:
    before, after, message, rule = SAID[name]
    settings = '[rules]\nfallback-masks-failure = "on"\ndescription-mismatch = "on"\n'
    checked = check_shop({**BEFORE, **before}, {**BEFORE, **after}, message, settings)
    assert any(SECRET[:16] in f.message for f in checked.review.findings if f.rule == rule)

    prepared = prepare(checked, make_terms())
    listed = use_tool(prepared.sight, ToolCall("1", "list_findings", "{}"))

    for told in (prepared.opening[1].text, listed):
        assert rule in told
        assert SECRET[:12] not in told
        assert "(what it says is withheld)" in told


def test_a_word_that_was_cut_is_not_told() -> None:
    checked = check_shop()
    sight = prepare(checked, make_terms()).sight
    (finding, *_) = checked.review.findings

    assert sight.say(finding, f'fixed before: "use {SECRET[:24]}\u2026", twice') == 'fixed before: "use \u2026", twice'


def test_a_secret_is_blacked_out_before_anything_is_cut() -> None:
    name = f"{'x' * 60}{SECRET}"
    code = f'def load():\n    return make("{name}").go()\n\n\ndef make(name):\n    return name\n'
    trailers = "Signed-off-by: Somebody\n" * 832
    message = f"Wait longer\n\n{trailers}".ljust(19_970) + f"token {SECRET} is old"
    prepared = prepare(check_shop(after={**AFTER, "shop/load.py": code}, message=message), make_terms())

    told = [prepared.opening[1].text]
    told += [use_tool(prepared.sight, ToolCall("1", "find_callees", '{"path": "shop/load.py", "line": 1}'))]

    assert "makes 2 distinct calls" in told[1]
    assert [text for text in told if SECRET[:12] in text] == []


def test_a_question_of_a_rule_names_no_file_that_is_withheld() -> None:
    sight = prepare(check_shop(), make_terms(policy=_withhold("shop/text.py"))).sight

    assert "slugify" not in use_tool(sight, ToolCall("1", "list_findings", "{}"))


def test_what_was_blacked_out_is_told_after_a_fault_too() -> None:
    checked = check_shop(after={**AFTER, "shop/keys.py": f'KEY = "{SECRET}"\n'})

    added = add_reading(checked, ScriptedModel(ValueError("x")), make_terms(), lambda _: None)

    assert added.review.reading is not None
    assert any("blacked out" in sentence for sentence in added.review.reading.withheld)


def test_an_opinion_quotes_the_lines_of_the_candidate() -> None:
    far = "".join(f"value_{number} = {number}\n" for number in range(200))
    after = {**AFTER, "shop/pages.py": AFTER["shop/pages.py"] + far, "shop/text.py": TEXT}
    quotes = [quote("value_150 = 150", 155, "shop/pages.py"), quote("def slugify(title):", 1, "shop/text.py")]

    reading = read_change(
        check_shop(after=after),
        ScriptedModel(submit(opinions=[think("C1", "confirmed", SAME, *quotes)])),
        make_terms(),
        print,
    )

    assert reading.opinions == ()


def test_the_first_submission_of_a_reply_counts_and_is_read_alone() -> None:
    first, second = (submit(questions=[ask_about(text)]).calls[0] for text in ("Is `timeout` long?", "Is `post` slow?"))
    model = ScriptedModel(calls(first, replace(second, id="call-2")))

    reading = read_change(check_shop(), model, make_terms(), print)

    assert [question.text for question in reading.questions] == ["Is `timeout` long?"]


def test_of_a_flood_only_the_first_is_read() -> None:
    flood = [ask_about(f"Is `timeout` {number}?", quote(line=number + 100)) for number in range(40)]

    reading = read_change(check_shop(), ScriptedModel(submit(questions=flood)), make_terms(), print)

    assert dict(reading.dropped) == {"a quote that does not stand there": 9, "more than may be said": 31}


def test_when_the_time_is_over_nothing_more_is_asked_or_looked_up() -> None:
    times = iter([0.0, *[1.0] * 4, *[500.0] * 99])
    terms = replace(make_terms(), clock=lambda: next(times))
    model = ScriptedModel(calls(call("list_findings", 1), call("list_findings", 2)))

    reading = read_change(check_shop(before=BEFORE), model, terms, lambda _: None)

    assert reading.not_done == "the budget of 180 seconds is used up"
    assert len(model.turns) == 1
