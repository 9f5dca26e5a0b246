"""This module holds the speed of the history: read cold beside `git log --numstat`, and what a warm check pays for it.

    python benchmarks/speed/history_speed.py CLONE [--changes 10] [--runs 3] [--cold-runs 3]

Cold: `reviewer history` into an empty folder as a whole process, and `git log --numstat -M` over the same paths:
of the same main line (`--first-parent`, each change against its first parent) and of all commits. Warm: the same check
with and without a history in one process each, in turn; a run that is not counted fills the caches.
"""

import argparse
import sys
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from check_speed import measure, pick_changes

from reviewer.app.history.reading import PATHSPECS

_LINE = ("--first-parent", "--diff-merges=first-parent")


def main() -> int:
    """Measure and print two Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--changes", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cold-runs", type=int, default=3)
    parser.add_argument("--child", nargs=3, metavar=("WITH", "CACHE", "COMMIT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        return _check(given.clone, given.child[0] == "with", Path(given.child[1]), given.child[2])
    if given.cold_runs:
        _measure_cold(given.clone, given.cold_runs)
    with TemporaryDirectory() as cache:
        if given.changes:
            _measure_warm(given.clone, given.changes, given.runs, cache)
    return 0


def _measure_cold(clone: Path, runs: int) -> None:
    log = ["git", "-C", str(clone), "log", "--numstat", "-M", "--format=%H"]
    rounds, size = [], 0.0
    for _ in range(runs):
        with TemporaryDirectory() as folder:
            history = [sys.executable, "-m", "reviewer", "history", "--repo", str(clone), "--cache-dir", folder]
            line = measure([*log, *_LINE, "HEAD", "--", *PATHSPECS])
            every = measure([*log, "HEAD", "--", *PATHSPECS])
            ours = measure(history)
            again = measure(history)
            size = (Path(folder) / "history.sqlite").stat().st_size / 1e6
        rounds.append((ours, line, every, again))
    to_line, to_all = (median(r[0][0] / r[at][0] for r in rounds) for at in (1, 2))
    seconds, peak = median(r[0][0] for r in rounds), max(r[0][1] for r in rounds)
    sys.stdout.write("| history, s | / numstat of the main line | / numstat of all | MiB | again, s | file, MB |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    later = median(r[3][0] for r in rounds)
    sys.stdout.write(f"| {seconds:.2f} | {to_line:.2f} | {to_all:.2f} | {peak:.0f} | {later:.2f} | {size:.1f} |\n\n")


def _measure_warm(clone: Path, changes: int, runs: int, cache: str) -> None:
    sys.stdout.write("| change | files | with, s | without, s | more, ms |\n|---|---|---|---|---|\n")
    more = []
    for commit, files in pick_changes(clone, changes):
        command = [sys.executable, __file__, str(clone), "--child"]
        rounds = [[measure([*command, how, cache, commit])[0] for how in ("with", "without")] for _ in range(runs + 1)]
        both = [median(times) for times in zip(*rounds[1:], strict=True)]
        extra = 1_000 * median(one - other for one, other in rounds[1:])
        more.append(extra)
        sys.stdout.write(f"| {commit[:10]} | {files} | {both[0]:.2f} | {both[1]:.2f} | {extra:.0f} |\n")
        sys.stdout.flush()
    sys.stdout.write(f"\nMedian over changes: {median(more):.0f} ms more.\n")


def _check(clone: Path, is_with: bool, cache: Path, commit: str) -> int:  # noqa: FBT001 - one of two children
    from datetime import datetime

    from reviewer.adapters.facts import open_facts
    from reviewer.adapters.files import find_shipped_rules, read_pack
    from reviewer.adapters.git.repository import open_repository
    from reviewer.adapters.history.store import open_history
    from reviewer.app.check import Request, check_change
    from reviewer.app.checking.surroundings import Facts
    from reviewer.ports import Range
    from reviewer.render.text import render_text

    facts = Facts(partial(open_facts, cache), open_history=partial(open_history, cache) if is_with else None)
    day = datetime.now().astimezone().date()
    with open_repository(str(clone)) as repository:
        request = Request(Range(base=f"{commit}^", head=commit), read_pack(find_shipped_rules()), day)
        render_text(check_change(repository, request, facts=facts).review)
    return 0


if __name__ == "__main__":
    sys.exit(main())
