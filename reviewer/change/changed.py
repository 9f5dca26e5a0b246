"""This module holds a changed file with both of its sides in sight."""

from dataclasses import dataclass

from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.source import Source
from reviewer.model.change import FileChange, FileClass


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
