"""This module holds the calendar: where weeks and hours of work begin and end in a zone whose clocks may jump."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reviewer.errors import ReviewerError

Span = tuple[int, int]
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_YEARS = 10


def find_weeks(last: str, zone: str, count: int) -> tuple[tuple[str, Span], ...]:
    """Return some weeks with when each begins and ends, oldest first, up to the named one."""
    monday, clock = _find_monday(last), _find_zone(zone)
    mondays = [monday - timedelta(weeks=count - place) for place in range(1, count + 2)]
    starts = [_start(day, 0, clock) for day in mondays]
    return tuple(
        (f"{year}-W{week:02}", (begins, ends))
        for (year, week, _), begins, ends in zip(map(date.isocalendar, mondays), starts, starts[1:], strict=False)
    )


@cache
def list_hours(last: str, zone: str, hours: tuple[int, int]) -> tuple[Span, ...]:
    """Return the hours of work of the ten years that end with a week, as spans, oldest first."""
    opens, closes = hours
    if not 0 <= opens < closes <= 24:
        raise ReviewerError(f"{opens} to {closes} are no hours of a day.", "Write two hours, such as 9 and 17.")
    monday, clock = _find_monday(last), _find_zone(zone)
    days = (monday + timedelta(days=6 - back) for back in range(_YEARS * 366, -1, -1))
    spans = ((_start(day, opens, clock), _start(day, closes, clock)) for day in days if day.weekday() < 5)
    # An hour that a clock jumped over may leave nothing of a short day.
    return tuple((begins, ends) for begins, ends in spans if begins < ends)


def _find_monday(week: str) -> date:
    found = _WEEK.fullmatch(week)
    try:
        if found and int(found[1]) > _YEARS + 1970:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    raise ReviewerError(f"'{week[:40]}' is no week.", "Write the year and the ISO week, such as 2026-W46.")


def _find_zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ReviewerError(f"'{zone[:40]}' is no time zone.", "Write one such as Europe/Berlin or UTC.") from None


def _start(day: date, hour: int, clock: ZoneInfo) -> int:
    midnight = datetime(day.year, day.month, day.day) + timedelta(hours=hour)  # noqa: DTZ001 - the zone comes next
    return int(midnight.replace(tzinfo=clock).timestamp())
