"""This module holds the writing of a tree's files into a folder."""

from pathlib import Path

from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError


def write_files(private: Session, tree: str, folder: Path, scratch: Path) -> None:
    """Write the files of a tree into an empty folder.

    The private repository does it: it has the trees of uncommitted work, and neither hooks nor filters nor settings of
    the reviewed one. `git worktree add` would write into the `.git` of the user, and a shared clone lacks those trees.
    """
    index = scratch / "copied-index"
    variables = {**private.variables, "GIT_INDEX_FILE": str(index), "GIT_WORK_TREE": str(folder)}
    session = Session(folder, variables)
    run_git(session, ["read-tree", "--reset", tree])
    answer = run_git(session, ["checkout-index", "--all", "--force", "--quiet"], accept=None)
    index.unlink(missing_ok=True)
    if answer.status != 0:
        hint = "Fetch what is missing (`git fetch --refetch --no-filter`), and look whether the disk is full."
        raise ReviewerError(f"The files of {tree[:12]} cannot be written: {answer.complaint}.", hint)
