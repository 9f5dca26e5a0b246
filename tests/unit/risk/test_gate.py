"""This module holds what stops a change."""

from dataclasses import replace

import pytest

from reviewer.errors import ReviewerError
from reviewer.model.finding import Severity, Waiver
from reviewer.risk.gate import find_breaches, parse_gate
from tests.unit.app.action.reviews import find

LEVELS: tuple[Severity, ...] = ("high", "medium", "low")
FOUND = [find(str(i) * 16, rule=f"rule-{level}", severity=level) for i, level in enumerate(LEVELS)]
KNOWN = [finding.rule for finding in FOUND]


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("never", []),
        ("high", ["rule-high"]),
        ("medium", ["rule-high", "rule-medium"]),
        ("low", ["rule-high", "rule-medium", "rule-low"]),
        ("rule-low", ["rule-low"]),
        (" high , rule-low,", ["rule-high", "rule-low"]),
        ("never, rule-low", ["rule-low"]),
    ],
)
def test_a_change_is_stopped_by_severity_or_by_rule(text: str, stopped: list[str]) -> None:
    gate = parse_gate(text, KNOWN)

    assert [finding.rule for finding in find_breaches(FOUND, gate)] == stopped
    assert gate.is_open == (not stopped)


def test_what_somebody_accepted_stops_nothing() -> None:
    waived = replace(FOUND[0], waived=Waiver("rule-high", "we know", "", "", 0))

    assert find_breaches([waived], parse_gate("low")) == ()


@pytest.mark.parametrize(
    ("text", "said"), [("hihg", "did you mean 'high'"), ("rule-lo", "'rule-low'"), (",", "nothing")]
)
def test_a_word_that_is_neither_is_refused(text: str, said: str) -> None:
    with pytest.raises(ReviewerError, match=said):
        parse_gate(text, KNOWN)
