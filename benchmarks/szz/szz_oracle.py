"""This module holds the accuracy of tracing fixes beside what developers say themselves, as Markdown tables.

    python benchmarks/szz/szz_oracle.py ORACLE.json CLONES --published OUTPUT.zip [--peer PYTHON]

The oracle is `bugfix_commits_all.json` of the replication package of Rosa et al. (ICSE 2021): fixes whose message names
the commit that brought the bug. `--published` is its `json-output.zip`, what other implementations answered, and
`--peer` an interpreter with PyDriller. A clone of `owner/name` is CLONES/owner+name.
"""

import argparse
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from fixes import Fix, read_fixes
from szz_scores import compare, write_row

from reviewer.adapters.git.repository import open_repository
from reviewer.app.history.culprits import TracedFix, trace_fixes
from reviewer.history.szz import Candidate

Answers = Mapping[int, Sequence[str]]

_PUBLISHED = {
    "R-SZZ": "bic_r_bugfix_commits_all.json",
    "R-SZZ, with dates": "bic_r_bugfix_commits_all.issue-filter.json",
    "L-SZZ": "bic_l_bugfix_commits_all.json",
    "AG-SZZ": "bic_ag_bugfix_commits_all.json",
    "MA-SZZ": "bic_ma_bugfix_commits_all.json",
    "B-SZZ": "bic_b_bugfix_commits_all.json",
    "PyDriller": "bic_pd_bugfix_commits_all.json",
    "SZZ Unleashed": "bic_unleashed_bugfix_commits_all.json",
}
_HEAD = """\
| tool | precision | recall | F1 | right |
|---|---|---|---|---|
"""


def main() -> int:
    """Trace every fix of the oracle that has a clone, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("oracle", type=Path)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--published", type=Path, required=True)
    parser.add_argument("--peer", type=Path)
    given = parser.parse_args()
    fixes, total = read_fixes(given.oracle, given.clones)
    blamed = {fix.number: _trace(fix, blame_only=True) for fix in fixes}
    ours = {number: found.candidates for number, found in blamed.items()}
    recent = _keep_newest(ours)
    repositories = len({fix.clone for fix in fixes})
    print(f"{len(fixes)} fixes of {total}, in {repositories} repositories; {_count_reported(fixes)} have a report.\n")
    print(_HEAD + "\n".join(_list_ours(fixes, ours, recent)))
    if given.peer:
        print(write_row("PyDriller's SZZ, run here", fixes, _ask_pydriller(given.peer, fixes)))
    print(f"\nAs published, of the same fixes:\n\n{_HEAD}", end="")
    published = {name: _read_published(given.published, file) for name, file in _PUBLISHED.items()}
    for name, answers in published.items():
        print(write_row(name, fixes, answers))
    print("\nOur R-SZZ by blame alone, by how much its F1 is above (paired):", end=" ")
    print("; ".join(f"{name} {compare(fixes, recent, published[name])}" for name in ("R-SZZ", "B-SZZ", "PyDriller")))
    print("\n" + _tell_of_names(fixes))
    return 0


def _trace(fix: Fix, *, blame_only: bool) -> TracedFix:
    with open_repository(str(fix.clone)) as repository:
        (found,), skips = trace_fixes(repository, [fix.commit], blame_only=blame_only)
    for skip in skips:
        print(f"{fix.clone.name}: {skip.path} {skip.reason}", file=sys.stderr)
    return found


def _keep_newest(candidates: Mapping[int, Sequence[Candidate]]) -> Answers:
    return {number: [found[0].commit] if found else [] for number, found in candidates.items()}


def _list_ours(fixes: Sequence[Fix], ours: Mapping[int, Sequence[Candidate]], recent: Answers) -> list[str]:
    reported = {fix.number: fix.opened for fix in fixes if not fix.is_ideal}
    dated = {fix.number: fix.opened for fix in fixes}
    largest = {n: [max(found, key=lambda c: c.lines).commit] if found else [] for n, found in ours.items()}
    everything = {number: [c.commit for c in found] for number, found in ours.items()}
    return [
        write_row("**R-SZZ, by blame alone**", fixes, recent),
        write_row("R-SZZ, not after a report", fixes, _keep_newest(_leave_out_later(ours, reported))),
        write_row("R-SZZ, with dates", fixes, _keep_newest(_leave_out_later(ours, dated))),
        write_row("L-SZZ, most lines", fixes, largest),
        write_row("B-SZZ, all candidates", fixes, everything),
    ]


def _leave_out_later(
    candidates: Mapping[int, Sequence[Candidate]], opened: Mapping[int, int]
) -> dict[int, list[Candidate]]:
    return {n: [c for c in found if n not in opened or c.when <= opened[n]] for n, found in candidates.items()}


def _tell_of_names(fixes: Sequence[Fix]) -> str:
    """Say what the links in the messages would give; the oracle was made of such messages."""
    found = {fix.number: _trace(fix, blame_only=False).culprits for fix in fixes}
    named = {n: [c.commit for c in culprits if c.way != "blame"] for n, culprits in found.items()}
    right = sum(bool(fix.bugs.intersection(named[fix.number])) for fix in fixes)
    answers = {n: [c.commit for c in culprits] for n, culprits in found.items()}
    row = write_row("explicit links, then R-SZZ (circular)", fixes, answers)
    count = sum(map(bool, named.values()))
    return f"{_HEAD}{row}\n\nWe read a named cause in {count} of {len(fixes)} messages; in {right} it is the oracle's."


def _count_reported(fixes: Sequence[Fix]) -> int:
    return sum(not fix.is_ideal for fix in fixes)


def _ask_pydriller(python: Path, fixes: Sequence[Fix]) -> Answers:
    rows = json.dumps([(str(fix.clone), fix.commit) for fix in fixes]).encode()
    command = [str(python), str(Path(__file__).with_name("tools.py")), "pydriller"]
    answers = json.loads(subprocess.run(command, input=rows, stdout=subprocess.PIPE, check=True).stdout)
    return {fix.number: answer for fix, answer in zip(fixes, answers, strict=True)}


def _read_published(package: Path, name: str) -> Answers:
    with zipfile.ZipFile(package) as opened:
        rows = json.loads(opened.read(name))
    return {row["id"]: row.get("inducing_commit_hash") or [] for row in rows}


if __name__ == "__main__":
    sys.exit(main())
