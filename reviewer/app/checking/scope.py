"""This module holds which part of a change is told where the user named paths; all of it is read all the same."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from reviewer.errors import ReviewerError
from reviewer.model.change import Change, FileChange

Inside = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """The files that are told: `holds` answers for a path of either side."""

    change: Change
    holds: Inside


def narrow_change(change: Change, paths: Sequence[str], known: Callable[[], Collection[str]]) -> Scope:
    """Return what of a change is told. Raises `ReviewerError` for a path that no file of either side has.

    `known` lists the files of the old revision; it is asked for only where the change itself has no such file.
    """
    if not paths:
        return Scope(change, lambda _: True)

    def holds(path: str) -> bool:
        return any(_covers(wanted, path) for wanted in paths)

    files = tuple(file for file in change.files if any(map(holds, _names(file))))
    strange = [p for p in paths if not any(_covers(p, name) for file in files for name in _names(file))]
    listed = known() if strange else ()
    for path in strange:
        if not any(_covers(path, name) for name in listed):
            raise ReviewerError(f"There is no file or folder '{path}' in either revision.", "Check the spelling.")
    return Scope(replace(change, files=files), holds)


def _covers(wanted: str, path: str) -> bool:
    return path == wanted or path.startswith(wanted.rstrip("/") + "/")


def _names(file: FileChange) -> list[str]:
    return [path for path in (file.old_path, file.new_path) if path is not None]
