"""This module holds the trees of work that is not committed: what is staged, and what lies in the working tree."""

import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reviewer.adapters.git.place import Place
from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError

LARGEST = 64_000_000
MOST_UNTRACKED = 10_000
_SETTINGS = r"^core\.(autocrlf|eol|excludesfile|filemode|ignorecase|precomposeunicode|symlinks)$"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A tree in the private repository, and sentences about what it leaves out."""

    tree: str
    notes: tuple[str, ...] = ()


def write_index_tree(private: Session, place: Place, scratch: Path, *, unborn: bool) -> Snapshot | None:
    """Write the index as a tree; `None` when nothing is checked out. A conflict is shown by our side of it."""
    session = _open_copy(private, place, scratch, unborn=unborn)
    if session is None:
        return None
    notes = _settle_conflicts(session)
    return Snapshot(_write_tree(session), notes)


def write_worktree_tree(
    private: Session, reviewed: Session, place: Place, scratch: Path, *, unborn: bool
) -> Snapshot | None:
    """Write the working tree, with files that are neither tracked nor ignored, as a tree; `None` without one.

    Line ends are converted as the user's settings say; a filter is never run, since the private repository has none.
    """
    session = _open_copy(private, place, scratch, unborn=unborn)
    if session is None or place.worktree is None:
        return None
    session = Session(session.directory, session.variables, _read_settings(reviewed))
    removed, changed = _list_changed(session)
    untracked, notes = _list_untracked(session)
    usable, more = _sort_out(place.worktree, [*changed, *untracked])
    if removed:
        run_git(session, ["update-index", "--force-remove", "-z", "--stdin"], feed=_join(removed))
    if usable:
        _add(session, usable)
    return Snapshot(_write_tree(session), (*notes, *more))


def _open_copy(private: Session, place: Place, scratch: Path, *, unborn: bool) -> Session | None:
    """Copy the index, and return the session that works on the copy and looks at the real working tree.

    No index means that nothing was checked out, unless there is no commit yet: `git init` writes none.
    """
    index = _find_index(place)
    if place.worktree is None or (index is None and not unborn):
        return None
    copy = scratch / "index"
    copy.unlink(missing_ok=True)
    # The time of the file is part of it: git compares entries with it to tell which ones may have changed since.
    if index is not None:
        shutil.copy2(index, copy)
    for part in place.git_dir.glob("sharedindex.*"):
        shutil.copy2(part, private.directory / part.name)
    variables = {**private.variables, "GIT_INDEX_FILE": str(copy), "GIT_WORK_TREE": str(place.worktree)}
    return Session(place.worktree, variables)


def _find_index(place: Place) -> Path | None:
    """Return the index file: in a commit hook, git may name another one than the usual one of this repository."""
    named = os.environ.get("GIT_INDEX_FILE", "")
    if named and place.worktree is not None:
        hooked = (place.worktree / named).resolve()
        if hooked.is_file() and hooked.parent == place.git_dir:
            return hooked
    usual = place.git_dir / "index"
    return usual if usual.is_file() else None


def _read_settings(reviewed: Session) -> tuple[str, ...]:
    """Return those of the user's settings which say how files are compared with git's; reading them runs nothing."""
    trusting = Session(reviewed.directory, reviewed.variables, trusts_user=True)
    arguments = ["config", "--show-scope", "-z", "--get-regexp", _SETTINGS]
    words = run_git(trusting, arguments, accept=None).output.decode("utf-8", "surrogateescape").split("\0")
    settings = []
    for scope, entry in zip(words[::2], words[1::2], strict=False):
        name, assigned, text = entry.partition("\n")
        # A file to ignore by is the user's to name, not the repository's.
        if name != "core.excludesfile" or scope in {"global", "system"}:
            settings.append(f"{name}={text}" if assigned else name)
    return tuple(settings)


def _list_changed(session: Session) -> tuple[list[bytes], list[bytes]]:
    """Return the tracked paths that are gone, and those whose files may have changed."""
    arguments = ["diff-files", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty"]
    words = run_git(session, arguments).output.split(b"\0")
    status = dict(zip(words[1::2], words[::2], strict=False))
    removed = [path for path, letter in status.items() if letter == b"D"]
    return removed, [path for path, letter in status.items() if letter != b"D"]


def _list_untracked(session: Session) -> tuple[list[bytes], list[str]]:
    words = run_git(session, ["ls-files", "--others", "--exclude-standard", "-z"]).output.split(b"\0")[:-1]
    files = [path for path in words if not path.endswith(b"/")]
    notes = [f"left out: {_show(path)} is another repository" for path in words if path.endswith(b"/")]
    if len(files) > MOST_UNTRACKED:
        return [], [*notes, f"left out: {len(files)} untracked files, more than {MOST_UNTRACKED}"]
    return files, notes


def _sort_out(worktree: Path, paths: Iterable[bytes]) -> tuple[list[bytes], list[str]]:
    """Return the paths that git can put into a tree, and a note for each other one."""
    usable: list[bytes] = []
    notes: list[str] = []
    for path in paths:
        reason = _find_fault(os.path.join(os.fsencode(worktree), path))  # noqa: PTH118 - `Path` takes no bytes
        if reason:
            notes.append(f"left out: {_show(path)} is {reason}")
        else:
            usable.append(path)
    return usable, notes


def _find_fault(path: bytes) -> str:
    try:
        facts = os.lstat(path)
    except OSError:
        return ""
    if stat.S_ISLNK(facts.st_mode) or stat.S_ISDIR(facts.st_mode):
        return ""
    if not stat.S_ISREG(facts.st_mode):
        return "neither a file nor a link"
    if facts.st_size > LARGEST:
        return f"larger than {LARGEST // 1_000_000} MB"
    return "" if os.access(path, os.R_OK) else "not readable"


def _add(session: Session, paths: Iterable[bytes]) -> None:
    arguments = ["update-index", "--add", "--remove", "--replace", "-z", "--stdin"]
    answer = run_git(session, arguments, feed=_join(paths), accept=None)
    if answer.status != 0:
        hint = "Correct or remove that file, or review what is committed by naming a head."
        raise ReviewerError(f"A file of the working tree cannot be read as git would: {answer.complaint}.", hint)


def _settle_conflicts(session: Session) -> tuple[str, ...]:
    """Replace each unmerged entry by our side of it, or remove it when we had deleted the file."""
    entries = run_git(session, ["ls-files", "--unmerged", "-z"]).output.split(b"\0")[:-1]
    sides: dict[bytes, dict[bytes, bytes]] = {}
    for entry in entries:
        facts, _, path = entry.partition(b"\t")
        mode, blob, stage = facts.split(b" ")
        sides.setdefault(path, {})[stage] = mode + b" " + blob
    if not sides:
        return ()
    zero = b"0" * len(entries[0].split(b" ")[1])
    lines = [stages.get(b"2", b"0 " + zero) + b" 0\t" + path for path, stages in sides.items()]
    run_git(session, ["update-index", "-z", "--index-info"], feed=_join(lines))
    return tuple(f"{_show(path)} is in conflict: our side of it is shown" for path in sides)


def _write_tree(session: Session) -> str:
    return run_git(session, ["write-tree", "--missing-ok"]).line


def _join(words: Iterable[bytes]) -> bytes:
    return b"".join(word + b"\0" for word in words)


def _show(path: bytes) -> str:
    return path.decode("utf-8", "replace").rstrip("/")
