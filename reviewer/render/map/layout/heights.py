"""This module holds the third step of a layout: how far down each node stands, near the middle of its neighbours."""

from collections.abc import Mapping, Sequence

from reviewer.render.map.layout.order import Near

_ROUNDS = 16


def find_heights(columns: Sequence[Sequence[int]], sizes: Mapping[int, float], near: tuple[Near, Near]) -> list[float]:
    """Return the middle of each node; those of one column keep their order and stand at least their sizes apart."""
    before, after = near
    middles = [0.0] * len(sizes)
    for column in columns:
        _settle(column, dict.fromkeys(column, 0.0), sizes, middles)
    for turn in range(_ROUNDS):
        for column in columns if turn % 2 == 0 else reversed(columns):
            wanted = {}
            for node in column:
                # The last rounds look to both sides.
                others = [*before[node], *after[node]] if turn > _ROUNDS // 2 else (after, before)[turn % 2 == 0][node]
                wanted[node] = sum(middles[o] for o in others) / len(others) if others else middles[node]
            _settle(column, wanted, sizes, middles)
    return middles


def _settle(
    column: Sequence[int], wanted: Mapping[int, float], sizes: Mapping[int, float], middles: list[float]
) -> None:
    """Put the nodes of a column as near to where they want to be as their order and sizes allow (least squares).

    Pooled neighbours, as in isotonic regression: who would overlap moves as one block.
    """
    offsets, at = [], 0.0
    for node in column:
        offsets.append(at + sizes[node] / 2)
        at += sizes[node]
    blocks: list[tuple[float, int]] = []  # the sum of wanted starts, and how many want them
    for node, offset in zip(column, offsets, strict=True):
        total, count = wanted[node] - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            more, others = blocks.pop()
            total, count = total + more, count + others
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    for node, offset, start in zip(column, offsets, starts, strict=True):
        middles[node] = start + offset
