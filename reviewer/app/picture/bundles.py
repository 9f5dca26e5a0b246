"""This module holds the edges of files, bundled by the parts of the repository that they lead from and to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from reviewer.index.graph import Edge, EdgeKind, find_cycles
from reviewer.model.picture import Link, LinkState

Pair = tuple[str, str]
_STRENGTH: tuple[EdgeKind, ...] = ("import", "deferred", "type")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The edges from one part to another: pairs of files, the strongest kind, and a sentence where one is forbidden."""

    count: int
    kind: Literal["import", "deferred", "type"]
    forbidden: str = ""

    def __add__(self, other: "Bundle") -> "Bundle":
        kind = min(self.kind, other.kind, key=_STRENGTH.index)
        return Bundle(self.count + other.count, kind, self.forbidden or other.forbidden)


Bundles = Mapping[Pair, Bundle]


def bundle_edges(
    edges: Iterable[Edge], part_of: Callable[[str], str], judge: Callable[[Edge], str] = lambda _: ""
) -> dict[Pair, Bundle]:
    """Return the edges between parts; `judge` says of an edge which contract it breaks, or nothing."""
    first: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        first.setdefault((edge.source, edge.target), []).append(edge)
    bundles: dict[Pair, Bundle] = {}
    for (source, target), found in sorted(first.items()):
        pair = (part_of(source), part_of(target))
        if pair[0] == pair[1] or not all(pair):
            continue
        kind = min((edge.kind for edge in found), key=_STRENGTH.index)
        one = Bundle(1, kind, next(filter(None, map(judge, found)), ""))
        bundles[pair] = bundles[pair] + one if pair in bundles else one
    return bundles


def merge_bundles(bundles: Bundles, part_of: Callable[[str], str]) -> dict[Pair, Bundle]:
    """Return bundles between coarser parts."""
    merged: dict[Pair, Bundle] = {}
    for (source, target), bundle in sorted(bundles.items()):
        pair = (part_of(source), part_of(target))
        if pair[0] != pair[1]:
            merged[pair] = merged[pair] + bundle if pair in merged else bundle
    return merged


def find_loops(bundles: Bundles) -> frozenset[Pair]:
    """Return the pairs of parts that lie on a cycle of imports at load time.

    A folder and those inside of it are one house: what they import of each other closes no cycle.
    """
    loaded = [pair for pair, bundle in bundles.items() if bundle.kind == "import" and not _share_house(*pair)]
    cycles = find_cycles(Edge(source, target, 0, "import") for source, target in loaded)
    cycle_of = {part: at for at, cycle in enumerate(cycles) for part in cycle}
    return frozenset((a, b) for a, b in loaded if cycle_of.get(a, -1) == cycle_of.get(b, -2))


def link_parts(pair: Pair, bundle: Bundle, state: LinkState = "kept", *, in_cycle: bool = False) -> Link:
    """Return a bundle as a link of a picture."""
    return Link(*pair, bundle.count, state, bundle.kind, in_cycle, bundle.forbidden)


def _share_house(one: str, other: str) -> bool:
    return "." in (one, other) or one.startswith(f"{other}/") or other.startswith(f"{one}/")
