"""This module holds what the program asks of a repository."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from reviewer.model.change import Revision
from reviewer.model.history import Inner, Logged

if TYPE_CHECKING:
    from reviewer.model.provenance import CommitText


@dataclass(frozen=True, slots=True)
class Range:
    """Which change the user asked for. Empty strings mean: find it out."""

    base: str = ""
    head: str = ""
    uncommitted: Literal["auto", "staged", "worktree"] = "auto"


@dataclass(frozen=True, slots=True)
class Ends:
    """The two revisions of a change, and sentences that say how they were chosen.

    `tip` is what the base was chosen from: the branch may have moved on since the change left it.
    """

    base: Revision
    head: Revision
    notes: tuple[str, ...] = ()
    tip: Revision | None = None


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


class Attested(Repository, Protocol):
    """A repository whose commits can be asked in full who made them."""

    def find(self, revision: str) -> str:
        """Return the id of the commit that a revision names. Raises `ReviewerError` where there is none."""

    def find_reference(self, name: str) -> str:
        """Return the id of the commit that a full reference such as `refs/notes/ai` names; empty where none does."""

    def texts(self, head: str, known: str = "") -> "Iterator[CommitText]":
        """Yield what the commits say of themselves that lead to a commit and not to `known`, newest first."""

    def texts_of(self, commits: Sequence[str]) -> "Iterator[CommitText]":
        """Yield what some commits say of themselves, each named by its full id."""
