"""This script collects what `train_level.py` learns from: labelled changes with the numbers that describe them.

    python benchmarks/attention/collect_changes.py LABELS CLONES OUT [--names OWNER+NAME ...]

Nothing that came after a change is looked at. OUT gets a file for each repository, one change a line.
"""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from collect import MATURE_DAYS, find_clone, open_out

from reviewer.adapters.git.process import run_git
from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.app.history.reading import PATHSPECS
from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.history.messages import read_message
from reviewer.model.change import Revision
from reviewer.risk.level.shape import describe_change

_DIFF = ("diff-tree", "-r", "-z", "--raw", "--full-index", "-p", "-U0", "-M", "-l400", "--no-ext-diff", "--no-textconv")
_NOWHERE = Revision("", "")


def describe(repository: GitRepository, row: dict[str, str]) -> dict[str, Any] | None:
    """Return one labelled change; None where it cannot be read."""
    commit = repository.commit(row["sha"])
    if commit is None or not commit.parents:
        return None
    ends = (commit.parents[0], row["sha"])
    answer = run_git(repository.session, [*_DIFF, "--no-color", *ends, "--", *PATHSPECS], accept=None)
    if answer.status:
        return None
    told = read_message(commit.message)
    change = parse_change(answer.output, _NOWHERE, _NOWHERE)
    return {
        "sha": row["sha"],
        "ai": row["ai"],
        "added": int(row["src_add"]),
        "bad": int(row["buggy_1_90"] == "1" or row["reverted"] == "1"),
        "shape": describe_change(change, told.kind),
    }


def main() -> None:
    given = _parse()
    folder = given.labels / "labels"
    names = given.names or sorted(p.name.removesuffix(".labels.csv") for p in folder.glob("*.labels.csv"))
    given.out.mkdir(parents=True, exist_ok=True)
    for name in names:
        with (folder / f"{name}.labels.csv").open(encoding="utf-8") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: (row["date"], row["sha"]))
        mature = [
            r for r in rows if float(r["followup_days"] or 0) >= MATURE_DAYS and int(r["src_add"]) + int(r["src_del"])
        ]
        lost = 0
        with open_repository(str(find_clone(given.clones, name))) as repository, open_out(given.out, name) as file:
            for row in mature:
                try:
                    found = describe(repository, row)
                except ReviewerError as fault:
                    print(f"{name} {row['sha'][:12]}: {fault.message}", file=sys.stderr)
                    found = None
                lost += found is None
                if found:
                    file.write(json.dumps(found) + "\n")
        print(f"{name}: {len(mature) - lost} changes, {lost} cannot be read", flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("clones", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--names", nargs="*")
    return parser.parse_args()


if __name__ == "__main__":
    main()
