"""What a description claims, and what it only mentions."""

import pytest

from reviewer.detectors.saying.claims import LONGEST, find_claims, find_test_claim, own_words


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Adds tests", True),
        ("- Added 12 new unit tests for rounding", True),
        ("Rounds the tax, with regression tests", True),
        ("add test coverage", True),
        ("It rounds. Includes tests to cover it", True),
        ("We should add tests", False),
        ("No tests added", False),
        ("Adds tests later", True),
        ("Later we add tests", False),
        ("- [ ] Added tests", False),
        ("- [x] Added tests", True),
        ("> Added tests", False),
        ("<!-- Added tests -->", False),
        ("<!--\nAdded tests\n-->", False),
        ("```\nAdded tests\n```", False),
        ("Adds a test command", False),
        ("Adds tests/data to the list", False),
        ("Add tests\n\nremove flaky tests", False),
        ("Adds a command which runs tests", False),
    ],
)
def test_tests_are_claimed(text: str, claims: bool) -> None:  # noqa: FBT001 - a column of the table
    assert bool(find_test_claim(text)) is claims


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("docs: describe flows", ["docs"]),
        ("docs(flow)!: describe flows", ["docs"]),
        ("docs::flows", []),
        ("Docs: samples; feat: parse", []),
        ("test(core): pin it", ["tests-only"]),
        ("Move it\n\nNo functional changes.", ["refactoring"]),
        ("Move it without any behaviour change", ["refactoring"]),
        ("This is a docs-only change", ["docs"]),
        ("Comment-only lines are skipped", []),
        ("Formatting-only change", ["layout"]),
        ("Run black", ["layout"]),
        ("Run black on save", []),
        ("Fix typo", ["typo"]),
        ("fix: correct spelling mistakes in comments (#12)", ["typo"]),
        ("Fix typo, and the tax", []),
        ("Move it\n\nThis would not be a pure refactoring", []),
    ],
)
def test_a_claim_is_about_the_whole_change(text: str, kinds: list[str]) -> None:
    assert [claim.kind for claim in find_claims(text)] == kinds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Round the tax\n\nIt was cut.", "Round the tax\n\nIt was cut."),
        ("Round the tax (#7)\n\n* docs: a\n\n* docs: b", "Round the tax (#7)"),
        ("Merge pull request #7 from ada/tax\n\nRound the tax", "Round the tax"),
        ("Merge branch 'tax' into main\n\n# Conflicts:\n#\ta.py", ""),
        ("", ""),
    ],
)
def test_what_is_said_of_the_whole_stands_apart(text: str, words: str) -> None:
    assert own_words(text) == words


def test_what_stands_far_down_is_not_read() -> None:
    far = "x\n" * (LONGEST // 2) + "Adds tests\n"

    assert find_test_claim(far) == ""
    assert find_test_claim("x " * 400 + "Adds tests") == ""
