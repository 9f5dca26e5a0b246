"""This module holds the levels above a file: its package, what it is built into, its component, and their links."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from posixpath import dirname
from weakref import WeakKeyDictionary

from reviewer.index.graph.edge import Edge
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.resolve.tree import Tree, ancestors_of
from reviewer.index.revision import Index

# What says that a folder is built, released or installed as one.
_MANIFESTS = frozenset(
    {"package.json", "Cargo.toml", "go.mod", "pyproject.toml", "setup.py", "setup.cfg", "pom.xml", "build.gradle"}
) | {"build.gradle.kts", "composer.json", "build.sbt", "Package.swift", "deno.json"}
_MANIFEST_SUFFIXES = (".csproj", ".fsproj", ".gemspec")


@dataclass(frozen=True, slots=True)
class Link:
    """What one part of the repository imports of another: the edges, in order."""

    source: str
    target: str
    edges: tuple[Edge, ...]


def component_of(path: str, depth: int) -> str:
    """Return the first folders of a file or folder, so many at most; `.` for one at the top of the repository."""
    return "/".join(dirname(path).split("/")[:depth]) or "."


def fold_edges(edges: Iterable[Edge], part_of: Callable[[str], str]) -> tuple[Link, ...]:
    """Return the links between parts, ordered; edges inside of a part are left out.

    `part_of` says of the path of a file or folder to which part it belongs; what belongs to none (an empty string) is
    left out too.
    """
    links: dict[tuple[str, str], list[Edge]] = {}
    for edge in sorted(edges):
        source, target = part_of(edge.source), part_of(edge.target)
        if source and target and source != target:
            links.setdefault((source, target), []).append(edge)
    return tuple(Link(source, target, tuple(found)) for (source, target), found in sorted(links.items()))


class Levels:
    """The parts to which the files of one revision belong, each told by its folder (`.` for the top)."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.unit_of = cache(self._find_unit)
        self._unit_around = cache(self._find_around)

    def package_of(self, path: str) -> str:
        """Return the package of a file: its folder, which is what Python, Go, Java and C# mean by the word.

        What is no file is taken for the folder of a package.
        """
        return path if path == "." or self._tree.is_folder(path) else dirname(path) or "."

    def _find_unit(self, path: str) -> str:
        """Return what a file is built into: the nearest folder around it with a manifest of its own, or the top.

        A package of a workspace of npm, a crate, a module of Go, Gradle or Maven, a project of C#, a gem.
        """
        return self._unit_around(self.package_of(path))

    def _find_around(self, folder: str) -> str:
        for place in (folder, *ancestors_of(folder)) if folder != "." else ():
            names = self._tree.children.get(place, set())
            if place and (names & _MANIFESTS or any(name.endswith(_MANIFEST_SUFFIXES) for name in names)):
                return place
        return "."


_LEVELS: "WeakKeyDictionary[Index, Levels]" = WeakKeyDictionary()


def levels_of(index: Index) -> Levels:
    """Return the levels of a revision, made once."""
    found = _LEVELS.get(index)
    if found is None:
        found = _LEVELS[index] = Levels(resolver_of(index).tree)
    return found
