"""This module holds the measurement on labelled deleted tests: which are seen to be gone, and which are called lost.

    python benchmarks/testmap/deleted_tests.py --labels CLONE_WITH_THE_LABELS --cache-dir FOLDER [--misses] CLONE ...

The labels are those of S. Bhatta, F. Kendemah, A. K. Jha, "Understanding Test Deletion in Java Applications" (MSR
2025): STAM-NDSU/UnderstandingTestDeletion. A clone is named by its last part, `gson` or `apache+commons-lang/repo`.
`--half shaping` or `--half other` takes the commits whose hash starts with an even or an odd digit.
"""

import argparse
import csv
import io
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reviewer.adapters.facts import open_facts
from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.adapters.workers import spread_work
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.sources import make_classifier, read_files
from reviewer.change.diff import parse_change
from reviewer.change.testing.pairs import pair_tests
from reviewer.detectors import load_detector
from reviewer.detectors.safety.lost_tests import find_lost_tests
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.run import find_hits
from reviewer.index.view import View
from reviewer.metrics.estimates.shares import enclose_share
from reviewer.ports import Range

RULE = "tests-weakened"
# The code under the test went with it; it went in another change; it stayed (the test passed, or failed, before).
WENT, WENT_ELSEWHERE, STAYED = "went", "went elsewhere", "stayed"
_REASONS = ("obsolete", "redundant", "failed")
_HASH = re.compile(r"[0-9a-f]{40}")

Test = tuple[str, str]


@dataclass
class Labels:
    """What people said of one commit: tests that were deleted, by path and name, with what became of their code."""

    deleted: dict[Test, str] = field(default_factory=dict)
    kept: set[Test] = field(default_factory=set)


@dataclass(frozen=True)
class Seen:
    """What the rule makes of one commit."""

    commit: str
    labels: Labels
    gone: frozenset[Test]
    lost: frozenset[Test]
    cases: frozenset[str]
    by_default: bool


