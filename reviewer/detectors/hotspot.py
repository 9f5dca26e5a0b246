"""This module holds the detector of files that are mended again and again: where another change deserves more care."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.behaviour import ChangedFunction
from reviewer.detectors.past.chains import find_fixes
from reviewer.detectors.past.told import tell_change
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.history.past import DAY, History
from reviewer.index.view import View
from reviewer.model.finding import Related
from reviewer.model.history import PastChange

_SHOWN = 4


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the changed files with the most fixes of late, most first."""
    past = view.around.past() if view.changed_functions else None
    if past is None:
        return
    functions: defaultdict[str, list[ChangedFunction]] = defaultdict(list)
    for function in view.changed_functions:
        functions[function.path].append(function)
    found = [hotspot for changed in functions.values() if (hotspot := _examine(changed, past, options)) is not None]
    ranked = sorted(found, key=lambda hotspot: (-len(hotspot.fixes), hotspot.function.path))
    for hotspot in ranked[: int(number_in(options, "most"))]:
        yield _report(hotspot, past, int(number_in(options, "days")))


@dataclass(frozen=True, slots=True)
class _Hotspot:
    """A file by the changed function of it that was fixed most often, with the fixes of both, oldest first."""

    function: ChangedFunction
    fixes: tuple[PastChange, ...]
    here: tuple[PastChange, ...]
    changes: int


def _examine(functions: Sequence[ChangedFunction], past: History, options: Options) -> _Hotspot | None:
    days, path = int(number_in(options, "days")), functions[0].file.change.old_path
    touches = past.touches(path) if path is not None else ()
    fixes = find_fixes(touches, past.now, days)
    changes = sum(past.now - touch.change.when <= days * DAY for touch in touches)
    if len(fixes) < number_in(options, "least") or len(fixes) < number_in(options, "share") * changes:
        return None
    fixed = [(_find_here(function, path or "", past, days), function) for function in functions]
    here, function = max(fixed, key=lambda pair: (len(pair[0]), -pair[1].line))
    return _Hotspot(function, fixes, here, changes) if len(here) >= number_in(options, "here") else None


def _find_here(function: ChangedFunction, path: str, past: History, days: int) -> tuple[PastChange, ...]:
    if function.before is None:
        return ()
    touches = past.stretch(path, function.before.line, function.before.end_line).touches
    return find_fixes(touches, past.now, days)


def _report(hotspot: _Hotspot, past: History, days: int) -> Hit:
    function = hotspot.function
    line = min(function.lines, default=function.line)
    values = {
        "fixes": str(len(hotspot.fixes)),
        "changes": str(hotspot.changes),
        "days": str(days),
        "name": function.symbol.rpartition(".")[2],
        "here": str(len(hotspot.here)),
        "last": tell_change(past, hotspot.here[-1]),
    }
    related = tuple(
        Related(function.path, function.line, function.end_line, function.symbol, tell_change(past, fix))
        for fix in reversed(hotspot.here[-_SHOWN:-1])
    )
    return Hit(function.path, line, line, symbol=function.symbol, values=values, related=related, key=function.path)
