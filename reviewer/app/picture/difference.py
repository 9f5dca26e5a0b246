"""This module holds the picture of a change: the parts that it touches, and one step around them."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from reviewer.app.picture.bundles import Bundle, Bundles, Pair, find_loops, link_parts, merge_bundles
from reviewer.app.picture.labels import label_parts
from reviewer.app.picture.whole import MOST_NODES, choose_edges
from reviewer.model.picture import Level, Link, LinkState, Node, NodeState, Picture

# What does not fit is drawn as one node by where it stands.
_CHANGED, _IMPORTING, _IMPORTED = "… changed", "… importing", "… imported"
# More neighbours say little more about a change.
_MOST_NEAR = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """One side of a change: how many files each part has, the bundles between them, and the layers of parts."""

    files: Mapping[str, int]
    bundles: Bundles
    layers: Mapping[str, str] = field(default_factory=dict)

    def within(self, parts: Container[str]) -> "Shape":
        """Return what is between some parts alone."""
        return Shape(
            {part: number for part, number in self.files.items() if part in parts},
            {pair: bundle for pair, bundle in self.bundles.items() if pair[0] in parts and pair[1] in parts},
            self.layers,
        )


@dataclass(frozen=True, slots=True)
class _Links:
    """The bundles of both sides by what became of them, and those in a cycle that the change closed."""

    states: dict[Pair, tuple[LinkState, Bundle]] = field(default_factory=dict)
    loops: frozenset[Pair] = frozenset()


def compose_change(
    base: Shape, head: Shape, changed: Mapping[str, int], *, title: str, level: Level, show_all: bool = False
) -> Picture:
    """Return what changed and one step around it; `changed` is how many changed files each part has."""
    links = _compare(base, head)
    touched = {
        end for pair, (state, _) in links.states.items() if state != "kept" or pair in links.loops for end in pair
    }
    core = touched | {part for part in changed if part in head.files or part in base.files}
    near = _find_near(links, core)
    ranked = _rank(core, touched, changed), _rank_near(near, links)
    group_of = _choose(*ranked, near, show_all=show_all)
    files = {part: (head if part in head.files else base).files[part] for part in group_of}
    states = {part: _state(part, base, head, changed) for part in group_of}
    edges = _draw_edges(links, core, group_of)
    kept = edges if show_all else choose_edges(edges)
    layers = {**base.layers, **head.layers}
    nodes = _draw_nodes(group_of, files if level != "file" else {}, states, links.loops)
    return Picture(
        tuple(replace(node, layer=layers.get(node.id, "")) for node in nodes),
        tuple(sorted(kept)),
        title,
        level,
        _omit(group_of, len(edges) - len(kept), level),
    )


def _compare(base: Shape, head: Shape) -> _Links:
    states: dict[Pair, tuple[LinkState, Bundle]] = {}
    for pair in sorted({*base.bundles, *head.bundles}):
        if pair in head.bundles:
            states[pair] = ("kept" if pair in base.bundles else "added", head.bundles[pair])
        else:
            states[pair] = ("removed", base.bundles[pair])
    # Whoever was in a cycle before is not news; a cycle that only grew is, where it grew.
    return _Links(states, find_loops(head.bundles) - find_loops(base.bundles))


def _find_near(links: _Links, core: set[str]) -> dict[str, str]:
    """Return the neighbours of the core, each with the name of the node that it is folded into for want of room."""
    near: dict[str, str] = {}
    for source, target in links.states:
        if source in core and target not in core:
            near[target] = _IMPORTED
    for source, target in links.states:
        if target in core and source not in core:
            near.setdefault(source, _IMPORTING)
    return near


def _rank(core: set[str], touched: set[str], changed: Mapping[str, int]) -> list[str]:
    """Return the core, the ends of what is new or gone first, then where most files changed."""
    return sorted(core, key=lambda part: (part not in touched, -changed.get(part, 0), part))


def _rank_near(near: Mapping[str, str], links: _Links) -> list[str]:
    """Return the neighbours, those with the most imports from and to the core first."""
    weights: Counter[str] = Counter()
    for (source, target), (_, bundle) in links.states.items():
        for part, other in ((source, target), (target, source)):
            if part in near and other not in near:
                weights[part] += bundle.count
    return sorted(near, key=lambda part: (-weights[part], part))


def _choose(core: list[str], around: list[str], near: Mapping[str, str], *, show_all: bool) -> dict[str, str]:
    """Return the node for each part: its own for what matters most, one for each kind of the rest."""
    # At most three nodes stand for a rest, so that much room is kept for them.
    room = MOST_NODES - 3
    alone = {*core[:room], *around[: min(_MOST_NEAR, max(0, room - len(core)))]}
    if show_all:
        alone = {*core, *around}
    rests = {part: near.get(part, _CHANGED) for part in (*core, *around)}
    folded = Counter(rest for part, rest in rests.items() if part not in alone)
    return {part: part if part in alone or folded[rest] == 1 else rest for part, rest in rests.items()}


def _state(part: str, base: Shape, head: Shape, changed: Mapping[str, int]) -> NodeState:
    if part not in base.files:
        return "added"
    if part not in head.files:
        return "removed"
    return "changed" if part in changed else "kept"


def _draw_edges(links: _Links, core: set[str], group_of: Mapping[str, str]) -> list[Link]:
    """Return the edges that touch the core; those of folded parts are bundled by their state."""
    drawn: list[Link] = []
    states: tuple[LinkState, ...] = ("kept", "added", "removed")
    for wanted in states:
        found = {p: b for p, (s, b) in links.states.items() if s == wanted and (p[0] in core or p[1] in core)}
        merged = merge_bundles(found, group_of.__getitem__)
        loops = {(group_of[a], group_of[b]) for a, b in links.loops & found.keys()}
        drawn += [link_parts(pair, bundle, wanted, in_cycle=pair in loops) for pair, bundle in merged.items()]
    # Between folded parts more than one state may hold; what is new is drawn.
    best: dict[Pair, Link] = {}
    for link in sorted(drawn, key=lambda link: ("added", "removed", "kept").index(link.state)):
        best.setdefault((link.source, link.target), link)
    return list(best.values())


def _draw_nodes(
    group_of: Mapping[str, str], files: Mapping[str, int], states: Mapping[str, NodeState], loops: Iterable[Pair]
) -> tuple[Node, ...]:
    groups: dict[str, list[str]] = {}
    for part, group in group_of.items():
        groups.setdefault(group, []).append(part)
    labels = label_parts(group for group in groups)
    inside = {end for pair in loops for end in pair}
    nodes = []
    for group, parts in sorted(groups.items()):
        rest = len(parts) if group not in group_of else 0
        state: NodeState = states.get(group, "changed" if group == _CHANGED else "kept")
        label = f"… {rest} more" if rest else labels[group]
        nodes.append(Node(group, label, sum(files.get(p, 0) for p in parts), state, group in inside, rest=rest))
    return tuple(nodes)


def _omit(group_of: Mapping[str, str], edges: int, level: Level) -> tuple[str, ...]:
    folded = sum(part != group for part, group in group_of.items())
    said = [f"{folded} {level}s are folded into those that say how many more they are"] if folded else []
    said += [f"{edges} unchanged dependencies are not drawn, those with the fewest imports"] if edges else []
    return tuple(f"{sentence} (--all draws everything)" for sentence in said)
