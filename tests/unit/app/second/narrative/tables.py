"""This module holds a table of measures as a report shows them, and an endpoint that says what it is told to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reviewer.app.second.narrative.checking import Table, make_table
from reviewer.model.report import Measure, Report, Unit
from reviewer.ports.endpoint import EndpointFault, Reply, ToolCall, Turn
from reviewer.render.report.shown import list_shown


def measure_of(
    name: str,
    title: str,
    unit: Unit,
    value: float,
    n: int,
    *,
    usual: float | None = None,
    change: float | None = None,
    interval: tuple[float, float] | tuple[None, None] = (None, None),
    limits: tuple[float, float] | tuple[None, None] = (None, None),
    is_worse: bool = False,
) -> Measure:
    """Return a measure by what the report shows of it."""
    low, high = interval
    floor, ceiling = limits
    return Measure(
        name, title, "review", unit, value, n,
        low=low, high=high, baseline=usual, change=change, floor=floor, ceiling=ceiling, is_worse=is_worse,
    )  # fmt: skip


MEASURES = (
    measure_of("merged", "Merged changes", "count", 66, 66, usual=54, change=0.222, limits=(33.2, 76.2)),
    measure_of(
        *("zero_review", "Zero-review rate", "share", 0.2121, 66),
        usual=0.0952, change=0.1169, interval=(0.1308, 0.3251), limits=(0, 0.2657),
    ),
    measure_of(
        *("silent_approvals", "Silent approvals", "share", 0.21875, 32),
        usual=0.4359, change=-0.21715, interval=(0.11, 0.388), limits=(0.284, 0.608),
    ),
    measure_of("first_review", "Time to first human review", "hours", 8.9256, 263, usual=8.2506, change=0.0818,
             interval=(7.228, 10.975)),
    measure_of("first_review_work", "Time to first human review, hours of work", "hours", 3.558, 263, usual=1.7775,
             change=1.0019, interval=(2.224, 5.48), is_worse=True),
    measure_of("pickup_ratio", "Pickup time, AI against people", "ratio", 2.684, 126, usual=2.611, change=0.028,
             interval=(1.378, 4.398)),
    measure_of("queue", "Queue", "count", 10, 10, usual=14, change=-0.2857),
    measure_of("queue_age", "Age of the queue", "days", 8.16, 10,
               usual=16.905, change=-0.517, interval=(0.852, 29.998)),
    measure_of("net", "Arrivals less departures", "count", -2, 134, usual=-1, limits=(-11.613, 10.997)),
    measure_of("absence_factor", "Absence factor", "count", 2, 11, usual=2, change=0),
    measure_of("effective_reviewers", "Effective reviewers", "index", 3.528, 11, usual=4.026, change=-0.1239),
    measure_of("load_top2", "Read by the two busiest reviewers", "share", 0.7379, 11, usual=0.6475, change=0.0904),
    measure_of("large", "Changes above 400 lines", "share", 0.0606, 66, usual=0.0615, change=-0.0009),
    measure_of("merged_lines", "Merged lines", "lines", 11923, 66, usual=6934, change=0.7195, limits=(1429.2, 11193.2)),
    measure_of("verified_lines", "Verified lines", "lines", 2135, 24, usual=2641, change=-0.1916, limits=(0, 6447.1)),
    measure_of("debt", "Review debt", "lines", 27859, 265, usual=18136, change=0.5361),
    measure_of("debt_new", "New debt", "lines", 6584, 36, usual=1758, change=2.7452, limits=(0, 4108), is_worse=True),
    measure_of("certainty_gap", "Certainty gap", "percent", 112.7, 66, usual=16.51, limits=(-84.963, 111.008),
             is_worse=True),
    measure_of("chain_depth", "Longest chain of fixes", "count", 3, 88),
    Measure("rework", "Rework within 14 days", "quality", "share", None, state="unknown", why="the facts are silent"),
)  # fmt: skip
REPORT = Report(
    team="checkout",
    repositories=("octo/secret-shop",),
    week="2026-W46",
    begins=1,
    ends=2,
    zone="UTC",
    definition=1,
    bottleneck="Two people carry 74 % of the read lines.",
    measures=MEASURES,
    series=(),
    debts=(),
    steps=(),
    what_if=(),
    notes=("A chain of 3 fixes in octo/secret-shop: #2351.",),
)
SHOWN = list_shown(REPORT)
BETTER: dict[str, str] = {
    "queue": "down", "zero_review": "down", "silent_approvals": "down", "effective_reviewers": "up", "debt_new": "down",
}  # fmt: skip
TABLE: Table = make_table(SHOWN, BETTER)


@dataclass
class Scripted:
    """An endpoint that gives one reply after the other, or fails with the fault that stands in their place."""

    replies: Sequence[Reply | EndpointFault]
    model: str = "small-model"
    turns: list[tuple[Turn, float]] = field(default_factory=list)

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Return the next reply; the last one is given for ever."""
        hear(1)
        self.turns.append((turn, seconds))
        reply = self.replies[min(len(self.turns), len(self.replies)) - 1]
        if isinstance(reply, EndpointFault):
            raise reply
        return reply

    def show(self, turn: Turn) -> str:
        """Return what would be sent."""
        return repr(turn)


def submit(arguments: str, name: Literal["submit_narrative", "read_file"] = "submit_narrative") -> Reply:
    """Return the reply that calls a tool with these arguments."""
    return Reply("", (ToolCall("1", name, arguments),), tokens_in=100, tokens_out=10, dollars=0.5)


def count_seconds(step: float) -> Callable[[], float]:
    """Return a clock that goes on by a step whenever it is asked."""
    ticks = _tick(step)
    return lambda: next(ticks)


def _tick(step: float) -> Iterator[float]:
    at = 0.0
    while True:
        yield at
        at += step
