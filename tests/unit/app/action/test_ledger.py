"""This module holds what the ledger keeps of a push, and that it names nobody."""

import json

import pytest

from reviewer.app.action.ledger import find_pulls, write_entry
from reviewer.app.action.memory import Answer, Memory
from tests.unit.app.action.forges import BASE, HEAD
from tests.unit.app.action.reviews import find, review


@pytest.mark.parametrize(
    ("messages", "numbers"),
    [
        ([], ()),
        (["Faster refunds (#7)\n\nand (#8)"], (7,)),
        (["Merge pull request #12 from ann/topic", "Faster (#7)", "again (#7) "], (12, 7)),
        (["(#7) first", "see #9", "Merge branch 'main'"], ()),
    ],
)
def test_merged_pull_requests_are_known_by_their_subjects(messages: list[str], numbers: tuple[int, ...]) -> None:
    assert find_pulls(messages) == numbers


def test_an_entry_counts_and_names_nobody() -> None:
    memory = Memory(
        head=HEAD,
        answers=(Answer("1" * 16, "new-hub", "sam", "we know", "command"),),
        findings=(("1" * 16, "new-hub"), ("2" * 16, "guard-removed")),
    )
    found = review(find("3" * 16), find("4" * 16), find("5" * 16, rule="new-hub"))
    line = write_entry("shop/shop", found, 1_700_000_000, (7, 8), {7: memory}.get)
    entry = json.loads(line)

    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert "sam" not in line
    assert (entry["base"], entry["head"], entry["when"], entry["level"]) == (BASE, HEAD, 1_700_000_000, "high")
    assert entry["findings"] == {"guard-removed": 2, "new-hub": 1}
    assert [pull["known"] for pull in entry["pulls"]] == [True, False]
    assert entry["pulls"][0]["dismissed"] == [
        {"fingerprint": "1" * 16, "rule": "new-hub", "how": "command", "reason": "we know"}
    ]
