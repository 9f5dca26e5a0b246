"""This module holds the loops of imports that are there after a change and were not there before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from posixpath import basename, splitext

from reviewer.detectors.cycles.runtime_imports import binds_at_runtime, is_bound_before, is_own_barrel
from reviewer.index.graph import Edge, EdgeKind, Graph
from reviewer.index.view import View

# So many files are looked at in search of a loop in which every import counts.
_MOST_FILES = 300
# So many new imports of a change are followed.
_MOST_EDGES = 400


@dataclass(frozen=True, slots=True)
class Loop:
    """A shortest loop, from the file of one added import around to it again; `added` holds every added import of it."""

    edges: tuple[Edge, ...]
    added: tuple[Edge, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The files, each once, in the order of the imports."""
        return tuple(edge.source for edge in self.edges)


def find_new_loops(view: View, kind: EdgeKind) -> Iterator[Loop]:
    """Yield the loops that added imports of a kind close over top-level imports, one for each tangle of files.

    A loop is old when its files that were there before already reached one another in the old revision.
    """
    added = [edge for edge in view.edge_delta.added if edge.kind == kind][:_MOST_EDGES]
    counts = cache(lambda edge: binds_at_runtime(view.head, edge))
    earlier = _Earlier(view, ("import",) if kind == "import" else ("import", "deferred"))
    told: set[str] = set()
    for edge in added:
        if edge.source in told or edge.target in told:
            continue
        loop = _close(view, edge, counts)
        # Two loops with a file in common are one tangle.
        if (
            loop
            and not told & {e.source for e in loop}
            and not _is_harmless(view, loop)
            and not earlier.has_tangle(loop)
        ):
            told.update(e.source for e in loop)
            yield Loop(loop, tuple(e for e in loop if e in set(added)))


def _close(view: View, edge: Edge, counts: Callable[[Edge], bool]) -> tuple[Edge, ...]:
    graph = view.head_graph
    back = graph.find_path(edge.target, edge.source)
    if not back or not counts(edge):
        return ()
    if not all(map(counts, back)):
        back = _search(graph, edge.target, edge.source, counts)
    return (edge, *back) if back else ()


def _search(graph: Graph, start: str, goal: str, counts: Callable[[Edge], bool]) -> tuple[Edge, ...]:
    """Return a shortest path of imports that count, or nothing where too many files would have to be read."""
    came: dict[str, Edge] = {}
    ring = [start]
    while ring and len(came) < _MOST_FILES:
        following = []
        for path in ring:
            for edge in graph.imports_of(path):
                if edge.kind != "import" or edge.target in came or edge.target == start or not counts(edge):
                    continue
                came[edge.target] = edge
                if edge.target == goal:
                    return _walk_back(came, start, goal)
                following.append(edge.target)
        ring = following
    return ()


def _walk_back(came: dict[str, Edge], start: str, goal: str) -> tuple[Edge, ...]:
    path = [came[goal]]
    while path[-1].source != start:
        path.append(came[path[-1].source])
    return tuple(reversed(path))


def _is_harmless(view: View, loop: Sequence[Edge]) -> bool:
    """Tell whether a loop is but a file and the index that passes it on, or asks for what is bound by then."""
    if len(loop) == 2 and any(is_own_barrel(edge) and not edge.target.endswith(".py") for edge in loop):
        return True
    following = zip(loop, (*loop[1:], loop[0]), strict=True)
    return any(
        is_own_barrel(edge) and edge.target.endswith(".py") and is_bound_before(view.head, edge, onward)
        for edge, onward in following
    )


class _Earlier:
    """What the old revision says of the files of a loop."""

    def __init__(self, view: View, kinds: tuple[EdgeKind, ...]) -> None:
        self._graph, self._kinds = view.base_graph, kinds
        moved = {f.change.new_path: f.change.old_path for f in view.files if f.change.status == "renamed"}
        self._moved = {new: old for new, old in moved.items() if new and old}
        self._known = view.base.paths
        gone = [f.change.old_path for f in view.files if f.change.status == "deleted" and f.change.old_path]
        self._split = {splitext(path)[0]: path for path in gone}
        self._named = {basename(path): path for path in gone}

    def has_tangle(self, loop: Sequence[Edge]) -> bool:
        """Tell whether those files of a loop that were there before were in one tangle already."""
        places = dict.fromkeys(self._place(edge.source) for edge in loop)
        old = [place for place in places if place]
        if len(old) < 2:
            return False
        around = zip(old, (*old[1:], old[0]), strict=True)
        return all(self._graph.find_path(start, goal, self._kinds) for start, goal in around)

    def _place(self, path: str) -> str:
        """Return where a file was before: under its name, moved, or as part of a file that became a package."""
        if path in self._moved or path in self._known:
            return self._moved.get(path, path)
        folder = path.rpartition("/")[0]
        return self._split.get(folder) or self._named.get(basename(path), "")
