"""The plan says what to read first, what to skim, and how long it takes; its scores are sums that can be checked."""

from dataclasses import replace

import pytest

from reviewer.history.past import History
from reviewer.model.evidence import Evidence
from reviewer.model.review import Plan
from reviewer.risk.attention.card import read_card
from reviewer.risk.attention.factors import weigh
from reviewer.risk.attention.plan import Given, estimate_minutes, find_budget, plan_attention
from reviewer.risk.attention.traits import TRAITS
from tests.unit.history.past import ADA, change, history_of, touch
from tests.unit.render.sample import find
from tests.unit.risk.attention.changed import NEW, OLD, changed, plan_of

BODY = "".join(f"    value_{i} = compute({i}, key_{i}) if flag_{i} else fallback({i})\n" for i in range(30))
LARGE = f"def large(flag):\n{BODY}    return value_1\n"


def test_the_card_knows_every_trait() -> None:
    assert set(read_card().learned) == set(TRAITS)


def test_a_score_is_the_sum_of_its_factors() -> None:
    plan = plan_of(changed(OLD, NEW), changed(None, LARGE, "src/large.py"))

    assert plan.spans
    for span in plan.spans:
        assert span.score == sum(factor.points for factor in span.factors)
        assert all(factor.because for factor in span.factors)


def test_spans_come_by_score_and_stay_inside_of_their_function() -> None:
    plan = plan_of(changed(None, LARGE, "src/large.py"))

    assert [span.rank for span in plan.spans] == list(range(1, len(plan.spans) + 1))
    assert [span.score for span in plan.spans] == sorted((span.score for span in plan.spans), reverse=True)
    assert all(1 <= span.line <= span.end_line <= 32 and span.symbol == "large" for span in plan.spans)
    assert all(span.end_line - span.line >= 4 for span in plan.spans)


def test_the_numbers_of_the_plan_add_up() -> None:
    tests = changed(None, "def test_a():\n    assert True\n", "tests/test_a.py")
    code = changed(OLD, NEW)
    plan = plan_of(code, tests)

    assert plan.first == sum(span.added for span in plan.spans)
    assert plan.lines == len(code.change.added_lines) + 2
    assert "tests" in {row.what for row in plan.skim}
    assert plan.first + sum(row.lines for row in plan.skim) == plan.lines
    assert 1 <= plan.minutes <= plan.minutes_all


def test_formatting_costs_nothing() -> None:
    old = "def f(one, two):\n    return call(one, two)\n"
    plan = plan_of(changed(old, "def f(one, two):\n    return call(\n        one,\n        two)\n"))

    assert plan.spans == ()
    assert (plan.first, plan.minutes, plan.minutes_all) == (0, 0, 0)
    assert [(row.what, row.lines) for row in plan.skim] == [("layout", 3)]


def test_what_moved_and_what_programs_wrote_is_set_apart() -> None:
    moved = "def steady(value):\n    return value * compute_rate(value)\n"
    plan = plan_of(
        changed(moved, None, "src/a.py"),
        changed(None, moved, "src/b.py"),
        changed(None, "x = 1\n", "src/x_pb2.py"),
        changed(None, "x: 1\n", "config.yaml"),
        changed(None, LARGE, "src/large.py"),
    )

    skimmed = {row.what: row.lines for row in plan.skim}
    assert skimmed.pop("other code") == len(LARGE.splitlines()) - plan.first
    assert skimmed == {"moved code": 2, "generated files": 1, "settings": 1}


RUST = "fn total(a: u32, b: u32) -> u32 {\n    a\n        + b\n}\n"
RUST_TESTS = """\
#[cfg(test)]
mod tests {
    // of the shop
    #[test]
    fn sums() {
        assert_eq!(super::total(compute_the_first_one(3), compute_the_second_one(4)), 7);
    }
}
"""
# Each change with the rows of what may be skimmed: lines and files.
WITH_INLINE_TESTS = {
    "tests alone": ([(RUST, RUST + RUST_TESTS, "src/a.rs")], {"tests": (8, 1)}),
    "tests here and there": (
        [
            (RUST, RUST + RUST_TESTS, "src/a.rs"),
            (None, RUST_TESTS, "tests/b.rs"),
            (None, "fn rate() {}\n", "src/lib.rs"),
        ],
        {"tests": (16, 2)},
    ),
    "tests in an example": ([(None, RUST_TESTS, "examples/a.rs")], {"examples": (8, 1)}),
    "tests laid out anew beside code laid out anew": (
        [
            (
                RUST.replace("\n        +", " +") + RUST_TESTS.replace("sums() {\n   ", "sums() {"),
                RUST + RUST_TESTS,
                "src/a.rs",
            )
        ],
        {"tests": (2, 1), "layout": (2, 1)},
    ),
    "tests that moved": (
        [(RUST + RUST_TESTS, RUST, "src/a.rs"), (None, RUST_TESTS, "src/b.rs")],
        {"tests": (8, 1)},
    ),
}


