"""This module holds the search for a repository, and the private one that only borrows its objects."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError

_OUTSIDE = "Run it inside a git repository, or name one."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a repository lies. `worktree` is `None` for a bare one, or for one with nothing checked out."""

    git_dir: Path
    common_dir: Path
    worktree: Path | None

    @property
    def root(self) -> Path:
        """The directory that a user knows the repository by."""
        return self.worktree or self.git_dir

    @property
    def objects(self) -> Path:
        """The directory of the objects."""
        return self.common_dir / "objects"

    @property
    def is_shallow(self) -> bool:
        """Whether history is cut off in this clone."""
        return _read_line(self.common_dir / "shallow") != ""


def find_place(directory: str) -> Place:
    """Find the repository that a directory belongs to, as git does, but without reading its configuration.

    `core.worktree` has no say: the working tree is the directory that holds `.git`, so nothing outside can be read.
    """
    start = Path(directory).absolute()
    if not start.is_dir():
        raise ReviewerError(f"There is no directory '{directory}'.", _OUTSIDE)
    start = start.resolve()
    for parent in (start, *start.parents):
        git_dir = _follow(parent / ".git")
        if git_dir is not None:
            return Place(git_dir, _common_dir(git_dir), parent)
        if _is_git_dir(parent):
            return Place(parent, _common_dir(parent), None)
    raise ReviewerError(f"'{directory}' is not a git repository.", _OUTSIDE)


def open_reviewed(place: Place) -> Session:
    """Return the session in which names are looked up: the reviewed repository itself.

    Both directories are given, so git neither searches nor asks who owns them.
    """
    variables = {"GIT_DIR": str(place.git_dir), "GIT_WORK_TREE": str(place.root)}
    return Session(place.root, variables)


def open_private(place: Place, scratch: Path) -> Session:
    """Build an empty repository in `scratch` which borrows the objects, and return the session that works on it.

    None of the reviewed configuration, attributes, hooks, replacements or promises of missing objects is in reach.
    """
    git_dir = scratch / "git"
    for name in ("objects", "refs", "info"):
        (git_dir / name).mkdir(parents=True)
    (git_dir / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    kind = run_git(open_reviewed(place), ["rev-parse", "--show-object-format"]).line
    (git_dir / "config").write_text(_CONFIG.format(kind=kind), encoding="ascii")
    for source in (place.common_dir / "shallow", place.common_dir / "info" / "exclude"):
        if source.is_file():
            shutil.copyfile(source, git_dir / source.relative_to(place.common_dir))
    variables = {"GIT_DIR": str(git_dir), "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quote(str(place.objects))}
    return Session(git_dir, variables)


_CONFIG = """\
[core]
	repositoryformatversion = 1
	bare = true
[extensions]
	objectFormat = {kind}
"""


def _follow(entry: Path) -> Path | None:
    """Return the git directory behind `.git`: itself, or the one that a file of a worktree or submodule names."""
    if entry.is_file():
        line = _read_line(entry)
        entry = (entry.parent / line.removeprefix("gitdir:").strip()) if line.startswith("gitdir:") else entry
    return entry.resolve() if _is_git_dir(entry) else None


def _is_git_dir(directory: Path) -> bool:
    if not directory.is_dir() or not ((directory / "HEAD").is_symlink() or (directory / "HEAD").is_file()):
        return False
    common = _common_dir(directory)
    return (common / "objects").is_dir() and (common / "refs").is_dir()


def _common_dir(git_dir: Path) -> Path:
    line = _read_line(git_dir / "commondir")
    return (git_dir / line).resolve() if line else git_dir


def _read_line(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return os.fsdecode(file.read(4096)).split("\n")[0].strip("\r")


def _quote(path: str) -> str:
    """Quote a path for git's list of alternates, where a colon would end it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
