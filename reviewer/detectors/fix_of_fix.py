"""This module holds the detector of fixes that change what another fix wrote a short while ago."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.changed import ChangedFile
from reviewer.detectors.past.chains import Link, find_fixes, follow_fixes
from reviewer.detectors.past.removed import is_sweep, near_in_new, place_in_new
from reviewer.detectors.past.told import (
    count_days,
    days_ago,
    name_ordinal,
    plain_subject,
    short_id,
    tell_change,
)
from reviewer.detectors.past.undone import Undone
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.history.past import History
from reviewer.index.view import View
from reviewer.model.finding import Related
from reviewer.model.history import PastChange

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Mended:
    """One file of a fix with the fixes that it takes back in part, oldest first, and the old lines that these wrote."""

    file: ChangedFile
    links: tuple[Link, ...]
    lines: tuple[int, ...]


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for each chain of fixes that a fix goes on with, and those functions that are fixed ever again.

    A change of very many files is no fix of one thing: nothing is said of it.
    """
    past = view.around.past() if view.around.is_fix() and not is_sweep(view.files) else None
    if past is None:
        return
    chains = _find_chains(view, past, int(number_in(options, "days")))
    for same in chains:
        yield _report(same, past, int(number_in(options, "few")))
    told = {found.file.path for same in chains for found in same}
    for function, fixes in _find_functions(view, past, options):
        if function.path not in told:
            told.add(function.path)
            yield _report_function(function, fixes, past, int(number_in(options, "function_often")))


def _find_chains(view: View, past: History, days: int) -> list[list[_Mended]]:
    """Return the files whose lines were fixed before, those together that go on with the same fixes."""
    undone = Undone(view.files)
    chains: defaultdict[tuple[str, ...], list[_Mended]] = defaultdict(list)
    for file in view.files:
        lines, path = undone.find(file), file.change.old_path
        links = follow_fixes(lines, past.touches(path), past.now, days) if lines and path is not None else ()
        if links:
            written = tuple(sorted({line for link in links for line in link.lines}))
            chains[tuple(link.change.commit for link in links)].append(_Mended(file, links, written))
    return list(chains.values())


def _find_functions(
    view: View, past: History, options: Options
) -> Iterator[tuple[ChangedFunction, tuple[PastChange, ...]]]:
    """Yield the changed functions that were fixed often of late, with these fixes, oldest first."""
    days, longest = int(number_in(options, "function_days")), number_in(options, "longest")
    for function in view.changed_functions:
        before, path = function.before, function.file.change.old_path
        if before is None or path is None or before.end_line - before.line >= longest:
            continue
        fixes = find_fixes(past.stretch(path, before.line, before.end_line).touches, past.now, days)
        if len(fixes) >= number_in(options, "function_fixes"):
            yield function, fixes


def _report(same: Sequence[_Mended], past: History, few: int) -> Hit:
    main, *others = sorted(same, key=lambda found: (-len(found.lines), found.file.path))
    fixes = [link.change for link in main.links]
    line, side = place_in_new(main.file, main.lines[0])
    source = main.file.new if side == "new" else main.file.old
    return Hit(
        main.file.path,
        line,
        line,
        side=side,
        symbol=source.symbol_at(line) if source is not None else "",
        case=_choose_case(fixes, sum(len(found.lines) for found in same), few),
        values=_tell(fixes, past),
        related=tuple([*_relate_links(main, past), *_relate_files(others)][:_SHOWN]),
    )


def _choose_case(fixes: Sequence[PastChange], lines: int, few: int) -> str:
    by_words = any(fix.level == "words" for fix in fixes)
    if len(fixes) > 1:
        return "chain-by-words" if by_words else "chain"
    if lines <= few:
        return "few"
    return "by-words" if by_words else ""


def _report_function(function: ChangedFunction, fixes: Sequence[PastChange], past: History, often: int) -> Hit:
    line = min(function.lines, default=function.line)
    values = _tell(fixes, past) | {"name": function.symbol.rpartition(".")[2]}
    case = "function" if len(fixes) >= often else "function-again"
    return Hit(function.path, line, line, symbol=function.symbol, case=case, values=values)


def _tell(fixes: Sequence[PastChange], past: History) -> dict[str, str]:
    days, between = past.days_since(fixes[0]), len(fixes) - 2
    return {
        "nth": name_ordinal(len(fixes) + 1),
        "span": f"in {count_days(days)}" if days else "within a day",
        "first": tell_change(past, fixes[0]) + (f" -> {between} more" if between > 0 else ""),
        "last": tell_change(past, fixes[-1]),
        "id": short_id(fixes[-1]),
    }


def _relate_links(main: _Mended, past: History) -> Iterator[Related]:
    """Point to where each fix of a chain of several wrote; of one alone the message says all."""
    for link in main.links if len(main.links) > 1 else ():
        said = f"{short_id(link.change)}, {days_ago(past, link.change)}: {plain_subject(link.change)}"
        yield from _point_to(main.file, link.lines[0], said)


def _relate_files(others: Sequence[_Mended]) -> Iterator[Related]:
    for found in others:
        lines = f"{len(found.lines)} lines" if len(found.lines) > 1 else "a line"
        yield from _point_to(found.file, found.lines[0], f"{lines} of the same fix")


def _point_to(file: ChangedFile, line: int, said: str) -> Iterator[Related]:
    if file.new is not None:
        place = near_in_new(file, line)
        yield Related(file.path, place, place, file.new.symbol_at(place), said)
