"""This module holds how the provenance of a collected pull request is read from the store, and told."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewer.cli.wiring.stored import choose_repositories
from reviewer.errors import ReviewerError

_NAMED = re.compile(r"((?:[\w.-]+/)?[\w.-]+/[\w.-]+)#(\d{1,9})", re.ASCII)
_QUESTION = (
    "SELECT subject, commit, provenance, confidence, at_least, declared, tools, evidence FROM provenance "
    "WHERE number = {} ORDER BY subject != 'pull', subject, commit"
)


def read_pull(named: str, folder: Path | None) -> Sequence[Mapping[str, Any]]:
    """Return who wrote a pull request and its commits, as the facts have it, the pull request first.

    `named` is written `OWNER/REPO#12`. Raises `ReviewerError` where it is not, or nothing of it was collected.
    """
    from reviewer.adapters.store import ask, connect

    match = _NAMED.fullmatch(named)
    if not match:
        raise ReviewerError(f"'{named}' names no pull request.", "Write it as OWNER/REPO#12.")
    chosen, number = choose_repositories(folder, [match[1]]), int(match[2])
    names, rows = ask(connect(chosen), _QUESTION.format(number))
    found = [dict(zip(names, row, strict=True)) for row in rows]
    if not found:
        raise ReviewerError(f"pull request {number} is not among the facts.", "Collect again, or look at its number.")
    return [{**row, "evidence": json.loads(row["evidence"] or "[]")} for row in found]


def tell_pull(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """Return the rows in words; `names` are those of the classes."""
    from reviewer.render.escape import escape_text

    lines = []
    for row in rows:
        what = "The pull request" if row["subject"] == "pull" else str(row["commit"] or "")[:12]
        least = "at least " if row["at_least"] and row["provenance"] != "human_or_undeclared" else ""
        lines.append(
            f"{what}: {least}{names.get(row['provenance'], row['provenance'])}, {row['confidence']} confidence"
        )
        lines += [
            f"    {sign['tool']} by {sign['where']}: {sign['what']} [{sign['source']}]" for sign in row["evidence"][:4]
        ]
    return "".join(f"{escape_text(line)}\n" for line in lines)
