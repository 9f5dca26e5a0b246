"""This module holds the speed of a reviewed push beside the same push without a review, and a bare interpreter.

    python benchmarks/speed/hook_speed.py CLONE [--changes 10] [--runs 5]

The changes are the newest on the first-parent line with one to four source files. Each is pushed from a clone of the
clone to a bare repository, where branch and default branch stand at its parent, by `git push --dry-run`: with the hook
that `reviewer hook install` writes and with `--no-verify`, and `python -c pass`, in turn. The table gives medians of
the paired ratios; the round that builds the index is not counted.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from check_speed import measure

from reviewer.adapters.hooks import write_script
from reviewer.app.history.reading import PATHSPECS

_NAMES = ("reviewed", "plain", "pass")
_MOST = 4


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--changes", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    sys.stdout.write(
        "| change | files | push / pass | push, s | unreviewed, s | push, MiB |\n|---|---|---|---|---|---|\n"
    )
    ratios, seconds = [], []
    with TemporaryDirectory() as folder:
        ours = _prepare(given.clone, Path(folder))
        for commit, files in _pick_small(given.clone)[: given.changes]:
            rounds = _push(ours, commit, given.runs)
            ratio = median(r["reviewed"][0] / r["pass"][0] for r in rounds)
            taken, plain = (median(r[name][0] for r in rounds) for name in _NAMES[:2])
            peak = max(r["reviewed"][1] for r in rounds)
            ratios.append(ratio)
            seconds.append(taken)
            sys.stdout.write(f"| {commit[:10]} | {files} | {ratio:.1f} | {taken:.2f} | {plain:.2f} | {peak:.0f} |\n")
            sys.stdout.flush()
    sys.stdout.write(f"\nMedian over changes: {median(ratios):.1f} times `python -c pass`, {median(seconds):.2f} s; ")
    sys.stdout.write(f"slowest {max(seconds):.2f} s.\n")
    return 0


def _prepare(clone: Path, folder: Path) -> Path:
    """Return a clone that borrows the objects of the given one, with the hook, beside the repository it pushes to."""
    ours = folder / "ours"
    for options in (["--bare", str(folder / "remote.git")], [str(ours)]):
        subprocess.run(["git", "clone", "--quiet", "--shared", str(clone), *options], check=True)
    hook = ours / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    # What is found must not end the run.
    hook.write_bytes(write_script(sys.executable).replace(b"hook run", b"hook run --fail-on never"))
    hook.chmod(0o755)
    return ours


def _push(ours: Path, commit: str, runs: int) -> list[dict[str, tuple[float, float]]]:
    remote = ours.with_name("remote.git")
    for place, ref in ((remote, "refs/heads/measured"), (ours, "refs/remotes/origin/HEAD")):
        subprocess.run(["git", "-C", str(place), "update-ref", ref, f"{commit}^"], check=True)
    push = ["git", "-C", str(ours), "push", "--quiet", "--dry-run"]
    what = [str(remote), f"{commit}:refs/heads/measured"]
    commands = {
        "reviewed": [*push, *what],
        "plain": [*push, "--no-verify", *what],
        "pass": [sys.executable, "-c", "pass"],
    }
    return [{name: measure(command) for name, command in commands.items()} for _ in range(runs + 1)][1:]


def _pick_small(clone: Path) -> list[tuple[str, int]]:
    command = ["git", "-C", str(clone), "log", "--first-parent", "--diff-merges=first-parent", "--max-count=500"]
    arguments = ["--name-only", "--format=%x00%H", "--", *PATHSPECS]
    log = subprocess.run([*command, *arguments], check=True, stdout=subprocess.PIPE).stdout
    picked = []
    for entry in log.decode("utf-8", "replace").split("\0")[1:]:
        commit, *paths = [line for line in entry.splitlines() if line]
        if 1 <= len(paths) <= _MOST:
            picked.append((commit, len(paths)))
    return picked


if __name__ == "__main__":
    sys.exit(main())
