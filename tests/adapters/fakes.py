"""This module holds a repository made of a dictionary: revisions, oldest first, each with its files."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from fnmatch import fnmatch
from hashlib import sha1

from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.model.change import FileChange, Revision
from reviewer.model.history import Inner, Logged, Touch
from reviewer.ports import Commit, Ends, Origin, Place, Range, Repository, TreeEntry

Files = Mapping[str, bytes]
AUTHOR = "Ada <ada@example.invalid>"
_ZERO = "0" * 40
_MODE = 0o100644
_FIRST = 1_700_000_000


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

    def messages(self, base: Revision, head: Revision, limit: int) -> tuple[str, ...]:
        """Return the names of the revisions between two, as if they were messages."""
        names = list(self._trees)
        between = names[names.index(self._name_of(base)) + 1 : names.index(self._name_of(head)) + 1]
        return tuple(reversed(between))[:limit] if base.commit else ()

    def real_names(self, commit: str, contacts: Sequence[str]) -> Mapping[str, str]:
        """Everybody has one name."""
        del commit
        return {contact: contact for contact in contacts}

    def main_line(self, commit: str) -> Iterator[str]:
        """Yield the ids of the revisions up to this one, newest first."""
        names = [name for name in self._trees if name]
        ids = [self._revision(name).commit for name in names]
        yield from reversed(ids[: ids.index(commit) + 1])

    def log(self, commit: str, known: str, pathspecs: Sequence[str], with_diff: int) -> Iterator[Logged]:
        """Yield the revisions up to this one as changes, newest first."""
        names = list(self._trees)
        ids = {self._revision(name).commit: name for name in names}
        for at in range(names.index(ids[commit]), names.index(ids[known]) if known else 0, -1):
            before, after = self._revision(names[at - 1]), self._revision(names[at])
            change = parse_change(self.diff(before, after), before, after)
            touches = [_touch(f) for f in change.files if any(fnmatch(f.path, spec) for spec in pathspecs)]
            if touches:
                diff = self.diff(before, after) if with_diff > 0 else b""
                with_diff -= 1
                parents = (before.commit,) if before.commit else ()
                yield Logged(after.commit, parents, _moment(at), AUTHOR, names[at], tuple(touches), diff=diff)

    def inner(self, commit: str, known: str) -> Iterator[Inner]:
        """Nothing was merged."""
        del commit, known
        yield from ()

    def recent_sizes(self, revision: Revision, limit: int) -> tuple[Mapping[str, int], ...]:
        """Count the added lines of each revision up to this one."""
        names = list(self._trees)
        last = names.index(self._name_of(revision))
        pairs = [(self._trees[names[i - 1]], self._trees[names[i]]) for i in range(last, 0, -1)]
        return tuple(_count_added(old, new) for old, new in pairs[:limit])

    def commit(self, name: str) -> Commit | None:
        """Return a revision by its commit id; its message is its name, and each is a minute younger than the last."""
        names = list(self._trees)[1:]
        found = [
            at for at, known in enumerate(names) if len(name) > 3 and self._revision(known).commit.startswith(name)
        ]
        if len(found) != 1:
            return None
        at = found[0]
        parents = (self._revision(names[at - 1]).commit,) if at else ()
        return Commit(self._revision(names[at]), parents, _FIRST + 60 * (at + 1), names[at])

    def blame(self, lines: Mapping[Place, Collection[int]]) -> Mapping[Place, Mapping[int, Origin] | str]:
        """Follow the lines of each file from revision to revision; white space does not count."""
        answers: dict[Place, Mapping[int, Origin] | str] = {}
        for (commit, path), rows in lines.items():
            known = self._blame_all(commit).get(path)
            answers[commit, path] = {r: known[r - 1] for r in sorted(rows)} if known else "missing from this clone"
        return answers

    def _blame_all(self, commit: str) -> dict[str, list[Origin]]:
        known: dict[str, list[Origin]] = {}
        before: Files = {}
        for at, (name, files) in enumerate(list(self._trees.items())[1:], 1):
            oid = self._revision(name).commit
            fresh = {path: _count_up(path, content, oid, _FIRST + 60 * at) for path, content in files.items()}
            known = {p: _inherit(known.get(p, []), before.get(p, b""), rows, files[p]) for p, rows in fresh.items()}
            before = files
            if oid == commit:
                break
        return known

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


def _moment(number: int) -> int:
    """Revisions are made as a `RepositoryBuilder` makes its commits."""
    return 1_700_000_000 + 60 * number


def _touch(file: FileChange) -> Touch:
    rows = tuple((h.old_start, len(h.deleted), h.new_start, len(h.added)) for h in file.hunks)
    old = file.old_path if file.status == "renamed" and file.old_path else ""
    return Touch(file.path, old, len(file.added_lines), len(file.deleted_lines), rows)


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


def _count_up(path: str, content: bytes, commit: str, when: int) -> list[Origin]:
    return [Origin(commit, when, path, row) for row in range(1, len(_lines(content)) + 1)]


def _inherit(known: list[Origin], before: bytes, fresh: list[Origin], after: bytes) -> list[Origin]:
    old, new = ([b"".join(line.split()) for line in _lines(content)] for content in (before, after))
    for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        fresh[j : j + size] = known[i : i + size]
    return fresh
