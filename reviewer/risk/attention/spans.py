"""This module holds how added lines become spans: windows inside of one function, the best of them, joined."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from reviewer.risk.attention.traits import Line

# A person reads a few lines together: a window of a longer run, or a run of few lines as a whole.
WINDOW, WHOLE = 5, 8
# Lines that are so near to one another are one run.
_GAP = 3

Run = tuple[Line, ...]


def find_windows(lines: Sequence[Line]) -> Iterator[Run]:
    """Yield every window of lines that stand together in one function (or outside of any), by path and line."""
    for run in _find_runs(lines):
        if len(run) <= WHOLE:
            yield run
        else:
            yield from (run[at : at + WINDOW] for at in range(len(run) - WINDOW + 1))


def pick_windows(
    windows: Iterable[Run], score: Callable[[Run], float], budget: int, *, least: float = 0.0
) -> tuple[Run, ...]:
    """Take windows, the best first, until they hold `budget` lines, and join those that touch one another.

    Windows of equal score are taken in the order of the text. A window that would go beyond the budget is cut; one
    whose score is not above `least` is not taken.
    """
    ranked = sorted(((-score(window), at, window) for at, window in enumerate(windows)), key=lambda row: row[:2])
    taken: dict[tuple[str, int], Line] = {}
    for points, _, window in ranked:
        if -points <= least or len(taken) >= budget:
            break
        fresh = [line for line in window if (line.path, line.number) not in taken]
        taken |= {(line.path, line.number): line for line in fresh[: budget - len(taken)]}
    return tuple(_find_runs([taken[place] for place in sorted(taken)]))


def _find_runs(lines: Sequence[Line]) -> Iterator[Run]:
    run: list[Line] = []
    for line in lines:
        if run and not _belongs(run[-1], line):
            yield tuple(run)
            run = []
        run.append(line)
    if run:
        yield tuple(run)


def _belongs(one: Line, other: Line) -> bool:
    near = one.path == other.path and other.number - one.number <= _GAP
    return near and _place(one) == _place(other)


def _place(line: Line) -> int:
    return line.function.line if line.function else 0
