"""This module holds the last step of a layout: boxes with coordinates, and the way of every edge between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reviewer.render.map.layout.columns import Pair, find_columns
from reviewer.render.map.layout.heights import find_heights
from reviewer.render.map.layout.order import order_columns

MARGIN = 16.0
_BETWEEN = 18.0  # boxes of one column
_PASSAGE = 13.0  # the height that an edge takes where it passes a column
_GAP, _PER_EDGE, _WIDEST_GAP = 64.0, 3.0, 150.0
_TALLEST = 8  # boxes in one column of those that nothing is joined to


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an edge: it runs level from the first point of each pair to the second, and bends between pairs."""

    levels: tuple[tuple[float, float, float], ...]  # from x, to x, y


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by number of the node, routes by ends; everything lies between 0 and `width`, 0 and `height`."""

    boxes: tuple[Box, ...]
    routes: Mapping[Pair, Route]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """Nodes and the passages of long edges (numbered behind the nodes), by column."""

    columns: list[list[int]]
    chains: dict[Pair, list[int]]
    before: dict[int, list[int]]
    after: dict[int, list[int]]


def lay_out(sizes: Sequence[tuple[float, float]], weights: Mapping[Pair, int]) -> Layout:
    """Lay out nodes of some widths and heights, and the edges between them; an edge to itself has no route."""
    joined = sorted({node for a, b in weights if a != b for node in (a, b)})
    number = {node: at for at, node in enumerate(joined)}
    inner = {(number[a], number[b]): weight for (a, b), weight in sorted(weights.items()) if a != b}
    grid = _make_grid(len(joined), inner)
    extents = {n: sizes[joined[n]][1] + _BETWEEN if n < len(joined) else _PASSAGE for n in grid.before}
    ordered = order_columns(grid.columns, grid.before, grid.after)
    middles = find_heights(ordered, extents, (grid.before, grid.after))
    top = min((m - extents[n] / 2 for n, m in enumerate(middles)), default=0.0) - MARGIN + _BETWEEN / 2
    middles = [middle - top for middle in middles]
    spans = _find_spans(ordered, [sizes[node] for node in joined], grid)
    boxes: dict[int, Box] = {}
    for node, at in number.items():
        width, height = sizes[node]
        left, right = spans[at]
        boxes[node] = Box((left + right - width) / 2, middles[at] - height / 2, width, height)
    routes = _find_routes(grid, [boxes[node] for node in joined], middles, spans)
    floor = max((middle + extents[n] / 2 - _BETWEEN / 2 for n, middle in enumerate(middles)), default=0.0)
    _place_single(boxes, sizes, floor)
    found = tuple(boxes[node] for node in range(len(sizes)))
    return Layout(
        found,
        {(joined[a], joined[b]): route for (a, b), route in routes.items()},
        max((box.x + box.width for box in found), default=0.0) + MARGIN,
        max([floor, *(box.y + box.height for box in found)]) + MARGIN,
    )


def _make_grid(number: int, weights: Mapping[Pair, int]) -> _Grid:
    place = find_columns(number, weights)
    least = min(place, default=0)
    place = [column - least for column in place]
    columns: list[list[int]] = [[] for _ in range(max(place, default=-1) + 1)]
    for node, column in enumerate(place):
        columns[column].append(node)
    before: dict[int, list[int]] = {node: [] for node in range(number)}
    after: dict[int, list[int]] = {node: [] for node in range(number)}
    chains: dict[Pair, list[int]] = {}
    for a, b in sorted(weights):
        left, right = (a, b) if place[a] < place[b] else (b, a)
        chain = [left]
        for column in range(place[left] + 1, place[right]):
            passage = len(before)
            before[passage], after[passage] = [], []
            columns[column].append(passage)
            chain.append(passage)
        chain.append(right)
        chains[a, b] = chain
        for one, other in pairwise(chain):
            after[one].append(other)
            before[other].append(one)
    return _Grid(columns, chains, before, after)


def _find_spans(
    columns: list[list[int]], sizes: Sequence[tuple[float, float]], grid: _Grid
) -> dict[int, tuple[float, float]]:
    """Return from where to where the column of each node reaches; the gap behind a column grows with its edges."""
    spans: dict[int, tuple[float, float]] = {}
    x = MARGIN
    for column in columns:
        width = max((sizes[node][0] for node in column if node < len(sizes)), default=0.0)
        spans |= dict.fromkeys(column, (x, x + width))
        x += width + min(_WIDEST_GAP, _GAP + _PER_EDGE * sum(len(grid.after[node]) for node in column))
    return spans


def _find_routes(
    grid: _Grid, boxes: Sequence[Box], middles: Sequence[float], spans: Mapping[int, tuple[float, float]]
) -> dict[Pair, Route]:
    ports = _find_ports(grid, boxes, middles)
    routes = {}
    for (a, b), chain in grid.chains.items():
        left, right = boxes[chain[0]], boxes[chain[-1]]
        start, end = ports[a, b]
        # Boxes stand in the middle of their column: the edge runs level until it has left the column.
        levels = [(left.x + left.width, spans[chain[0]][1], start)]
        levels += [(*spans[passage], middles[passage]) for passage in chain[1:-1]]
        levels.append((spans[chain[-1]][0], right.x, end))
        backwards = chain[0] != a
        routes[a, b] = Route(tuple((x2, x1, y) for x1, x2, y in reversed(levels)) if backwards else tuple(levels))
    return routes


def _find_ports(grid: _Grid, boxes: Sequence[Box], middles: Sequence[float]) -> dict[Pair, tuple[float, float]]:
    """Return how far down each edge leaves its left box and reaches its right one, spread in the order of the ends."""
    ends: dict[tuple[int, int], list[tuple[float, Pair]]] = {}
    for pair, chain in grid.chains.items():
        ends.setdefault((chain[0], 0), []).append((middles[chain[1]], pair))
        ends.setdefault((chain[-1], 1), []).append((middles[chain[-2]], pair))
    ports: dict[Pair, list[float]] = {pair: [0.0, 0.0] for pair in grid.chains}
    for (node, side), pairs in ends.items():
        box = boxes[node]
        step = (box.height - 8) / (len(pairs) + 1)
        for at, (_, pair) in enumerate(sorted(pairs), 1):
            ports[pair][side] = box.y + 4 + step * at
    return {pair: (start, end) for pair, (start, end) in ports.items()}


def _place_single(boxes: dict[int, Box], sizes: Sequence[tuple[float, float]], floor: float) -> None:
    """Put what nothing is joined to below the rest, in rows."""
    single = [node for node in range(len(sizes)) if node not in boxes]
    if not single:
        return
    widest = max(sizes[node][0] for node in single)
    reach = max((box.x + box.width for box in boxes.values()), default=0.0)
    across = max(1, int((reach + _BETWEEN) // (widest + _BETWEEN)), -(-len(single) // _TALLEST))
    top = floor + 2 * _BETWEEN if boxes else MARGIN
    tallest = max(sizes[node][1] for node in single)
    for at, node in enumerate(single):
        width, height = sizes[node]
        row, column = divmod(at, across)
        boxes[node] = Box(MARGIN + column * (widest + _BETWEEN), top + row * (tallest + _BETWEEN), width, height)
