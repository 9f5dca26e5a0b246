"""Fixes of fixes in a real repository: the chain with its ids and days, through a rename, and what is no such thing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import open_repository
from reviewer.app.check import Request, check_change
from reviewer.app.checking.surroundings import Facts
from reviewer.history.memory import MemoryHistory
from reviewer.model.finding import Finding
from reviewer.ports import Range
from tests.adapters.repos import RepositoryBuilder, create_repository

PAGES = {path: text for path, text in read_pack(find_shipped_rules()).items() if Path(path).stem == "fix-of-fix"}
# A builder commits on 14 November 2023.
TODAY = date(2023, 11, 16)
HEAD, TAIL = "def total(items):\n", "    return round(net, 2)\n"
FIRST = "    net = sum(items)\n    fee = net / 10\n    net = net + fee\n"
SECOND = "    net = fsum(items)\n    fee = max(net / 10, 1)\n    net += fee\n"
THIRD = "    net = add_up(prices(items))\n    fee = FEES.get(net, 1)\n    net = net * fee\n"
FOURTH = "    amounts = prices(items)\n    net = price_of(amounts)\n    fee = 2\n    net -= fee\n"


@pytest.fixture
def house(tmp_path: Path) -> RepositoryBuilder:
    builder = create_repository(tmp_path / "house")
    builder.commit({"src/cart.py": HEAD + FIRST + TAIL}, "feat: totals")
    return builder


def check(builder: RepositoryBuilder, today: date = TODAY, settings: str = "") -> Sequence[Finding]:
    facts = Facts(open_history=lambda: (MemoryHistory(), ""))
    with open_repository(str(builder.directory)) as repository:
        request = Request(Range("HEAD^", "HEAD"), PAGES, today, settings=("house.toml", settings))
        return check_change(repository, request, facts=facts).review.findings


def test_a_second_fix_is_told_with_the_first(house: RepositoryBuilder) -> None:
    first = house.commit({"src/cart.py": HEAD + SECOND + TAIL}, "fix: totals of nothing (#3)")
    house.commit({"src/cart.py": HEAD + THIRD + TAIL}, "fix: totals of everything")

    (finding,) = check(house)

    assert (finding.rule, finding.severity, finding.confidence) == ("fix-of-fix", "medium", "high")
    assert (finding.path, finding.line, finding.side, finding.symbol) == ("src/cart.py", 2, "new", "total")
    assert finding.message == (
        f'second fix of these lines in 2 days: {first[:8]} (2 days ago: "fix: totals of nothing (#3)") -> this change'
    )


def test_a_chain_is_followed_through_a_rename(house: RepositoryBuilder) -> None:
    first = house.commit({"src/cart.py": HEAD + SECOND + TAIL}, "fix: totals of nothing")
    house.run("mv", "src/cart.py", "src/basket.py")
    house.commit({}, "Rename the cart")
    second = house.commit({"src/basket.py": HEAD + THIRD + TAIL}, "fix: totals of everything")
    house.commit({"src/basket.py": HEAD + FOURTH + TAIL}, "fix: totals at last")

    (finding,) = check(house)

    assert (finding.path, finding.severity) == ("src/basket.py", "medium")
    assert finding.message.startswith("third fix of these lines in 2 days: ")
    assert f"{first[:8]} (" in finding.message
    assert f'{second[:8]} (2 days ago: "fix: totals of everything") -> this change' in finding.message
    assert [related.message for related in finding.related] == [
        f"{first[:8]}, 2 days ago: fix: totals of nothing",
        f"{second[:8]}, 2 days ago: fix: totals of everything",
    ]


def test_the_rest_of_a_chain_is_told_among_the_related_places(house: RepositoryBuilder) -> None:
    for number, lines in enumerate((SECOND, THIRD, SECOND), 1):
        house.commit({"src/cart.py": HEAD + lines + TAIL}, f"fix: try {number}")
    house.commit({"src/cart.py": HEAD + FOURTH + TAIL}, "fix: the last try")

    (finding,) = check(house)

    assert finding.message.startswith("fourth fix of these lines in 2 days: ")
    assert '"fix: try 1") -> 1 more -> ' in finding.message
    assert [related.message[-5:] for related in finding.related] == ["try 1", "try 2", "try 3"]


def test_files_of_one_fix_are_told_once(house: RepositoryBuilder) -> None:
    tax = "def tax(net):\n    rate = RATES[net]\n    return net * rate\n"
    house.commit({"src/tax.py": "def tax(net):\n    return net\n"}, "feat: tax")
    house.commit({"src/cart.py": HEAD + SECOND + TAIL, "src/tax.py": tax}, "fix: totals with tax")
    better = tax.replace("RATES[net]", "find(net)").replace("net * rate", "rate.of(net)")
    house.commit({"src/cart.py": HEAD + THIRD + TAIL, "src/tax.py": better}, "fix: tax of nothing")

    (finding,) = check(house)

    assert finding.path == "src/cart.py"
    assert [(related.path, related.message) for related in finding.related] == [
        ("src/tax.py", "2 lines of the same fix")
    ]


def take_steps(builder: RepositoryBuilder, message: str, **changed: str) -> None:
    steps = {"one": "step(items)", "two": "walk(items)", "three": "run(items)", "four": "leap(items)"} | changed
    builder.commit({"src/cart.py": HEAD + "".join(f"    {step}\n" for step in steps.values()) + TAIL}, message)


def test_a_function_is_told_when_it_was_fixed_often_elsewhere(house: RepositoryBuilder) -> None:
    again = '[rules]\nfix-of-fix = { status = "on", cases = ["function-again"] }\n'
    take_steps(house, "feat: steps")
    take_steps(house, "fix: first", one="stop()")
    take_steps(house, "fix: second", one="stop()", two="stay()")
    take_steps(house, "fix: third", one="stop()", two="stay()", three="sit()")
    (third,), silent = check(house, settings=again), check(house)
    take_steps(house, "fix: fourth", one="stop()", two="stay()", three="sit()", four="sleep()")
    (fourth,) = check(house)

    assert third.message.startswith("third fix of `total` in 2 days: ")
    assert silent == ()
    assert fourth.message.startswith("fourth fix of `total` in 2 days: ")
    assert (fourth.line, fourth.severity) == (5, "medium")


@pytest.mark.parametrize(
    ("before", "after", "today"),
    [
        ("feat: better totals", "fix: totals of everything", TODAY),
        ("fix: totals of nothing", "feat: totals of everything", TODAY),
        ("fix: totals of nothing", "fix: totals of everything", date(2024, 3, 1)),
        ("fix: totals of nothing", 'Revert "fix: totals of nothing"', TODAY),
        ("fix(tests): totals of nothing", "fix: totals of everything", TODAY),
    ],
)
def test_what_is_no_fix_of_a_fix(house: RepositoryBuilder, before: str, after: str, today: date) -> None:
    house.commit({"src/cart.py": HEAD + SECOND + TAIL}, before)
    house.commit({"src/cart.py": HEAD + THIRD + TAIL}, after)

    assert check(house, today) == ()


def test_a_change_of_very_many_files_is_no_fix_of_one_thing(house: RepositoryBuilder) -> None:
    house.commit({"src/cart.py": HEAD + SECOND + TAIL}, "fix: totals of nothing")
    many = {f"src/part{number}.py": "x = 1\n" for number in range(30)}
    house.commit({"src/cart.py": HEAD + THIRD + TAIL, **many}, "fix: everything")

    assert check(house) == ()


def test_a_repository_without_a_past_is_silent(house: RepositoryBuilder) -> None:
    house.commit({"src/cart.py": HEAD + SECOND + TAIL}, "fix: totals of nothing")
    house.commit({"src/cart.py": HEAD + THIRD + TAIL}, "fix: totals of everything")
    with open_repository(str(house.directory)) as repository:
        request = Request(Range("HEAD^", "HEAD"), PAGES, TODAY)
        assert check_change(repository, request).review.findings == ()
