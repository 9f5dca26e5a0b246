"""This module holds the detector of checks that a change silences: in the code, in their settings, or in CI."""

from collections import Counter
from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.names import squeeze
from reviewer.detectors.gates.loosened_settings import find_loosened
from reviewer.detectors.gates.silencing_marks import Mark, find_marks, needs_reason
from reviewer.detectors.gates.unblocked_checks import find_unblocked
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_CODE = ("production", "script", "migration")
_SECURITY = ("nosec", "nosemgrep")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for the unexplained silencing marks of a change, and one for each loosened setting or check."""
    marks = _find_new_marks(view)
    told: set[tuple[str, str]] = set()
    for file, mark in marks:
        case = "security" if mark.reach == "line" else "whole-file"
        if _stands_alone(mark) and (file.path, case) not in told:
            told.add((file.path, case))
            yield _hit(file, mark, case)
    rest = [(file, mark) for file, mark in marks if not _stands_alone(mark)]
    if rest and len(rest) >= number_in(options, "marks"):
        yield _sum_up(rest)
    for file in view.files:
        if file.file_class not in ("fixture", "generated", "vendored", "example", "docs"):
            yield from find_loosened(file)
    yield from find_unblocked(view)


def _find_new_marks(view: View) -> list[tuple[ChangedFile, Mark]]:
    """Marks that no deleted line of the change carried: one that was edited around, moved or renamed is not new."""
    gone: Counter[str] = Counter()
    for file in view.files:
        if file.old is not None and file.change.deleted_lines:
            gone.update(_key(mark) for mark in find_marks(file.old, sorted(file.change.deleted_lines)))
    found = []
    for file in view.files:
        if file.new is None or file.file_class not in _CODE or file.change.status == "copied":
            continue
        for mark in find_marks(file.new, sorted(file.change.added_lines)):
            if gone[_key(mark)]:
                gone[_key(mark)] -= 1
            elif needs_reason(mark, file.new):
                found.append((file, mark))
    return found


def _key(mark: Mark) -> str:
    return squeeze(mark.kind + mark.codes)


def _stands_alone(mark: Mark) -> bool:
    # With errcheck beside it, gosec speaks of the same unchecked error.
    codes = mark.codes.lower()
    gosec = "gosec" in codes and "errcheck" not in codes
    return mark.reach == "file" or mark.kind in _SECURITY or gosec or codes.startswith("s60")


def _sum_up(marks: list[tuple[ChangedFile, Mark]]) -> Hit:
    file, first = marks[0]
    kinds = Counter(mark.kind for _, mark in marks)
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    related = tuple(_relate(other, mark) for other, mark in marks[1:6])
    values = {"count": str(len(marks)), "kinds": listed}
    return Hit(
        file.path, first.line, first.line, symbol=_symbol(file, first), case="marks", values=values, related=related
    )


def _hit(file: ChangedFile, mark: Mark, case: str) -> Hit:
    return Hit(file.path, mark.line, mark.line, symbol=_symbol(file, mark), case=case, values={"mark": mark.text})


def _relate(file: ChangedFile, mark: Mark) -> Related:
    return Related(file.path, mark.line, mark.line, _symbol(file, mark), mark.text)


def _symbol(file: ChangedFile, mark: Mark) -> str:
    return file.new.symbol_at(mark.line) if file.new is not None else ""
