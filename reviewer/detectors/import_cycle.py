"""This module holds the detector of imports that close a loop."""

from collections.abc import Iterator
from posixpath import basename, dirname, splitext

from reviewer.detectors.cycles.closed_loops import Loop, find_new_loops
from reviewer.detectors.cycles.runtime_imports import count_uses, find_import
from reviewer.engine.hit import Hit, Options
from reviewer.index.graph import Edge
from reviewer.index.view import View
from reviewer.model.finding import Related

_SHOWN = 6


def find_in_change(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the shape of a detector
    """Yield every new loop of top-level imports, at the import that is cut with least work."""
    for loop in find_new_loops(view, "import"):
        cut = _find_cut(view, loop)
        if cut is not None:
            yield report_loop(loop, cut)


def report_loop(loop: Loop, cut: Edge) -> Hit:
    """Return the hit at one import of a loop, with the loop as it is walked from there."""
    at = loop.edges.index(cut)
    edges = (*loop.edges[at:], *loop.edges[:at])
    names = name_files([edge.source for edge in edges])
    shown = [*names, names[0]] if len(names) <= _SHOWN else [*names[: _SHOWN - 1], "...", names[-1], names[0]]
    values = {
        "loop": " -> ".join(shown),
        "source": names[0],
        "target": names[1 % len(names)],
        "last": names[-1],
        "files": str(len(names)),
    }
    related = tuple(
        Related(e.source, e.line, e.line, "", f"imports {n}")
        for e, n in zip(edges[1:], [*names[2:], names[0]], strict=True)
    )
    return Hit(
        cut.source, cut.line, cut.line, values=values, related=related[:_SHOWN], key=" ".join(sorted(loop.files))
    )


def name_files(paths: list[str]) -> list[str]:
    """Return short names of files: without suffix, and with as many folders as it takes to tell them apart."""
    stems = [splitext(path)[0] for path in paths]
    names = [dirname(s) or s if basename(s) in ("__init__", "index") else s for s in stems]
    for depth in range(1, 8):
        short = ["/".join(name.split("/")[-depth:]) for name in names]
        if len(set(short)) == len(short):
            return short
    return paths


def _find_cut(view: View, loop: Loop) -> Edge | None:
    """Return the added import that is used least; None where the change only moved what others import."""
    written = [e for e in loop.added if e.source in view.by_path and _is_written(view, e)]
    return min(written, key=lambda edge: (_count_uses(view, edge), edge), default=None)


def _is_written(view: View, edge: Edge) -> bool:
    found = find_import(view.head, edge)
    added = view.by_path[edge.source].change.added_lines
    return found is not None and any(line in added for line in range(found.line, found.end_line + 1))


def _count_uses(view: View, edge: Edge) -> int:
    found, source = find_import(view.head, edge), view.head.source(edge.source)
    return count_uses(source, found) if found is not None and source is not None else 0
