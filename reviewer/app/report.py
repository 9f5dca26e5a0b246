"""This module holds the making of a weekly report: of the week that was asked for, or of the last whole one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reviewer.metrics import Ask, Request, build_report
from reviewer.metrics.weeks import find_weeks
from reviewer.model.report import Report


def compose_report(ask: Ask, request: Request, now: int) -> Report:
    """Return the report that is asked for. A request without a week is for the last that was over by `now`."""
    week = request.week or find_last_week(now, request.zone)
    return build_report(ask, replace(request, week=week))


def find_last_week(now: int, zone: str) -> str:
    """Return the last week that was over at a moment (seconds since 1970), where its clock shows the time of a zone."""
    # In the zone it may be tomorrow already.
    year, week, _ = (datetime.fromtimestamp(now, UTC) + timedelta(days=1)).isocalendar()
    weeks = find_weeks(f"{year}-W{week:02}", zone, 3)
    return [name for name, (_, ends) in weeks if ends <= now][-1]
