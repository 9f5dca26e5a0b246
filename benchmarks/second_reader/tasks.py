"""This module holds the tasks of a second reader: which changes it reads, in which set and half they are, and why."""

import csv
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from edits import Edit, read_edits

HERE = Path(__file__).parent
JUDGED = HERE.parent / "precision" / "judged.csv"
SEEDED = HERE / "seeded.json"
Kind = Literal["judged", "planted", "twin"]
HALVES = ("shaping", "held-back")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of a finding: `useful`, `true` (it holds and is not worth a line) or `false`."""

    rule: str
    path: str
    line: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Task:
    """One change to be read: a commit against its first parent.

    `edits` are what is planted into it, or what is planted into its twin where `kind` is `twin`. `verdicts` are those
    of a judged change. `area` is that of the planted defect, which `defect` describes and `hand` chose.
    """

    id: str
    kind: Kind
    repository: str
    commit: str
    edits: tuple[Edit, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    area: str = ""
    defect: str = ""
    hand: str = ""

    @property
    def half(self) -> str:
        """The half of its change: what is learnt on the first may change the prompt, the second only tells."""
        key = f"{self.repository}@{self.commit[:12]}"
        return HALVES[sha256(key.encode()).digest()[0] % 2]


def list_judged(rules: Collection[str]) -> list[Task]:
    """Return the changes in which findings of some rules were judged by a person."""
    by_change: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["rule"] in rules:
                verdict = Verdict(row["rule"], row["path"], int(row["line"]), row["verdict"])
                by_change[row["repository"], row["commit"]].append(verdict)
    return [
        Task(f"{repository.replace('/', '+')}@{commit}", "judged", repository, commit, verdicts=tuple(verdicts))
        for (repository, commit), verdicts in sorted(by_change.items())
    ]


def list_seeded() -> list[Task]:
    """Return every planted change, each followed by its untouched twin."""
    tasks = []
    for row in json.loads(SEEDED.read_text(encoding="utf-8")):
        edits = read_edits(row["edits"])
        for kind in ("planted", "twin"):
            same = (row["repository"], row["commit"], edits, (), row["area"], row["defect"], row["planted"])
            tasks.append(Task(f"{row['id']}-{kind}", kind, *same))
    return tasks


def name_clone(clone: Path) -> str:
    """Return `owner/name` of a clone in a folder `owner+name`, or the name of its folder."""
    return (clone.parent.name if clone.name in ("repo", ".git") else clone.name).replace("+", "/")
