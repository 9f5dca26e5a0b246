"""This module holds the detector of imports that a declared contract forbids."""

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.change.late import compile_late
from reviewer.detectors.cycles.runtime_imports import binds_at_runtime
from reviewer.detectors.symbols.existing_symbol import shorten_path
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.graph import Edge
from reviewer.index.layers import Contract, is_contract_file, read_contracts
from reviewer.index.revision import Index
from reviewer.index.view import View
from reviewer.model.finding import Related

_Breach = tuple[Contract, str]
_PRODUCT = ("production", "script")
# The tools that read these contracts pass over a line that says so.
_EXCUSED = compile_late(r"tach-ignore|eslint-disable(?:-next-line|-line)?\b|depcruise-ignore|import-linter")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every import that the change adds and a contract forbids, at its line; nothing where none is declared."""
    contracts = read_contracts(view.bound)
    before = read_contracts(view.base) if any(is_contract_file(file.path) for file in view.files) else contracts
    if not contracts and not before:
        return
    delta = view.edge_delta
    moved = Counter(key for edge in delta.removed if (key := _key(edge, before, view.base, view)) is not None)
    said: set[tuple[str, int, str]] = set()
    for edge in delta.added[: int(number_in(options, "most_edges"))]:
        if not view.trusts_base and _is_excused(edge, view.head):
            continue
        breach, case = _find_breach(edge, contracts, view.head), ""
        if (
            breach is None
            and before is not contracts
            and not view.trusts_base
            and edge.source in view.base.paths
            and edge.target in view.base.paths
        ):
            breach, case = _find_breach(edge, before, view.base), "loosened"
        if breach is None or _is_known(edge, breach[0], view) or (edge.source, edge.line, breach[1]) in said:
            continue
        key = (breach[1], edge.target)
        if moved[key]:
            moved[key] -= 1
            continue
        said.add((edge.source, edge.line, breach[1]))
        yield _report(edge, breach, case, view)


def _find_breach(edge: Edge, contracts: Sequence[Contract], index: Index) -> _Breach | None:
    """Return the first contract that forbids an edge, with what it says; tests are judged where it names tests."""
    kind = index.file_class(edge.source)
    for contract in contracts:
        if kind in _PRODUCT or (kind == "test" and contract.names_tests):
            sentence = contract.judge(edge)
            if sentence and not (contract.runtime_only and not binds_at_runtime(index, edge)):
                return contract, sentence
    return None


def _key(edge: Edge, contracts: Sequence[Contract], index: Index, view: View) -> tuple[str, str] | None:
    """Return what a breach that the change took away has in common with one that was only moved to another file."""
    breach = _find_breach(edge, contracts, index)
    renamed = {file.change.old_path: file.change.new_path for file in view.files}
    return (breach[1], renamed.get(edge.target) or edge.target) if breach is not None else None


def _is_known(edge: Edge, contract: Contract, view: View) -> bool:
    """Tell whether the file broke the contract for the same target before, in another way of importing it."""
    file = view.by_path.get(edge.source)
    old = file.change.old_path if file is not None else None
    before = view.base_graph.imports_of(old) if old is not None else ()
    return any(known.target == edge.target and contract.judge(known) for known in before)


def _is_excused(edge: Edge, index: Index) -> bool:
    """Tell whether the import, or the line above it, says that the contract's tool is to pass over it."""
    source = index.source(edge.source)
    lines = (source.line_text(edge.line - 1), source.line_text(edge.line)) if source is not None else ()
    return any(_EXCUSED.search(line[:500]) for line in lines)


def _report(edge: Edge, breach: _Breach, case: str, view: View) -> Hit:
    contract, sentence = breach
    index = view.base if case else view.bound
    source = view.head.source(edge.source)
    values = {"target": shorten_path(edge.target), "reason": sentence, "contract": contract.origin}
    line = _find_line(index, contract)
    related = (Related(contract.origin, line, line, "", "declares it"),)
    return Hit(
        edge.source,
        edge.line,
        edge.line,
        symbol=source.symbol_at(edge.line) if source is not None else "",
        case=case,
        values=values,
        related=related,
        key=f"{edge.source} {edge.target}",
    )


def _find_line(index: Index, contract: Contract) -> int:
    """Return the line of a settings file that names a contract, the first one where none does."""
    text = (index.read(contract.origin) or b"").decode("utf-8", "replace")
    lines = text.splitlines() if contract.name else []
    return next((number for number, line in enumerate(lines, 1) if contract.name in line), 1)
