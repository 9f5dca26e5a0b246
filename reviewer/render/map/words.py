"""This module holds the words and marks of a picture; every form uses them."""

from collections.abc import Iterable
from typing import Literal

from reviewer.model.picture import Link, Node, Picture
from reviewer.render.escape import escape_text, shorten
from reviewer.render.verdict import count_of

Look = Literal["kept", "added", "removed", "changed", "cycle", "forbidden"]
MARKS: dict[Look, str] = {
    "kept": "",
    "added": "+",
    "removed": "\N{MINUS SIGN}",
    "changed": "~",
    "cycle": "\N{CLOCKWISE OPEN CIRCLE ARROW}",
    "forbidden": "\N{MULTIPLICATION X}",
}
EDGE_WORDS: dict[Look, str] = {
    "added": "new",
    "removed": "removed",
    "cycle": "in a cycle",
    "forbidden": "against a layer",
}
_LAYER = 40
_PARTS = {"file": "file", "package": "package", "component": "component"}
_KINDS = {"import": "", "deferred": "inside of functions only", "type": "for type checkers only"}


def look_of(part: Node | Link) -> Look:
    """Return what is most worth seeing about a node or an edge: one word, one colour."""
    if isinstance(part, Link) and part.forbidden and part.state != "removed":
        return "forbidden"
    if isinstance(part, Link) and part.in_cycle and part.state != "removed":
        return "cycle"
    return part.state


def marks_of(part: Node | Link) -> str:
    """Return all marks of a node or an edge, such as `+` for an added one and a circle for one in a cycle."""
    cycle = MARKS["cycle"] if part.in_cycle else ""
    forbidden = MARKS["forbidden"] if isinstance(part, Link) and part.forbidden else ""
    return MARKS[part.state] + cycle + forbidden


def name_node(node: Node) -> str:
    """Return the path of a node, or what is written on one that has none."""
    return node.label if node.id == "." or _is_rest(node) else node.id


def describe_node(node: Node) -> str:
    """Return what a node holds: `12 files, changed, in a cycle`."""
    parts = [count_of(node.files, "file")] if node.files else []
    parts += [count_of(node.rest, "part")] if node.rest and not _is_rest(node) else []
    parts += [{"added": "new", "kept": ""}.get(node.state, node.state)]
    parts += ["in a cycle"] if node.in_cycle else []
    parts += [f"layer {shorten(escape_text(node.layer), _LAYER)}"] if node.layer else []
    return ", ".join(part for part in parts if part)


def describe_edge(edge: Link) -> str:
    """Return what there is to say about an edge: `new, 3 imports, in a cycle`."""
    parts = [{"added": "new", "kept": ""}.get(edge.state, edge.state), count_of(edge.count, "import")]
    parts += [_KINDS[edge.kind], "in a cycle" if edge.in_cycle else ""]
    parts += [escape_text(edge.forbidden)]
    return ", ".join(part for part in parts if part)


def state_picture(picture: Picture) -> str:
    """Return the picture in one sentence, for who does not see it."""
    part = _PARTS[picture.level]
    said = [f"{count_of(len(picture.nodes), part)} and {_dependencies(len(picture.edges))}"]
    counts = count_looks(picture.edges)
    said += [f"{counts[look]} {word}" for look, word in EDGE_WORDS.items() if counts[look]]
    if any(node.state == "changed" for node in picture.nodes) and not counts["added"] + counts["removed"]:
        said.append("none of them new or removed")
    return ", ".join(said)


def state_shape(picture: Picture) -> str:
    """Return what a change does to the shape: `2 new dependencies between packages, 1 removed`; empty for nothing."""
    counts = count_looks(picture.edges)
    between = f" between {_PARTS[picture.level]}s"
    said = [f"{counts['added']} new dependenc{'y' if counts['added'] == 1 else 'ies'}"] if counts["added"] else []
    if counts["removed"]:
        said.append(f"{counts['removed']} removed" if said else f"{_dependencies(counts['removed'])} removed")
    if not said:
        return ""
    said[0] = said[0].removesuffix(" removed") + between + (" removed" if said[0].endswith(" removed") else "")
    fresh = [edge for edge in picture.edges if edge.state == "added"]
    for number, word in (
        (sum(edge.in_cycle for edge in fresh), "in a cycle"),
        (sum(bool(edge.forbidden) for edge in fresh), "against a layer"),
    ):
        said += [f"{number} {word}"] if number else []
    return ", ".join(said)


def count_looks(edges: Iterable[Link]) -> dict[Look, int]:
    """Return how many edges are new, removed, in a cycle and against a layer; one may count more than once."""
    counts: dict[Look, int] = dict.fromkeys(MARKS, 0)
    for edge in edges:
        counts[edge.state] += 1
        if edge.state != "removed":
            counts["cycle"] += edge.in_cycle
            counts["forbidden"] += bool(edge.forbidden)
    return counts


def _is_rest(node: Node) -> bool:
    """Tell whether a node stands for parts that had no room, as its label says."""
    return node.id.startswith("… ")


def _dependencies(number: int) -> str:
    return "1 dependency" if number == 1 else f"{number} dependencies"
