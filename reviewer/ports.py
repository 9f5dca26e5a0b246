"""This module holds what the program asks of the world, as protocols with a few methods each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from reviewer.model.change import Revision


@dataclass(frozen=True, slots=True)
class Range:
    """Which change the user asked for. Empty strings mean: find it out."""

    base: str = ""
    head: str = ""
    uncommitted: Literal["auto", "staged", "worktree"] = "auto"


@dataclass(frozen=True, slots=True)
class Ends:
    """The two revisions of a change, and sentences that say how they were chosen."""

    base: Revision
    head: Revision
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file of a tree: its path, git mode (octal value) and blob id."""

    path: str
    mode: int
    blob: str


class Repository(Protocol):
    """A repository, read as git objects only: no checkout, no hook, no filter, no configured command."""

    def resolve(self, wanted: Range) -> Ends:
        """Find both ends of a change. Raises `ReviewerError` with what to do when it cannot."""

    def diff(self, base: Revision, head: Revision, paths: Sequence[str] = ()) -> bytes:
        """Return `git diff --raw -z -p -U0` of two trees: the raw records, a NUL, then the patch."""

    def read(self, names: Iterable[str]) -> Mapping[str, bytes | str]:
        """Return objects by blob id or `TREE:PATH`: bytes, or a `str` that says why not (missing, over 1 MB)."""

    def tree(self, revision: Revision) -> tuple[TreeEntry, ...]:
        """List every file of a revision, ordered by path."""

    def recent_sizes(self, revision: Revision, limit: int) -> tuple[Mapping[str, int], ...]:
        """Return the added lines by path of up to `limit` first-parent changes up to a revision, newest first."""
