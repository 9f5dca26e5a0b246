"""What may be spent is said in tokens, seconds and dollars."""

import pytest

from reviewer.app.second.budget import Budget, parse_budget
from reviewer.errors import ReviewerError

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
