"""This script collects what `train.py` learns from: the added lines of labelled changes, with traits and labels.

    python benchmarks/attention/collect.py LABELS CLONES OUT [--names OWNER+NAME ...] [--full N] [--cache DIR]

LABELS holds `labels/OWNER+NAME.labels.csv` and `badlines/OWNER+NAME.badlines.csv` (see README.md), CLONES a clone of
each by the name `OWNER+NAME`. OUT gets a file for each repository, one change a line. `--full N` also makes the whole
review of N changes of each, so that the worth of findings, tests and the past can be measured.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from reviewer.adapters.facts import open_facts
from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.adapters.history.store import open_history
from reviewer.app.check import Request, open_view
from reviewer.app.checking.surroundings import Facts
from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.index.view import View
from reviewer.model.policy import Policy
from reviewer.ports import Range
from reviewer.risk.attention.card import read_card
from reviewer.risk.attention.factors import weigh_known
from reviewer.risk.attention.plan import Given, know
from reviewer.risk.attention.spans import find_windows
from reviewer.risk.attention.traits import Line, is_read, read_lines

FEWEST_LINES, MATURE_DAYS = 30, 90


@dataclass(frozen=True, slots=True)
class Labelled:
    """A change with the lines of it that a fix deleted 1 to 90 days later."""

    sha: str
    date: date
    ai: str
    bad: frozenset[tuple[str, int]]


def read_labels(folder: Path, name: str) -> Iterator[Labelled]:
    """Yield the changes of a repository that are old enough, have enough lines, and have labelled ones, by date."""
    bad: dict[str, set[tuple[str, int]]] = defaultdict(set)
    with (folder / "badlines" / f"{name}.badlines.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            bad[row["bad_sha"]].add((row["path"], int(row["line"])))
    with (folder / "labels" / f"{name}.labels.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["date"], row["sha"]))
    for row in rows:
        mature = float(row["followup_days"] or 0) >= MATURE_DAYS
        if mature and row["sha"] in bad and int(row["src_add"]) >= FEWEST_LINES:
            yield Labelled(row["sha"], date.fromisoformat(row["date"]), row["ai"], frozenset(bad[row["sha"]]))


def collect(repository: GitRepository, labelled: Labelled, facts: Facts, *, full: bool) -> dict[str, Any]:
    """Return one labelled change: its added lines with traits and labels, and what the simple orders need."""
    ends = repository.resolve(Range(base=f"{labelled.sha}^", head=labelled.sha))
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    request = Request(Range(), {}, labelled.date)
    view, _, _ = open_view(repository, request, change, ends.base, Policy(), facts, lambda _: None)
    lines = read_lines(view.files, view.base.count_mentions)
    hunks = {
        (file.path, hunk.new_start + i): len(hunk.added)
        for file in view.files
        for hunk in file.change.hunks
        for i in range(len(hunk.added))
    }
    past = view.around.past()
    fixes = {f.path: past.file(f.change.old_path).fixes if past and f.change.old_path else 0 for f in view.files}
    texts = {file.path: file.new.lines for file in view.files if file.new and is_read(file)}
    rows = [
        {
            "path": line.path,
            "line": line.number,
            "function": [line.function.line, line.function.end_line] if line.function else [],
            "traits": sorted(line.traits),
            "bad": int((line.path, line.number) in labelled.bad),
            "length": len(texts[line.path][line.number - 1].strip()),
            "hunk": hunks[line.path, line.number],
            "fixes": fixes[line.path],
        }
        for line in lines
    ]
    known = weigh_windows(view, lines) if full else None
    return {"sha": labelled.sha, "date": labelled.date.isoformat(), "ai": labelled.ai, "lines": rows, "known": known}


def weigh_windows(view: View, lines: tuple[Line, ...]) -> list[int]:
    """Return for each window the points of findings, tests and past fixes that the whole review gives it."""
    from reviewer.app.checking.evidence import gather_evidence
    from reviewer.detectors import load_detector
    from reviewer.engine.pages.pack import read_rules
    from reviewer.engine.policy.selection import select_rules
    from reviewer.engine.run import run_rules
    from reviewer.engine.wording import word_findings

    rules = select_rules(read_rules(read_pack(find_shipped_rules())), Policy().rules)
    findings = word_findings(run_rules(rules, view, load_detector).hits, view)
    evidence = gather_evidence(view, None, lambda _: True, lambda _: None).evidence
    known = know(Given(view.files, findings, evidence, view.around.past(), view.base.count_mentions))
    return [sum(f.points for f in weigh_known(run, read_card(), known)) for run in find_windows(lines)]


def main() -> None:
    given = _parse()
    names = given.names or sorted(p.name.removesuffix(".badlines.csv") for p in (given.labels / "badlines").iterdir())
    given.out.mkdir(parents=True, exist_ok=True)
    for name in names:
        labelled = list(read_labels(given.labels, name))
        chosen = set(Random(name).sample(range(len(labelled)), min(given.full, len(labelled))))  # noqa: S311
        with open_repository(str(find_clone(given.clones, name))) as repository, open_out(given.out, name) as file:
            cache = given.cache / name
            facts = Facts(partial(open_facts, cache), open_history=partial(open_history, cache))
            for at, change in enumerate(labelled):
                try:
                    row = collect(repository, change, facts, full=at in chosen)
                except ReviewerError as fault:
                    print(f"{name} {change.sha[:12]}: {fault.message}", file=sys.stderr)
                    continue
                file.write(json.dumps(row) + "\n")
        print(name, len(labelled), flush=True)


def open_out(folder: Path, name: str) -> Any:  # noqa: ANN401 - a text file
    return (folder / f"{name}.jsonl").open("w", encoding="utf-8")


def find_clone(folder: Path, name: str) -> Path:
    """A clone may be bare and lie one folder deeper."""
    return folder / name / "repo" if (folder / name / "repo").is_dir() else folder / name


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("clones", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--names", nargs="*")
    parser.add_argument("--full", type=int, default=0)
    parser.add_argument("--cache", type=Path, default=Path("attention-cache"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
