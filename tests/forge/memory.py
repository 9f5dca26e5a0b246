"""This module holds commits without git: for histories of which only what GitHub tells matters."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from tests.forge.git import ChangedFile, Commit, GitStore, Person


@dataclass(frozen=True, eq=False)
class MemoryStore(GitStore):
    """A store whose commits were only named: branches, and for each head what it brings and changes."""

    directory: Path = Path()
    branches: dict[str, str] = field(default_factory=dict)
    known: dict[str, Commit] = field(default_factory=dict)
    brought: dict[str, tuple[str, ...]] = field(default_factory=dict)
    changed: dict[str, tuple[ChangedFile, ...]] = field(default_factory=dict)

    def beside(self, fork: GitStore) -> GitStore:  # noqa: ARG002 - they are here already
        """Return where the commits of a fork can be read, too."""
        return self

    def run(self, *arguments: str, feed: bytes = b"") -> bytes | None:  # noqa: ARG002 - there is no git
        """There is no git to run."""
        return None

    def resolve(self, name: str) -> str:
        """Return the id of a commit by branch or id."""
        return self.branches.get(name, name if name in self.known else "")

    def branch(self, name: str) -> str:
        """Return the tip of a branch."""
        return self.branches.get(name, "")

    def changed_files(self, base: str, head: str) -> tuple[ChangedFile, ...]:  # noqa: ARG002 - it is known by its head
        """Return what a head changes, whatever it is compared with."""
        return self.changed.get(head, ())

    def commits(self, base: str, head: str) -> tuple[Commit, ...]:  # noqa: ARG002 - they are known by their head
        """Return the commits that a head brings, oldest first."""
        return tuple(self.known[sha] for sha in self.brought.get(head, ()))

    def commit(self, sha: str) -> Commit:
        """Return a commit."""
        return self.known[sha]

    def add(self, message: str, author: Person, *parents: str, committer: Person | None = None) -> str:
        """Make a commit, and return its id: equal commits have equal ones."""
        said = "\0".join((message, author.email, author.date, *parents))
        sha = hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()
        self.known[sha] = Commit(sha, sha, parents, author, committer or author, message)
        return sha

    def move(self, branch: str, sha: str, brought: tuple[str, ...] = (), lines: int = 0) -> None:
        """Let a branch be at a commit, which brings some and adds lines to one file."""
        self.branches[branch] = sha
        self.brought[sha] = brought
        if lines:
            text = "".join(f"\n+line {number}" for number in range(1, lines + 1))
            patch = f"@@ -0,0 +1,{lines} @@{text}"
            self.changed[sha] = (ChangedFile("src/code.py", "", "added", sha, lines, 0, patch),)
