"""What may be spent is said in tokens, seconds and dollars."""

import json
from dataclasses import replace

import pytest

from reviewer.app.second.budget import Budget, estimate, parse_budget
from reviewer.app.second.reading import plan_reading
from reviewer.errors import ReviewerError
from reviewer.model.reading import Usage
from reviewer.ports import Message, Turn
from tests.unit.app.second.stage import check_shop, make_terms

SAID: dict[str, Budget] = {
    "50000": Budget(tokens=50_000),
    "50k": Budget(tokens=50_000),
    "50 ktokens": Budget(tokens=50_000),
    "50000 tokens": Budget(tokens=50_000),
    "0.25usd": Budget(dollars=0.25),
    "$0.25": Budget(dollars=0.25),
    "90s": Budget(seconds=90),
    "2 min": Budget(seconds=120),
    "50k, $1, 60s": Budget(tokens=50_000, dollars=1, seconds=60),
}


@pytest.mark.parametrize("text", SAID)
def test_a_budget_is_read(text: str) -> None:
    assert parse_budget([text]) == SAID[text]


def test_several_are_one() -> None:
    assert parse_budget(["50k", "60s"]) == Budget(tokens=50_000, seconds=60)
    assert parse_budget([]) == Budget()


@pytest.mark.parametrize(
    "text", ["", "0", "2m", "-5", "much", "5 apples", "$5k", "1e9", "inf", "nan", "50k,", "9" * 30]
)
def test_what_is_no_budget_is_refused(text: str) -> None:
    with pytest.raises(ReviewerError, match="is no budget"):
        parse_budget([text])


def test_what_a_turn_sends_is_not_promised_too_small() -> None:
    turn = plan_reading(check_shop(), make_terms()).turn

    assert estimate(turn) >= len(json.dumps(_list_all(turn))) // 4
    assert estimate(replace(turn, messages=(Message("user", "\u6f22" * 30_000),))) >= 30_000


def _list_all(turn: Turn) -> list[object]:
    tools = [[tool.name, tool.description, tool.parameters] for tool in turn.tools]
    return [[message.text for message in turn.messages], tools, turn.form]


PAID, UNKNOWN, KEPT = Usage(1, 0, 10, 2, dollars=0.5), Usage(2, 0, 20, 4, is_estimated=True), Usage(1, 1)
SUMS = {
    "nothing": (Usage(), Usage(), Usage(dollars=0.0)),
    "a price each": (PAID, PAID, Usage(2, 0, 20, 4, dollars=1.0)),
    "one without a price": (PAID, UNKNOWN, Usage(3, 0, 30, 6, is_estimated=True)),
    "one from the cache": (KEPT, PAID, Usage(2, 1, 10, 2, dollars=0.5)),
    "all from the cache": (KEPT, KEPT, Usage(2, 2, dollars=0.0)),
}


@pytest.mark.parametrize("name", SUMS)
def test_dollars_are_known_where_they_are_of_each_that_was_paid_for(name: str) -> None:
    first, second, both = SUMS[name]

    assert first + second == second + first == both
