"""The parts of a change cut its files into groups."""

from itertools import permutations

import pytest

from reviewer.detectors.concerns.parts import join_linked

LINKS = [(0, 3), (3, 5), (1, 2), (6, 6)]


def test_every_node_is_in_one_group() -> None:
    groups = join_linked(8, LINKS)

    assert sorted(node for group in groups for node in group) == list(range(8))
    assert groups == [[0, 3, 5], [1, 2], [4], [6], [7]]


@pytest.mark.parametrize("links", [*permutations(LINKS[:3])])
def test_the_order_and_the_direction_of_links_mean_nothing(links: tuple[tuple[int, int], ...]) -> None:
    turned = [(second, first) for first, second in links]

    assert join_linked(6, links) == join_linked(6, turned) == [[0, 3, 5], [1, 2], [4]]


def test_a_chain_is_one_group_however_long() -> None:
    assert join_linked(20_000, ((n, n + 1) for n in range(19_999))) == [list(range(20_000))]
