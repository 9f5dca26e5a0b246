"""This module holds the parser of git's diff output: raw records for the files, the patch for their hunks.

Paths come from the NUL-separated raw records only, so that no quoting or escaping of the patch header matters.
"""

import re
from collections.abc import Iterator

from reviewer.errors import ReviewerError
from reviewer.model.change import Change, Content, FileChange, Hunk, Revision, Status

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_SECTION = (b"diff --git ", b"* Unmerged path ")
_STATUS: dict[str, Status] = {
    "A": "added",
    "C": "copied",
    "D": "deleted",
    "M": "modified",
    "R": "renamed",
    "T": "retyped",
    "U": "modified",
}
_SYMLINK, _SUBMODULE = 0o120000, 0o160000


def parse_change(diff: bytes, base: Revision, head: Revision) -> Change:
    """Parse `git diff --raw -z -p` (raw records, NUL, patch) into a `Change` ordered by path.

    Raises `ReviewerError` when the text is not such a diff.
    """
    records, patch = _split(diff)
    sections = _split_sections(patch)
    files = []
    for record in records:
        # A change of type is written as a deletion followed by a creation: two sections for one record.
        wanted = 2 if record.status == "retyped" else 1
        bodies = [next(sections, []) for _ in range(wanted)]
        files.append(_fill(record, [line for body in bodies for line in body]))
    return Change(base, head, tuple(sorted(files, key=lambda f: (f.path, f.old_path or ""))))


def decode_path(path: bytes) -> str:
    """Decode a path so that bytes that are not UTF-8 survive the way back."""
    return path.decode("utf-8", "surrogateescape")


def parse_hunks(lines: list[bytes]) -> tuple[Hunk, ...]:
    """Parse the hunks of one file's patch section; context lines split a hunk into its changed parts."""
    hunks: list[Hunk] = []
    at = 0
    while at < len(lines):
        header = _HUNK.match(lines[at])
        at += 1
        if not header:
            continue
        old, new = int(header[1]), int(header[3])
        left = int(header[2] or 1) + int(header[4] or 1)
        body, at = _take_body(lines, at, left)
        hunks += split_hunk(body, _first(old, header[2]), _first(new, header[4]))
    return tuple(hunks)


def _first(start: int, count: bytes | None) -> int:
    """Git numbers an empty side by the line before it; counting needs the line that would come next."""
    return start + 1 if count == b"0" else start


def _take_body(lines: list[bytes], at: int, left: int) -> tuple[list[bytes], int]:
    body: list[bytes] = []
    while at < len(lines) and (left > 0 or lines[at].startswith(b"\\")):
        line = lines[at]
        if not line.startswith(b"\\"):
            left -= 2 if line[:1] in (b" ", b"") else 1
            body.append(line)
        at += 1
    return body, at


def split_hunk(body: list[bytes], old: int, new: int) -> Iterator[Hunk]:
    """Split signed lines (` `, `-`, `+`) that start at an old and a new line into hunks without context."""
    deleted: list[str] = []
    added: list[str] = []
    for line in [*body, b" "]:
        sign, text = line[:1], line[1:].decode("utf-8", "replace").removesuffix("\r")
        if sign == b"-" and not added:
            deleted.append(text)
        elif sign == b"+":
            added.append(text)
        else:
            if deleted or added:
                yield _close(old, new, deleted, added)
                old, new = old + len(deleted), new + len(added)
            deleted, added = ([text], []) if sign == b"-" else ([], [])
            old, new = (old, new) if sign == b"-" else (old + 1, new + 1)


def _close(old: int, new: int, deleted: list[str], added: list[str]) -> Hunk:
    return Hunk(old if deleted else old - 1, new if added else new - 1, tuple(deleted), tuple(added))


def _split(diff: bytes) -> tuple[list[FileChange], bytes]:
    records: list[FileChange] = []
    at = 0
    while diff[at : at + 1] == b":":
        meta, at = _until_nul(diff, at)
        fields = meta[1:].decode("ascii", "replace").split(" ")
        if len(fields) != 5:
            raise ReviewerError("git's list of changed files is not readable.", "Run `git fsck` in the repository.")
        source, at = _until_nul(diff, at)
        target = source
        if fields[4][:1] in "RC":
            target, at = _until_nul(diff, at)
        records.append(_record(fields, source, target))
    return records, diff[at:].removeprefix(b"\0")


def _until_nul(diff: bytes, at: int) -> tuple[bytes, int]:
    end = diff.find(b"\0", at)
    if end < 0:
        raise ReviewerError("git's list of changed files ends in the middle.", "Run `git fsck` in the repository.")
    return diff[at:end], end + 1


def _record(fields: list[str], source: bytes, target: bytes) -> FileChange:
    status = _STATUS.get(fields[4][:1], "modified")
    old_mode, new_mode = int(fields[0], 8), int(fields[1], 8)
    return FileChange(
        status=status,
        content=_content(new_mode or old_mode),
        old_path=None if status == "added" else decode_path(source),
        new_path=None if status == "deleted" else decode_path(target),
        old_mode=old_mode,
        new_mode=new_mode,
        old_blob=fields[2],
        new_blob=fields[3],
    )


def _content(mode: int) -> Content:
    kind = mode & 0o170000
    return "symlink" if kind == _SYMLINK else "submodule" if kind == _SUBMODULE else "text"


def _split_sections(patch: bytes) -> Iterator[list[bytes]]:
    section: list[bytes] = []
    for line in patch.split(b"\n"):
        if line.startswith(_SECTION):
            if section:
                yield section
            section = []
        section.append(line)
    if section and section != [b""]:
        yield section


def _fill(record: FileChange, section: list[bytes]) -> FileChange:
    binary = any(line.startswith((b"Binary files ", b"GIT binary patch")) for line in section[:8])
    return FileChange(
        status=record.status,
        content="binary" if binary and record.content == "text" else record.content,
        old_path=record.old_path,
        new_path=record.new_path,
        old_mode=record.old_mode,
        new_mode=record.new_mode,
        old_blob=record.old_blob,
        new_blob=record.new_blob,
        hunks=parse_hunks(section),
    )
