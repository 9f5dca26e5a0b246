"""This module holds the detector of packages of which a change leaves little."""

from collections import Counter
from collections.abc import Iterator

from reviewer.detectors.drift.lost_functions import Loss, find_losses
from reviewer.detectors.drift.rewired_edges import Rewiring, find_rewirings
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.revision import Index
from reviewer.index.view import View
from reviewer.model.finding import Related

# A function counts as gone when so much of its text is.
_GONE = 0.6
_SHOWN = 5
# New lines for every line that went, from which on something takes the place of the old.
_REPLACED = 0.3


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every package most of whose functions are rewritten or deleted, the one that lost most first."""
    losses = [loss for loss in find_losses(view, share=_GONE, lines=_least(options)) if _is_reset(loss, options)]
    ranked = sorted(losses, key=lambda loss: (-len(loss.gone), loss.folder))
    hits = [_report(view, loss) for loss in ranked]
    yield from [hit for hit in hits if hit.case == "rewritten"][: int(number_in(options, "most"))]
    # What was taken out was meant to go: one line says it for all of it.
    yield from [hit for hit in hits if hit.case == "removed"][:1]
    told = {loss.folder for loss in ranked}
    share, fewest = number_in(options, "share"), int(number_in(options, "imports"))
    for rewiring in find_rewirings(view, fewest=fewest, share=share):
        if rewiring.folder not in told:
            yield _report_rewiring(view, rewiring)


def _least(options: Options) -> int:
    return int(number_in(options, "lines") * _GONE / 2)


def _is_reset(loss: Loss, options: Options) -> bool:
    large = len(loss.files) >= number_in(options, "files") and loss.lines >= number_in(options, "lines")
    many = loss.functions >= number_in(options, "functions")
    return large and many and len(loss.gone) >= number_in(options, "share") * loss.functions


def _report(view: View, loss: Loss) -> Hit:
    counts = Counter(file.path for file, _ in loss.gone)
    first, unit = max(loss.gone, key=lambda item: (counts[item[0].path], item[0].path, -item[1].line))
    imports, kept = _count_imports(view, loss)
    values = {
        "folder": f"{loss.folder}/" if loss.folder else "./",
        "kept": str(loss.kept),
        "functions": str(loss.functions),
        "kept_imports": str(kept),
        "imports": str(imports),
    }
    largest = {file.path: (file, unit) for file, unit in reversed(loss.gone) if file.path != first.path}
    related = tuple(
        Related(path, gone.line, gone.end_line, gone.symbol, f"{counts[path]} functions went")
        for path, (_, gone) in sorted(largest.items(), key=lambda item: (-counts[item[0]], item[0]))[:_SHOWN]
    )
    case = "rewritten" if _is_replaced(view, loss) else "removed"
    return Hit(first.path, unit.line, unit.line, side="old", case=case, values=values, related=related, key=loss.folder)


def _report_rewiring(view: View, rewiring: Rewiring) -> Hit:
    counts = Counter(edge.source for edge in rewiring.gone)
    first = max(rewiring.gone, key=lambda edge: (counts[edge.source], edge.source, -edge.line))
    file = next(f for f in view.files if f.change.old_path == first.source)
    values = {
        "folder": f"{rewiring.folder}/" if rewiring.folder else "./",
        "kept": str(rewiring.edges - len(rewiring.gone)),
        "imports": str(rewiring.edges),
    }
    return Hit(file.path, first.line, first.line, side="old", case="rewired", values=values, key=rewiring.folder)


def _is_replaced(view: View, loss: Loss) -> bool:
    """Tell whether new code stands where the old stood, or in new files beside it."""
    around = loss.folder.rpartition("/")[0]
    here = (f for f in view.files if f.file_class == "production" and f.language and f.path.startswith(around))
    near = (f for f in here if f.change.status == "added" or f.path.rpartition("/")[0] == loss.folder)
    added = sum(len(file.change.added_lines) for file in near)
    went = sum(unit.end_line - unit.line + 1 for _, unit in loss.gone)
    return added >= _REPLACED * went


def _count_imports(view: View, loss: Loss) -> tuple[int, int]:
    """Count the modules that the package imported, and those that its folder or its moved files import still."""
    moved = {f.change.old_path: f.path for f in view.files if f.change.status == "renamed"}
    before = {name for path in loss.files for name in _modules(view.base, path)}
    stayed = {moved.get(path, path) for path in loss.files} | {
        f.path for f in view.files if f.new is not None and f.path.rpartition("/")[0] == loss.folder
    }
    after = {name for path in stayed if path in view.head.paths for name in _modules(view.head, path)}
    return len(before), len(before & after)


def _modules(index: Index, path: str) -> set[tuple[int, str]]:
    return {(imported.level, imported.module) for imported in index.imports(path)}
