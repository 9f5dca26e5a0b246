"""This module holds the first step of a layout: the column of every node, so that nearly all edges lead to the right.

After Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc set problem" (1993), by weight.
"""

from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def find_columns(number: int, weights: Mapping[Pair, int]) -> list[int]:
    """Return the column of each of `number` nodes; `weights` are those of the edges, by their ends.

    An edge leads to a later column, or to an earlier one where it closes a cycle: never to its own.
    """
    place = {node: at for at, node in enumerate(_line_up(number, weights))}
    forward = {(a, b) if place[a] < place[b] else (b, a) for a, b in weights if a != b}
    later: list[list[int]] = [[] for _ in range(number)]
    earlier: list[list[int]] = [[] for _ in range(number)]
    for a, b in sorted(forward):
        later[a].append(b)
        earlier[b].append(a)
    columns = [0] * number
    order = sorted(range(number), key=place.__getitem__)
    for node in order:
        columns[node] = max((columns[a] + 1 for a in earlier[node]), default=0)
    # What nothing leads to stands next to what it leads to.
    for node in reversed(order):
        if later[node] and len(earlier[node]) < len(later[node]):
            columns[node] = min(columns[b] for b in later[node]) - 1
    return columns


def _line_up(number: int, weights: Mapping[Pair, int]) -> Sequence[int]:
    """Return the nodes in an order against which edges of little weight lead."""
    out = [0] * number
    into = [0] * number
    around: list[list[tuple[int, int, int]]] = [[] for _ in range(number)]
    for (a, b), weight in sorted(weights.items()):
        if a != b:
            out[a] += weight
            into[b] += weight
            around[a].append((b, 0, weight))
            around[b].append((a, weight, 0))
    left, right, waiting = list[int](), list[int](), set(range(number))
    while waiting:
        sinks = [node for node in sorted(waiting) if not out[node]]
        sources = [node for node in sorted(waiting) if not into[node] and out[node]]
        best = max(sorted(waiting), key=lambda node: out[node] - into[node])
        for node in sinks or sources[:1] or [best]:
            waiting.discard(node)
            (right if sinks else left).append(node)
            for other, given, taken in around[node]:
                out[other] -= given
                into[other] -= taken
    return [*left, *reversed(right)]
