"""How past changes are told in a sentence."""

from dataclasses import replace

import pytest

from reviewer.detectors.past.told import name_ordinal, plain_subject, tell_change
from reviewer.model.history import PastChange
from tests.unit.history.past import change, history_of

PAST = history_of()


def named(subject: str, days: int = 9) -> PastChange:
    return replace(change("a", days=days), subject=subject)


@pytest.mark.parametrize(
    ("days", "expected"), [(9, "9 days ago"), (1, "1 day ago"), (0, "today"), (1200, "1,200 days ago")]
)
def test_a_change_is_told_with_its_days(days: int, expected: str) -> None:
    assert tell_change(PAST, named("fix: totals", days)) == f'86f7e437 ({expected}: "fix: totals")'


def test_a_long_subject_fits_into_a_message() -> None:
    told = tell_change(PAST, named("fix: " + "very " * 40 + "long", days=30))

    assert len(f"{told} -> 12 more") <= 80
    assert told.endswith('very very…")')


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ('Revert "feat: a"', "Revert 'feat: a'"),
        ("Merge pull request #12 from ada/fix/totals", "#12 fix/totals"),
        ("Merge branch 'main'", "Merge branch 'main'"),
    ],
)
def test_a_subject_keeps_to_one_pair_of_quotation_marks(subject: str, expected: str) -> None:
    assert plain_subject(named(subject)) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(2, "second"), (10, "tenth"), (11, "11th"), (12, "12th"), (21, "21st"), (33, "33rd")]
)
def test_ordinals(number: int, expected: str) -> None:
    assert name_ordinal(number) == expected
