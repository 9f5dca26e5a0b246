"""This module holds the reading of single commits: what they hold, what was before, and what they say."""

import re
from collections.abc import Iterable

from reviewer.adapters.git.reader import Reader
from reviewer.model.change import Revision
from reviewer.ports import Commit

_NAME = re.compile(r"[0-9a-f]{4,64}")
_LARGEST = 1_000_000
_WHEN = re.compile(rb"author .*> (\d{1,12}) [+-]\d+")


def read_commit(reader: Reader, name: str) -> Commit | None:
    """Return a commit by its id or the beginning of it; None where there is no such one, or more than one."""
    if not _NAME.fullmatch(name):
        return None
    line = reader.describe(f"{name}^{{commit}}") or ""
    oid, kind, size = (*line.split(" "), "", "")[:3]
    if kind != "commit" or int(size) > _LARGEST:
        return None
    text = reader.fetch(oid)
    return None if text is None else _parse(oid, text)


def _parse(oid: str, text: bytes) -> Commit:
    head, _, message = text.partition(b"\n\n")
    rows = head.split(b"\n")
    when = next((match[1] for row in rows if (match := _WHEN.fullmatch(row))), b"0")
    tree = "".join(_values(rows, b"tree "))
    parents = tuple(_values(rows, b"parent "))
    return Commit(Revision(oid, tree, oid), parents, int(when), message.decode("utf-8", "replace").strip())


def _values(rows: Iterable[bytes], key: bytes) -> Iterable[str]:
    return (row[len(key) :].decode("ascii", "replace") for row in rows if row.startswith(key))
