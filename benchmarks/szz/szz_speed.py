"""This module holds the speed of tracing fixes beside PyDriller's SZZ and blame by pygit2, as whole processes.

    python benchmarks/szz/szz_speed.py ORACLE.json CLONES PEER [--fixes 60] [--runs 5]

PEER is an interpreter with both. The fixes are those of the clones that have most. Each process opens every clone once
and traces all fixes; the tools run in turn, and the table gives medians of the paired ratios, which hold when the
machine's speed drifts. CPU counts git's processes. The first round only warms the caches.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryFile

from fixes import read_fixes

_TOOLS = Path(__file__).with_name("tools.py")
_HEAD = """\
| tool | wall, s | CPU, s | wall, ours / theirs | CPU, ours / theirs |
|---|---|---|---|---|
"""


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("oracle", type=Path)
    parser.add_argument("clones", type=Path)
    parser.add_argument("peer", type=Path)
    parser.add_argument("--fixes", type=int, default=60)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    fixes, _ = read_fixes(given.oracle, given.clones)
    counts = Counter(fix.clone for fix in fixes)
    drawn = sorted(fixes, key=lambda fix: (-counts[fix.clone], fix.clone, fix.commit))[: given.fixes]
    rows = json.dumps([(str(fix.clone), fix.commit) for fix in drawn]).encode()
    tools = {"ours": sys.executable, "pydriller": str(given.peer), "pygit2": str(given.peer)}
    rounds = [
        {tool: _measure([python, str(_TOOLS), tool], rows) for tool, python in tools.items()}
        for _ in range(given.runs + 1)
    ][1:]
    print(f"{len(drawn)} fixes in {len({fix.clone for fix in drawn})} clones, medians of {given.runs} rounds.\n")
    print(_HEAD, end="")
    for tool in tools:
        seconds = [median(done[tool][unit] for done in rounds) for unit in (0, 1)]
        ratios = [median(done["ours"][unit] / done[tool][unit] for done in rounds) for unit in (0, 1)]
        print(f"| {tool} | {seconds[0]:.2f} | {seconds[1]:.2f} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
    return 0


def _measure(command: list[str], feed: bytes) -> tuple[float, float]:
    """Return wall and CPU seconds of one whole process and all that it started."""
    with TemporaryFile() as source:
        source.write(feed)
        source.seek(0)
        start = time.perf_counter()
        process = Popen(command, stdin=source, stdout=DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"`{' '.join(command)}` ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
