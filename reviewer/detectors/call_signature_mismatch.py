"""This module holds the detector of calls that do not fit the function they reach, on either end of a change."""

from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.names import end_line_of, squeeze, text_of
from reviewer.detectors.calls.forgotten_callers import Forgotten, find_forgotten
from reviewer.detectors.calls.unfitting_calls import Misfit, find_misfit, is_read, is_written
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield added calls that cannot fit, and changed functions whose unchanged callers no longer do."""
    removed = squeeze("".join(text for file in view.files for text in file.change.deleted_lines.values()))
    left = int(number_in(options, "calls"))
    for file in view.files:
        if left > 0 and file.new is not None and file.change.added_lines and is_read(file.new):
            calls = [c for c in file.new.nodes["calls"] if is_written(c, file.change.added_lines)][:left]
            left -= len(calls)
            alike: dict[tuple[object, str], list[Misfit]] = {}
            for misfit in (find_misfit(call, file.new, view.head) for call in calls):
                if misfit is not None and not _was_moved(misfit, view, removed):
                    alike.setdefault((misfit.callee.place, misfit.reason), []).append(misfit)
            yield from (_tell_calls(misfits, file) for misfits in alike.values())
    for forgotten in find_forgotten(view, int(number_in(options, "files")), int(number_in(options, "functions"))):
        yield _tell_callers(forgotten)


def _was_moved(misfit: Misfit, view: View, removed: str) -> bool:
    """Tell whether a call only moved, away from or towards a function that the change left alone."""
    return misfit.callee.source.path not in view.by_path and squeeze(text_of(misfit.call)) in removed


def _tell_calls(misfits: list[Misfit], file: ChangedFile) -> Hit:
    """Tell of calls in one file that are wrong in the same way, at the first of them."""
    first, *others = misfits
    callee = first.callee
    again = (Related(file.path, m.line, end_line_of(m.call), callee.name, "called like this again") for m in others[:4])
    return Hit(
        file.path,
        first.line,
        end_line_of(first.call),
        symbol=file.new.symbol_at(first.line) if file.new else "",
        values={"name": callee.name, "reason": first.reason},
        related=(Related(*callee.place, callee.line, callee.name, "defined here"), *again),
    )


def _tell_callers(forgotten: Forgotten) -> Hit:
    scope, misfits = forgotten.scope, forgotten.misfits
    count = len(misfits)
    return Hit(
        forgotten.path,
        scope.line,
        scope.line,
        symbol=scope.symbol,
        case="forgotten-caller",
        values={
            "name": misfits[0][1].callee.name,
            "calls": f"{count} call" if count == 1 else f"{count} calls",
            "reason": misfits[0][1].reason,
        },
        related=tuple(
            Related(path, m.line, end_line_of(m.call), m.callee.name, "left as it was") for path, m in misfits[:5]
        ),
    )
