"""This module holds the choice of the two ends of a change."""

from dataclasses import dataclass
from pathlib import Path

from reviewer.adapters.git.names import (
    Names,
    find_branch,
    find_commit,
    find_default_branch,
    find_head,
    find_merge_base,
    find_parent,
    find_tree,
    list_branches,
)
from reviewer.adapters.git.process import run_git
from reviewer.adapters.git.snapshot import Snapshot, write_index_tree, write_worktree_tree
from reviewer.errors import ReviewerError
from reviewer.model.change import Revision
from reviewer.ports import Ends, Range

_LOCAL = ("main", "master", "trunk", "develop")
_EMPTY = "the empty tree"
_NAMES = {"staged": "index", "worktree": "working tree", "auto": "working tree"}


@dataclass(frozen=True, slots=True)
class _Head:
    """The head with the uncommitted work that belongs to it; `branch` is empty when it is named or detached."""

    name: str
    commit: str
    branch: str = ""
    work: Snapshot | None = None


def resolve_range(names: Names, wanted: Range, scratch: Path) -> Ends:
    """Find both ends of the change that the user asked for, and say how they were chosen."""
    head = _choose_head(names, wanted, scratch)
    base, notes, tip = _choose_base(names, wanted, head)
    if head.work is None:
        end = Revision(head.name, find_tree(names, head.commit), head.commit)
    else:
        end = Revision(_NAMES[wanted.uncommitted], head.work.tree)
        notes += head.work.notes
        if wanted.uncommitted == "auto":
            notes = (*notes, "uncommitted work is part of the change")
    if base.tree == end.tree:
        notes = (*notes, "nothing has changed between the two ends")
    return Ends(base, end, notes, Revision(base.name, find_tree(names, tip), tip) if tip else None)


def _choose_head(names: Names, wanted: Range, scratch: Path) -> _Head:
    if wanted.head:
        if wanted.uncommitted != "auto":
            raise ReviewerError(
                "A named head holds no uncommitted work.", "Leave out the head, or the uncommitted work."
            )
        return _Head(wanted.head, find_commit(names, wanted.head))
    if names.place.worktree is None:
        raise ReviewerError("A bare repository has no working tree.", "Name both the base and the head of the change.")
    commit = find_head(names)
    work = _take_work(names, wanted, commit, scratch)
    if not commit and work is None:
        raise ReviewerError("Nothing has been committed here, and there are no files.", "Add a file, or commit.")
    return _Head("HEAD", commit, find_branch(names) if commit else "", work)


def _take_work(names: Names, wanted: Range, commit: str, scratch: Path) -> Snapshot | None:
    """Return the uncommitted work; for `auto` only when there is any."""
    if wanted.uncommitted == "staged":
        work = write_index_tree(names.private, names.place, scratch, unborn=not commit)
    else:
        work = write_worktree_tree(names.private, names.reviewed, names.place, scratch, unborn=not commit)
    if work is None and wanted.uncommitted != "auto":
        raise ReviewerError("Nothing is checked out here.", "Name both the base and the head of the change.")
    if work is None or wanted.uncommitted != "auto":
        return work
    committed = find_tree(names, commit) if commit else _write_empty_tree(names)
    return work if work.tree != committed else None


def _choose_base(names: Names, wanted: Range, head: _Head) -> tuple[Revision, tuple[str, ...], str]:
    """Return the base, how it was chosen, and the commit that it was chosen from; nothing where that is the base."""
    if not head.commit:
        return _start(names), ("nothing has been committed yet: every file is new",), ""
    if wanted.base:
        return _meet(names, find_commit(names, wanted.base), head, shown=wanted.base)
    if wanted.uncommitted != "auto":
        return Revision("HEAD", find_tree(names, head.commit), head.commit), (), ""
    remote = find_default_branch(names)
    if remote:
        tip = find_commit(names, f"refs/remotes/{remote}")
        return _meet(names, tip, head, shown=remote, note=f"compared with '{remote}'")
    return _choose_local_base(names, head)


def _choose_local_base(names: Names, head: _Head) -> tuple[Revision, tuple[str, ...], str]:
    why = "no remote's default branch is known"
    local = next((name for name in _LOCAL if name in list_branches(names, "refs/heads")), "")
    tip = find_commit(names, f"refs/heads/{local}") if local else ""
    if tip and head.branch != local and (head.branch or tip != head.commit):
        return _meet(names, tip, head, shown=local, note=f"{why}: compared with the local branch '{local}'")
    if head.work is not None:
        return Revision("HEAD", find_tree(names, head.commit), head.commit), (f"{why}: compared with HEAD",), ""
    parent = find_parent(names, head.commit)
    if not parent:
        return _start(names), ("this is the first commit: every file is new",), ""
    return Revision(f"{head.name}~1", find_tree(names, parent), parent), (f"{why}: compared with its first parent",), ""


def _meet(names: Names, tip: str, head: _Head, *, shown: str, note: str = "") -> tuple[Revision, tuple[str, ...], str]:
    """Return the commit where the head left the base, as a pull request does."""
    commit = find_merge_base(names, tip, head.commit, shown=shown)
    notes = [note] if note else []
    if commit != tip:
        notes.append(f"'{shown}' has moved on: the base is {commit[:12]}, where {head.name} left it")
    return Revision(shown, find_tree(names, commit), commit), tuple(notes), tip


def _start(names: Names) -> Revision:
    return Revision(_EMPTY, _write_empty_tree(names))


def _write_empty_tree(names: Names) -> str:
    """Return the id of the empty tree, which depends on the kind of ids that the repository uses."""
    return run_git(names.private, ["hash-object", "-t", "tree", "-w", "--stdin"]).line
