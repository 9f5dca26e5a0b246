"""This module holds the change: files, hunks and lines as git reports them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Side = Literal["old", "new"]
Status = Literal["added", "deleted", "modified", "renamed", "copied", "retyped"]
Content = Literal["text", "binary", "submodule", "symlink"]
FileClass = Literal[
    "production",
    "test",
    "fixture",
    "generated",
    "vendored",
    "migration",
    "example",
    "docs",
    "config",
    "script",
]


@dataclass(frozen=True, slots=True)
class Revision:
    """One end of a change: the name that the user knows it by, and the tree it stands for.

    `commit` is empty for a tree that is not committed yet (index, working tree) and for the empty tree.
    """

    name: str
    tree: str
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines replaced at one place, without context. Line numbers are 1-based.

    `deleted[i]` stood at old line `old_start + i`; `added[i]` stands at new line `new_start + i`.
    For a pure addition `old_start` is the line after which it was put; likewise for a pure deletion `new_start`.
    """

    old_start: int
    new_start: int
    deleted: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class FileChange:
    """One file of a change. Modes are git's (0 for a side that does not exist); blobs are object ids."""

    status: Status
    content: Content
    old_path: str | None
    new_path: str | None
    old_mode: int
    new_mode: int
    old_blob: str
    new_blob: str
    hunks: tuple[Hunk, ...] = ()

    @property
    def path(self) -> str:
        """The path a reader knows the file by: the new one, or the old one of a deleted file."""
        return self.new_path if self.new_path is not None else self.old_path or ""

    @cached_property
    def added_lines(self) -> dict[int, str]:
        """New line number to text, for every added line."""
        return {h.new_start + i: text for h in self.hunks for i, text in enumerate(h.added)}

    @cached_property
    def deleted_lines(self) -> dict[int, str]:
        """Old line number to text, for every deleted line."""
        return {h.old_start + i: text for h in self.hunks for i, text in enumerate(h.deleted)}

    @cached_property
    def deletion_points(self) -> frozenset[int]:
        """New line numbers after which lines of the old file are gone."""
        return frozenset(
            h.new_start if not h.added else h.new_start + len(h.added) - 1 for h in self.hunks if h.deleted
        )

    @cached_property
    def touched_new(self) -> frozenset[int]:
        """New lines that were added, and those on both sides of a deletion."""
        around = {line for point in self.deletion_points for line in (point, point + 1)}
        return frozenset(around | set(self.added_lines))

    @cached_property
    def touched_old(self) -> frozenset[int]:
        """Old lines that were deleted, and those on both sides of an insertion."""
        inserted = [h.old_start for h in self.hunks if not h.deleted]
        return frozenset({line for at in inserted for line in (at, at + 1)} | set(self.deleted_lines))


@dataclass(frozen=True, slots=True)
class Change:
    """What is under review: the files that differ between two revisions, ordered by path."""

    base: Revision
    head: Revision
    files: tuple[FileChange, ...]
