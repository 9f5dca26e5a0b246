"""This module holds the detector of one edit that is made again and again, in many places."""

from collections.abc import Iterator

from reviewer.detectors.drift.repeated_edits import Edit, find_repeated_edits
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_SHOWN = 5


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the edit that stands in most files, where they belong to many folders."""
    for family in find_repeated_edits(view.files):
        folders = {edit.folder for edit in family}
        wide = len(family) >= number_in(options, "files") and len(folders) >= number_in(options, "folders")
        if wide and _says_enough(family[0], options):
            yield _report(family, len(folders))
            return


def _says_enough(edit: Edit, options: Options) -> bool:
    """Tell whether an edit adds code; one word for another is a rename, and less code is a clean-up."""
    calls = sum(token[-1] == "(" and len(token) > 1 for token in edit.new.tokens)
    return edit.lines >= number_in(options, "lines") and edit.added >= number_in(options, "tokens") and calls > 0


def _report(family: list[Edit], folders: int) -> Hit:
    first, *others = family
    values = {"lines": str(first.lines), "files": str(len(family)), "folders": str(folders)}
    related = tuple(_relate(edit) for edit in others[:_SHOWN])
    line = first.hunk.new_start
    end = line + len(first.hunk.added) - 1
    symbol = first.file.new.symbol_at(line) if first.file.new else ""
    return Hit(first.file.path, line, end, symbol=symbol, values=values, related=related)


def _relate(edit: Edit) -> Related:
    line = edit.hunk.new_start
    symbol = edit.file.new.symbol_at(line) if edit.file.new else ""
    return Related(edit.file.path, line, line + len(edit.hunk.added) - 1, symbol, "the same edit")
