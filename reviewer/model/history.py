"""This module holds what git logs of the past: changes of the main line, and the files and lines that each touched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# Old start, old count, new start, new count, as git writes them: an empty side is numbered by the line before it.
Stretch = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Touch:
    """One file of a past change. `old_path` is its name before, where the change renamed it; otherwise it is empty."""

    path: str
    old_path: str = ""
    added: int = 0
    deleted: int = 0
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Logged:
    """One change of the main line: a commit compared with its first parent.

    `when` is the time of the commit in seconds since 1970, `author` is written `Name <mail>`. `measured` is False
    where contents were missing: then files are named and nothing is counted. `diff` is git's own text of the change
    (see `parse_change`) where it was asked for.
    """

    commit: str
    parents: tuple[str, ...]
    when: int
    author: str
    message: str
    touches: tuple[Touch, ...] = ()
    measured: bool = True
    diff: bytes = b""


@dataclass(frozen=True, slots=True)
class Inner:
    """A commit that came to the main line with a merge: the id of the merge, its author, and the first line it says."""

    merge: str
    author: str
    subject: str


Kind = Literal["fix", "revert", "bump", "other"]
FixLevel = Literal["", "words", "conventional", "label", "issue"]
# How deep a number of a shape is meant is said where it is counted (`reviewer.risk.level.shape`).
Shape = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of the main line with what its message says of it.

    `authors` are those of the commit and of what it merged. `level` says how a fix is known to be one. `reverts` and
    `culprits` are commit ids as the message writes them: taken back, and named as the cause. `shape` holds the numbers
    that describe the change, for the newest ones; it is empty for the others.
    """

    commit: str
    when: int
    authors: tuple[str, ...]
    kind: Kind = "other"
    level: FixLevel = ""
    subject: str = ""
    pull: int | None = None
    reverts: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    files: int = 0
    measured: bool = True
    shape: Shape = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastTouch:
    """One file of a past change. `place` orders touches: the smaller, the newer the change."""

    change: PastChange
    place: tuple[int, int]
    touch: Touch
