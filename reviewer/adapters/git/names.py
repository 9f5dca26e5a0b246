"""This module holds the look-up of revisions by name, and the history between them."""

import re
from dataclasses import dataclass

from reviewer.adapters.git.place import Place
from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError, suggest

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DEEPEN = (
    "This clone is shallow: run `git fetch --unshallow`, or set `fetch-depth: 0` for actions/checkout, and try again."
)
_FETCH = "Fetch it first (`git fetch origin`), or check the spelling."


@dataclass(frozen=True, slots=True)
class Names:
    """The two sessions that names need: the reviewed repository for references, the private one for objects."""

    place: Place
    reviewed: Session
    private: Session


def find_commit(names: Names, revision: str) -> str:
    """Return the commit id that a user's revision stands for."""
    _refuse_options(revision)
    commit = _verify(names, revision + "^{commit}")
    if commit:
        return commit
    if _verify(names, revision + "^{tree}"):
        hint = "Name a branch, a tag or a commit."
        raise ReviewerError(f"'{revision}' is a tree: it has no common ancestor with anything.", hint)
    known = suggest(revision, list_branches(names, "refs/heads", "refs/remotes", "refs/tags"))
    hint = _DEEPEN if names.place.is_shallow else _FETCH
    raise ReviewerError(f"There is no revision '{revision}' in this repository{known}.", hint)


def find_reference(names: Names, name: str) -> str:
    """Return the commit id of a full reference, or an empty string where there is none."""
    return _verify(names, f"{name}^{{commit}}")


def find_head(names: Names) -> str:
    """Return the commit of HEAD, or an empty string when nothing has been committed on its branch."""
    found = run_git(names.reviewed, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=None)
    if found.status != 0:
        return ""
    commit = _verify(names, "HEAD^{commit}")
    if not commit:
        raise ReviewerError(
            f"HEAD is {found.line[:12]}, which cannot be read.", "Run `git fsck` to see what is broken."
        )
    return commit


def find_tree(names: Names, commit: str) -> str:
    """Return the tree id of a commit."""
    found = run_git(names.private, ["rev-parse", "--verify", "--quiet", commit + "^{tree}"], accept=None)
    if found.status != 0 or not _ID.fullmatch(found.line):
        raise ReviewerError(f"Commit {commit[:12]} cannot be read.", "Run `git fsck` to see what is broken.")
    return found.line


def find_merge_base(names: Names, base: str, head: str, *, shown: str) -> str:
    """Return the best common ancestor of two commits; `shown` is the base as the user knows it."""
    found = run_git(names.private, ["merge-base", base, head], accept=(0, 1))
    if found.status == 0:
        return found.line.splitlines()[0]
    message = f"There is no common ancestor of '{shown}' and the head of the change"
    if names.place.is_shallow:
        raise ReviewerError(f"{message} in this clone: the history of '{shown}' is cut off.", _DEEPEN)
    raise ReviewerError(f"{message}.", "Name a base which the change was started from, with `--base`.")


def find_parent(names: Names, commit: str) -> str:
    """Return the first parent, or an empty string for the first commit of a repository."""
    found = run_git(names.private, ["rev-parse", "--verify", "--quiet", commit + "^1"], accept=None)
    if found.status == 0 and _ID.fullmatch(found.line):
        return found.line
    shallow = (names.private.directory / "shallow").is_file()
    if shallow and commit in (names.private.directory / "shallow").read_text(encoding="ascii").split():
        raise ReviewerError(f"The parent of {commit[:12]} is not in this clone.", _DEEPEN)
    return ""


def find_branch(names: Names) -> str:
    """Return the name of the branch that HEAD is on, or an empty string when it is detached."""
    answer = run_git(names.reviewed, ["symbolic-ref", "--quiet", "HEAD"], accept=None)
    return answer.line.removeprefix("refs/heads/") if answer.status == 0 else ""


def find_default_branch(names: Names) -> str:
    """Return the default branch of the remote as far as this clone knows it, such as `origin/main`, or nothing."""
    known = list_branches(names, "refs/remotes")
    remotes = sorted({name.split("/")[0] for name in known})
    if "origin" not in remotes and len(remotes) != 1:
        return ""
    remote = "origin" if "origin" in remotes else remotes[0]
    pointer = run_git(names.reviewed, ["symbolic-ref", "--quiet", f"refs/remotes/{remote}/HEAD"], accept=None)
    target = pointer.line.removeprefix("refs/remotes/") if pointer.status == 0 else ""
    wanted = (target, f"{remote}/main", f"{remote}/master")
    return next((name for name in wanted if name in known), "")


def list_branches(names: Names, *places: str) -> tuple[str, ...]:
    """List references below some places, such as `refs/heads`, by their short names."""
    answer = run_git(names.reviewed, ["for-each-ref", "--format=%(refname)", *places], accept=None)
    return tuple(re.sub(r"^refs/(heads|remotes|tags)/", "", name) for name in answer.line.splitlines())


def _refuse_options(revision: str) -> None:
    if not revision or revision.startswith("-") or _CONTROL.search(revision):
        shown = _CONTROL.sub("?", revision)
        raise ReviewerError(f"'{shown}' is not a revision.", "Name a branch, a tag or a commit.")


def _verify(names: Names, expression: str) -> str:
    arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", expression]
    answer = run_git(names.reviewed, arguments, accept=None)
    return answer.line if answer.status == 0 and _ID.fullmatch(answer.line) else ""
