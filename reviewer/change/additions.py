"""This module holds what a change adds: functions that are new, and not only edited, renamed or moved within a file."""

from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Scope

# A function with fewer added lines than this share was there before.
_NEW = 0.8


def find_added_functions(file: ChangedFile) -> Iterator[Scope]:
    """Yield the functions of the new side that the change wrote, outermost only, in the order of the text.

    A function that the old side knows under the same symbol is an edited one, however much of it is new.
    """
    if file.new is None:
        return
    before = {scope.symbol for scope in file.old.functions} if file.old else set()
    added = file.change.added_lines
    end = 0
    for scope in file.new.functions:
        if scope.line <= end or scope.symbol in before:
            continue
        lines = range(scope.line, scope.end_line + 1)
        if sum(line in added for line in lines) >= _NEW * len(lines):
            end = scope.end_line
            yield scope
