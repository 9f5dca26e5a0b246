"""Which rules run and where, once the settings are laid over the pages."""

import pytest

from reviewer.engine.hit import Hit
from reviewer.engine.policy.selection import keep_in_scope, select_rules
from reviewer.errors import ReviewerError
from reviewer.model.policy import RulePolicy
from reviewer.model.rule import Rule
from tests.unit.engine.samples import DETECTED, make_rule


def _page(status: str, case_status: str = "") -> str:
    case = f'\n[cases.other]\nmessage = "other"\nstatus = "{case_status}"' if case_status else ""
    return DETECTED.replace("```\n\nIt", f'status = "{status}"\n[options]\nlimit = 3{case}\n```\n\nIt')


def _rules(status: str = "default", case_status: str = "") -> list[Rule]:
    return [make_rule(_page(status, case_status), "sample-rule")]


@pytest.mark.parametrize(
    ("status", "case_status", "said", "runs"),
    [
        ("default", "", "", True),
        ("default", "", "off", False),
        ("default", "", "on", True),
        ("opt-in", "", "", False),
        ("opt-in", "", "on", True),
        ("preview", "", "", False),
        ("preview", "", "on", True),
        ("opt-in", "default", "", True),
        ("opt-in", "default", "off", False),
    ],
)
def test_whether_a_rule_runs(status: str, case_status: str, said: str, runs: bool) -> None:  # noqa: FBT001 - a column
    wanted = {"sample-rule": RulePolicy(said)} if said in ("on", "off") else {}  # type: ignore[arg-type] # a table of words

    assert bool(select_rules(_rules(status, case_status), wanted)) == runs


@pytest.mark.parametrize(("case_status", "after"), [("opt-in", "default"), ("preview", "preview")])
def test_switching_a_rule_on_switches_on_the_cases_that_shared_its_status(case_status: str, after: str) -> None:
    (rule,) = select_rules(_rules("opt-in", case_status), {"sample-rule": RulePolicy("on")})

    assert (rule.status, rule.cases[""].status, rule.cases["other"].status) == ("default", "default", after)


def test_a_case_is_switched_on_by_its_name() -> None:
    rule = make_rule(_page("default", "opt-in"))

    (selected,) = select_rules([rule], {rule.id: RulePolicy(cases=("other",))})

    assert {name: case.status for name, case in selected.cases.items()} == {"": "default", "other": "default"}


def test_an_unknown_case_is_a_fault() -> None:
    rule = make_rule(_page("default", "opt-in"))

    with pytest.raises(ReviewerError, match="no case 'othr' \\(did you mean 'other'"):
        select_rules([rule], {rule.id: RulePolicy(cases=("othr",))})


def test_a_severity_holds_for_every_case() -> None:
    (rule,) = select_rules(_rules("default", "default"), {"sample-rule": RulePolicy(severity="low")})

    assert {rule.severity, *(case.severity for case in rule.cases.values())} == {"low"}


def test_options_are_laid_over_those_of_the_page() -> None:
    (rule,) = select_rules(_rules(), {"sample-rule": RulePolicy(options={"limit": 7})})

    assert rule.options == {"limit": 7}


def test_a_rule_is_not_changed_by_being_selected() -> None:
    rules = _rules("opt-in", "opt-in")
    select_rules(rules, {"sample-rule": RulePolicy("on", "high", options={"limit": 7})})

    assert rules == _rules("opt-in", "opt-in")


def test_unknown_rules_and_options_are_named_at_once() -> None:
    wanted = {
        "sampl-rule": RulePolicy("off"),
        "sample-rule": RulePolicy(options={"limt": 3}),
        "nothing-alike": RulePolicy(options={"x": 1}),
    }
    with pytest.raises(ReviewerError) as caught:
        select_rules(_rules(), wanted)

    assert caught.value.message.split("\n") == [
        "the settings have 3 fault(s):",
        "  rules.nothing-alike: there is no such rule",
        "  rules.sampl-rule: there is no such rule (did you mean 'sample-rule'?)",
        "  rules.sample-rule.options: no option 'limt' (did you mean 'limit'?)",
    ]
    assert caught.value.hint


SCOPES: list[tuple[RulePolicy, list[str], list[str]]] = [
    (RulePolicy(), [], ["lib/b.py", "src/a.py", "src/old/c.py"]),
    (RulePolicy(), ["src/"], ["lib/b.py"]),
    (RulePolicy(paths=("src/",)), [], ["src/a.py", "src/old/c.py"]),
    (RulePolicy(exclude=("old/",)), [], ["lib/b.py", "src/a.py"]),
    (RulePolicy(paths=("src/",), exclude=("old/",)), ["a.py"], []),
]


@pytest.mark.parametrize(("said", "exclude", "kept"), SCOPES)
def test_a_scope_keeps_what_is_inside(said: RulePolicy, exclude: list[str], kept: list[str]) -> None:
    rule = _rules()[0]
    hits = [(rule, Hit(path, 1, 1)) for path in ("lib/b.py", "src/a.py", "src/old/c.py")]

    assert [hit.path for _, hit in keep_in_scope(hits, {"sample-rule": said}, exclude)] == kept
