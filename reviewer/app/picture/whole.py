"""This module holds the picture of a whole revision."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reviewer.app.picture.bundles import Bundles, find_loops, link_parts, merge_bundles
from reviewer.app.picture.folding import agree, fold_parts
from reviewer.app.picture.labels import label_parts
from reviewer.model.picture import Level, Link, Node, Picture

MOST_NODES, MOST_EDGES = 30, 45
# Fewer nodes are drawn where most of their links would have to be left out.
_FEWEST, _STEP = 14, 2
# Where more small parts than this import nothing here and are not imported, they are drawn as one.
_FEW_ALONE, _SMALL = 2, 5
_ALONE = "… alone"


def compose_whole(
    files: Mapping[str, int],
    bundles: Bundles,
    layers: Mapping[str, str] | None = None,
    *,
    title: str,
    level: Level,
    show_all: bool = False,
) -> Picture:
    """Return the picture of parts with so many files each; small parts are folded, and weak links left out.

    A fold makes no cycle: only what is one between the parts themselves is drawn as one.
    """
    group_of = {part: part for part in files} if show_all else _fold(files, bundles)
    loops = {(group_of[a], group_of[b]) for a, b in find_loops(bundles)}
    merged = merge_bundles(bundles, group_of.__getitem__)
    edges = [link_parts(pair, bundle, in_cycle=pair in loops) for pair, bundle in merged.items()]
    kept = edges if show_all else choose_edges(edges)
    sizes: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for part, number in files.items():
        sizes[group_of[part]] += number
        held[group_of[part]] += 1
    labels = {**label_parts(sizes), _ALONE: f"… {held[_ALONE]} joined to nothing"}
    inside = {end for pair in loops if pair[0] != pair[1] for end in pair}
    known = agree((group_of[part], name) for part, name in (layers or {}).items())
    nodes = [
        Node(
            part,
            labels[part],
            0 if level == "file" and part in files else number,
            in_cycle=part in inside,
            layer=known.get(part, ""),
            rest=held[part] if held[part] > 1 else 0,
        )
        for part, number in sizes.items()
    ]
    return Picture(tuple(sorted(nodes)), tuple(sorted(kept)), title, level, _omit(files, nodes, edges, len(kept)))


def choose_edges(edges: Sequence[Link]) -> list[Link]:
    """Return the links worth drawing: all that are new, gone or wrong, then the strongest of every node and the rest.

    Nothing that is joined to something looks as if it stood alone.
    """
    ranked = sorted(edges, key=lambda e: (-e.count, e))
    joined: set[str] = set()
    first, later = list[Link](), list[Link]()
    for edge in ranked:
        is_new = not joined.issuperset((edge.source, edge.target))
        joined |= {edge.source, edge.target}
        (first if is_new or edge.state != "kept" or edge.in_cycle or edge.forbidden else later).append(edge)
    return [*first, *later[: max(0, MOST_EDGES - len(first))]]


def _fold(files: Mapping[str, int], bundles: Bundles) -> dict[str, str]:
    """Return the node of each part; those that nothing is joined to take no room from the others."""
    joined = {end for pair in bundles for end in pair}
    alone = {part for part, number in files.items() if joined and part not in joined and number <= _SMALL}
    alone = alone if len(alone) > _FEW_ALONE else set()
    rest = {part: number for part, number in files.items() if part not in alone}
    single = dict.fromkeys(sorted(alone), _ALONE)
    for most in range(MOST_NODES - bool(alone), _FEWEST, -_STEP):
        group_of = fold_parts(rest, most)
        if len(merge_bundles(bundles, group_of.__getitem__)) <= 2 * MOST_EDGES:
            return {**group_of, **single}
    return {**fold_parts(rest, _FEWEST), **single}


def _omit(files: Mapping[str, int], nodes: list[Node], edges: list[Link], kept: int) -> tuple[str, ...]:
    said = []
    if any(node.rest for node in nodes):
        said.append(f"{len(files)} parts are drawn as {len(nodes)}: small ones are counted to the folder around them")
    if kept < len(edges):
        left = len(edges) - kept
        said.append(f"{left} of {len(edges)} dependencies are not drawn, those with the fewest imports")
    return tuple(f"{sentence} (--all draws everything)" for sentence in said)
