"""This module holds what a push brings: the refs that git names to a hook, and what each is compared with."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.adapters.git.repository import GitRepository

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SKIPPED = ("refs/tags/", "refs/notes/")


@dataclass(frozen=True, slots=True)
class Push:
    """One commit that is pushed, the branches it becomes the tip of, and what they are on the remote now, if known."""

    names: tuple[str, ...]
    head: str
    remote: str


def read_pushes(data: bytes, environment: Mapping[str, str]) -> tuple[Push, ...]:
    """Read what git writes to a pre-push hook, or else what the pre-commit framework says in the environment.

    Deletions, tags and notes are left out, and what is pushed to several names is told once. Raises `ReviewerError`
    for lines that git would not write.
    """
    # Not `splitlines`: the name of a branch may hold what Unicode calls the end of a line.
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    refs = [_parse_line(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    if not refs and environment.get("PRE_COMMIT"):
        refs = [_read_framework(environment)]
    found: dict[tuple[str, str], list[str]] = {}
    for name, head, remote in refs:
        if head.strip("0") and not name.startswith(_SKIPPED):
            found.setdefault((head, remote if remote.strip("0") else ""), []).append(name.removeprefix("refs/heads/"))
    return tuple(Push(tuple(names), head, remote) for (head, remote), names in found.items())


def find_pushed(environment: Mapping[str, str]) -> str:
    """Return a folder of the repository that is pushed from: where the hook runs, unless git says that it is elsewhere.

    It is with `git --git-dir`, and then nothing of a work tree is known.
    """
    from reviewer.adapters.git.place import find_place

    named = environment.get("GIT_DIR", "")
    if not named:
        return "."
    with suppress(ReviewerError):
        if find_place(".").git_dir == Path(named).resolve():
            return "."
    return named


def choose_base(repository: "GitRepository", push: Push) -> tuple[str, str]:
    """Return the revision that a push is compared with, and a sentence that says which it is.

    It is the newest commit of the pushed history that the remote has, on the branch itself or on its default branch:
    what a rebase or a merge brought from there is not the author's. Nothing stands for what `reviewer check` takes.
    """
    if not push.remote:
        return "", "new on the remote"
    if not (_ID.fullmatch(push.head) and _ID.fullmatch(push.remote)):
        return push.remote, f"compared with '{push.remote}'"
    if repository.commit(push.remote) is None:
        return "", f"what the remote has, {push.remote[:12]}, is not in this clone: compared with its default branch"
    default = _find_default_tip(repository)
    shared = _find_shared(repository, push.head, push.remote, *default)
    if not shared:
        return "", f"it shares nothing with {push.remote[:12]}, which the remote has: compared with its default branch"
    near = _find_shared(repository, push.head, *default) if default else []
    base = next((commit for commit in near if commit in shared), shared[0])
    return base, f"compared with {base[:12]}, which the remote has"


def _parse_line(line: str, number: int) -> tuple[str, str, str]:
    # What is pushed may be any expression for a commit, with spaces in it; the other three are single words.
    words = line.rsplit(" ", 3)
    if len(words) != 4 or not all(_ID.fullmatch(words[place]) for place in (1, 3)):
        raise ReviewerError(
            f"line {number} is not what git writes to a pre-push hook: '{line[:200]}'.",
            "Each line is `<local ref> <local id> <remote ref> <remote id>`.",
        )
    return words[2], words[1], words[3]


def _read_framework(environment: Mapping[str, str]) -> tuple[str, str, str]:
    # Where a whole history is new on the remote, the framework names no commit.
    local = environment.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD"
    name = environment.get("PRE_COMMIT_REMOTE_BRANCH") or local
    return name, environment.get("PRE_COMMIT_TO_REF") or local, environment.get("PRE_COMMIT_FROM_REF", "")


def _find_default_tip(repository: "GitRepository") -> list[str]:
    from reviewer.adapters.git.names import Names, find_commit, find_default_branch
    from reviewer.adapters.git.place import find_place, open_reviewed

    place = find_place(repository.root)
    names = Names(place, open_reviewed(place), repository.session)
    branch = find_default_branch(names)
    return [find_commit(names, f"refs/remotes/{branch}")] if branch else []


def _find_shared(repository: "GitRepository", head: str, *others: str) -> list[str]:
    """Return the best common ancestors of a commit and of what a merge of the others would be."""
    from reviewer.adapters.git.process import run_git

    return run_git(repository.session, ["merge-base", "--all", head, *others], accept=(0, 1)).line.split()
