"""This module holds how an order of reading is scored: the share of the bad lines in the first part of the lines."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from random import Random

from dataset import Case

# From a case to a number for each of its lines, windows or functions: the higher, the sooner it is read.
Rank = Callable[[Case], Sequence[float]]


def group_functions(case: Case) -> list[list[int]]:
    """Return the lines of a case by function; lines outside of functions by unbroken runs of the same file."""
    groups: dict[tuple[str, int], list[int]] = {}
    for at, row in enumerate(case.rows):
        outside = -(row["line"] // 20) - 1
        groups.setdefault((row["path"], row["function"][0] if row["function"] else outside), []).append(at)
    return list(groups.values())


def read_first(units: Iterable[Sequence[int]], scores: Sequence[float], budget: int) -> set[int]:
    """Return the lines that are read: units by score, equal ones in the order of the text, until the budget is used."""
    read: set[int] = set()
    for _, _, unit in sorted(((-score, at, unit) for (at, unit), score in zip(enumerate(units), scores, strict=True))):
        for line in unit:
            if len(read) >= budget:
                return read
            read.add(line)
    return read


def find_recall(case: Case, units: Sequence[Sequence[int]], scores: Sequence[float], share: float) -> float:
    """Return the share of the bad lines among the first `share` of all lines."""
    budget = max(1, round(share * len(case.lines)))
    return len(read_first(units, scores, budget) & case.bad) / len(case.bad)


def find_recall_of_code(
    case: Case, units: Sequence[Sequence[int]], scores: Sequence[float], share: float
) -> float | None:
    """Return the same with a budget and a truth of lines that do something; None where no such line is bad."""
    code = {at for at, line in enumerate(case.lines) if "code" in line.traits}
    bad = case.bad & code
    if not bad:
        return None
    kept = [[line for line in unit if line in code] for unit in units]
    return len(read_first(kept, scores, max(1, ceil(share * len(code)))) & bad) / len(bad)


def find_interval(values: Sequence[float], *, rounds: int = 1_000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean."""
    random = Random(1)  # noqa: S311 - not for secrets
    means = sorted(sum(random.choices(values, k=len(values))) / len(values) for _ in range(rounds))
    return means[round(0.025 * rounds)], means[round(0.975 * rounds) - 1]
