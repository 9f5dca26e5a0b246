"""This module holds the report of a week: every measure, and what follows of them."""

from collections.abc import Collection, Iterator

from reviewer.metrics.asking import Facts, find_told
from reviewer.metrics.conclusions.bottleneck import choose_steps, name_bottleneck
from reviewer.metrics.conclusions.chains import find_chains
from reviewer.metrics.conclusions.debts import find_debts
from reviewer.metrics.conclusions.what_if import estimate_what_if
from reviewer.metrics.definitions import DEFINITION
from reviewer.metrics.measuring import measure
from reviewer.metrics.request import Ask, Request
from reviewer.model.report import Report, Series

_CURVE = """
SELECT who, lines / sum(lines) OVER () AS share FROM load WHERE week = $last ORDER BY lines DESC, who"""
_FEWEST_PEOPLE = 5
_MOST_PEOPLE = 50
_CAVEATS = (
    "What machines wrote is a lower bound: where nothing says so, nothing is known.",
    "Published figures are of other people's customers and definitions; of a relative one only the direction compares.",
    "Intervals cover 95 %. Where a week left its limits, or its interval the baseline, chance explains it badly.",
)


def build_report(ask: Ask, request: Request) -> Report:
    """Return the report of a week over the facts that `ask` asks. Nothing later than the week's end changes it."""
    facts = Facts(ask, request)
    told = find_told(facts) | ({"seniors"} if request.seniors else set())
    found = tuple(measure(facts, told))
    measures = tuple(one for one, _ in found)
    known = {one.id: one.value for one in measures if one.value is not None}
    is_read = {"pulls", "reviews"} <= told
    repositories = facts.ask("SELECT repository FROM repositories ORDER BY repository")
    return Report(
        team=request.team,
        repositories=tuple(str(row["repository"]) for row in repositories),
        week=request.week,
        begins=facts.span[0],
        ends=facts.span[1],
        zone=request.zone,
        definition=DEFINITION,
        bottleneck=name_bottleneck(known),
        measures=measures,
        series=tuple(series for _, series in found if series) + (_draw_load(facts, request) if is_read else ()),
        debts=find_debts(facts, request.locate) if is_read else (),
        steps=choose_steps(known),
        what_if=estimate_what_if(known.get("queue"), known.get("arrivals")),
        notes=(*find_chains(facts), *_list_gaps(facts, request, told), *_CAVEATS),
    )


def _draw_load(facts: Facts, request: Request) -> tuple[Series, ...]:
    """Return the shares of the read lines, the busiest reader first, where they are enough to name nobody."""
    rows = facts.ask(_CURVE)
    if len(rows) < _FEWEST_PEOPLE:
        return ()
    labels = [str(row["who"]) if request.names else f"R{place}" for place, row in enumerate(rows, 1)]
    shares = [float(row["share"]) for row in rows]
    return (
        Series(
            "load_curve", "Share of the read lines", "share", tuple(labels[:_MOST_PEOPLE]), tuple(shares[:_MOST_PEOPLE])
        ),
    )


def _list_gaps(facts: Facts, request: Request, told: Collection[str]) -> Iterator[str]:
    """Yield what the facts do not tell, in sentences."""
    if "pulls" not in told:
        yield "Only git was read, of some repository or all: who reviewed is not known, and every commit is a change."
    if "main" not in told:
        yield "No clone was read: sizes are of all files, generated ones with them, and direct pushes are not known."
    if request.locate is None:
        yield "The facts hold no paths: in which directories debt sits was not asked of a clone."
    late = facts.ask("SELECT min(until) AS until FROM coverage")[0]["until"]
    if late is not None and late < facts.span[1]:
        yield "The facts were collected before the week ended: later events of it are missing."
