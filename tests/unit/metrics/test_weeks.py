"""Where weeks and hours begin, also where the clocks jump."""

import itertools
from datetime import datetime

import pytest

from reviewer.metrics.weeks import find_weeks, list_hours


def _show(week: str, zone: str) -> tuple[int, int]:
    return find_weeks(week, zone, 1)[0][1]


@pytest.mark.parametrize(
    ("week", "zone", "begins", "hours"),
    [
        ("2026-W46", "UTC", "2026-11-09T00:00+00:00", 168),
        ("2026-W46", "Europe/Berlin", "2026-11-09T00:00+01:00", 168),
        ("2026-W13", "Europe/Berlin", "2026-03-23T00:00+01:00", 167),
        ("2026-W43", "Europe/Berlin", "2026-10-19T00:00+02:00", 169),
        ("2026-W44", "America/New_York", "2026-10-26T00:00-04:00", 169),
        ("2026-W53", "Asia/Kolkata", "2026-12-28T00:00+05:30", 168),
        ("2027-W01", "UTC", "2027-01-04T00:00+00:00", 168),
        # The day of Samoa that never was.
        ("2011-W52", "Pacific/Apia", "2011-12-26T00:00-10:00", 144),
    ],
)
def test_a_week_begins_on_monday_where_the_team_is(week: str, zone: str, begins: str, hours: int) -> None:
    first, end = _show(week, zone)

    assert first == datetime.fromisoformat(begins).timestamp()
    assert (end - first) / 3_600 == hours


def test_weeks_follow_each_other_without_a_gap() -> None:
    weeks = find_weeks("2026-W02", "Europe/Berlin", 60)

    assert [name for name, _ in weeks[-4:]] == ["2025-W51", "2025-W52", "2026-W01", "2026-W02"]
    assert all(before[1][1] == after[1][0] for before, after in itertools.pairwise(weeks))


def test_hours_of_work_follow_the_clock_on_the_wall() -> None:
    hours = list_hours("2026-W13", "Europe/Berlin", (9, 17))
    begins = [
        datetime.fromtimestamp(first, datetime.fromisoformat("2026-01-01T00:00+01:00").tzinfo)
        for first, _ in hours[-5:]
    ]

    assert [moment.hour for moment in begins] == [9] * 5
    assert {end - first for first, end in hours} == {8 * 3_600}
    assert len({(first // 86_400) for first, _ in hours}) == len(hours)


def test_a_day_that_the_clocks_jump_over_has_no_hours() -> None:
    hours = list_hours("2011-W52", "Pacific/Apia", (9, 17))

    # Friday the 30th was left out.
    assert (hours[-1][0] - hours[-2][0]) / 3_600 == 24
    assert all(first < end for first, end in hours)
