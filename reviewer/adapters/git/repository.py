"""This module holds the repository as the rest of the program sees it."""

import shutil
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reviewer.adapters.git.blame import blame_files, read_ignored
from reviewer.adapters.git.checkout import write_files
from reviewer.adapters.git.commits import read_commit
from reviewer.adapters.git.difference import compare_trees
from reviewer.adapters.git.ends import resolve_range
from reviewer.adapters.git.log import map_names, read_inner, read_log, read_main_line, read_texts
from reviewer.adapters.git.names import Names, find_commit, find_default_branch, find_head, find_reference
from reviewer.adapters.git.objects import list_messages, list_tree, measure_changes, read_blobs, read_boundary
from reviewer.adapters.git.place import find_place, open_private, open_reviewed
from reviewer.adapters.git.process import Session, require_git
from reviewer.adapters.git.reader import Reader
from reviewer.model.change import Revision
from reviewer.model.history import Inner, Logged
from reviewer.ports import Attested, Commit, Ends, Origin, Place, Range, TreeEntry

if TYPE_CHECKING:
    from reviewer.model.provenance import CommitText

# So many ids fit into one command.
_AT_ONCE = 500


def open_repository(directory: str) -> "GitRepository":
    """Open the repository that a directory belongs to. Raises `ReviewerError` when there is none, or no git."""
    return GitRepository(directory)


class GitRepository(Attested):
    """A git repository, seen through a private one that borrows its objects; nothing is written into it.

    Trees of uncommitted work live in the private one, so they can be read until `close`.
    """

    def __init__(self, directory: str) -> None:
        place = find_place(directory)
        require_git()
        self._scratch = Path(mkdtemp(prefix="reviewer-")).resolve()
        self._remove = weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        self._names = Names(place, open_reviewed(place), open_private(place, self._scratch))
        self._reader = Reader(self._names.private)

    @property
    def root(self) -> str:
        """The directory that the repository is known by: its working tree, or itself when it is bare."""
        return str(self._names.place.root)

    @property
    def own_folder(self) -> Path:
        """The folder in the git directory that is ours to write into; it need not exist."""
        return self._names.place.common_dir / "reviewer"

    @property
    def packed_size(self) -> int:
        """How many bytes the packs of the repository have."""
        return sum(pack.stat().st_size for pack in (self._names.place.objects / "pack").glob("*.pack"))

    @property
    def default_branch(self) -> str:
        """The remote's default branch, such as `main`; empty where none is known."""
        return find_default_branch(self._names).partition("/")[2]

    @property
    def session(self) -> Session:
        """The session that reads objects and nothing else, for a question that no method asks."""
        return self._names.private

    def close(self) -> None:
        """Forget the trees of uncommitted work."""
        self._reader.close()
        self._remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def resolve(self, wanted: Range) -> Ends:
        """Find both ends of a change. Raises `ReviewerError` with what to do when it cannot."""
        return resolve_range(self._names, wanted, self._scratch)

    def diff(self, base: Revision, head: Revision) -> bytes:
        """Return `git diff --raw -z -p -U0` of two trees: the raw records, a NUL, then the patch."""
        return compare_trees(self._names.private, base.tree, head.tree)

    def read(self, names: Iterable[str]) -> Mapping[str, bytes | str]:
        """Return objects by blob id or `TREE:PATH`: bytes, or a `str` that says why not (missing, over 1 MB)."""
        return read_blobs(self._names.private, names, self._reader)

    def tree(self, revision: Revision) -> tuple[TreeEntry, ...]:
        """List every file of a revision, ordered by path."""
        return list_tree(self._names.private, revision.tree)

    def check_out(self, revision: Revision, folder: Path) -> None:
        """Write every file of a revision into an empty folder outside of the repository, without a `.git` beside it."""
        write_files(self._names.private, revision.tree, folder, self._scratch)

    def messages(self, base: Revision, head: Revision, limit: int) -> tuple[str, ...]:
        """Return the messages of commits that lead to head and not to base, newest first."""
        both = base.commit and head.commit
        return list_messages(self._names.private, base.commit, head.commit, limit) if both else ()

    def recent_sizes(self, revision: Revision, limit: int) -> tuple[Mapping[str, int], ...]:
        """Return the added lines by path of up to `limit` first-parent changes up to a revision, newest first."""
        commit = revision.commit or find_head(self._names)
        return measure_changes(self._names.private, commit, limit) if commit else ()

    def real_names(self, commit: str, contacts: Sequence[str]) -> Mapping[str, str]:
        """Return by what name and mail the `.mailmap` of a commit knows each of some `Name <mail>`."""
        return map_names(self._names.private, commit, contacts)

    def main_line(self, commit: str) -> Iterator[str]:
        """Yield the ids of the commits of the main line that leads to a commit, newest first."""
        return read_main_line(self._names.private, commit)

    def log(self, commit: str, known: str, pathspecs: Sequence[str], with_diff: int) -> Iterator[Logged]:
        """Yield the changes of the main line that lead to a commit and not to `known`, newest first."""
        boundary = read_boundary(self._names.private)
        return read_log(self._names.private, commit, known, pathspecs, with_diff=with_diff, boundary=boundary)

    def inner(self, commit: str, known: str) -> Iterator[Inner]:
        """Yield the commits that merges brought to the main line of a commit, and that do not lead to `known`."""
        return read_inner(self._names.private, commit, known)

    def commit(self, name: str) -> Commit | None:
        """Return a commit by its id or the beginning of it; None where there is no such one, or more than one."""
        return read_commit(self._reader, name)

    def find(self, revision: str) -> str:
        """Return the id of the commit that a revision names. Raises `ReviewerError` where there is none."""
        return find_commit(self._names, revision)

    def find_reference(self, name: str) -> str:
        """Return the id of the commit that a full reference such as `refs/notes/ai` names; empty where none does."""
        return find_reference(self._names, name)

    def texts(self, head: str, known: str = "") -> "Iterator[CommitText]":
        """Yield what the commits say of themselves that lead to a commit and not to `known`, newest first."""
        return read_texts(self._names.private, [head, *([f"^{known}"] if known else [])], walk=True)

    def texts_of(self, commits: Sequence[str]) -> "Iterator[CommitText]":
        """Yield what some commits say of themselves, each named by its full id."""
        for start in range(0, len(commits), _AT_ONCE):
            yield from read_texts(self._names.private, commits[start : start + _AT_ONCE], walk=False)

    def blame(self, lines: Mapping[Place, Collection[int]]) -> Mapping[Place, Mapping[int, Origin] | str]:
        """Return who last wrote lines of files, each of a commit, or a `str` that says why not."""
        ignored = {commit: read_ignored(self._reader, commit) for commit, _ in lines}
        return blame_files(self._names.private, lines, ignored)
