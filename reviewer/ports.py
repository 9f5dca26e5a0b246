"""This module holds what the program asks of the world, as protocols with a few methods each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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

    def diff(self, base: Revision, head: Revision) -> bytes:
        """Return `git diff --raw -z -p -U0` of two trees: the raw records, a NUL, then the patch."""

    def read(self, names: Iterable[str]) -> Mapping[str, bytes | str]:
        """Return objects by blob id or `TREE:PATH`: bytes, or a `str` that says why not (missing, over 1 MB)."""

    def tree(self, revision: Revision) -> tuple[TreeEntry, ...]:
        """List every file of a revision, ordered by path."""

    def subjects(self, base: Revision, head: Revision, limit: int) -> tuple[str, ...]:
        """Return the first lines of up to `limit` messages of commits that lead to head and not to base, newest first.

        Empty where an end is not a commit.
        """

    def recent_sizes(self, revision: Revision, limit: int) -> tuple[Mapping[str, int], ...]:
        """Return the added lines by path of up to `limit` first-parent changes up to a revision, newest first."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended: its exit status (None: stopped at its time limit), and the end of what it wrote."""

    status: int | None
    seconds: float
    tail: str


class Workshop(Protocol):
    """A throw-away copy of a revision in which commands run; paths are those of the repository."""

    def exists(self, path: str) -> bool:
        """Tell whether the copy has a file or folder."""

    def read(self, path: str) -> bytes:
        """Return the contents of a file of the copy."""

    def write(self, path: str, data: bytes) -> None:
        """Replace the contents of a file of the copy."""

    def run(self, command: Sequence[str], folder: str, limit: float, roots: Sequence[str] = ()) -> Run:
        """Run a command in a folder of the copy, for `limit` seconds at most.

        Python looks for modules in `roots` before it looks where they are installed. Raises `ReviewerError` when
        there is no such command.
        """


@dataclass(frozen=True, slots=True)
class Segment:
    """What one run found in some blobs (see `reviewer.index.facts`).

    `blobs` are (id, language, number of its first unit, encoded outline, encoded imports), by that number. `postings`
    are numbers of units as unsigned 32-bit integers of this machine, in ascending order, by key.
    """

    blobs: tuple[tuple[str, str, int, bytes, bytes], ...]
    postings: Mapping[int, bytes]


class LostFacts(Exception):  # noqa: N818 - an event that is mended, not an error
    """Facts that were held are gone: the store was broken and begins anew. Whoever hears it fills it again."""


class FactStore(Protocol):
    """Facts of blobs by git id and language, kept from run to run. They are right for ever, so nothing is updated.

    Any question may raise `LostFacts`.
    """

    def missing(self, tree: str, wanted: Callable[[], Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
        """Return those (id, language) of a tree that no segment holds; `wanted` is asked only for an unknown tree."""

    def add(self, segment: Segment) -> None:
        """Keep a segment."""

    def finish(self, tree: str) -> bool:
        """Remember that every blob of a tree is held, and hold on to them; false when another run has cleared some."""

    def find(self, key: int) -> list[tuple[str, str, int]]:
        """Return (id, language, number of the unit in its blob) of the units that have a key, of any revision."""

    def count(self, key: int) -> int:
        """Return how many units have a key, in any revision: never fewer than there are in one."""

    def outline(self, oid: str, language: str) -> bytes:
        """Return the encoded outline of a blob, empty when it is not held."""

    def imports(self, oid: str, language: str) -> bytes:
        """Return the encoded imports of a blob, empty when it is not held."""
