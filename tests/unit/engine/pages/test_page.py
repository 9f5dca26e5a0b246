"""Rule pages: what they become, and how every fault is named at once."""

import pytest

from reviewer.engine.pages.pack import read_rules
from reviewer.engine.pages.page import parse_page, parse_rule
from reviewer.engine.query import compile_query
from reviewer.errors import ReviewerError
from tests.unit.engine.samples import DETECTED, PAGE, make_rule


def _fail(page: str) -> str:
    with pytest.raises(ReviewerError) as caught:
        make_rule(page)
    assert caught.value.hint
    return caught.value.message


def test_a_page_becomes_a_rule() -> None:
    rule = make_rule()

    assert (rule.id, rule.pack, rule.title, rule.origin) == (
        "debugger-call",
        "house",
        "A debugger is called",
        "house/debugger-call.md",
    )
    assert (rule.why, rule.question) == ("It stops the program.", "Is this meant to stop?")
    assert (rule.severity, rule.confidence, rule.status, rule.since) == ("medium", "high", "default", "0.1")
    assert (rule.languages, rule.files, rule.detector) == (("python",), ("production", "script"), "")
    assert rule.cases[""].message == "`{call}` is called in `{symbol}`"


def test_one_query_may_serve_several_languages() -> None:
    rule = make_rule(PAGE.replace("scheme python", "scheme javascript typescript"))

    assert rule.languages == ("javascript", "typescript")


def test_a_case_says_only_what_differs() -> None:
    rule = make_rule(DETECTED.replace("```\n\nIt", '[cases.worse]\nseverity = "high"\nmessage = "worse"\n```\n\nIt'))

    assert (rule.cases["worse"].severity, rule.cases["worse"].confidence) == ("high", "high")
    assert (rule.cases["worse"].message, rule.cases["worse"].question) == ("worse", "Is this meant to stop?")


def test_a_page_may_ask_a_second_reader() -> None:
    asked = make_rule(PAGE.replace('since = "0.1"', 'since = "0.1"\nclosed_question = "Is it left behind?"'))

    assert asked.closed_question == "Is it left behind?"
    assert make_rule().closed_question == ""
    assert "'closed_question' must be a text" in _fail(
        PAGE.replace('since = "0.1"', 'since = "0.1"\nclosed_question = 7')
    )


def test_a_case_has_no_closed_question_of_its_own() -> None:
    case = '[cases.worse]\nmessage = "worse"\nclosed_question = "Is it?"\n```\n\nIt'

    assert "unknown key 'closed_question'" in _fail(DETECTED.replace("```\n\nIt", case))


def test_every_fault_is_named_at_once_with_what_was_meant() -> None:
    page = """\
```toml
severty = "high"
confidence = "hgh"
status = "defualt"
languages = ["pyton"]
files = ["prodution"]
equivalents = "ruff:S110"
options = 3
message = 7

[cases.worse]
mesage = "worse"
severity = "grave"
```
"""
    message = _fail(page)

    assert message.count("\n") == 17
    for fault in (
        "unknown key 'severty' (did you mean 'severity'?)",
        "'severity' is missing",
        "'since' is missing",
        "confidence = 'hgh' must be one of high, medium, low (did you mean 'high'?)",
        "status = 'defualt' must be one of default, opt-in, preview (did you mean 'default'?)",
        "no 'pyton' (did you mean 'python'?)",
        "no 'prodution' (did you mean 'production'?)",
        "'equivalents' must be a list of words",
        "'options' must be a table",
        "'message' must be a text",
        "the page has no title",
        "the page has no question",
        "cases.worse: unknown key 'mesage' (did you mean 'message'?)",
        "cases.worse: 'message' is missing",
        "cases.worse: severity = 'grave' must be one of",
    ):
        assert fault in message


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("# Title\n\nText.\n", "no ```toml block"),
        (PAGE.replace('"medium"', "medium"), "house/debugger-call.md:4: "),
        (PAGE.replace("message =", 'detector = "x"\nmessage ='), "either ```scheme blocks or a 'detector'"),
        (PAGE[: PAGE.index("```scheme")], "either ```scheme blocks or a 'detector'"),
        (PAGE.replace("message =", 'languages = ["python"]\nmessage ='), "'languages' follows from"),
        (PAGE.replace("scheme python", "scheme cobol"), "house/debugger-call.md:15: no grammar for 'cobol'"),
        (PAGE.replace("> Is this", "Is this"), "the page has no question"),
        (PAGE.replace("It stops the program.\n", ""), "the page has no why"),
        (PAGE.replace("severity =", "cases = 3\nseverity ="), "'cases' must be a table"),
        (PAGE.replace("severity =", "cases.x = 3\nseverity ="), "cases.x: must be a table with a message"),
        (
            PAGE.replace("severity =", "severity = []\nconfidence = {}\n#").replace('confidence = "high"', ""),
            "severity = []",
        ),
        (PAGE.replace("severity =", "files = [[]]\nseverity ="), "'files' must be a list of words"),
        (PAGE.replace("severity =", "cases.x = {message = 1}\nseverity ="), "cases.x: 'message' is missing"),
        (PAGE.replace("severity =", 'cases.x = {message = "a", question = 1}\nseverity ='), "cases.x: "),
        (PAGE.replace("severity =", "files = []\nseverity ="), "files"),
    ],
)
def test_a_fault_is_named(page: str, fault: str) -> None:
    assert fault in _fail(page)


@pytest.mark.parametrize(
    ("query", "fault"),
    [("(no_such_node) @finding", "not valid"), ("(call", "not valid"), ("(call) @call", "captures no @finding")],
)
def test_a_bad_query_names_its_page(query: str, fault: str) -> None:
    rule = make_rule(PAGE.replace('(call function: (identifier) @call (#eq? @call "breakpoint")) @finding', query))

    with pytest.raises(ReviewerError, match=fault) as caught:
        compile_query(rule, "python")
    assert caught.value.message.startswith("house/debugger-call.md: the python query")


def test_the_examples_of_a_page_do_not_change_its_rule() -> None:
    whole = PAGE + "\n## Flagged\n\n```python\nbreakpoint()  # finding\n```\n\n## Not flagged\n\n```python\nx\n```\n"
    names = {"rule_id": "debugger-call", "pack": "house", "origin": "house/debugger-call.md"}

    assert parse_rule(whole, **names) == parse_page(whole, **names).rule == make_rule()
    assert parse_rule(whole.replace("\n", "\r\n"), **names) == make_rule()


def test_a_pack_is_named_by_its_folder_and_ordered_by_id() -> None:
    rules = read_rules({"b/second.md": PAGE, "a/third.md": PAGE, "first.md": PAGE, "b/README.md": "#", "b/x.txt": ""})

    assert [(rule.id, rule.pack) for rule in rules] == [("first", "local"), ("second", "b"), ("third", "a")]


def test_two_pages_of_one_rule_are_refused() -> None:
    with pytest.raises(ReviewerError, match=r"two pages define the rule 'x': a/x\.md and b/x\.md"):
        read_rules({"a/x.md": PAGE, "b/x.md": PAGE})
