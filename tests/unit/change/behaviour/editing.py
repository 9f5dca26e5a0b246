"""Makes changed files from two texts."""

from difflib import SequenceMatcher

from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.model.change import FileChange, Hunk, Status


def edit(path: str, before: str | None, after: str | None, old_path: str | None = None) -> ChangedFile:
    old, new = (before or "").split("\n") if before else [], (after or "").split("\n") if after else []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    hunks = tuple(
        Hunk(a + (a < b), c + (c < d), tuple(old[a:b]), tuple(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )
    kept: Status = "renamed" if old_path else "modified"
    status: Status = "added" if before is None else "deleted" if after is None else kept
    was = None if before is None else old_path or path
    now = None if after is None else path
    change = FileChange(status, "text", was, now, 0o100644, 0o100644, "", "", hunks)
    return ChangedFile(change, _read(was, before), _read(now, after))


def _read(path: str | None, text: str | None) -> Source | None:
    if path is None or text is None:
        return None
    return Source(path, text.encode(), recognise_language(path), classify_path(path))
