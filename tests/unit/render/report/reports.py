"""This module holds reports for tests: a usual one, an empty one, one of hostile texts, one with every state."""

from dataclasses import replace
from math import sin

from reviewer.model.report import Debt, Measure, Published, Report, Series, State, Step, Unit, WhatIf
from reviewer.render.report.charts.plan import CLASSES

WEEKS = tuple(f"2026-W{week}" for week in range(21, 47))
_CLASS_NAMES = (
    *("person, fresh", "person, stale", "person, comment", "operator only"),
    *("machine only", "automation only", "nobody"),
)
_SHARES = ((0.46, 0.30), (0.12, 0.11), (0.07, 0.06), (0.05, 0.09), (0.08, 0.17), (0.04, 0.05))
_GRAPHITE = Published("13 %", "absolute", "Graphite, merged without any review")
_FAROS = Published("+31.3 %", "relative", "Faros 2026, merged without any review")


def _waves(first: float, last: float, swing: float) -> tuple[float, ...]:
    count = len(WEEKS) - 1
    return tuple(round(first + (last - first) * at / count + swing * sin(at * 1.7), 3) for at in range(count + 1))


def _series(name: str, said: str, unit: Unit, values: tuple[float | None, ...]) -> Series:
    return Series(name, said, unit, WEEKS, values)


def _classes() -> tuple[Series, ...]:
    known = [_waves(first, last, 0.012) for first, last in _SHARES]
    rest = tuple(round(1 - sum(values), 3) for values in zip(*known, strict=True))
    rows = zip(CLASSES, _CLASS_NAMES, (*known, rest), strict=True)
    return tuple(_series(name, said, "share", values) for name, said, values in rows)


