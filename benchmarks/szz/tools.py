"""This module holds how each tool traces fixes, as a process of its own: (clone, fix) rows in, causes out, as JSON.

    python benchmarks/szz/tools.py ours|pydriller|pygit2 < ROWS > ANSWERS

Rows are grouped by clone, and each tool opens a clone once. `ours` runs where `reviewer` is installed, the peers where
they are. An answer is the list of causes; ours has all candidates, newest first, what the message names, and skips.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

Row = tuple[str, str]


def main() -> int:
    """Trace the rows on standard input with one tool."""
    rows: list[Row] = [(str(clone), str(fix)) for clone, fix in json.load(sys.stdin)]
    groups = [(clone, [fix for _, fix in group]) for clone, group in groupby(rows, key=lambda row: row[0])]
    trace = _TOOLS[sys.argv[1]]
    json.dump([answer for clone, fixes in groups for answer in trace(clone, fixes)], sys.stdout)
    return 0


def _trace_ours(clone: str, fixes: list[str]) -> Iterator[object]:
    from reviewer.adapters.git.repository import open_repository
    from reviewer.app.history.culprits import trace_fixes

    with open_repository(clone) as repository:
        traced, _ = trace_fixes(repository, fixes, blame_only=True)
    for found in traced:
        yield [[candidate.commit, candidate.when, candidate.lines] for candidate in found.candidates]


def _trace_pydriller(clone: str, fixes: list[str]) -> Iterator[object]:
    opened = importlib.import_module("pydriller").Git(clone)
    for fix in fixes:
        found = opened.get_commits_last_modified_lines(opened.get_commit(fix))
        yield sorted({commit for commits in found.values() for commit in commits})


def _trace_pygit2(clone: str, fixes: list[str]) -> Iterator[object]:
    opened = importlib.import_module("pygit2").Repository(clone)
    for fix in fixes:
        commit = opened.get(fix)
        yield sorted(_blame_pygit2(opened, commit)) if commit.parents else []


def _blame_pygit2(opened: Any, commit: Any) -> set[str]:  # noqa: ANN401 - of a library that is not installed here
    """Blame the lines that a commit deletes, file by file: libgit2 has neither white space nor moves to ignore."""
    diff = opened.diff(commit.parents[0], commit, context_lines=0)
    diff.find_similar()
    found: set[str] = set()
    for patch in diff:
        rows = {line.old_lineno for hunk in patch.hunks for line in hunk.lines if line.origin == "-"}
        if not rows or patch.delta.is_binary:
            continue
        blame = opened.blame(
            patch.delta.old_file.path, newest_commit=commit.parents[0].id, min_line=min(rows), max_line=max(rows)
        )
        found |= {str(blame.for_line(row).final_commit_id) for row in rows}
    return found


_TOOLS: dict[str, Callable[[str, list[str]], Iterator[object]]] = {
    "ours": _trace_ours,
    "pydriller": _trace_pydriller,
    "pygit2": _trace_pygit2,
}

if __name__ == "__main__":
    sys.exit(main())
