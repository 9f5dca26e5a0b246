"""This module holds the way from lines back through the fixes that wrote them, one after the other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer.change.late import compile_late
from reviewer.history.memory import WIDE
from reviewer.history.past import DAY
from reviewer.history.trace import find_origins
from reviewer.model.history import PastChange, PastTouch, Stretch

_CLEANS = compile_late(
    r"(?i)\b(?:pylint|flake8|ruff|mypy|pyright|eslint|tslint|clippy|golangci|checkstyle|rubocop|sonar\w*|line wrapping"
    r"|line breaks?|(?:lint|linter) (?:errors?|warnings?|issues?))\b"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A fix that the change under review undoes in part. `lines` are those of the old side that go back to it."""

    change: PastChange
    lines: tuple[int, ...]
    # Whether it wrote the lines itself, or only what a later fix replaced by them.
    wrote: bool


def find_fixes(touches: Iterable[PastTouch], now: int, days: int) -> tuple[PastChange, ...]:
    """Return the fixes of the last days among touches that come newest first; oldest first."""
    changes = [touch.change for touch in touches if _is_recent_fix(touch.change, now, days)]
    return tuple(reversed(changes))


def follow_fixes(lines: Collection[int], touches: Sequence[PastTouch], now: int, days: int) -> tuple[Link, ...]:
    """Return the fixes that wrote some lines of a file, and those that wrote what these replaced, oldest first.

    Each is at most so many days older than the one after it, the last than `now`. `touches` are all of the file, newest
    first.
    """
    found: dict[str, Link] = {}
    ahead = [_Question({line: frozenset({line}) for line in lines}, 0, now)]
    while ahead:
        question = ahead.pop()
        for at, rows in _find_writers(question, touches, days):
            touch = touches[at]
            roots = sorted(frozenset().union(*(question.rows[row] for row in rows)))
            if touch.change.commit not in found:
                found[touch.change.commit] = Link(touch.change, tuple(roots), wrote=question.start == 0)
                before = _step_before(question, touches, at, rows)
                ahead.append(_Question(before, at + 1, touch.change.when))
    return tuple(sorted(found.values(), key=lambda link: (link.change.when, link.change.commit)))


@dataclass(frozen=True, slots=True)
class _Question:
    """Lines of the file as it was before touch `start`, each with the old lines of the change that stand for it."""

    rows: dict[int, frozenset[int]]
    start: int
    before: int


def _find_writers(question: _Question, touches: Sequence[PastTouch], days: int) -> Iterator[tuple[int, list[int]]]:
    """Yield which touches that are recent fixes wrote lines, and which lines."""
    places = {touch.place: at for at, touch in enumerate(touches)}
    written: defaultdict[int, list[int]] = defaultdict(list)
    for row, touch in find_origins(question.rows, touches[question.start :]).items():
        if _is_recent_fix(touch.change, question.before, days):
            written[places[touch.place]].append(row)
    yield from sorted(written.items())


def _step_before(
    question: _Question, touches: Sequence[PastTouch], at: int, rows: Iterable[int]
) -> dict[int, frozenset[int]]:
    """Return the lines that stood before a touch where it wrote some lines."""
    ahead, touch = touches[question.start : at], touches[at]
    before: dict[int, frozenset[int]] = {}
    wanted = frozenset(rows)
    for stretch in touch.touch.stretches:
        alone = replace(touch, touch=replace(touch.touch, stretches=(stretch,)))
        # Alone among its stretches it is the origin of just those lines that it wrote there.
        here = wanted & find_origins(wanted, [*ahead, alone]).keys()
        roots = frozenset().union(*(question.rows[row] for row in here))
        if here:
            before |= dict.fromkeys(_old_side(stretch), roots)
    return before


def _old_side(stretch: Stretch) -> range:
    return range(stretch[0], stretch[0] + stretch[1])


def _is_recent_fix(change: PastChange, before: int, days: int) -> bool:
    """Tell whether a change is a fix of at most so many days before a moment.

    One of very many files is a clean-up, and so is one that mends what a linter says.
    """
    is_fix = change.kind == "fix" and change.files <= WIDE and not _CLEANS.search(change.subject)
    return is_fix and before - change.when <= days * DAY
