"""This module holds how many files a file is joined to by imports, before and after a change."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import basename

from reviewer.change.syntax.languages import recognise_language, share_namespace
from reviewer.index.graph import Edge
from reviewer.index.view import View

# In Go and Rust the unit of an import is no file.
_BY_FILE = frozenset({"python", "javascript", "typescript", "tsx", "java", "kotlin", "csharp", "php", "ruby"})
# Files that pass names on, or put a program together, are joined to everything because that is their work.
_BARRELS = frozenset({"index", "__init__", "__main__", "main", "mod", "lib", "app", "routes", "urls", "settings"})

# A file that was nearly there already has become nothing new.
_GROWTH = 1.2


@dataclass(frozen=True, slots=True)
class Hub:
    """A file that became one of the most joined: `imports` out of it, `importers` of it, and how many both were."""

    path: str
    imports: int
    importers: int
    before: int
    files: int


def find_new_hubs(view: View, *, percentile: float, fewest: int, least: int, files: int) -> Iterator[Hub]:
    """Yield the files that newly pass a percentile of imports and importers together.

    Looked at are files with `fewest` new imports or importers, and `least` of each in the end; the repository must have
    so many `files` of the language.
    """
    near = Counter(path for edge in view.edge_delta.added if _counts(edge) for path in (edge.source, edge.target))
    asked = sorted(path for path, count in near.items() if count >= fewest and _is_plain(view, path))
    if not asked:
        return
    ways = {(edge.source, edge.target) for edge in view.base_graph.all_edges() if _counts(edge)}
    moved = {f.change.new_path: f.change.old_path for f in view.files if f.change.status == "renamed"}
    for path in asked:
        hub = _compare(view, path, moved.get(path) or path, ways)
        usual = _degrees(ways, recognise_language(path) or "")
        if len(usual) < files or min(hub.imports, hub.importers) < least:
            continue
        limit = usual[int(percentile * len(usual))]
        if hub.before <= limit < hub.imports + hub.importers and hub.imports + hub.importers >= _GROWTH * hub.before:
            yield Hub(path, hub.imports, hub.importers, hub.before, len(usual))


def _counts(edge: Edge) -> bool:
    return edge.kind != "type" and recognise_language(edge.source) in _BY_FILE


def _is_plain(view: View, path: str) -> bool:
    stem = basename(path).split(".")[0].lower()
    return path in view.by_path and view.head.file_class(path) == "production" and stem not in _BARRELS


def _compare(view: View, path: str, old: str, ways: Iterable[tuple[str, str]]) -> Hub:
    out = {target for source, target in ways if source == old}
    into = {source for source, target in ways if target == old}
    before = len(out) + len(into)
    for edge in view.edge_delta.removed:
        if edge.kind != "type":
            out -= {edge.target} if edge.source == old else set()
            into -= {edge.source} if edge.target == old else set()
    for edge in view.edge_delta.added:
        if edge.kind != "type" and view.head.file_class(edge.source) in ("production", "script"):
            out |= {edge.target} if edge.source == path else set()
            into |= {edge.source} if edge.target == path else set()
    return Hub(path, len(out), len(into), before, 0)


def _degrees(ways: Iterable[tuple[str, str]], language: str) -> list[int]:
    counts = Counter(path for way in ways for path in way)
    return sorted(n for path, n in counts.items() if share_namespace(recognise_language(path) or "", language))
