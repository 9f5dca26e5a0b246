"""This module holds how many of the imports that leave a package are still there after a change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.index.graph import Edge
from reviewer.index.view import View


@dataclass(frozen=True, slots=True)
class Rewiring:
    """A package, the imports of the old revision that left it, and those of them that are gone."""

    folder: str
    edges: int
    gone: tuple[Edge, ...]


def find_rewirings(view: View, *, fewest: int, share: float) -> Iterator[Rewiring]:
    """Yield the packages with so many imports into other packages that lost this share of them.

    Only files that are still there count: a deleted file takes its imports with it. A moved file is still there.
    """
    kept = {file.change.old_path for file in view.files if file.old is not None and file.new is not None}
    gone: dict[str, list[Edge]] = {}
    for edge in view.edge_delta.removed:
        if edge.source in kept and _leaves(view, edge):
            gone.setdefault(_folder_of(edge.source), []).append(edge)
    large = {folder: edges for folder, edges in gone.items() if len(edges) >= share * fewest}
    counts = _count_edges(view, set(large))
    for folder, edges in sorted(large.items()):
        if counts[folder] >= fewest and len(edges) >= share * counts[folder]:
            yield Rewiring(folder, counts[folder], tuple(edges))


def _leaves(view: View, edge: Edge) -> bool:
    """Tell whether an import of the product leads out of its package."""
    folder = _folder_of(edge.source)
    inside = edge.target == folder or _folder_of(edge.target) == folder
    return edge.kind != "type" and not inside and view.base.file_class(edge.source) == "production"


def _count_edges(view: View, folders: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in view.base.paths if folders else ():
        folder = _folder_of(path)
        if folder in folders:
            counts[folder] += sum(_leaves(view, edge) for edge in view.base_graph.imports_of(path))
    return counts


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]
