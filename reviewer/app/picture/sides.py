"""This module holds both sides of a change as parts and bundles, with what was only moved in its new place."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from posixpath import dirname

from reviewer.app.picture.bundles import bundle_edges
from reviewer.app.picture.difference import Shape
from reviewer.app.picture.folding import agree
from reviewer.index.graph import Edge, Levels, levels_of
from reviewer.index.graph.targets import READ
from reviewer.index.layers import read_contracts
from reviewer.index.revision import Index
from reviewer.index.view import View
from reviewer.model.picture import Level

COUNTED = ("production", "script")


def part_by(levels: Levels, level: Level) -> Callable[[str], str]:
    """Return what a file or folder is a part of."""
    if level == "package":
        return levels.package_of
    return levels.unit_of if level == "component" else str


def is_drawn(index: Index, path: str) -> bool:
    """Tell whether a file counts: a program in a language whose imports are read, and no test."""
    return path.endswith(READ) and index.file_class(path) in COUNTED


def judge_by(index: Index) -> Callable[[Edge], str]:
    """Return what says which declared contract an edge breaks."""
    contracts = read_contracts(index)
    return lambda edge: next((said for contract in contracts if (said := contract.judge(edge))), "")


def layer_parts(index: Index, paths: Iterable[str], part_of: Callable[[str], str]) -> dict[str, str]:
    """Return the declared layer of each part, empty where its files are not all in one."""
    contracts = [contract for contract in read_contracts(index) if contract.layers]
    return agree((part_of(path), contract.layer_of(path)) for contract in contracts[:1] for path in paths)


def part_in(view: View, level: Level) -> Callable[[str], str]:
    """Return what a path of either side is a part of; the new side knows best."""
    before, after = part_by(levels_of(view.base), level), part_by(levels_of(view.head), level)
    gone = {file.change.old_path for file in view.files} - set(view.head.paths)
    return lambda path: before(path) if path in gone else after(path)


def move_edges(view: View, edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return edges of the old side with the new names of what the change moved."""
    names = {c.old_path: c.new_path for c in (f.change for f in view.files) if c.status == "renamed"}
    moved = {old: new for old, new in names.items() if old and new}
    folders: dict[str, Counter[str]] = {}
    for old, new in moved.items():
        folders.setdefault(dirname(old), Counter())[dirname(new)] += 1
    # Go imports folders; one is moved when nothing is left in it.
    left = {dirname(path) for path in view.head.paths} if folders else set()
    places = {old: min(found, key=lambda f: (-found[f], f)) for old, found in folders.items() if old not in left}
    known = {**{old: new or "." for old, new in places.items() if old}, **moved}
    return tuple(
        replace(edge, source=known.get(edge.source, edge.source), target=known.get(edge.target, edge.target))
        for edge in edges
    )


def count_files(paths: Iterable[str], part_of: Callable[[str], str]) -> Counter[str]:
    """Return how many of some files each part has."""
    return Counter(part_of(path) for path in paths)


def make_shape(
    files: Iterable[str],
    edges: Iterable[Edge],
    part_of: Callable[[str], str],
    judge: Callable[[Edge], str],
    layers: Mapping[str, str] | None = None,
) -> Shape:
    """Return one side: parts without a file of their own count where an edge names them."""
    bundles = bundle_edges(edges, part_of, judge)
    sizes = count_files(files, part_of)
    for pair in bundles:
        for end in pair:
            sizes.setdefault(end, 0)
    return Shape(dict(sorted(sizes.items())), bundles, layers or {})
