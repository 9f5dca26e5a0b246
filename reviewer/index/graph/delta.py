"""This module holds what a change adds to the graph and takes away from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from posixpath import dirname

from reviewer.index.graph.edge import Edge
from reviewer.index.graph.imported import Graph
from reviewer.model.change import FileChange


@dataclass(frozen=True, slots=True)
class EdgeDelta:
    """The edges of changed files that only the new revision has, and those that only the old one has, in order."""

    added: tuple[Edge, ...] = ()
    removed: tuple[Edge, ...] = ()


def compare_graphs(base: Graph, head: Graph, changes: Iterable[FileChange]) -> EdgeDelta:
    """Return the edges out of changed files that are new or gone. One whose ends were only moved is neither."""
    files = [change for change in changes if change.status != "copied"]
    moved = {c.new_path: c.old_path for c in files if c.status == "renamed" and c.old_path and c.new_path}
    folders = _follow_folders(moved)
    before = {e: None for c in files if c.old_path is not None for e in base.imports_of(c.old_path)}
    added: list[Edge] = []
    gone = {(edge.source, edge.target, edge.kind): edge for edge in before}
    known = frozenset(gone)
    for change in changes:
        for edge in head.imports_of(change.new_path) if change.new_path is not None else ():
            source = moved.get(edge.source, edge.source)
            targets = {edge.target, moved.get(edge.target, edge.target), *folders.get(edge.target, ())}
            same = {(source, target, edge.kind) for target in targets} & known
            if not same:
                added.append(edge)
            for key in same:
                gone.pop(key, None)
    return EdgeDelta(tuple(sorted(added)), tuple(sorted(gone.values())))


def _follow_folders(moved: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the folders from which files were moved, by the folder in which they are now."""
    folders: dict[str, set[str]] = {}
    for new, old in moved.items():
        folders.setdefault(dirname(new) or ".", set()).add(dirname(old) or ".")
    return folders
