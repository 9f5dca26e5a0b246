"""This module holds a change with both sides of its files in sight, and what may be asked of the repository."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.source import Source
from reviewer.model.change import Change, FileChange, FileClass


@dataclass(frozen=True, eq=False)
class ChangedFile:
    """One changed file with its two sides; a side is None where the file does not exist or cannot be read."""

    change: FileChange
    old: Source | None
    new: Source | None

    @property
    def path(self) -> str:
        """The path a reader knows the file by."""
        return self.change.path

    @property
    def file_class(self) -> FileClass:
        """The class of the new side, or of the old one of a deleted file; by its path where neither can be read."""
        side = self.new or self.old
        return side.file_class if side else classify_path(self.path)

    @property
    def language(self) -> str | None:
        """The language of the new side, or of the old one of a deleted file."""
        side = self.new or self.old
        return side.language if side else None

    def touches(self, first: int, last: int) -> bool:
        """Tell whether the change added a line in a stretch of the new file, or deleted one inside of it."""
        added = self.change.added_lines
        if any(line in added for line in range(first, last + 1)):
            return True
        return any(first <= point < last for point in self.change.deletion_points)

    def touches_old(self, first: int, last: int) -> bool:
        """Tell whether the change deleted a line in a stretch of the old file, or added one inside of it."""
        deleted = self.change.deleted_lines
        if any(line in deleted for line in range(first, last + 1)):
            return True
        return any(first <= h.old_start < last for h in self.change.hunks if not h.deleted)


class Surroundings(Protocol):
    """What rules may ask of the repository around a change; each answer is worked out when it is first asked for."""

    def usual_size(self) -> int | None:
        """Return the 95th percentile of added lines of recent changes, or None when there are too few."""

    def usual_function(self, language: str) -> dict[str, int] | None:
        """Return the 99th percentile of each function metric in the base revision, or None when there are too few."""

    def read_base(self, path: str) -> bytes | None:
        """Return a file of the base revision, or None."""


@dataclass(frozen=True, eq=False)
class View:
    """What a rule that looks at the whole change is given. Files are ordered by path."""

    change: Change
    files: tuple[ChangedFile, ...]
    around: Surroundings

    @cached_property
    def by_path(self) -> dict[str, ChangedFile]:
        """Changed files by their new path, or by the old one of a deleted file."""
        return {file.path: file for file in self.files}

    def language_of(self, path: str) -> str | None:
        """Return the language of a changed file."""
        file = self.by_path.get(path)
        return file.language if file else None