def main() -> int:
    """Print the tables of every clone, or what was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--labels", type=Path, required=True, help="a clone of STAM-NDSU/UnderstandingTestDeletion")
    parser.add_argument(
        "--half", choices=("shaping", "other"), help="only the commits of an even or an odd first digit"
    )
    parser.add_argument("--cache-dir", type=Path, required=True, help="keep the index of each clone below this folder")
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was wrong instead")
    given = parser.parse_args()
    seen: dict[str, list[Seen]] = {}
    for clone in given.clones:
        name = (clone.parent.name if clone.name == "repo" else clone.name).rpartition("+")[2]
        labels = {c: found for c, found in read_labels(given.labels, name).items() if _is_wanted(c, given.half)}
        facts = Facts(partial(open_facts, given.cache_dir / name), spread_work)
        seen[name] = list(look(clone, labels, facts))
    sys.stdout.write(_list_misses(seen) if given.misses else _make_tables(seen))
    return 0


def _is_wanted(commit: str, half: str | None) -> bool:
    return half is None or (int(commit[0], 16) % 2 == 0) == (half == "shaping")


def read_labels(clone: Path, project: str) -> dict[str, Labels]:
    """Return the labels of a project by commit."""
    found: dict[str, Labels] = defaultdict(Labels)
    for row in _read_table(clone, f"deltest/artifacts/{project}.csv"):
        commit = _HASH.search(row["Hash"] or "")
        if commit is not None:
            test = (row["Filepath"], row["Removed Test Case"])
            if row["Final Results"] == "yes":
                found[commit[0]].deleted[test] = ""
            else:
                found[commit[0]].kept.add(test)
    for reason in _REASONS:
        for row in _read_table(clone, f"emperical-findings/rq4/data/{reason}/{project}.csv"):
            deleted = found[row["Hash"]].deleted
            test = (row["Filepath"], row["Removed Test Case"])
            if test in deleted:
                deleted[test] = _read_fate(reason, row)
    return dict(found)


def _read_fate(reason: str, row: Mapping[str, str]) -> str:
    if reason != "obsolete":
        return STAYED
    return WENT if row["Type"].startswith("concurrent") else WENT_ELSEWHERE


def _read_table(clone: Path, path: str) -> list[dict[str, str]]:
    shown = subprocess.run(["git", "-C", str(clone), "show", f"HEAD:{path}"], check=False, capture_output=True)
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(io.StringIO(shown.stdout.decode("utf-8", "replace")))) if not shown.returncode else []


def look(clone: Path, labels: Mapping[str, Labels], facts: Facts) -> Iterator[Seen]:
    """Yield what the rule makes of every labelled commit, against its first parent."""
    pages = read_pack(find_shipped_rules())
    rule = read_rules({path: text for path, text in pages.items() if Path(path).stem == RULE})[0]
    with open_repository(str(clone)) as repository:
        for commit, said in sorted(labels.items()):
            view = _view(repository, commit, facts)
            pairing = pair_tests([f for f in view.files if f.file_class in ("test", "production", "script")])
            cases = [hit.case for hit in find_hits(rule, view, load_detector)]
            yield Seen(
                commit,
                said,
                frozenset((s.source.path, s.test.name) for s in pairing.lost),
                frozenset((s.source.path, s.test.name) for s in find_lost_tests(view, pairing)),
                frozenset(cases),
                rule.status == "default" and any(rule.cases[case].status == "default" for case in cases),
            )


def _view(repository: GitRepository, commit: str, facts: Facts) -> View:
    ends = repository.resolve(Range(f"{commit}^", commit))
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    classify = make_classifier(repository, ends.head, change, {})
    files, _ = read_files(repository, change, classify)
    around = RepositorySurroundings(repository, change, facts, classify, lambda _: None)
    return View(change, files, around, around.index)


def _make_tables(seen: Mapping[str, Sequence[Seen]]) -> str:
    lines = ["| project | commits | tests labelled deleted, seen to be gone | seen to be gone, labelled deleted |"]
    lines += ["|---|---|---|---|"]
    for name, commits in seen.items():
        hit = sum(len(s.gone & s.labels.deleted.keys()) for s in commits)
        labelled = sum(len(s.labels.deleted) for s in commits)
        cells = (_share(hit, labelled), _share(hit, sum(len(s.gone) for s in commits)))
        lines.append(f"| {name} | {len(commits)} | {' | '.join(cells)} |")
    fates = (STAYED, WENT, WENT_ELSEWHERE)
    lines += [
        "",
        "| project | " + " | ".join(f"called lost, its code {fate}" for fate in fates) + " |",
        "|---|---|---|---|",
    ]
    for name, commits in seen.items():
        of, lost = _count_fates(commits)
        lines.append(f"| {name} | " + " | ".join(_share(lost[fate], of[fate]) for fate in fates) + " |")
    lines += ["", "| project | commits with | spoken of, every case | spoken of by default |", "|---|---|---|---|"]
    for name, commits in seen.items():
        for title, group in _group(commits):
            spoken = (sum(bool(s.cases) for s in group), sum(s.by_default for s in group))
            lines.append(f"| {name} | {title} | " + " | ".join(_share(n, len(group)) for n in spoken) + " |")
    return "\n".join(lines) + "\n"


def _count_fates(commits: Iterable[Seen]) -> tuple[Counter[str], Counter[str]]:
    of: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for seen in commits:
        of.update(seen.labels.deleted.values())
        lost.update(fate for test, fate in seen.labels.deleted.items() if test in seen.lost)
    return of, lost


def _group(commits: Sequence[Seen]) -> list[tuple[str, list[Seen]]]:
    stayed = [s for s in commits if STAYED in s.labels.deleted.values()]
    went = [s for s in commits if s.labels.deleted and set(s.labels.deleted.values()) <= {WENT}]
    none = [s for s in commits if not s.labels.deleted]
    rest = [s for s in commits if s not in stayed and s not in went and s not in none]
    return [
        ("a test whose code stayed", stayed),
        ("only tests whose code went", went),
        ("tests whose code went elsewhere", rest),
        ("no test that was deleted", none),
    ]


def _share(hits: int, of: int) -> str:
    low, high = enclose_share(hits, of)
    return f"{hits}/{of} = {hits / of:.2f} ({low:.2f} to {high:.2f})" if of else "-"


def _list_misses(seen: Mapping[str, Sequence[Seen]]) -> str:
    lines = []
    for name, commits in seen.items():
        for s in commits:
            deleted = s.labels.deleted
            lines.append(f"{name} {s.commit[:10]}: {', '.join(sorted(s.cases)) or 'silent'}, default {s.by_default}")
            lines += [f"  not seen to be gone ({deleted[t]}): {t[1]} {t[0]}" for t in sorted(deleted.keys() - s.gone)]
            lines += [f"  gone, not labelled: {t[1]} {t[0]}" for t in sorted(s.gone - deleted.keys())]
            lines += [f"  lost, its code went: {t[1]}" for t in sorted(s.lost) if deleted.get(t) == WENT]
            lines += [
                f"  not lost, its code stayed: {t[1]}"
                for t in sorted(deleted)
                if deleted[t] == STAYED and t not in s.lost
            ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
