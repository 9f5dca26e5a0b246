"""This module holds the parser of git's diff output: raw records for the files, the patch for their hunks.

Paths come from the NUL-separated raw records only, so that no quoting or escaping of the patch header matters.
"""

import re
from collections.abc import Iterator
from itertools import islice

from reviewer.errors import ReviewerError
from reviewer.model.change import Change, Content, FileChange, Hunk, Revision, Status

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_RECORD = re.compile(rb":([0-7]{1,6}) ([0-7]{1,6}) (\w+) (\w+) ([ACDMRTU])\d*")
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
    sections = list(_split_sections(patch))
    # A change of type is written as a deletion followed by a creation: two sections for one record.
    wanted = [2 if record.status == "retyped" else 1 for record in records]
    if sum(wanted) != len(sections):
        raise _refuse(f"names {len(records)} files and describes {len(sections)}")
    rest = iter(sections)
    files = [
        _fill(record, [line for body in islice(rest, count) for line in body])
        for record, count in zip(records, wanted, strict=True)
    ]
    return Change(base, head, tuple(sorted(files, key=lambda f: (f.path, f.old_path or ""))))


def decode_path(path: bytes) -> str:
    """Decode a path so that bytes that are not UTF-8 survive the way back."""
    return path.decode("utf-8", "surrogateescape")


def parse_hunks(lines: list[bytes]) -> tuple[Hunk, ...]:
    """Parse the hunks of one file's patch section; context lines split a hunk into its changed parts.

    Raises `ReviewerError` for a hunk with fewer lines than its header counts.
    """
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
        if not line.startswith((b"+", b"-", b" ", b"\\")):
            break
        if not line.startswith(b"\\"):
            left -= 2 if line.startswith(b" ") else 1
            body.append(line)
        at += 1
    if left > 0:
        raise _refuse("ends in the middle of a hunk")
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
        facts = _RECORD.fullmatch(meta)
        if not facts:
            raise _refuse("lists a change that is not readable")
        source, at = _until_nul(diff, at)
        target = source
        if facts[5] in b"RC":
            target, at = _until_nul(diff, at)
        records.append(_record([word.decode("ascii") for word in facts.groups()], source, target))
    rest = diff[at:]
    if rest and not (records and rest.startswith(b"\0") and rest.endswith((b"\0", b"\n"))):
        raise _refuse("is not whole")
    return records, rest.removeprefix(b"\0")


def _until_nul(diff: bytes, at: int) -> tuple[bytes, int]:
    end = diff.find(b"\0", at)
    if end < 0:
        raise _refuse("ends in the middle of its list of files")
    return diff[at:end], end + 1


def _refuse(what: str) -> ReviewerError:
    return ReviewerError(
        f"git's description of the change {what}.", "Run `git fsck` to see whether the clone is whole."
    )


def _record(facts: list[str], source: bytes, target: bytes) -> FileChange:
    status = _STATUS[facts[4]]
    old_mode, new_mode = int(facts[0], 8), int(facts[1], 8)
    return FileChange(
        status=status,
        content=_content(new_mode or old_mode),
        old_path=None if status == "added" else decode_path(source),
        new_path=None if status == "deleted" else decode_path(target),
        old_mode=old_mode,
        new_mode=new_mode,
        old_blob=facts[2],
        new_blob=facts[3],
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
