"""This module holds who wrote the lines of a file: by a note on them, or else by the commit that wrote them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.history.provenance.lines.notes import Noted
from reviewer.model.provenance import Class, LineKind, LineRange, Verdict
from reviewer.ports import Origin

_BY_NOTE: dict[LineKind, Class] = {
    "ai": "ai_authored",
    "mixed": "mixed",
    "human": "human_or_undeclared",
}
_AI = frozenset({"ai_assisted", "ai_authored", "fully_synthetic", "mixed"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring lines of one commit and one class. `noted` is what a tool wrote down of them, if any did.

    `is_declared_human` tells that a tool saw a person write them, or that their author says so.
    """

    first: int
    last: int
    commit: str
    cls: Class
    noted: LineKind | None = None
    tool: str = ""
    is_declared_human: bool = False


def find_stretches(
    origins: Mapping[int, Origin], verdicts: Mapping[str, Verdict], notes: Mapping[str, Noted]
) -> tuple[Stretch, ...]:
    """Return the stretches of a file whose lines came from some commits.

    `verdicts` are what the commits say of themselves: that counts for lines of which no note knows anything.
    """
    found: list[Stretch] = []
    for line, origin in sorted(origins.items()):
        made = _judge(line, origin, verdicts[origin.commit], notes.get(origin.commit))
        before = found[-1] if found else None
        if before and before.last + 1 == line and _same(before, made):
            found[-1] = _extend(before, line)
        else:
            found.append(made)
    return tuple(found)


def count_lines(stretches: Iterable[Stretch]) -> Counter[Class]:
    """Return how many lines are of each class."""
    counts: Counter[Class] = Counter()
    for stretch in stretches:
        counts[stretch.cls] += stretch.last - stretch.first + 1
    return counts


def sum_up(counts: Mapping[Class, int]) -> Class:
    """Return the class of a file: that of all of its lines, `mixed` where a machine wrote some of them."""
    present = [cls for cls, count in counts.items() if count]
    if len(present) == 1:
        return present[0]
    return "mixed" if _AI & set(present) else "human_or_undeclared"


def _judge(line: int, origin: Origin, verdict: Verdict, noted: Noted | None) -> Stretch:
    found = _find_range((noted or {}).get(origin.path, ()), origin.line)
    kind = found.kind if found else None
    if found is None or found.kind == "unknown":
        person = verdict.cls == "human_or_undeclared" and verdict.declared == "human"
        return Stretch(line, line, origin.commit, verdict.cls, kind, is_declared_human=person)
    tool = found.tool or found.model
    cls = _BY_NOTE[found.kind]
    return Stretch(line, line, origin.commit, cls, kind, tool, is_declared_human=found.kind == "human")


def _find_range(ranges: Sequence[LineRange], line: int) -> LineRange | None:
    """Return the narrowest range that holds a line: tools note a whole stretch first, and what was changed in it."""
    held = [noted for noted in ranges if noted.first <= line <= noted.last]
    return min(held, key=lambda noted: (noted.last - noted.first, noted), default=None)


def _same(one: Stretch, other: Stretch) -> bool:
    return _extend(one, 0, first=0) == _extend(other, 0, first=0)


def _extend(stretch: Stretch, last: int, *, first: int | None = None) -> Stretch:
    begin = stretch.first if first is None else first
    return Stretch(
        begin,
        last,
        stretch.commit,
        stretch.cls,
        stretch.noted,
        stretch.tool,
        is_declared_human=stretch.is_declared_human,
    )
