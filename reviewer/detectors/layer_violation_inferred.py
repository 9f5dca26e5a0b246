"""This module holds the detector of the first import against a direction that a repository has never broken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from posixpath import commonpath, dirname

from reviewer.detectors.symbols.existing_symbol import shorten_path
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.graph import Edge, fold_edges, levels_of
from reviewer.index.layers import read_contracts
from reviewer.index.view import View
from reviewer.model.finding import Related

_Pair = tuple[str, str]
_PRODUCT = ("production", "script")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the first import of one part of the repository by another that so far was imported by it alone."""
    added = [edge for edge in view.edge_delta.added if edge.kind != "type" and _is_product(edge, view)]
    if not added:
        return
    base = view.base_graph.all_edges()
    part_of = _divide(base, view)
    links = {(link.source, link.target): link.edges for link in fold_edges(base, part_of)}
    least = int(number_in(options, "least"))
    for link in fold_edges(added, part_of):
        against = links.get((link.target, link.source), ())
        kept = len(against) - _count_removed((link.target, link.source), part_of, view)
        if (link.source, link.target) not in links and kept >= least:
            edge = next((e for e in link.edges if not _is_moved(e, view) and not _is_declared(e, view)), None)
            if edge is not None:
                yield _report(edge, (link.source, link.target), against)


def _divide(edges: Sequence[Edge], view: View) -> Callable[[str], str]:
    """Return which part of the repository a file belongs to: the folder below what all files of its unit share.

    A file in the shared folder itself puts the parts together and belongs to none.
    """
    unit_of = levels_of(view.base).unit_of
    folders: dict[str, set[str]] = {}
    for edge in edges:
        for path in (edge.source, edge.target):
            folders.setdefault(unit_of(path), set()).add(dirname(path))
    shared: Mapping[str, str] = {unit: commonpath(sorted(found)) for unit, found in folders.items()}

    def part_of(path: str) -> str:
        around = shared.get(unit_of(path))
        start = f"{around}/" if around else ""
        inside = path.removeprefix(start) if around is not None and path.startswith(start) else ""
        return start + inside.partition("/")[0] if "/" in inside else ""

    return part_of


def _is_product(edge: Edge, view: View) -> bool:
    return all(view.head.file_class(path) in _PRODUCT for path in (edge.source, edge.target))


def _count_removed(pair: _Pair, part_of: Callable[[str], str], view: View) -> int:
    return sum((part_of(edge.source), part_of(edge.target)) == pair for edge in view.edge_delta.removed)


def _is_moved(edge: Edge, view: View) -> bool:
    """Tell whether one end came from elsewhere: a move draws new lines, it does not cross them."""
    ends = (view.by_path.get(path) for path in (edge.source, edge.target))
    return any(file is not None and file.change.status == "renamed" for file in ends)


def _is_declared(edge: Edge, view: View) -> bool:
    """Tell whether a contract of the repository forbids it anyway."""
    return any(contract.judge(edge) for contract in read_contracts(view.bound))


def _report(edge: Edge, pair: _Pair, against: Sequence[Edge]) -> Hit:
    values = {"source": shorten_path(pair[0]), "target": shorten_path(pair[1]), "count": str(len(against))}
    first = against[0]
    related = (Related(first.source, first.line, first.line, "", "imports the other way round"),)
    key = f"{pair[0]} {pair[1]}"
    return Hit(edge.source, edge.line, edge.line, values=values, related=related, key=key)
