"""This module holds the factors of a span: each a small function of its lines, with points and a sentence."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.history.past import History
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding
from reviewer.model.review import Factor
from reviewer.risk.attention.card import Card
from reviewer.risk.attention.spans import WHOLE, Run
from reviewer.risk.attention.traits import Line

Place = tuple[str, int]
_RECENT = 90
_MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the lines themselves.

    Findings on the new side by path, and by path and symbol on the old one; evidence by path and first line of the
    function; how often the function around a place was fixed in 90 days.
    """

    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    gone: Mapping[tuple[str, str], Sequence[Finding]] = field(default_factory=dict)
    evidence: Mapping[Place, Evidence] = field(default_factory=dict)
    count_fixes: Callable[[Line], int] = lambda line: 0  # noqa: ARG005 - nothing is known


def sort_known(findings: Iterable[Finding], evidence: Iterable[Evidence]) -> Known:
    """Return what findings and evidence tell; waived findings tell nothing."""
    new: dict[str, list[Finding]] = {}
    gone: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.waived is None and finding.side == "new":
            new.setdefault(finding.path, []).append(finding)
        elif finding.waived is None and finding.symbol:
            gone.setdefault((finding.path, finding.symbol), []).append(finding)
    return Known(new, gone, {(row.path, row.line): row for row in evidence})


def rate_lines(run: Run, card: Card) -> float:
    """Return the points of a run by its lines alone, not yet rounded."""
    return sum(card.learned[trait] for line in run for trait in line.traits) / len(run)


def weigh(run: Run, card: Card, known: Known) -> tuple[Factor, ...]:
    """Return the factors of a run with their points, the most first; what gives no point is left out."""
    factors = [*_weigh_lines(run, card), *weigh_known(run, card, known)]
    return tuple(sorted((f for f in factors if f.points), key=lambda f: (-f.points, f.name, f.because)))


def weigh_known(run: Run, card: Card, known: Known) -> Iterator[Factor]:
    """Yield the factors of a run by what is known beside its lines: findings, tests, and past fixes."""
    first, last, function = run[0], run[-1], run[0].function
    for finding in known.findings.get(first.path, ()):
        # One that is about a whole function is told where it begins.
        end = min(max(finding.end_line, finding.line), finding.line + WHOLE - 1)
        if finding.line <= last.number and first.number <= end:
            yield Factor(finding.rule, card.set[f"finding_{finding.severity}"], finding.message)
    if function is None:
        return
    for finding in known.gone.get((first.path, function.symbol), ()):
        yield Factor(finding.rule, card.set[f"finding_{finding.severity}"], finding.message)
    yield from _weigh_evidence(known.evidence.get((first.path, function.line)), card)
    fixes = min(_MOST_FIXES, known.count_fixes(first))
    if fixes:
        times = "once" if fixes == 1 else f"{fixes} times" if fixes < _MOST_FIXES else f"at least {fixes} times"
        yield Factor("fixed", card.set["fixed"] * fixes, f"`{function.name}` was fixed {times} in {_RECENT} days")


def _weigh_evidence(evidence: Evidence | None, card: Card) -> Iterator[Factor]:
    if evidence is None:
        return
    if evidence.strength == "survived":
        yield Factor("survived", card.set["survived"], "a planted fault was not noticed by the tests")
    elif evidence.strength in ("not seen", "uncovered", "hollow"):
        said = "a test that checks something" if evidence.strength == "hollow" else "a test"
        yield Factor("untested", card.set["untested"], f"no sign of {said} that reaches `{evidence.symbol}`")


def count_function_fixes(
    history: History | None, old_places: Callable[[Line], tuple[str, int, int] | None]
) -> Callable[[Line], int]:
    """Return how to count the fixes of the last 90 days in the function around a line, as it stood before."""
    if history is None:
        return lambda line: 0  # noqa: ARG005 - nothing is known
    past = history
    counts: dict[tuple[str, int, int], int] = {}

    def count(line: Line) -> int:
        place = old_places(line)
        if place is None:
            return 0
        if place not in counts:
            touches = past.stretch(*place, days=_RECENT).touches
            counts[place] = sum(t.change.kind == "fix" and past.days_since(t.change) <= _RECENT for t in touches)
        return counts[place]

    return count


def _weigh_lines(run: Run, card: Card) -> Iterator[Factor]:
    counts = Counter(trait for line in run for trait in line.traits)
    for trait, points in card.learned.items():
        if counts[trait]:
            yield Factor(trait, round(points * counts[trait] / len(run)), _SAY[trait](counts[trait], run))


def _of(count: int, run: Run) -> str:
    return f"{count} of {len(run)} lines" if len(run) > 1 else "the line"


def _verb(count: int, run: Run, one: str, many: str) -> str:
    return f"{_of(count, run)} {one if count == 1 or len(run) == 1 else many}"


def _say_body(count: int, run: Run) -> str:
    function = run[0].function
    name = f" of `{function.name}`" if function else ""
    return _verb(count, run, f"stands in the body{name}", f"stand in the body{name}")


def _say_rare(count: int, run: Run) -> str:
    names = list(dict.fromkeys(name for line in run if "rare" in line.traits for name in line.rare))[:2]
    return _verb(count, run, "uses names", "use names") + " that are rare here: " + ", ".join(f"`{n}`" for n in names)


_SAY: dict[str, Callable[[int, Run], str]] = {
    "code": lambda n, run: _verb(n, run, "does something", "do something"),
    "body": _say_body,
    "signature": lambda n, run: _verb(n, run, "is the head of a function", "are the head of a function"),
    "moved": lambda n, run: _verb(n, run, "was moved", "were moved"),
    "repeated": lambda n, run: _verb(n, run, "is repeated in the change", "are repeated in the change"),
    "familiar": lambda n, run: _verb(n, run, "stands in the old file too", "stand in the old file too"),
    "arm": lambda n, run: _verb(n, run, "begins a case of a switch", "begin a case of a switch"),
    "log": lambda n, run: _verb(n, run, "only logs", "only log"),
    "condition": lambda n, run: _verb(n, run, "decides something", "decide something"),
    "call": lambda n, run: _verb(n, run, "calls something", "call something"),
    "long": lambda n, run: _verb(n, run, "is among the longest of the change", "are among the longest of the change"),
    "rare": _say_rare,
    "edit": lambda n, run: _verb(n, run, "belongs to a small edit", "belong to small edits"),
}
