"""This module holds a repository made of a dictionary: revisions, oldest first, each with its files."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from hashlib import sha1

from reviewer.errors import ReviewerError
from reviewer.model.change import Revision
from reviewer.ports import Ends, Range, Repository, TreeEntry

Files = Mapping[str, bytes]
_ZERO = "0" * 40
_MODE = 0o100644


class FakeRepository(Repository):
    """A straight line of revisions. Without names, the last one is compared with the one before it."""

    def __init__(self, revisions: Mapping[str, Files]) -> None:
        self._trees: dict[str, Files] = {"": {}} | dict(revisions)
        self._blobs = {_hash(content): content for files in revisions.values() for content in files.values()}

    def resolve(self, wanted: Range) -> Ends:
        """Find both ends by name."""
        names = list(self._trees)
        head = wanted.head or names[-1]
        base = wanted.base or names[max(names.index(head) - 1, 0) if head in names else 0]
        return Ends(self._revision(base), self._revision(head), () if wanted.base else ("the last revision",))

    def diff(self, base: Revision, head: Revision) -> bytes:
        """Write the difference as git does, finding exact renames only."""
        old, new = self._trees[self._name_of(base)], self._trees[self._name_of(head)]
        changes = list(_compare(old, new))
        raw = b"".join(_write_record(old, new, *change) for change in changes)
        patch = b"".join(_write_section(old, new, *change) for change in changes)
        return raw + b"\0" + patch if changes else b""

    def read(self, names: Iterable[str]) -> Mapping[str, bytes | str]:
        """Return contents, or reasons."""
        return {name: self._read_one(name) for name in names}

    def tree(self, revision: Revision) -> tuple[TreeEntry, ...]:
        """List the files of a revision."""
        files = self._trees[self._name_of(revision)]
        return tuple(TreeEntry(path, _MODE, _hash(files[path])) for path in sorted(files))

    def subjects(self, base: Revision, head: Revision, limit: int) -> tuple[str, ...]:
        """Return the names of the revisions between two, as if they were messages."""
        names = list(self._trees)
        between = names[names.index(self._name_of(base)) + 1 : names.index(self._name_of(head)) + 1]
        return tuple(reversed(between))[:limit] if base.commit else ()

    def recent_sizes(self, revision: Revision, limit: int) -> tuple[Mapping[str, int], ...]:
        """Count the added lines of each revision up to this one."""
        names = list(self._trees)
        last = names.index(self._name_of(revision))
        pairs = [(self._trees[names[i - 1]], self._trees[names[i]]) for i in range(last, 0, -1)]
        return tuple(_count_added(old, new) for old, new in pairs[:limit])

    def _revision(self, name: str) -> Revision:
        if name and (name not in self._trees or name.startswith("-")):
            raise ReviewerError(f"There is no revision '{name}' in this repository.", "Check the spelling.")
        files = self._trees[name]
        tree = sha1(repr(sorted(files.items())).encode(), usedforsecurity=False).hexdigest()
        commit = sha1(name.encode(), usedforsecurity=False).hexdigest() if name else ""
        return Revision(name or "the empty tree", tree, commit)

    def _name_of(self, revision: Revision) -> str:
        return next(name for name in self._trees if self._revision(name).tree == revision.tree)

    def _read_one(self, name: str) -> bytes | str:
        tree, _, path = name.partition(":")
        files = next((f for n, f in self._trees.items() if path and self._revision(n).tree == tree), {})
        content = files.get(path) if path else self._blobs.get(name)
        if content is None:
            return "missing from this clone"
        return content if len(content) <= 1_000_000 else "larger than 1 MB"


def _hash(content: bytes) -> str:
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _compare(old: Files, new: Files) -> Iterator[tuple[str, str, str]]:
    """Yield status, old path and new path, ordered by the path that is left."""
    gone = {path: old[path] for path in sorted(old.keys() - new.keys())}
    changes = [("M", path, path) for path in old.keys() & new.keys() if old[path] != new[path]]
    for path in sorted(new.keys() - old.keys()):
        source = next((p for p, content in gone.items() if content and content == new[path]), None)
        if source is None:
            changes.append(("A", path, path))
        else:
            del gone[source]
            changes.append(("R100", source, path))
    yield from sorted([*changes, *(("D", path, path) for path in gone)], key=lambda change: change[2])


def _write_record(old: Files, new: Files, status: str, source: str, target: str) -> bytes:
    modes = (0 if status == "A" else _MODE, 0 if status == "D" else _MODE)
    blobs = (_ZERO if status == "A" else _hash(old[source]), _ZERO if status == "D" else _hash(new[target]))
    facts = f":{modes[0]:06o} {modes[1]:06o} {blobs[0]} {blobs[1]} {status}"
    names = [source, target] if status == "R100" else [target]
    return b"".join(word.encode("utf-8", "surrogateescape") + b"\0" for word in (facts, *names))


def _write_section(old: Files, new: Files, status: str, source: str, target: str) -> bytes:
    before = b"" if status == "A" else old[source]
    after = b"" if status == "D" else new[target]
    a, b = (side.encode("utf-8", "surrogateescape") for side in (f"a/{source}", f"b/{target}"))
    head = b"diff --git %s %s\n" % (a, b)
    if b"\0" in before + after:
        return head + b"Binary files %s and %s differ\n" % (a, b)
    hunks = list(_write_hunks(_lines(before), _lines(after)))
    return head + (b"--- %s\n+++ %s\n" % (a, b) if hunks else b"") + b"".join(hunks)


def _write_hunks(before: list[bytes], after: list[bytes]) -> Iterator[bytes]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        header = f"@@ -{_span(i1, i2)} +{_span(j1, j2)} @@\n".encode()
        yield header + b"".join(_mark(b"-", before[i1:i2])) + b"".join(_mark(b"+", after[j1:j2]))


def _span(start: int, end: int) -> str:
    """Git names an empty side by the line before it, and leaves out a count of one."""
    count = end - start
    return f"{start},0" if count == 0 else f"{start + 1}" if count == 1 else f"{start + 1},{count}"


def _mark(sign: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield sign + line + (b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n")


def _lines(content: bytes) -> list[bytes]:
    parts = content.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _count_added(old: Files, new: Files) -> dict[str, int]:
    hunks = {
        path: _write_hunks(_lines(old.get(path, b"")), _lines(content))
        for path, content in new.items()
        if old.get(path) != content and b"\0" not in content
    }
    lines = {path: [line for hunk in found for line in hunk.split(b"\n")[1:]] for path, found in hunks.items()}
    return {path: sum(line.startswith(b"+") for line in found) for path, found in lines.items()}
