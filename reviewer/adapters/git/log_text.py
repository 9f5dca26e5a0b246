"""This module holds how the text that git logs of one change is read: who and when, the files, and which lines."""

import re

from reviewer.change.diff import decode_path
from reviewer.model.history import Logged, Stretch, Touch

# No line of a patch begins with a NUL, and no path holds one: nothing in a repository can look like the start of a
# change. A list of files ends with a NUL, a patch with a line.
MARK_OF_NAMED = b"\0\0change "
MARK_OF_MEASURED = b"\n" + MARK_OF_NAMED
_LONGEST_MESSAGE = 20_000
_SECTION = re.compile(rb"\n(?:@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@|(diff --git ))")
_FACTS = 5


def parse_logged(text: bytes, *, measured: bool, keep: bool) -> Logged | None:
    """Read one change; None for a text that is not whole. `keep` keeps the diff as git wrote it."""
    head = text.split(b"\0", _FACTS)
    if len(head) <= _FACTS:
        return None
    ids, when, author, message, _, rest = head
    diff = rest.lstrip(b"\n")
    commit, *parents = ids.decode("ascii", "replace").split()
    patch, touches = _read_records(diff)
    counted = measured and _count(patch, touches)
    return Logged(
        commit,
        tuple(parents),
        int(when) if when.isdigit() else 0,
        author.decode("utf-8", "replace"),
        message[:_LONGEST_MESSAGE].decode("utf-8", "replace").strip(),
        tuple(counted or touches),
        measured=bool(counted),
        diff=diff.removesuffix(b"\n") + b"\n" if keep and counted else b"",
    )


def _read_records(diff: bytes) -> tuple[bytes, list[Touch]]:
    """Return the patch behind the raw records, and the files that they name."""
    at, touches = 0, []
    while diff[at : at + 1] == b":":
        end = diff.find(b"\0", at)
        status = diff[at:end].rpartition(b" ")[2][:1]
        old, at = _until_nul(diff, end + 1)
        new = old
        if status in (b"R", b"C"):
            new, at = _until_nul(diff, at)
        renamed = status == b"R"
        touches.append(Touch(decode_path(new), decode_path(old) if renamed else ""))
        if status == b"T":  # written as a deletion and a creation
            touches.append(Touch(decode_path(new)))
    return diff[at:].removeprefix(b"\0"), touches


def _until_nul(text: bytes, at: int) -> tuple[bytes, int]:
    end = text.find(b"\0", at)
    return (text[at:end], end + 1) if end >= 0 else (text[at:], len(text))


def _count(patch: bytes, touches: list[Touch]) -> list[Touch]:
    """Give every file its stretches; empty where the patch does not describe just these files."""
    stretches: list[list[Stretch]] = []
    for found in _SECTION.finditer(b"\n" + patch):
        if found[5]:
            stretches.append([])
        elif stretches:
            old, old_count, new, new_count = found[1], found[2], found[3], found[4]
            stretches[-1].append((int(old), int(old_count or 1), int(new), int(new_count or 1)))
    if len(stretches) != len(touches):
        return []
    return [
        Touch(t.path, t.old_path, sum(s[3] for s in rows), sum(s[1] for s in rows), tuple(rows))
        for t, rows in zip(touches, stretches, strict=True)
    ]
