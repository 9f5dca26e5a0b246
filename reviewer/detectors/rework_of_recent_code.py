"""This module holds the detector of changes that mostly take out what was written a few days ago."""

from collections import Counter
from collections.abc import Iterator, Mapping

from reviewer.change.changed import ChangedFile
from reviewer.detectors.past.removed import near_in_new, place_in_new
from reviewer.detectors.past.told import count_days, tell_change
from reviewer.detectors.past.undone import Undone
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.history.past import History
from reviewer.index.view import View
from reviewer.model.finding import Related
from reviewer.model.history import PastChange

_SHOWN = 5


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for a change most of whose deleted code is very young."""
    least = number_in(options, "lines")
    deleted = {file: undone for file, undone in _list_deleted(view) if undone}
    total = sum(map(len, deleted.values()))
    past = view.around.past() if total >= least else None
    if past is None:
        return
    young = {file: _find_young(file, lines, past, options) for file, lines in deleted.items()}
    count = sum(map(len, young.values()))
    if count >= number_in(options, "share") * total:
        yield _report({file: lines for file, lines in young.items() if lines}, total, past)


def _list_deleted(view: View) -> Iterator[tuple[ChangedFile, frozenset[int]]]:
    undone = Undone(view.files)
    for file in view.files:
        yield file, undone.find_gone(file)


def _find_young(file: ChangedFile, lines: frozenset[int], past: History, options: Options) -> dict[int, PastChange]:
    """Return the young lines; what a revert put back is as old as it was, what is of today belongs to this."""
    least, most = number_in(options, "least_days"), number_in(options, "days")
    origins = past.origins(file.change.old_path or "", lines)
    written = ((line, touch.change) for line, touch in origins.items() if touch.change.kind != "revert")
    return {line: change for line, change in written if least <= past.days_since(change) < most}


def _report(young: Mapping[ChangedFile, Mapping[int, PastChange]], total: int, past: History) -> Hit:
    changes = {change.commit: change for lines in young.values() for change in lines.values()}
    counts = Counter(change.commit for lines in young.values() for change in lines.values())
    count = sum(counts.values())
    ranked = sorted(changes.values(), key=lambda change: (-counts[change.commit], change.commit))
    largest, *others = sorted(young, key=lambda file: (-len(young[file]), file.path))
    line, side = place_in_new(largest, min(young[largest]))
    oldest = max(map(past.days_since, ranked))
    values = {
        "young": f"{count:,}",
        "total": f"{total:,}",
        "share": str(round(100 * count / total)),
        "span": f"in the last {count_days(oldest)}" if oldest > 1 else "yesterday" if oldest else "today",
        "main": tell_change(past, ranked[0]),
        "lines": f"{counts[ranked[0].commit]:,}",
        "others": str(len(ranked) - 1),
    }
    case = "" if len(ranked) == 1 else "several"
    related = tuple(_relate(file, young[file]) for file in others[:_SHOWN] if file.new is not None)
    return Hit(largest.path, line, line, side=side, case=case, values=values, related=related, key="rework")


def _relate(file: ChangedFile, lines: Mapping[int, PastChange]) -> Related:
    line = near_in_new(file, min(lines))
    return Related(file.path, line, line, "", f"{len(lines):,} young {'lines go' if len(lines) > 1 else 'line goes'}")
