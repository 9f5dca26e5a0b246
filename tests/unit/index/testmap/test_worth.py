"""A test is worth what it would notice: a value, mere existence, a call of a double, nothing, or nobody can tell."""

import pytest

from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import find_tests
from reviewer.index.testmap.worth import judge_test

BODIES = {
    "assert total([1]) == 1": "asserts",
    "assert total([1]) is not None": "weak",
    "send(total([1]))\n    mail.assert_called_once()": "mock",
    "send(total([1]))\n    mail.assert_called_once_with(1)": "asserts",
    "if slow:\n        pytest.skip('slow')\n    assert total([1]) == 1": "asserts",
    "total([1])": "none",
    "assert True": "none",
    "verify_total(total([1]))": "asserts",
    "with patch('shop.orders.total') as total:\n        total([1])\n        assert total.called == 1": "mock",
    "pytest.skip('later')\n    assert total([1]) == 1": "skipped",
    "if total([1]) != 1:\n        raise ValueError": "unknown",
}


@pytest.mark.parametrize("body", BODIES)
def test_a_test_is_worth_what_it_would_notice(body: str) -> None:
    source = Source("tests/test_a.py", f"def test_a():\n    {body}\n".encode(), "python", "test")

    assert judge_test(source, find_tests(source)[0], "total") == BODIES[body]


def test_a_test_that_only_promises_calm_is_not_judged() -> None:
    source = Source("tests/test_a.py", b"def test_total_does_not_raise():\n    total([])\n", "python", "test")

    assert judge_test(source, find_tests(source)[0], "total") == "unknown"


@pytest.mark.parametrize(("mark", "worth"), [("skip", "skipped"), ("skipif(WINDOWS, reason='x')", "asserts")])
def test_a_test_that_is_skipped_somewhere_runs_elsewhere(mark: str, worth: str) -> None:
    text = f"@pytest.mark.{mark}\ndef test_a():\n    assert total([1]) == 1\n"
    source = Source("tests/test_a.py", text.encode(), "python", "test")

    assert judge_test(source, find_tests(source)[0], "total") == worth
