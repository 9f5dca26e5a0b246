from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.model.finding import Finding, Waiver
from reviewer.risk.budget import count_siblings, pick, rank
from tests.unit.render.sample import find
from tests.unit.render.strategies import close_findings

many = st.lists(close_findings, max_size=14).map(tuple)
calm = settings(deadline=None, derandomize=True)


def names(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{f.rule} {f.path}:{f.line}" for f in findings]


def test_the_gravest_and_surest_come_first() -> None:
    low = find("a", "a.py", 1, "low", "high")
    unsure = find("b", "b.py", 1, "high", "low")
    sure = find("c", "c.py", 1, "high", "high")
    later = find("d", "a.py", 90, "high", "high")
    assert names(pick((low, unsure, sure, later))) == ["d a.py:90", "c c.py:1", "b b.py:1", "a a.py:1"]


def test_a_waived_finding_is_not_shown() -> None:
    waived = replace(find("a", "a.py", 1), waived=Waiver("a", "so be it", "", "w", 1))
    assert pick((waived,)) == ()


def test_one_finding_stands_for_all_within_three_lines() -> None:
    first = replace(find("a", "a.py", 10), end_line=20)
    assert names(pick((first, find("b", "a.py", 23)))) == ["a a.py:10"]
    assert names(pick((first, find("c", "a.py", 24)))) == ["a a.py:10", "c a.py:24"]
    assert names(pick((replace(first, severity="high"), find("d", "a.py", 7)))) == ["a a.py:10"]
    assert names(pick((first, find("e", "a.py", 6)))) == ["e a.py:6", "a a.py:10"]


def test_lines_of_the_two_sides_are_not_near_each_other() -> None:
    new = find("a", "a.py", 10)
    assert len(pick((new, replace(find("b", "a.py", 10), side="old")))) == 2


def test_a_rule_is_named_once_in_a_file_and_its_siblings_are_counted() -> None:
    findings = (*(find("a", "a.py", line) for line in (50, 10, 90)), find("a", "b.py", 1))
    assert names(pick(findings)) == ["a a.py:10", "a b.py:1"]
    assert [count_siblings(f, findings) for f in pick(findings)] == [2, 0]


def test_a_rule_is_named_twice_until_the_others_of_its_severity_had_their_turn() -> None:
    loud = tuple(find("loud", f"{i}.py", 1, "high") for i in range(6))
    quiet, low = find("quiet", "x.py", 1, "high"), find("low", "a.py", 1, "low")
    assert names(pick((*loud, quiet))) == ["loud 0.py:1", "loud 1.py:1", "loud 2.py:1", "loud 3.py:1", "quiet x.py:1"]
    assert names(pick((*loud, quiet), 3)) == ["loud 0.py:1", "loud 1.py:1", "quiet x.py:1"]
    assert names(pick((*loud, low), 3)) == ["loud 0.py:1", "loud 1.py:1", "loud 2.py:1"]


def test_code_that_runs_comes_before_tests_and_settings_of_the_same_severity() -> None:
    found = (find("a", "pyproject.toml", 1), find("b", "tests/test_x.py", 1), find("c", "src/x.py", 1))
    assert names(pick(found, 1)) == ["c src/x.py:1"]


def test_no_room_shows_nothing() -> None:
    assert pick((find("a", "a.py", 1),), 0) == ()
    assert pick((find("a", "a.py", 1),), -1) == ()


@calm
@given(st.permutations(range(14)), many, st.integers(0, 6))
def test_the_order_of_the_findings_does_not_matter(order: list[int], findings: tuple[Finding, ...], limit: int) -> None:
    shuffled = tuple(findings[i] for i in order if i < len(findings))
    assert pick(shuffled, limit) == pick(findings, limit)


@calm
@given(many, st.integers(1, 6))
def test_what_is_shown_is_open_distinct_ranked_and_within_the_limit(findings: tuple[Finding, ...], limit: int) -> None:
    shown = pick(findings, limit)
    assert len(shown) <= limit
    assert list(shown) == sorted(shown, key=rank)
    assert all(f in findings and f.waived is None for f in shown)
    assert len({(f.rule, f.path) for f in shown}) == len(shown)
    assert bool(shown) == any(f.waived is None for f in findings)


@calm
@given(many)
def test_whatever_is_not_shown_is_stood_for(findings: tuple[Finding, ...]) -> None:
    shown = pick(findings, 99)
    for finding in findings:
        if finding.waived is None and finding not in shown:
            assert any(rank(f) < rank(finding) and f.path == finding.path for f in shown)
