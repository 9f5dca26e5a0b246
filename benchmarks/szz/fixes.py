"""This module holds the fixes of the oracle whose repositories lie in a folder of clones, as far as these are whole."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fix:
    """One row of the oracle: where the fix is, what its developer named as the cause, and when it was reported.

    `opened` is in seconds since 1970. Where `is_ideal`, nobody reported the bug, and it is a minute after the cause.
    """

    number: int
    clone: Path
    commit: str
    bugs: frozenset[str]
    opened: int
    is_ideal: bool


def read_fixes(oracle: Path, clones: Path) -> tuple[list[Fix], int]:
    """Return the fixes whose clones hold all of their commits, and how many the oracle has.

    A clone of `owner/name` is the folder `owner+name`, bare or not.
    """
    rows = json.loads(oracle.read_text(encoding="utf-8"))
    fixes = [_make_fix(row, clones / row["repo_name"].replace("/", "+")) for row in rows]
    return [fix for fix in fixes if fix.clone.is_dir() and _is_whole(fix)], len(rows)


def _make_fix(row: dict[str, object], clone: Path) -> Fix:
    bugs, opened = row["bug_commit_hash"], row.get("earliest_issue_date", row.get("best_scenario_issue_date"))
    if not isinstance(bugs, Sequence) or not isinstance(row["id"], int):
        raise SystemExit(f"not a row of the oracle: {row}")
    moment = datetime.fromisoformat(str(opened)).replace(tzinfo=UTC)
    is_ideal = "earliest_issue_date" not in row
    commit = str(row["fix_commit_hash"])
    return Fix(row["id"], clone, commit, frozenset(map(str, bugs)), int(moment.timestamp()), is_ideal)


def _is_whole(fix: Fix) -> bool:
    feed = "".join(f"{commit}^{{commit}}\n" for commit in (fix.commit, *sorted(fix.bugs)))
    command = ["git", "-C", str(fix.clone), "cat-file", "--batch-check"]
    answer = subprocess.run(command, input=feed.encode(), capture_output=True, check=False).stdout
    return answer.count(b" commit ") == 1 + len(fix.bugs)
