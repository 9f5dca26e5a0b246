"""The laws of the layout: nothing overlaps, nothing is outside, no edge runs through a box."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.render.map.layout import Box, Layout, lay_out

Pair = tuple[int, int]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[tuple[float, float]], dict[Pair, int]]:
    number = draw(st.integers(1, 14))
    sizes = draw(st.lists(st.tuples(st.integers(20, 260), st.sampled_from((28, 42))), min_size=number, max_size=number))
    ends = st.integers(0, number - 1)
    weights = draw(st.dictionaries(st.tuples(ends, ends), st.integers(1, 9), max_size=40))
    return [(float(w), float(h)) for w, h in sizes], weights


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def cross_boxes(layout: Layout) -> list[tuple[Pair, int]]:
    """Return the edges that run level through a box which is not theirs."""
    return [
        (pair, at)
        for pair, route in layout.routes.items()
        for x1, x2, y in route.levels
        for at, box in enumerate(layout.boxes)
        if at not in pair and box.y < y < box.y + box.height and min(x1, x2) < box.x + box.width and max(x1, x2) > box.x
    ]


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_no_box_covers_another_and_no_edge_runs_through_one(
    graph: tuple[list[tuple[float, float]], dict[Pair, int]],
) -> None:
    layout = lay_out(*graph)

    assert not [pair for pair in combinations(layout.boxes, 2) if overlap(*pair)]
    assert cross_boxes(layout) == []
    assert all(
        box.x >= 0 and box.y >= 0 and box.x + box.width <= layout.width and box.y + box.height <= layout.height
        for box in layout.boxes
    )
    assert all(0 <= y <= layout.height for route in layout.routes.values() for _, _, y in route.levels)


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_an_edge_begins_and_ends_at_its_boxes_and_bends_between_columns_only(
    graph: tuple[list[tuple[float, float]], dict[Pair, int]],
) -> None:
    layout = lay_out(*graph)

    assert set(layout.routes) == {pair for pair in graph[1] if pair[0] != pair[1]}
    for (a, b), route in layout.routes.items():
        start, end = route.levels[0], route.levels[-1]
        for (x, y), box in (((start[0], start[2]), layout.boxes[a]), ((end[1], end[2]), layout.boxes[b])):
            assert min(abs(x - box.x), abs(x - box.x - box.width)) < 0.01
            assert box.y < y < box.y + box.height
        for (_, x, _), (following, _, _) in pairwise(route.levels):
            assert abs(following - x) >= 60


def test_equal_graphs_are_laid_out_equally_whatever_the_order_of_their_edges() -> None:
    weights = {(0, 1): 2, (1, 2): 1, (2, 0): 1, (0, 3): 5, (3, 1): 1}
    sizes = [(80.0, 42.0)] * 5

    assert lay_out(sizes, weights) == lay_out(sizes, dict(reversed(weights.items())))


def test_of_a_cycle_the_weakest_edge_leads_back() -> None:
    layout = lay_out([(50.0, 28.0)] * 3, {(0, 1): 5, (1, 2): 5, (2, 0): 1})

    assert layout.boxes[0].x < layout.boxes[1].x < layout.boxes[2].x


def test_a_thousand_nodes_are_laid_out() -> None:
    weights = {(at, (at * 7 + 3) % 1000): 1 for at in range(1000)}

    assert len(lay_out([(90.0, 42.0)] * 1000, weights).boxes) == 1000
