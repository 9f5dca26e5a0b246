"""Cycles are what the definition says, and parts of a path are what they look like."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.index.graph import Edge, component_of, find_cycles

NAMES = st.sampled_from("abcdefgh")


def reach(start: str, edges: list[Edge]) -> set[str]:
    found: set[str] = set()
    following = {edge.target for edge in edges if edge.source == start}
    while following - found:
        found |= following
        following = {edge.target for edge in edges if edge.source in found}
    return found


@given(st.lists(st.tuples(NAMES, NAMES), max_size=30))
def test_files_of_a_cycle_lead_to_one_another(pairs: list[tuple[str, str]]) -> None:
    edges = [Edge(source, target, 1, "import") for source, target in pairs]
    reached = {name: reach(name, edges) for name in "abcdefgh"}
    groups = {tuple(o for o in "abcdefgh" if o == n or (o in reached[n] and n in reached[o])) for n in "abcdefgh"}

    assert find_cycles(edges) == tuple(sorted(group for group in groups if len(group) > 1))


def test_a_long_chain_needs_no_recursion() -> None:
    names = [f"{n:06}" for n in range(20_000)]
    edges = [Edge(a, b, 1, "import") for a, b in zip(names, [*names[1:], names[0]], strict=True)]

    assert find_cycles(edges) == (tuple(names),)


def test_a_component_is_the_first_folders_of_a_path() -> None:
    assert [component_of(path, 2) for path in ("a.py", "a/b.py", "a/b/c.py", "a/b/c/d.py")] == [".", "a", "a/b", "a/b"]
