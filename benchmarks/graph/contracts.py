"""This module holds `layer-violation` beside import-linter, over the history of a clone that keeps contracts for it.

    python benchmarks/graph/contracts.py [--changes 400] [--skip 0] [--show 20] CLONE [CLONE ...]

A change is a commit on the first-parent line of HEAD that touches an import and whose head has contracts. Both of its
trees are put before import-linter under the settings of the head. The truth: an import that it reports at the head and
not at the base. Chains through other modules are counted apart: the rule judges an import by its two ends.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from linted import Linted, lint_tree

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import open_repository
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.sources import make_classifier, read_files
from reviewer.change.diff import parse_change
from reviewer.detectors import load_detector
from reviewer.engine.hit import Hit
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.run import find_hits
from reviewer.index.memory import MemoryStore
from reviewer.index.view import View
from reviewer.model.rule import Rule
from reviewer.ports import Range, Repository

_HEAD = """\
| repository | changes | introduced imports | found | false alarms | chains through others | not comparable |
|---|---|---|---|---|---|---|
"""
_SETTINGS = (("setup.cfg", "[importlinter]"), (".importlinter", "[importlinter]"), ("pyproject.toml", "importlinter"))
_IMPORTS = re.compile(rb"^[-+]\s*(?:from|import)\s", re.MULTILINE)


@dataclass
class Tally:
    """What was counted in one clone."""

    changes: int = 0
    truth: int = 0
    found: int = 0
    false: int = 0
    chains: int = 0
    skipped: int = 0
    lines: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=400)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="print so many misses and false alarms")
    parser.add_argument("clones", nargs="+", type=Path)
    given = parser.parse_args()
    sys.stdout.write(_HEAD)
    lines: list[str] = []
    for clone in given.clones:
        tally = _compare(clone, given.changes, given.skip)
        name = (clone.parent.name if clone.name == "repo" else clone.name).replace("+", "/")
        counts = (tally.changes, tally.truth, tally.found, tally.false, tally.chains, tally.skipped)
        sys.stdout.write(f"| {name} | {' | '.join(map(str, counts))} |\n")
        lines += [f"{name} {line}" for line in tally.lines]
    sys.stdout.write("\n" + "\n".join(lines[: given.show]) + "\n")
    return 0


def _compare(clone: Path, most: int, skip: int) -> Tally:
    tally, facts = Tally(), Facts(cache(lambda: (MemoryStore(), "")))
    rule = next(rule for rule in read_rules(read_pack(find_shipped_rules())) if rule.id == "layer-violation")
    lint = cache(lint_tree)
    with open_repository(str(clone)) as repository:
        for commit in _list_changes(clone, skip):
            settings = _find_settings(clone, commit)
            if not settings or tally.changes >= most:
                break
            base, head = lint(clone, f"{commit}^", commit, settings), lint(clone, commit, commit, settings)
            if base is None or head is None:
                tally.skipped += 1
                continue
            tally.changes += 1
            _count(tally, commit, _run(repository, commit, facts, rule), base, head)
    return tally


def _count(tally: Tally, commit: str, hits: list[Hit], base: Linted, head: Linted) -> None:
    truth = {
        pair: lines for pair, lines in head.direct.items() if pair not in base.direct and pair[0] not in base.failed
    }
    places = {(name, line) for (_, name, _), lines in head.direct.items() for line in lines}
    tally.truth += len(truth)
    tally.chains += len(head.chains - base.chains)
    spoken = {(_name(hit.path, names), hit.line): hit for hit in hits for names in [_roots(head, truth)]}
    for (contract, importer, imported), lines in truth.items():
        if any((importer, line) in spoken for line in lines):
            tally.found += 1
        else:
            tally.lines.append(f"{commit[:10]} missed: {importer} -> {imported} ({contract}) at {lines}")
    for (name, line), hit in spoken.items():
        if (name, line) not in places:
            reason = hit.values.get("reason", "")
            if any(contract in reason for contract in (*base.failed, *head.failed)):
                tally.skipped += 1
                continue
            tally.false += 1
            tally.lines.append(f"{commit[:10]} false alarm: {name}:{line} {reason}")


def _roots(head: Linted, truth: dict[tuple[str, str, str], tuple[int, ...]]) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for _, name, _ in (*truth, *head.direct))


def _name(path: str, roots: frozenset[str]) -> str:
    """Return the dotted name of a file, from the first folder that is a package of the contracts."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    start = next((n for n, part in enumerate(parts) if part in roots), 0)
    return ".".join(parts[start:])


def _run(repository: Repository, commit: str, facts: Facts, rule: Rule) -> list[Hit]:
    ends = repository.resolve(Range(f"{commit}^", commit))
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    classify = make_classifier(repository, ends.head, change, {})
    files, _ = read_files(repository, change, classify)
    around = RepositorySurroundings(repository, change, facts, classify, lambda _: None)
    found = find_hits(rule, View(change, files, around, around.index), load_detector)
    return [hit for hit in found if hit.case != "loosened" and "contract" in hit.values]


def _list_changes(clone: Path, skip: int) -> Iterator[str]:
    """Yield the commits of the first-parent line that touch an import of Python, newest first."""
    listed = _git(clone, "log", "--first-parent", "--format=%H", f"--skip={skip}").decode().split()
    for commit in listed[:-1]:
        if _IMPORTS.search(_git(clone, "diff", "-U0", f"{commit}^", commit, "--", "*.py")):
            yield commit


def _find_settings(clone: Path, commit: str) -> str:
    names = set(_git(clone, "ls-tree", "--name-only", commit).decode().split("\n"))
    for name, word in _SETTINGS:
        if name in names and word.encode() in _git(clone, "show", f"{commit}:{name}"):
            return name
    return ""


def _git(clone: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(clone), *arguments], stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
