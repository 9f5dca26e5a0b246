"""This module holds how clones are asked in which directories commits added lines; the facts know no paths."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from reviewer.adapters.git.process import Session, run_git
from reviewer.adapters.git.repository import open_repository
from reviewer.change.fileclass import classify_path
from reviewer.metrics.request import Locate

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_UNREAD = ("generated", "vendored", "fixture")
_DEPTH = 3
_HOW = ("--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--format=")


def locate_in(clones: Sequence[str]) -> Locate:
    """Return a function that counts the lines that commits added by directory, in whichever clone has them.

    A directory is named by its first three parts.
    """

    def locate(_: str, commits: Sequence[str]) -> Mapping[str, int]:
        left = {commit for commit in commits if _COMMIT.fullmatch(commit)}
        lines: Counter[str] = Counter()
        for clone in clones:
            with open_repository(clone) as repository:
                held = _find_held(repository.session, left)
                for path, added in _read_added(repository.session, held):
                    lines[_name_directory(path)] += added
            left -= held
        return lines

    return locate


def _find_held(session: Session, commits: Collection[str]) -> set[str]:
    feed = "".join(f"{commit}\n" for commit in sorted(commits)).encode()
    told = run_git(session, ["cat-file", "--batch-check"], feed=feed).output.decode("ascii", "replace")
    rows = (line.split(" ") for line in told.splitlines())
    return {row[0] for row in rows if row[1:2] == ["commit"]}


def _read_added(session: Session, commits: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the files that each commit changed against its first parent, with the lines that it added."""
    if not commits:
        return
    which = ("--no-walk=unsorted", "--diff-merges=first-parent", "--stdin")
    feed = "".join(f"{commit}\n" for commit in sorted(commits)).encode()
    for entry in run_git(session, ["log", *which, *_HOW], feed=feed).output.split(b"\0"):
        added, _, rest = entry.decode("utf-8", "surrogateescape").lstrip("\n").partition("\t")
        path = rest.partition("\t")[2]
        if path and added.isdigit() and classify_path(path) not in _UNREAD:
            yield path, int(added)


def _name_directory(path: str) -> str:
    return "/".join(path.split("/")[:-1][:_DEPTH]) or "."
