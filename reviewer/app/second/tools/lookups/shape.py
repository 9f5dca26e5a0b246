"""This module holds the tool that shows the package of a file: what it imports, who imports it, and what changes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from reviewer.app.picture.sides import is_drawn, part_in
from reviewer.app.second.tools.sight import WITHHELD, Refused, Sight
from reviewer.app.second.tools.writing import count_of, join_some, note_rest, note_withheld, show
from reviewer.index.graph import Edge
from reviewer.index.graph.targets import READ
from reviewer.index.resolve.resolver import resolver_of

_MOST_PACKAGES, _MOST_EDGES = 20, 15
# In a larger repository nobody waits until all imports are read.
_MOST_FILES = 6_000

PartOf = Callable[[str], str]


def show_shape(sight: Sight, *, path: str) -> Iterator[str]:
    """Yield the imports of the package of a file, in both directions, and the edges that are new or gone."""
    head = sight.view.head
    if path not in head.paths and path not in sight.view.base.paths:
        raise Refused(f"there is no file '{show(path, 120)}'")
    if not sight.shows(path):
        raise Refused(WITHHELD)
    part_of = part_in(sight.view, "package")
    package = part_of(path)
    files = [p for p in _list_files(sight, package) if is_drawn(head, p)]
    yield f"package {package}: {count_of(len(files), 'source file')} whose imports can be read"
    if not files:
        yield "what they import is not known: no imports of this language, or of these files, are followed"
        return
    leaving = [edge for file in files for edge in sight.view.head_graph.imports_of(file)]
    yield from _list_links("imports", leaving, lambda edge: part_of(edge.target), package, sight)
    if sum(p.endswith(READ) for p in head.paths) > _MOST_FILES:
        yield "who imports it is not looked up: the repository is too large"
    else:
        coming = [edge for edge in sight.view.head_graph.all_edges() if part_of(edge.target) == package]
        yield from _list_links("is imported by", coming, lambda edge: part_of(edge.source), package, sight)
    yield from _list_changes(sight, package, part_of)


def _list_files(sight: Sight, package: str) -> list[str]:
    folder = "" if package == "." else package
    names = resolver_of(sight.view.head).tree.children.get(folder, ())
    paths = (f"{folder}/{name}" if folder else name for name in names)
    return sorted(path for path in paths if path in sight.view.head.paths)


def _list_links(
    verb: str, edges: Iterable[Edge], other_end: Callable[[Edge], str], package: str, sight: Sight
) -> Iterator[str]:
    """Yield the packages at the other end of some edges, with how many imports lead there."""
    shown, withheld = sight.keep(edges, lambda edge: edge.source)
    kept = [edge for edge in shown if _shows_end(sight, edge.target)]
    counts = Counter(part for edge in kept if (part := other_end(edge)) != package)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    said, left = join_some([f"{show(part)} ({number})" for part, number in ranked], _MOST_PACKAGES)
    yield f"{verb}: {said}" if said else f"{verb}: no other package"
    yield from note_rest(left)
    yield from note_withheld(withheld + len(shown) - len(kept))


def _list_changes(sight: Sight, package: str, part_of: PartOf) -> Iterator[str]:
    delta, told = sight.view.edge_delta, 0
    for what, edges, side in (("adds", delta.added, "new"), ("removes", delta.removed, "old")):
        mine = [edge for edge in edges if package in (part_of(edge.source), part_of(edge.target))]
        shown, withheld = sight.keep(mine, lambda edge: edge.source)
        kept = [edge for edge in shown if _shows_end(sight, edge.target)]
        index = sight.view.head if side == "new" else sight.view.base
        tests = [edge for edge in kept if not is_drawn(index, edge.source)]
        kept = [edge for edge in kept if edge not in tests]
        for edge in kept[:_MOST_EDGES]:
            yield f"the change {what} {edge.source}:{edge.line} ({side} side) -> {edge.target} ({_name(edge)})"
        yield from note_rest(len(kept) - _MOST_EDGES)
        yield from [f"the change {what} {count_of(len(tests), 'import')} of tests"] if tests else []
        yield from note_withheld(withheld + len(shown) - len(kept))
        told += len(mine)
    if not told:
        yield "the change adds and removes no import within, into or out of it"
    picture = sight.review.picture
    for link in picture.edges if picture is not None else ():
        is_told = package in (link.source, link.target) and (link.forbidden or link.in_cycle)
        if is_told and all(_shows_end(sight, end) for end in (link.source, link.target)):
            yield f"{link.source} -> {link.target}: {show(link.forbidden) or 'part of a cycle that the change closes'}"


def _shows_end(sight: Sight, end: str) -> bool:
    """Tell whether the end of an edge may be named; a folder may where any file in it may, or where it has none."""
    is_file = any(end in index.paths for index in (sight.view.head, sight.view.base))
    if is_file:
        return sight.shows(end)
    files = _list_files(sight, end)
    return not files or any(map(sight.shows, files))


def _name(edge: Edge) -> str:
    return {"import": "when loaded", "deferred": "inside of a function", "type": "for types alone"}[edge.kind]
