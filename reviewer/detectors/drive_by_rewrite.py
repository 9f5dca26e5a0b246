"""This module holds the detector of changes in which layout, comments and renames hide what the code now does."""

from collections.abc import Iterator, Sequence

from reviewer.change.weight import READ
from reviewer.detectors.concerns import describe_part
from reviewer.detectors.rewrites.idle_lines import IdleLines, count_idle
from reviewer.detectors.rewrites.rewritten import Rewritten, find_rewritten
from reviewer.detectors.symbols.existing_symbol import shorten_name
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.view import View
from reviewer.model.finding import Related

_SHOWN = 8


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for a change that mixes idle lines with behaviour, and one for each function written anew."""
    yield from _find_idle(view, options)
    for found in find_rewritten(view, number_in(options, "kept"), int(number_in(options, "rewritten"))):
        yield _report_rewritten(found)


def _find_idle(view: View, options: Options) -> Iterator[Hit]:
    looked = [f for f in view.files if f.file_class in READ and f.change.hunks]
    counted = [count_idle(f) for f in looked if f.new is None or f.new.confidence >= READABLE]
    total, idle = sum(c.total for c in counted), sum(c.idle for c in counted)
    if idle < number_in(options, "lines") or idle < number_in(options, "share") * total:
        return
    if total - idle < number_in(options, "behaviour"):
        return
    yield _report(counted, total, idle)


def _report(counted: Sequence[IdleLines], total: int, idle: int) -> Hit:
    # Files to skip come first, then those in which both stand.
    ranked = sorted((c for c in counted if c.idle), key=lambda c: (c.rest > 0, -c.idle, c.file.path))
    whole = [c for c in ranked if not c.rest]
    values = {
        "total": f"{total:,}",
        "idle": f"{idle:,}",
        "rest": f"{total - idle:,}",
        "files": f"{len(whole)} file{'' if len(whole) == 1 else 's'}",
        "mixed": f"{len(ranked) - len(whole)} file{'' if len(ranked) - len(whole) == 1 else 's'}",
    }
    first = ranked[0]
    case = "files" if whole else "mixed"
    related = tuple(_relate(c) for c in ranked[:_SHOWN])
    return Hit(first.file.path, first.first, first.first, case=case, values=values, related=related, key="idle")


def _report_rewritten(found: Rewritten) -> Hit:
    function, main = found.function, found.rest.main
    values = {
        "name": shorten_name(function.symbol),
        "kept": str(round(100 * found.kept)),
        "main": describe_part(found.rest),
    }
    related = (Related(main.path, main.first_line, main.first_line, "", "what the rest of the change is about"),)
    place = (function.path, function.line, function.end_line)
    return Hit(*place, symbol=function.symbol, case="rewritten", values=values, related=related)


def _relate(counted: IdleLines) -> Related:
    said = f"all {counted.total:,}" if not counted.rest else f"{counted.idle:,} of {counted.total:,}"
    return Related(counted.file.path, counted.first, counted.first, "", f"{said} changed lines do as before")
