"""This module holds how much of a package's functions is still there after a change, wherever it stands now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.names import squeeze
from reviewer.change.syntax.outline import Unit
from reviewer.change.syntax.source import Source
from reviewer.index.revision import Index
from reviewer.index.view import View

# A shorter line (`return None`, `else {`) stands anywhere and says nothing of where it came from.
_TELLING = 9
_MOST_FILES = 400


@dataclass(frozen=True, slots=True)
class Loss:
    """A package of the old revision: its files, how many functions and lines it had, and which functions are gone."""

    folder: str
    files: tuple[str, ...]
    functions: int
    lines: int
    gone: tuple[tuple[ChangedFile, Unit], ...]

    @property
    def kept(self) -> int:
        """How many functions are still there."""
        return self.functions - len(self.gone)


def find_losses(view: View, *, share: float, lines: int) -> Iterator[Loss]:
    """Yield what each folder lost of which the change deletes so many lines.

    A function is gone when this share of its telling lines is deleted and stands nowhere among the added ones:
    neither a move, a rename nor another indentation makes it go.
    """
    changed: dict[str, list[ChangedFile]] = {}
    for file in view.files:
        if file.old is None or file.old.language is None or file.change.status == "copied":
            continue
        if file.file_class == "production":
            changed.setdefault(_folder_of(file.old.path), []).append(file)
    large = {f: files for f, files in changed.items() if sum(len(x.change.deleted_lines) for x in files) >= lines}
    if not large:
        return
    added = Counter(squeeze(text) for file in view.files for text in file.change.added_lines.values())
    inside = _list_folders(view.base, set(large))
    for folder, files in sorted(large.items()):
        units = [unit for path in inside[folder] for unit in view.base.outline(path)]
        gone = tuple((file, unit) for file in files for unit in _find_gone(view, file, added, share))
        functions = sum(unit.role == "function" for unit in units)
        yield Loss(folder, inside[folder], functions, sum(u.end_line for u in units if u.role == "module"), gone)


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _list_folders(index: Index, folders: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {folder: [] for folder in folders}
    for path in sorted(index.paths):
        folder = _folder_of(path)
        if folder in folders and len(found[folder]) < _MOST_FILES and index.file_class(path) == "production":
            found[folder].append(path)
    return {folder: tuple(p for p in paths if index.outline(p)) for folder, paths in found.items()}


def _find_gone(view: View, file: ChangedFile, added: Counter[str], share: float) -> Iterator[Unit]:
    if file.old is None:
        return
    deleted = file.change.deleted_lines
    for unit in view.base.outline(file.old.path):
        if unit.role == "function" and _is_gone(_telling(file.old, unit), deleted, added, share):
            yield unit


def _telling(source: Source, unit: Unit) -> Sequence[tuple[int, str]]:
    lines = ((n, squeeze(source.line_text(n))) for n in range(unit.line, unit.end_line + 1))
    return [(number, text) for number, text in lines if len(text) >= _TELLING]


def _is_gone(lines: Sequence[tuple[int, str]], deleted: dict[int, str], added: Counter[str], share: float) -> bool:
    lost = 0
    for number, text in lines:
        if number not in deleted:
            continue
        if added[text] > 0:
            added[text] -= 1
        else:
            lost += 1
    return bool(lines) and lost >= share * len(lines)
