"""This module holds a picture of the architecture: parts of the repository, and which of them import which."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["file", "package", "component"]
NodeState = Literal["kept", "added", "removed", "changed"]
LinkState = Literal["kept", "added", "removed"]


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One part. `id` is a path, or for what is folded something that no path is.

    `files` is how many it holds, 0 for one that is a file. `rest` is how many parts are folded into it, 0 for one that
    stands for itself. `layer` is the declared layer that all of its files are in, empty where there is none.
    """

    id: str
    label: str
    files: int = 1
    state: NodeState = "kept"
    in_cycle: bool = False
    layer: str = ""
    rest: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One part imports another: `source` and `target` are ids, `count` is the number of pairs of files behind it.

    `kind` is that of the strongest import: one at the top level, inside of functions only (`deferred`), or for type
    checkers alone. `forbidden` is the sentence of the layer contract that it breaks, empty without one.
    """

    source: str
    target: str
    count: int = 1
    state: LinkState = "kept"
    kind: Literal["import", "deferred", "type"] = "import"
    in_cycle: bool = False
    forbidden: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges, each ordered; `omitted` are sentences about what is not drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Link, ...]
    title: str
    level: Level = "package"
    omitted: tuple[str, ...] = ()
