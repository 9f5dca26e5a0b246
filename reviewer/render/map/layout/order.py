"""This module holds the second step of a layout: the order inside of the columns, with few crossings.

Barycentres after Sugiyama, Tagawa and Toda (1981), and exchanges of neighbours.
"""

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise

_SWEEPS = 12

# The neighbours of each node in the column before, or after.
Near = Mapping[int, Sequence[int]]


def order_columns(columns: Sequence[Sequence[int]], before: Near, after: Near) -> list[list[int]]:
    """Return the columns with their nodes in an order that has few crossings; edges join neighbouring columns."""
    current = [list(column) for column in columns]
    best, fewest = [list(column) for column in current], count_crossings(current, after)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        _sweep(current, before if sweep % 2 == 0 else after, backwards=sweep % 2 == 1)
        crossings = count_crossings(current, after)
        if crossings < fewest:
            best, fewest = [list(column) for column in current], crossings
    return best


def count_crossings(columns: Sequence[Sequence[int]], after: Near) -> int:
    """Return how often edges cross each other."""
    total = 0
    for column, following in pairwise(columns):
        place = {node: at for at, node in enumerate(following)}
        seen: list[int] = []
        for node in column:
            ends = sorted(place[other] for other in after[node])
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _sweep(columns: list[list[int]], near: Near, *, backwards: bool) -> None:
    """Order every column by where its neighbours stand in the column that was ordered last."""
    order = range(len(columns) - 2, -1, -1) if backwards else range(1, len(columns))
    for at in order:
        fixed = {node: i for i, node in enumerate(columns[at + 1 if backwards else at - 1])}
        places = {
            node: (sum(fixed[o] for o in near[node]) / len(near[node]) if near[node] else float(i))
            for i, node in enumerate(columns[at])
        }
        columns[at].sort(key=places.__getitem__)
        _exchange(columns[at], {node: sorted(fixed[o] for o in near[node]) for node in columns[at]})


def _exchange(column: list[int], ends: Mapping[int, list[int]]) -> None:
    """Exchange neighbours where that saves crossings."""
    for _ in range(len(column)):
        changed = False
        for at in range(len(column) - 1):
            upper, lower = ends[column[at]], ends[column[at + 1]]
            if _cross(lower, upper) < _cross(upper, lower):
                column[at], column[at + 1] = column[at + 1], column[at]
                changed = True
        if not changed:
            break


def _cross(upper: list[int], lower: list[int]) -> int:
    return sum(len(upper) - bisect_right(upper, end) for end in lower)
