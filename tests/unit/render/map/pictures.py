"""This module holds the pictures that the tests draw: an ordinary one, a hostile one, and any at all."""

from typing import get_args

from hypothesis import strategies as st

from reviewer.model.picture import Level, Link, LinkState, Node, NodeState, Picture
from tests.unit.render.sample import TRICK
from tests.unit.render.strategies import texts

SAMPLE = Picture(
    nodes=(
        Node("shop", "shop", 3, "changed"),
        Node("shop/api", "shop/api", 12, "changed"),
        Node("shop/cart", "shop/cart", 7, "kept", in_cycle=True),
        Node("shop/legacy", "shop/legacy", 2, "removed"),
        Node("shop/orders", "shop/orders", 9, "changed", in_cycle=True, layer="domain"),
        Node("shop/pricing", "shop/pricing", 1, "added"),
        Node("… imported", "… 4 more", 31, rest=4),
    ),
    edges=(
        Link("shop", "shop/api", 2),
        Link("shop/api", "shop/orders", 5),
        Link("shop/api", "shop/pricing", 1, "added", "deferred"),
        Link("shop/api", "… imported", 9),
        Link("shop/cart", "shop/orders", 3, in_cycle=True),
        Link("shop/legacy", "shop/orders", 1, "removed"),
        Link("shop/orders", "shop/api", 1, "added", forbidden="`domain` may not import `web` (reviewer.toml)"),
        Link("shop/orders", "shop/cart", 1, "added", in_cycle=True),
        Link("shop/orders", "… imported", 2, kind="type"),
        Link("shop/pricing", "shop/orders", 1, "added"),
    ),
    title="Packages that change between main and topic",
    omitted=("4 packages are folded into those that say how many more they are (--all draws everything)",),
)
EMPTY = Picture((Node(".", "(top folder)", 1),), (), "Packages of HEAD")
HOSTILE = Picture(
    nodes=(
        Node('a"];\n click n0 "javascript:alert(1)"', 'a"];\n click n0 "javascript:alert(1)"', 2, "added"),
        Node("</script><script>alert(1)</script>", "</style></script><svg onload=alert(1)>", 1, "changed"),
        Node(TRICK, TRICK, 3, "removed", in_cycle=True, layer=TRICK),
        Node("1. end", "1. end", 1),
        Node("- subgraph", "- subgraph", 1),
        Node("日本語/パッケージ", "日本語/パッケージ", 1),
    ),
    edges=(
        Link("1. end", "- subgraph", 1, forbidden=TRICK),
        Link(TRICK, "1. end", 1, "removed"),
        Link("日本語/パッケージ", TRICK, 1, "added", in_cycle=True, forbidden='"|n0'),
    ),
    title=TRICK,
    omitted=(TRICK, "a -->\n b"),
)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Return a picture with any names and any edges, to itself too."""
    names = draw(st.lists(texts, min_size=1, max_size=9, unique=True))
    node_states: st.SearchStrategy[NodeState] = st.sampled_from(get_args(NodeState))
    link_states: st.SearchStrategy[LinkState] = st.sampled_from(get_args(LinkState))
    levels: st.SearchStrategy[Level] = st.sampled_from(get_args(Level))
    few = st.integers(0, 3)
    nodes = [Node(n, draw(texts), draw(few), draw(node_states), draw(st.booleans()), draw(texts)) for n in names]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=20, unique=True))
    edges = [
        Link(
            a,
            b,
            draw(few),
            draw(link_states),
            draw(st.sampled_from(("import", "type"))),
            draw(st.booleans()),
            draw(texts),
        )
        for a, b in pairs
    ]
    return Picture(tuple(nodes), tuple(edges), draw(texts), draw(levels), tuple(draw(st.lists(texts, max_size=2))))
