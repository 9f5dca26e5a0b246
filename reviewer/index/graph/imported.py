"""This module holds the graph of a revision: which file imports which, worked out where it is asked for."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import cast
from weakref import WeakKeyDictionary, proxy

from reviewer.index.graph.edge import Edge, EdgeKind, kind_of
from reviewer.index.graph.targets import READ, Targets
from reviewer.index.resolve.resolver import Resolver, resolver_of
from reviewer.index.revision import Index

# A way through more files than these is nobody's to follow.
_MOST_VISITED = 20_000
_COUNTED = ("production", "script")
_COMMON = (".js", ".cjs")
_LOADED: tuple[EdgeKind, ...] = ("import",)


class Graph:
    """The imports between the files of one revision, read one file at a time.

    Only what the code alone tells is an edge: an import that may lead to several files, to a file that a build makes
    or out of the repository is none. In Go the package is the unit: an import leads to its folder, and the edges of a
    folder are those of the files in it that are no tests.
    """

    def __init__(self, index: Index, resolver: Resolver) -> None:
        self._index = index
        self._targets = Targets(index, resolver)
        self.imports_of = cache(self._find_edges)
        self.all_edges = cache(self._find_all)
        self.hands_on = cache(self._hands_on)

    def _find_edges(self, path: str) -> tuple[Edge, ...]:
        """Return the edges out of a file, ordered, one for a target and kind; those of its files for a folder of Go."""
        if path not in self._index.paths:
            inside = (p for p in self._targets.list_package(path) if self._index.file_class(p) != "test")
            return tuple(edge for inner in inside for edge in self.imports_of(inner))
        first: dict[tuple[str, EdgeKind], int] = {}
        for imported in self._index.imports(path) if path.endswith(READ) else ():
            for target in self._targets.find(path, imported):
                if target != path:
                    first.setdefault((target, kind_of(imported)), imported.line)
        return tuple(sorted(Edge(path, target, line, kind) for (target, kind), line in first.items()))

    def _hands_on(self, path: str) -> bool:
        """Tell whether a file passes on what it imports, by a re-export or as CommonJS does."""
        return any(
            imported.reexport or (imported.dynamic and path.endswith(_COMMON)) for imported in self._index.imports(path)
        )

    def _find_all(self) -> tuple[Edge, ...]:
        """Return the edges between files of production and scripts, ordered; what leads to a test is left out."""
        counts = cache(self._is_counted)
        sources = (path for path in sorted(self._index.paths) if path.endswith(READ) and counts(path))
        return tuple(edge for path in sources for edge in self.imports_of(path) if counts(edge.target))

    def _is_counted(self, path: str) -> bool:
        if path in self._index.paths:
            return self._index.file_class(path) in _COUNTED
        return any(self._index.file_class(inner) in _COUNTED for inner in self._targets.list_inside(path))

    def find_path(self, start: str, goal: str, kinds: Collection[EdgeKind] = _LOADED) -> tuple[Edge, ...]:
        """Return a shortest way from one file to another over edges of some kinds, or nothing.

        The first by name of those that are equally short. From a file to itself it is the shortest loop.
        """
        wanted = {goal, self._targets.package_around(goal)}
        came: dict[str, Edge] = {}
        level, seen = [start], {start}
        while level and len(seen) < _MOST_VISITED:
            following = []
            for edge in self._leave(level, kinds):
                if edge.target in wanted:
                    return _walk_back(came, edge, start)
                if edge.target not in seen:
                    seen.add(edge.target)
                    came[edge.target] = edge
                    following.append(edge.target)
            level = following
        return ()

    def _leave(self, level: Sequence[str], kinds: Collection[EdgeKind]) -> Iterator[Edge]:
        for path in level:
            yield from (edge for edge in self.imports_of(path) if edge.kind in kinds)


def _walk_back(came: dict[str, Edge], last: Edge, start: str) -> tuple[Edge, ...]:
    way = [last]
    while way[-1].source != start and (before := came.get(way[-1].source) or came.get(_around(way[-1].source))):
        way.append(before)
    return tuple(reversed(way))


def _around(path: str) -> str:
    return path.rpartition("/")[0] or "."


# What is kept must not keep the revision itself.
_GRAPHS: "WeakKeyDictionary[Index, Graph]" = WeakKeyDictionary()


def graph_of(index: Index) -> Graph:
    """Return the graph of a revision, made once."""
    found = _GRAPHS.get(index)
    if found is None:
        found = _GRAPHS[index] = Graph(cast("Index", proxy(index)), resolver_of(index))
    return found
