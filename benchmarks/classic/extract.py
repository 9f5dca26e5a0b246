"""This script measures the facts of the changes of a classic set, from the histories of its repositories alone.

    python benchmarks/classic/extract.py --set openstack_k_feature.csv [--set MORE.csv] --out facts.csv
        [--words words.jsonl] CLONE ...

A set is a CSV whose `_id` or `commit_id` is the hash of a commit. A clone is named by its last part, `nova` or
`openstack+nova/repo`. A fact of a change is known when the change is made: its text, and the changes before it.
`--words` keeps the words of each change for `ceiling.py`.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from changes import Change, read_changes
from facts import Facts, Memory, measure
from words import WORD, clean_message, is_code, strip_lines


def main() -> int:
    """Write one row a change of the set, repository by repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--set", action="append", required=True, type=Path, dest="sets")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--words", type=Path)
    given = parser.parse_args()
    wanted = frozenset().union(*map(read_ids, given.sets))
    rows: list[dict[str, object]] = []
    bags: list[str] = []
    for clone in given.clones:
        name = name_clone(clone)
        for change, facts in _measure_clone(clone, wanted):
            rows.append({"id": change.sha, "repository": name, **{k: round(float(v), 5) for k, v in facts.items()}})
            bags += [json.dumps({"id": change.sha, "words": collect_words(change)})] if given.words else []
        sys.stderr.write(f"{name}: {len(rows)} of {len(wanted)} changes so far\n")
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    if given.words:
        given.words.write_text("\n".join(bags) + "\n", encoding="utf-8")
    return 0


def read_ids(path: Path) -> frozenset[str]:
    """Return the hashes of a set."""
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row.get("_id") or row["commit_id"] for row in csv.DictReader(file))


def name_clone(clone: Path) -> str:
    """Return what a clone is called: the last part of `owner+name`."""
    folder = clone.absolute()
    return (folder.parent if folder.name in {"repo", ".git"} else folder).name.rpartition("+")[2]


def collect_words(change: Change) -> list[str]:
    """Return the distinct words that a change adds to the code, and those of its message with a mark."""
    code = {w for f in change.files if is_code(f) for line in strip_lines(f.added) for w in WORD.findall(line)}
    return sorted(code | {f"m:{word.lower()}" for word in WORD.findall(clean_message(change.message))})


def _measure_clone(clone: Path, wanted: frozenset[str]) -> Iterator[tuple[Change, Facts]]:
    memory = Memory()
    for change in read_changes(clone):
        if change.sha in wanted:
            yield change, measure(change, memory)
        memory.learn(change)


if __name__ == "__main__":
    sys.exit(main())
