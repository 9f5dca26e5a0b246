"""GitHub shows a result only in the file as it is now; this module holds where a deleted line would stand there."""

from dataclasses import dataclass

from reviewer.model.change import Change, FileChange
from reviewer.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of the new file; `remark` says why they are not the finding's own, and is empty where they are."""

    path: str
    line: int
    end_line: int
    remark: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the lines are the finding's own."""
        return not self.remark


def place_in_head(finding: Finding, change: Change) -> Place:
    """Return where to show a finding: its own lines, or for the old side the nearest line that still exists."""
    if finding.side == "new":
        return Place(finding.path, finding.line, finding.end_line)
    file = next((f for f in change.files if finding.path in (f.old_path, f.new_path)), None)
    if file is None or file.new_path is None:
        remark = f"This is about line {finding.line} of a file that the change deletes."
        return Place(finding.path, 1, 1, remark)
    line = map_line(file, finding.line)
    remark = f"This is about line {finding.line} before the change; the place shown is where it stood."
    return Place(file.new_path, line, line, remark)


def map_line(file: FileChange, old_line: int) -> int:
    """Return the line of the new file (from 1) at which an old line stands, or stood."""
    shift = 0
    for hunk in file.hunks:
        first = hunk.old_start if hunk.deleted else hunk.old_start + 1
        if old_line < first:
            break
        if old_line < first + len(hunk.deleted):
            inside = min(old_line - first, max(len(hunk.added) - 1, 0))
            return max(hunk.new_start + inside, 1)
        shift += len(hunk.added) - len(hunk.deleted)
    return max(old_line + shift, 1)
