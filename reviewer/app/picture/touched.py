"""This module holds the picture that goes with a check: packages between which a change adds or takes dependencies.

It reads the files of those packages alone, so that it costs no more than the change.
"""

from collections.abc import Iterable, Iterator

from reviewer.app.picture.difference import compose_change
from reviewer.app.picture.sides import is_drawn, judge_by, layer_parts, make_shape, move_edges, part_in
from reviewer.index.graph import Edge, Graph
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.revision import Index
from reviewer.index.view import View
from reviewer.model.picture import Picture

# A picture of a change to more packages is not read, and the files of larger ones are not looked through.
_MOST_PACKAGES, _MOST_FILES = 60, 1500


def picture_shape(view: View) -> Picture | None:
    """Return the packages whose dependencies on each other are new or gone, or None where there are none."""
    counted = [edge for edge in (*view.edge_delta.added, *view.edge_delta.removed) if _is_counted(view, edge)]
    if not counted:
        return None
    part_of = part_in(view, "package")
    ends = {part for edge in counted for part in (part_of(edge.source), part_of(edge.target))}
    crossing = any(part_of(edge.source) != part_of(edge.target) for edge in counted)
    if not crossing or len(ends) > _MOST_PACKAGES:
        return None
    sides = [sorted(_list_files(index, ends)) for index in (view.base, view.head)]
    if max(map(len, sides)) > _MOST_FILES:
        return None
    moved = {f.change.old_path: f.path for f in view.files if f.change.status == "renamed"}
    old = move_edges(view, _follow(view.base_graph, view.base, sides[0]))
    base = make_shape((moved.get(p, p) for p in sides[0]), old, part_of, lambda _: "")
    layers = layer_parts(view.bound, sides[1], part_of)
    head = make_shape(sides[1], _follow(view.head_graph, view.head, sides[1]), part_of, judge_by(view.bound), layers)
    new = {pair for pair in base.bundles.keys() ^ head.bundles.keys() if ends.issuperset(pair)}
    if not new:
        return None
    # What is read of the packages around these is not all there is: they are left out.
    inside = {part for pair in new for part in pair}
    title = f"Packages between which dependencies change, {view.change.base.name} to {view.change.head.name}"
    return compose_change(base.within(inside), head.within(inside), {}, title=title, level="package")


def _is_counted(view: View, edge: Edge) -> bool:
    return any(is_drawn(index, edge.source) for index in (view.head, view.base) if edge.source in index.paths)


def _list_files(index: Index, packages: Iterable[str]) -> Iterator[str]:
    children = resolver_of(index).tree.children
    for package in packages:
        folder = "" if package == "." else package
        paths = (f"{folder}/{name}" if folder else name for name in children.get(folder, ()))
        yield from (path for path in paths if path in index.paths and is_drawn(index, path))


def _follow(graph: Graph, index: Index, files: Iterable[str]) -> Iterator[Edge]:
    for path in files:
        for edge in graph.imports_of(path):
            if edge.target not in index.paths or is_drawn(index, edge.target):
                yield edge
