"""This module holds the speed of `reviewer check` beside `git diff` and a bare interpreter, on real changes of a clone.

    python benchmarks/speed/check_speed.py CLONE [--changes 10] [--runs 5]

The changes are the newest on the first-parent line with 5 to 25 source files. Each command is a whole process; the
three are run in turn, and the table gives medians of the paired ratios, which hold when the machine's speed drifts.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

_SOURCE = (
    "*.py",
    "*.ts",
    "*.tsx",
    "*.js",
    "*.go",
    "*.java",
    "*.rs",
    "*.c",
    "*.cc",
    "*.cpp",
    "*.cs",
    "*.rb",
    "*.php",
    "*.kt",
)


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--changes", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    sys.stdout.write(
        "| change | files | check / pass | check / git diff | check, s | check, MiB |\n|---|---|---|---|---|---|\n"
    )
    ratios = []
    for commit, files in pick_changes(given.clone, given.changes):
        check = [sys.executable, "-m", "reviewer", "check", "--repo", str(given.clone), "--base", f"{commit}^"]
        commands = {
            "check": [*check, "--head", commit, "--fail-on", "never"],
            "diff": ["git", "-C", str(given.clone), "diff", "-U0", f"{commit}^", commit],
            "pass": [sys.executable, "-c", "pass"],
        }
        rounds = [{name: measure(command) for name, command in commands.items()} for _ in range(given.runs + 1)][1:]
        to_pass = median(r["check"][0] / r["pass"][0] for r in rounds)
        to_diff = median(r["check"][0] / r["diff"][0] for r in rounds)
        seconds, peak = median(r["check"][0] for r in rounds), max(r["check"][1] for r in rounds)
        ratios.append(to_pass)
        sys.stdout.write(f"| {commit[:10]} | {files} | {to_pass:.1f} | {to_diff:.1f} | {seconds:.2f} | {peak:.0f} |\n")
        sys.stdout.flush()
    sys.stdout.write(f"\nMedian over changes: {median(ratios):.1f} times `python -c pass`.\n")
    return 0


def measure(command: list[str]) -> tuple[float, float]:
    """Return wall seconds and peak memory in MiB of one whole process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"`{' '.join(command)}` ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def pick_changes(clone: Path, wanted: int) -> list[tuple[str, int]]:
    command = ["git", "-C", str(clone), "log", "--first-parent", "--no-merges", "--max-count=2000", "--name-only"]
    log = subprocess.run([*command, "--format=%x00%H", "--", *_SOURCE], check=True, stdout=subprocess.PIPE).stdout
    picked = []
    for entry in log.decode("utf-8", "replace").split("\0")[1:]:
        commit, *paths = [line for line in entry.splitlines() if line]
        if 5 <= len(paths) <= 25:
            picked.append((commit, len(paths)))
    return picked[:wanted]


if __name__ == "__main__":
    sys.exit(main())
