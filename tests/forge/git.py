"""This module holds what the fake asks of real git directories: commits, trees, differences and their hunks."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

Side = Literal["LEFT", "RIGHT"]
_STATUS = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "C": "copied", "T": "changed"}
_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True)
class Hunk:
    """A piece of a difference: its text, and which lines of either side it shows, each with its index in the text."""

    text: str
    shown: dict[tuple[Side, int], int] = field(hash=False)

    def cut(self, side: Side, line: int) -> str:
        """Return the text down to a line, as a comment on that line shows it."""
        return "\n".join(self.text.split("\n")[: self.shown[side, line] + 1])


@dataclass(frozen=True)
class ChangedFile:
    """A file of a difference, as `git diff` tells it. `patch` is empty for a binary file and for a mere renaming."""

    path: str
    previous: str
    status: str
    blob: str
    additions: int
    deletions: int
    patch: str

    @cached_property
    def hunks(self) -> tuple[Hunk, ...]:
        """The hunks, each with three lines of context."""
        return tuple(_parse_hunks(self.patch))

    def find(self, side: Side, line: int) -> Hunk | None:
        """Find the hunk that shows a line."""
        return next((hunk for hunk in self.hunks if (side, line) in hunk.shown), None)

    def place(self, position: int) -> tuple[Side, int] | None:
        """Translate GitHub's old way of naming a line: how far below the first `@@` it stands."""
        before = 0
        for hunk in self.hunks:
            for place, index in hunk.shown.items():
                if before + index == position and (place[0] == "RIGHT" or hunk.text.split("\n")[index][0] == "-"):
                    return place
            before += hunk.text.count("\n") + 1
        return None

    def position(self, side: Side, line: int) -> int | None:
        """Return the old name of a line."""
        before = 0
        for hunk in self.hunks:
            if (side, line) in hunk.shown:
                return before + hunk.shown[side, line]
            before += hunk.text.count("\n") + 1
        return None


@dataclass(frozen=True)
class Person:
    """Who made a commit, and when."""

    name: str
    email: str
    date: str


