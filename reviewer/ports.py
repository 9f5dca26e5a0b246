"""This module holds what the program asks of the world, as protocols with a few methods each."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from reviewer.model.change import Revision
from reviewer.model.history import Inner, Logged, PastChange, PastTouch, Touch


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


# The id of a commit, and the path of a file in it.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, the ids of its parents, when its author wrote it in seconds since 1970, and its message."""

    revision: Revision
    parents: tuple[str, ...]
    when: int
    message: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who last wrote a line: the commit, when its author did in seconds since 1970, and where the line stood in it.

    `is_boundary`: history is cut off at that commit (a shallow clone), so the line may be older.
    """

    commit: str
    when: int
    path: str
    line: int
    is_boundary: bool = False


class CutLog(Exception):  # noqa: N818 - an event that is told, not an error
    """The log goes on, but not in this clone: it is shallow, or lacks the lists of files. Holds the commit there."""

    def __init__(self, commit: str) -> None:
        super().__init__(commit)
        self.commit = commit


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

    def messages(self, base: Revision, head: Revision, limit: int) -> tuple[str, ...]:
        """Return up to `limit` messages of commits that lead to head and not to base, newest first.

        Empty where an end is not a commit.
        """

    def real_names(self, commit: str, contacts: Sequence[str]) -> Mapping[str, str]:
        """Return by what name and mail the `.mailmap` of a commit knows each of some `Name <mail>`."""

    def main_line(self, commit: str) -> Iterator[str]:
        """Yield the ids of the commits of the main line that leads to a commit, newest first."""

    def log(self, commit: str, known: str, pathspecs: Sequence[str], with_diff: int) -> Iterator[Logged]:
        """Yield the changes of the main line that lead to a commit and not to `known`, newest first.

        Only those that touch a path of some pathspecs (such as `*.py`), with these paths; `with_diff` of them with
        their diff. A change whose contents are missing is named without being counted. Raises `CutLog` behind the last
        one, where the clone ends before the history does.
        """

    def inner(self, commit: str, known: str) -> Iterator[Inner]:
        """Yield the commits that merges brought to the main line of a commit, and that do not lead to `known`."""

    def recent_sizes(self, revision: Revision, limit: int) -> tuple[Mapping[str, int], ...]:
        """Return the added lines by path of up to `limit` first-parent changes up to a revision, newest first."""

    def commit(self, name: str) -> Commit | None:
        """Return a commit by its id or the beginning of it; None where there is no such one, or more than one."""

    def blame(self, lines: Mapping[Place, Collection[int]]) -> Mapping[Place, Mapping[int, Origin] | str]:
        """Return who last wrote lines of files, each of a commit, or a `str` that says why not.

        White space, moved lines, and the commits that `.git-blame-ignore-revs` lists are no authorship.
        """


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


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a kept log that leads to a commit: a segment, and the place in it from which on all counts."""

    segment: int
    first: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The kept log of a commit, newest part first; `missing` is the commit from which on nothing is kept, or empty."""

    reaches: tuple[Reach, ...]
    missing: str


class HistoryStore(Protocol):
    """The changes of main lines, kept from run to run. What is kept of a commit is right for ever."""

    def chain(self, commit: str) -> Chain:
        """Return what is kept of the changes that lead to a commit."""

    def holds(self, commit: str) -> bool:
        """Tell whether the log of a commit is kept, as far down as it goes."""

    def add(self, tip: str, changes: Sequence[tuple[PastChange, Sequence[Touch]]], below: str) -> None:
        """Keep the changes that lead to a commit, newest first; `below` is where the log goes on, or empty."""

    def touches(self, chain: Chain, path: str, since: int = 0) -> tuple[PastTouch, ...]:
        """Return how the changes of a chain touched the file that has a path now, newest first, through renames.

        Only changes from a time on (seconds since 1970) count.
        """

    def count(self, chain: Chain) -> int:
        """Return how many changes a chain has."""

    def newest(self, chain: Chain, limit: int) -> tuple[PastChange, ...]:
        """Return the newest changes of a chain, newest first."""

    def area(self, chain: Chain, folder: str, since: int) -> tuple[PastChange, ...]:
        """Return the changes from a time on that touched a file below a folder, newest first; "" is the root."""

    def companions(self, chain: Chain, touches: Sequence[PastTouch]) -> Mapping[str, int]:
        """Return how many of the changes behind some touches touched each other path."""

    def find(self, chain: Chain, commit: str) -> PastChange | None:
        """Return a change of a chain by its id or the beginning of it."""

    def changes(self, chain: Chain) -> Iterator[tuple[PastChange, tuple[str, ...]]]:
        """Yield the changes of a chain, newest first, with the paths that each touched."""
