"""This module holds the detector of new public functions that no test is seen to reach where their neighbours are."""

from collections.abc import Iterator

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.syntax.source import Scope
from reviewer.detectors.untested.unseen import count_hops, is_unseen, is_watched
from reviewer.detectors.untested.visible import is_visible
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.testmap import find_tests_of
from reviewer.index.view import View
from reviewer.model.finding import Related

# Of the functions of a file that were there before; of the new ones of a change.
_MOST_NEIGHBOURS = 4
_MOST_NEW = 12


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the new public functions that no test is seen to reach, in files whose older ones are reached."""
    least = int(number_in(options, "lines"))
    new = [f for f in view.changed_functions if f.is_new and len(f.lines) >= least and is_watched(f)]
    public = [f for f in new if f.file.new is not None and is_visible(f.scope, f.file.new)]
    for function in public[:_MOST_NEW]:
        if not _is_far(view, function, int(number_in(options, "hops"))):
            continue
        neighbours = _find_neighbours(function)
        reached = [s for s in neighbours if find_tests_of(view.head, function.path, s).links]
        if len(reached) >= number_in(options, "neighbours") and len(reached) * 2 > len(neighbours):
            yield _report(function, reached, len(neighbours))


def _is_far(view: View, function: ChangedFunction, most: int) -> bool:
    hops = count_hops(view, function)
    return is_unseen(view, function) if hops is None else hops > most


def _find_neighbours(function: ChangedFunction) -> list[Scope]:
    """Return the public functions around a new one that were there before, the nearest ones."""
    old, new = function.file.old, function.file.new
    if old is None or new is None:
        return []
    known = {scope.symbol for scope in old.functions}
    found = [s for s in new.functions if s.symbol in known and is_visible(s, new)]
    return sorted(found, key=lambda s: (abs(s.line - function.line), s.line))[:_MOST_NEIGHBOURS]


def _report(function: ChangedFunction, reached: list[Scope], of: int) -> Hit:
    values = {
        "name": function.scope.name,
        "reached": str(len(reached)),
        "of": str(of),
        "lines": str(len(function.lines)),
    }
    related = tuple(
        Related(function.path, s.line, s.end_line, s.symbol, "a test is seen to reach it") for s in reached[:3]
    )
    return Hit(
        function.path, function.line, function.line, "new", function.symbol, "", values, related, key=function.symbol
    )
