"""Who is around, who knows a file, and who worked nearby."""

import pytest

from reviewer.detectors.past.people import People, is_person
from reviewer.history.past import History
from tests.unit.history.past import ADA, BOB, change, history_of, touch

ROBOT = "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>"


def past() -> History:
    return history_of(
        (change("birth", days=400, author=ADA), (touch("a/x.py", (0, 0, 1, 9)),)),
        (change("more", days=300, author=BOB), (touch("a/y.py", (0, 0, 1, 9)),)),
        (change("robot", days=3, author=ROBOT), (touch("a/x.py", (1, 1, 1, 1)),)),
        (change("lately", days=2, author="Eve <eve@example.invalid>"), (touch("a/b/z.py", (0, 0, 1, 9)),)),
        (change("today", days=0, author="Someone <BOB@example.invalid>"), (touch("c/z.py", (0, 0, 1, 9)),)),
    )


def test_somebody_is_around_by_name_or_by_mail() -> None:
    people = People(past(), 180)

    assert not people.is_around(ADA)
    assert people.is_around(BOB)
    assert people.is_around("eve <other@example.invalid>")


def test_the_last_change_of_several_people_counts() -> None:
    people = People(past(), 180)

    assert people.days_idle([ADA]) == 400
    assert people.days_idle([ADA, BOB]) == 0
    assert people.days_idle(["Nobody <nobody@example.invalid>"]) == 0


def test_who_worked_nearby_is_looked_for_in_the_folders_around() -> None:
    people = People(past(), 180)

    found = [people.find_nearby(folder) for folder in ("a/b", "a/c/d", "c", "elsewhere", "")]

    names = [[person.contact.partition(" <")[0] for person in nearby] for nearby in found]
    assert names == [["Eve"], ["Eve"], ["Someone"], [], []]


def test_a_file_is_known_by_changes_and_not_by_those_of_programs() -> None:
    people = People(past(), 180)

    assert people.know(["a/x.py", "c/z.py"], 1)
    assert not people.know(["a/x.py", "c/z.py"], 2)
    assert not people.know(["a/x.py"], 1)


def test_a_short_history_or_a_single_author_says_nothing() -> None:
    alone = history_of((change("birth", days=400, author=ADA), (touch("a", (0, 0, 1, 9)),)))

    assert People(past(), 180).are_known(90)
    assert not People(past(), 180).are_known(500)
    assert not People(alone, 180).are_known(90)
    assert not People(history_of(), 180).are_known(90)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (ADA, True),
        ("Abbot <abbot@example.invalid>", True),
        ("Claude Monet <claude@example.invalid>", True),
        (ROBOT, False),
        ("Claude <noreply@anthropic.com>", False),
        ("Copilot <198982749+Copilot@users.noreply.github.com>", False),
        ("Release CI <ci@example.invalid>", False),
    ],
)
def test_programs_are_nobody(contact: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_person(contact) is expected