@pytest.mark.parametrize(("texts", "skim"), WITH_INLINE_TESTS.values(), ids=WITH_INLINE_TESTS)
def test_tests_in_a_file_of_production_code_count_as_tests(
    texts: list[tuple[str | None, str, str]], skim: dict[str, tuple[int, int]]
) -> None:
    plan = plan_of(*(changed(*text) for text in texts))

    assert {row.what: (row.lines, row.files) for row in plan.skim} == skim
    assert all(span.path == "src/lib.rs" for span in plan.spans)
    assert plan.first + sum(row.lines for row in plan.skim) == plan.lines


def test_a_finding_in_such_a_test_is_in_the_plan() -> None:
    finding = find("test-weakened", "src/a.rs", 10, "high")
    plan = plan_of(changed(None, RUST + RUST_TESTS, "src/a.rs"), findings=(finding,))

    assert [[f.name for f in span.factors] for span in plan.spans if span.end_line > 4] == [["test-weakened"]]


def test_a_finding_brings_its_lines_to_the_front() -> None:
    finding = find("guard-removed", "src/large.py", 20, "high")
    plan = plan_of(changed(None, LARGE, "src/large.py"), findings=(finding,))
    waived = plan_of(changed(None, LARGE, "src/large.py"))

    assert any(f.name == "guard-removed" for f in plan.spans[0].factors)
    assert plan.spans[0].line <= 20 <= plan.spans[0].end_line
    assert all(f.name != "guard-removed" for span in waived.spans for f in span.factors)


def test_a_finding_outside_of_programs_is_in_the_plan() -> None:
    workflow = changed(None, "permissions:\n  contents: write\n", ".github/workflows/ci.yml")
    plan = plan_of(workflow, findings=(find("sensitive-path", ".github/workflows/ci.yml", 2, "high"),))

    assert [(span.path, span.score) for span in plan.spans] == [(".github/workflows/ci.yml", 30)]


def test_code_that_no_test_reaches_says_so() -> None:
    evidence = Evidence("src/shop.py", 4, 11, "total", is_new=False, strength="not seen")
    plan = plan_of(changed(OLD, NEW), evidence=(evidence,))

    assert any(factor.name == "untested" for span in plan.spans for factor in span.factors)


def test_past_fixes_of_the_function_count() -> None:
    past = history_of(
        (change("born", days=99), [touch("src/shop.py", (0, 0, 1, 2))]),
        (change("fix: sum", days=20, kind="fix", author=ADA), [touch("src/shop.py", (2, 1, 2, 1))]),
        (change("fix: sum again", days=3, kind="fix"), [touch("src/shop.py", (2, 1, 2, 1))]),
    )
    said = [factor.because for span in _plan(past).spans for factor in span.factors if factor.name == "fixed"]

    assert said
    assert set(said) == {"`total` was fixed 2 times in 90 days"}
    assert "Ada" not in repr(_plan(past))


def _plan(past: History | None) -> Plan:
    return plan_attention(Given([changed(OLD, NEW)], (), (), past, lambda _: 0))


def test_who_wrote_it_changes_no_point() -> None:
    by_a_person, by_a_machine = (
        history_of((change("born", author=author), [touch("src/shop.py", (0, 0, 1, 2))]))
        for author in (ADA, "agent[bot] <agent@example.invalid>")
    )

    assert _plan(by_a_person) == _plan(by_a_machine)


@pytest.mark.parametrize(("lines", "budget"), [(0, 0), (3, 3), (20, 20), (60, 20), (200, 40), (5_000, 100)])
def test_a_reader_is_given_a_fifth_and_a_quarter_of_an_hour_at_most(lines: int, budget: int) -> None:
    assert find_budget(lines) == budget
    assert estimate_minutes(budget) <= 15


def test_points_follow_the_share_of_the_lines() -> None:
    card = replace(read_card(), learned=dict.fromkeys(TRAITS, 0) | {"call": 10})
    plan = plan_attention(Given([changed(None, LARGE, "src/large.py")], (), (), None, lambda _: 0), card)

    assert all(factor.name == "call" and 0 < factor.points <= 10 for span in plan.spans for factor in span.factors)
    assert weigh.__doc__


def test_a_reader_is_sent_nowhere_without_a_reason() -> None:
    card = read_card()
    sums = "".join(f"    total_{i} = first_{i} + second_{i} - third_{i}\n" for i in range(14))
    text = f"def large():\n{sums}    send(total_1)\n{sums.replace('total', 'sum')}    return total_1\n"
    given = Given([changed(None, text, "src/large.py")], (), (), None, lambda _: 0)
    only_calls = replace(card, learned=dict.fromkeys(card.learned, 0) | {"call": 1}, set={})

    # One call in many lines is a part of a point, which no reader would be told.
    assert plan_attention(given, card).spans
    assert plan_attention(given, only_calls).spans == ()