SERIES = (
    _series("merged_lines", "merged lines", "lines", _waves(5200, 12900, 640)),
    _series("verified_lines", "verified lines", "lines", _waves(3900, 4700, 420)),
    *_classes(),
    _series("queue", "in the queue", "count", _waves(19, 47, 3)),
    _series("arrivals", "arrived", "count", _waves(38, 58, 4)),
    _series("departures", "left", "count", _waves(38, 52, 4)),
    _series("queue_age", "half of them, at least", "days", _waves(0.6, 1.3, 0.1)),
    _series("queue_age_p90", "a tenth of them, at least", "days", (*_waves(2.2, 5.4, 0.4)[:-3], None, 5.8, 6.0)),
    _series("load_top1", "the one who read most", "share", _waves(0.27, 0.41, 0.02)),
    _series("load_top2", "the two who read most", "share", _waves(0.43, 0.58, 0.02)),
    _series("load_top3", "the three who read most", "share", _waves(0.55, 0.71, 0.02)),
    Series(
        "load_curve",
        "share of the read lines",
        "share",
        tuple(f"R{at}" for at in range(1, 10)),
        (0.39, 0.19, 0.13, 0.09, 0.07, 0.05, 0.04, 0.03, 0.01),
    ),
    _series("fix_of_fix", "fixes that were fixed in turn", "share", _waves(0.06, 0.17, 0.01)),
    _series("certainty_gap", "certainty gap", "percent", _waves(2, 61, 8)),
    _series("zero_review", "merged without any review", "share", _waves(0.13, 0.22, 0.02)),
    _series("first_review", "time to first review, median", "hours", _waves(5, 11, 1)),
)
MEASURES = (
    Measure("debt", "Review debt", "verdict", "lines", 18420, 214, baseline=11200, change=0.645, floor=9100,
            ceiling=13900, is_worse=True),
    Measure("certainty_gap", "Output outgrows certainty by", "verdict", "percent", 61.0, 52, baseline=14.0,
            change=0.41, floor=-8, ceiling=32, is_worse=True, low=38.0, high=88.0),
    Measure("zero_review", "Merged without any review", "verdict", "share", 0.22, 52, low=0.13, high=0.35,
            baseline=0.14, change=0.08, floor=0.07, ceiling=0.21, is_worse=True, published=(_GRAPHITE, _FAROS)),
    Measure("first_review", "Time to first review, median", "verdict", "hours", 11.2, 61, low=7.9, high=16.0,
            baseline=6.4, change=0.75, floor=4.1, ceiling=9.8, is_worse=True,
            published=(Published("+156.6 %", "relative", "Faros 2026, median time to first review"),)),
    Measure("effective_reviewers", "Effective reviewers", "verdict", "count", 3.4, 9, baseline=3.6, change=-0.056,
            floor=2.9, ceiling=4.4),
    Measure("opening", "Debt at the beginning", "debt", "lines", 16100, 0),
    Measure("new_debt", "New", "debt", "lines", 4120, 19),
    Measure("repaid", "Repaid: read after the merge", "debt", "lines", 900, 3),
    Measure("retired", "Retired: rewritten or deleted", "debt", "lines", 900, 7),
    Measure("debt_ratio", "Of all lines of 90 days", "debt", "share", 0.29, 0, baseline=0.19, change=0.10,
            floor=0.15, ceiling=0.23, is_worse=True),
    Measure("no_independent", "No independent person read it", "review", "share", 0.50, 52, low=0.37, high=0.63,
            baseline=0.34, change=0.16, floor=0.25, ceiling=0.44, is_worse=True),
    Measure("ai_only", "Read by machines alone", "review", "share", 0.17, 52, low=0.09, high=0.29, baseline=0.11,
            change=0.06, floor=0.04, ceiling=0.19),
    Measure("ai_touched", "Read by a machine, too", "review", "share", 0.56, 52, low=0.42, high=0.68, baseline=0.44,
            change=0.12, published=(Published("25 %", "absolute", "Faros 2026, reviewed by an AI agent"),)),
    Measure("stale", "Approved before the last push", "review", "share", 0.27, 26, low=0.14, high=0.46,
            baseline=0.25, change=0.02),
    Measure("rubber_stamps", "Rubber stamps", "stamps", "share", None, 8, "insufficient", "8 of 10 that it takes"),
    Measure("silent", "Approved without a word", "stamps", "share", 0.46, 26, low=0.29, high=0.65, baseline=0.44,
            change=0.02, published=(Published("46 %", "absolute", "Graphite, no comment at all"),)),
    Measure("queue_length", "In the queue", "queue", "count", 47, 47, baseline=31, change=0.516, floor=22,
            ceiling=41, is_worse=True),
    Measure("net", "Arrived less left", "queue", "count", 6, 110, baseline=0, change=None),
    Measure("utilisation", "Lines becoming ready, to lines read", "queue", "ratio", 1.38, 231, baseline=1.12,
            change=0.232),
    Measure("waiting_reviewers", "Waiting on reviewers, median", "time", "hours", 19.5, 52, baseline=12.1,
            change=0.61),
    Measure("waiting_authors", "Waiting on authors, median", "time", "hours", 9.1, 52, baseline=9.3, change=-0.02),
    Measure("top3", "Read by the three who read most", "load", "share", 0.71, 9, baseline=0.66, change=0.05),
    Measure("senior_load", "Read by seniors", "load", "share", None, 4, "suppressed"),
    Measure("bugs_per_developer", "Bugs for each developer", "quality", "ratio", 0.84, 21, low=0.52, high=1.28,
            baseline=0.60, change=0.40, published=(Published("+54 %", "relative", "Faros 2026, bugs per developer"),)),
    Measure("induced_fixes_ai", "Fixes needed, after machines", "quality", "share", 0.19, 64, low=0.11, high=0.3),
    Measure("induced_fixes_human", "Fixes needed, after people", "quality", "share", 0.12, 98, low=0.07, high=0.20),
    Measure("fix_of_fix", "Fixes that were fixed in turn", "quality", "share", 0.17, 29, low=0.08, high=0.34,
            baseline=0.09, change=0.08),
    Measure("reverts", "Taken back in 14 days, of 1,000", "quality", "ratio", 12.4, 161, baseline=9.8, change=0.265),
    Measure("rework", "Rewritten within 14 days", "quality", "share", None, 0, "unknown", "no clone was read"),
    Measure("size", "Lines in a change, median", "size", "lines", 148, 52, baseline=96, change=0.542, floor=71,
            ceiling=126, is_worse=True, published=(Published("+51.3 %", "relative", "Faros 2026, size of a change"),)),
    Measure("ai_share", "Changes with a machine's hand", "provenance", "share", 0.62, 52, low=0.48, high=0.74,
            baseline=0.45, change=0.17),
    Measure("synthetic", "Lines that machines alone wrote", "provenance", "share", 0.33, 52, low=0.22, high=0.47,
            baseline=0.21, change=0.12),
    Measure("disclosure", "Changes that say so themselves", "provenance", "share", 0.38, 52, low=0.26, high=0.52,
            baseline=0.36, change=0.02),
)  # fmt: skip
SAMPLE = Report(
    team="checkout",
    repositories=("acme/shop", "acme/billing"),
    week="2026-W46",
    begins=1_794_178_800,
    ends=1_794_783_600,
    zone="Europe/Berlin",
    definition=1,
    bottleneck="The queue grows by 6 changes a week, and three of 9 people carry 71 % of the lines that are read; "
    "half of what was merged was read by nobody independent.",
    measures=MEASURES,
    series=SERIES,
    debts=(
        Debt("change", "#4312 Move price rules into the service", "acme/shop", 2310, 6, "merged by its operator"),
        Debt("change", "#4290 Retry of payments", "acme/billing", 1184, 9, "read by a machine alone"),
        Debt("change", "#4301 New tax tables", "acme/shop", 940, 8, "no review"),
        Debt("directory", "services/pricing/rules", "acme/shop", 4820, 31, "no owner, 5 changes without a reader"),
        Debt("directory", "payments/retry", "acme/billing", 2105, 24, "4 changes that machines alone read"),
        Debt("directory", "web/cart", "acme/shop", 1630, 17, "approved before the last push, 3 times"),
    ),
    steps=(
        Step("Require approval of the most recent push.", "stale", "27 % of the approvals were older than the code."),
        Step("Name two owners of services/pricing.", "debt", "26 % of the debt sits there and nobody owns it."),
        Step("Split changes above 400 lines before review.", "size", "They wait three times as long as the others."),
    ),
    what_if=(
        WhatIf("reviewers read 20 % more", 9.1, 28.0, "arrivals as in the last 4 weeks, first come first read"),
        WhatIf("20 % more arrives", None, None, "more would arrive than is read: the queue has no end"),
    ),
    notes=("Provenance is known for 88 % of the changes.", "No clone was read: rework is unknown."),
)
EMPTY = Report("", (), "2026-W46", 1_794_182_400, 1_794_787_200, "UTC", 1, "", (), (), (), (), (), ())
_STATES: tuple[tuple[State, float | None, str], ...] = (
    ("known", 0.25, ""),
    ("known", 0.0, ""),
    ("known", None, ""),
    ("known", float("nan"), ""),
    ("insufficient", None, "4 of 10 that it takes"),
    ("insufficient", 0.25, ""),
    ("unknown", None, "no clone was read"),
    ("suppressed", None, ""),
)
STATES = replace(
    EMPTY,
    measures=tuple(
        Measure(f"m{at}", f"Measure {at}", group, "share", value, 4, state, why)
        for group in ("verdict", "review")
        for at, (state, value, why) in enumerate(_STATES)
    ),
)


def report_of(text: str) -> Report:
    """Return a report in which everything that comes from others is this text."""
    measures = tuple(
        replace(one, name=text, why=text, published=tuple(Published(text, p.kind, text) for p in one.published))
        for one in MEASURES
    )
    return replace(
        SAMPLE,
        team=text,
        repositories=(text, text),
        zone=text,
        bottleneck=text,
        measures=measures,
        series=tuple(replace(one, name=text) for one in SERIES),
        debts=tuple(replace(one, name=text, repository=text, because=text) for one in SAMPLE.debts),
        steps=tuple(replace(one, what=text, because=text) for one in SAMPLE.steps),
        what_if=tuple(replace(one, what=text, assumptions=text) for one in SAMPLE.what_if),
        notes=(text,),
    )