@dataclass(frozen=True)
class Commit:
    """A commit."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    message: str


@dataclass(frozen=True)
class Entry:
    """A file or folder in a tree."""

    path: str
    type: str
    sha: str


@dataclass(frozen=True)
class GitStore:
    """A git directory; `others` are those of forks, whose commits can be seen here too, as on GitHub."""

    directory: Path
    others: tuple[Path, ...] = ()

    def beside(self, fork: "GitStore") -> "GitStore":
        """Return where the commits of a fork can be read, too."""
        return GitStore(self.directory, (fork.directory,))

    def run(self, *arguments: str, feed: bytes = b"") -> bytes | None:
        """Run git; `None` stands for any failure."""
        alternates = os.pathsep.join(str(other / "objects") for other in self.others)
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": alternates,
        }
        command = [
            "git",
            f"--git-dir={self.directory}",
            "-c",
            "core.quotePath=false",
            "-c",
            "core.bare=true",
            *arguments,
        ]
        done = subprocess.run(command, env=environment, input=feed, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None

    def resolve(self, name: str) -> str:
        """Return the id of a commit by branch, tag, other reference or id; empty where there is none."""
        if not name or "\n" in name:
            return ""
        full = (f"refs/heads/{name}", f"refs/tags/{name}", f"refs/{name}", name)
        feed = "".join(f"{one}^{{commit}}\n" for one in full)
        lines = (self.run("cat-file", "--batch-check", feed=feed.encode()) or b"").decode().splitlines()
        return next((words[0] for line in lines if (words := line.split())[1:2] == ["commit"]), "")

    def branch(self, name: str) -> str:
        """Return the tip of a branch, without starting git where the branch is a file of its own."""
        file = self.directory / "refs" / "heads" / name
        return file.read_text("ascii").strip() if file.is_file() else self.resolve(f"heads/{name}")

    def changed_files(self, base: str, head: str) -> tuple[ChangedFile, ...]:
        """Compare a head with where it left a base."""
        return _compare(self, base, head)

    def commits(self, base: str, head: str) -> tuple[Commit, ...]:
        """Return the commits of a head that a base lacks, oldest first."""
        found = self.run("rev-list", "--reverse", "--topo-order", f"{base}..{head}", "--")
        return tuple(self.commit(sha) for sha in (found or b"").decode().split())

    def commit(self, sha: str) -> Commit:
        """Return a commit."""
        return _read_commit(self, sha)

    def entry(self, commit: str, path: str) -> Entry | None:
        """Find a file or folder; the empty path is the whole tree."""
        if not path:
            return Entry("", "tree", (self.run("rev-parse", f"{commit}^{{tree}}") or b"").decode().strip())
        return next(iter(self._list(commit, "--", path)), None)

    def entries(self, tree: str, folder: str) -> list[Entry]:
        """List a folder, given the id of its tree."""
        return [Entry(f"{folder}/{e.path}".lstrip("/"), e.type, e.sha) for e in self._list(tree)]

    def blob(self, sha: str) -> bytes:
        """Return the contents of a file."""
        return self.run("cat-file", "blob", sha) or b""

    def _list(self, *arguments: str) -> Iterator[Entry]:
        listed = self.run("--literal-pathspecs", "ls-tree", "-z", *arguments) or b""
        for record in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            facts, _, path = record.partition("\t")
            _, kind, sha = facts.split()
            yield Entry(path, kind, sha)


@lru_cache(maxsize=256)
def _read_commit(store: GitStore, sha: str) -> Commit:
    form = "%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B"
    shown = (store.run("log", "-1", f"--format={form}", sha, "--") or b"").decode("utf-8", "replace")
    tree, parents, *people, message = shown.split("\0")
    return Commit(sha, tree, tuple(parents.split()), Person(*people[:3]), Person(*people[3:]), message.rstrip("\n"))


@lru_cache(maxsize=64)
def _compare(store: GitStore, base: str, head: str) -> tuple[ChangedFile, ...]:
    options = ("--find-renames", "--no-ext-diff", "--no-textconv", "--no-color", f"{base}...{head}", "--")
    facts = (store.run("diff", "--raw", "--numstat", "-z", "--no-abbrev", *options) or b"").decode("utf-8", "replace")
    patch = (store.run("diff", "--patch", "--unified=3", *options) or b"").decode("utf-8", "replace")
    sections = iter(re.split(r"^(?=diff --git )", patch, flags=re.MULTILINE)[1:])
    words = iter(facts.split("\0")[:-1])
    entries = []
    for word in words:
        if not word.startswith(":"):
            break
        _, _, old, new, status = word.split()
        first = next(words)
        entries.append((status[0], old if status == "D" else new, first, next(words) if status[0] in "RC" else first))
    else:
        word = ""
    counts = list(_parse_counts([word, *words]))
    return tuple(_join(entry, count, sections) for entry, count in zip(entries, counts, strict=True))


def _parse_counts(words: list[str]) -> Iterator[tuple[int, int]]:
    rest = iter(words)
    for word in rest:
        if not word:
            return
        added, deleted, path = word.split("\t", 2)
        if not path:
            next(rest), next(rest)
        yield (0, 0) if added == "-" else (int(added), int(deleted))


def _join(entry: tuple[str, str, str, str], count: tuple[int, int], sections: Iterator[str]) -> ChangedFile:
    letter, blob, previous, path = entry
    text = next(sections, "")
    if letter == "T":  # written as a deletion and an addition
        text = next(sections, "")
    at = text.find("\n@@ ")
    patch = text[at + 1 :].rstrip("\n") if at >= 0 else ""
    return ChangedFile(path, previous if previous != path else "", _STATUS[letter], blob, *count, patch)


def _parse_hunks(patch: str) -> Iterator[Hunk]:
    for text in re.split(r"\n(?=@@ )", patch) if patch else ():
        found = _HUNK.match(text)
        assert found, text
        old, new = int(found[1]), int(found[2])
        shown: dict[tuple[Side, int], int] = {}
        for index, line in enumerate(text.split("\n")):
            if index and line[:1] in (" ", "-"):
                shown["LEFT", old] = index
                old += 1
            if index and line[:1] in (" ", "+"):
                shown["RIGHT", new] = index
                new += 1
        yield Hunk(text, shown)


@lru_cache(maxsize=512)
def follow_line(store: GitStore, path: str, line: int, old: str, new: str) -> int | None:
    """Return where a line of a file stands in a later commit; `None` where it was changed."""
    if old == new:
        return line
    options = ("--unified=0", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", old, new, "--", path)
    patch = (store.run("--literal-pathspecs", "diff", *options) or b"").decode("utf-8", "replace")
    moved = line
    for found in re.finditer(r"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@", patch, re.MULTILINE):
        first, gone, come = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        if gone and first <= line < first + gone:
            return None
        if line >= first + gone + (0 if gone else 1):
            moved += come - gone
    return moved
