"""This module holds the speed and memory of the index beside a bare parse of the same files, and beside jscpd.

    python benchmarks/speed/index_speed.py [--jscpd PATH] [--runs 3] CLONE [CLONE ...]

Each row is a whole process on the files that `reviewer index` reads: a cold index, a bare tree-sitter parse spread over
the same cores, a second index of the same revision, and jscpd on a checkout of the same files. Several clones are also
measured as one repository (`all`), to see how the figures grow.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

_HEAD = """\
| clone | files | lines | index, s | / parse | MiB | / jscpd, CPU | / jscpd, MiB | again, s | file, MB |
|---|---|---|---|---|---|---|---|---|---|
"""
_PARSE = """\
import sys
from functools import partial
from reviewer.adapters.git.repository import open_repository
from reviewer.adapters.workers import spread_work
from reviewer.change.syntax.languages import load_parser, recognise_language
from reviewer.index.build import is_indexed
from reviewer.ports import Range

def parse(blobs):
    for language, data in blobs:
        load_parser(language).parse(data)
    return len(blobs)

with open_repository(sys.argv[1]) as repository:
    head = repository.resolve(Range("HEAD", "HEAD")).head
    entries = [e for e in repository.tree(head) if is_indexed(e.path) and recognise_language(e.path)]
    def chunks():
        for at in range(0, len(entries), 200):
            contents = repository.read(e.blob for e in entries[at : at + 200])
            pairs = [(recognise_language(e.path), contents[e.blob]) for e in entries[at : at + 200]]
            yield [pair for pair in pairs if isinstance(pair[1], bytes)]
    print(sum(spread_work(parse, chunks())))
"""


class Cost(NamedTuple):
    """What one process took: seconds by the clock, seconds of the processor with its children, MiB of the largest."""

    wall: float
    cpu: float
    peak: float


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--jscpd", type=Path, help="the executable of jscpd")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    sys.stdout.write(_HEAD)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        named = [((c.parent.name if c.name == "repo" else c.name).replace("+", "/"), c) for c in given.clones]
        if len(named) > 1:
            named.append(("all", _join_clones(given.clones, scratch / "all")))
        for title, clone in named:
            sys.stdout.write(_measure_clone(title, clone, given, scratch))
            sys.stdout.flush()
    return 0


def _measure_clone(title: str, clone: Path, given: argparse.Namespace, scratch: Path) -> str:
    cache, tree = scratch / "cache", scratch / "tree"
    index = [sys.executable, "-m", "reviewer", "index", "--repo", str(clone), "--cache-dir", str(cache)]
    files, lines = _check_out(clone, tree)
    rounds = []
    for _ in range(given.runs):
        shutil.rmtree(cache, ignore_errors=True)
        cold = _run(index)
        again = _run(index)
        parse = _run([sys.executable, "-c", _PARSE, str(clone)])
        peer = _run([str(given.jscpd), "-r", "silent", "-k", "50", "-l", "5", str(tree)]) if given.jscpd else None
        rounds.append((cold, again, parse, peer))
    size = sum(path.stat().st_size for path in cache.iterdir()) / 1e6
    shutil.rmtree(tree)
    peers = [(cold.cpu / peer.cpu, cold.peak / peer.peak) for cold, _, _, peer in rounds if peer]
    versus = [f"{median(ratio):.2f}" for ratio in zip(*peers, strict=True)] or ["", ""]
    cells = [
        title,
        f"{files:,}",
        f"{lines:,}",
        f"{median(r[0].wall for r in rounds):.2f}",
        f"{median(r[0].wall / r[2].wall for r in rounds):.2f}",
        f"{median(r[0].peak for r in rounds):.0f}",
        *versus,
        f"{median(r[1].wall for r in rounds):.2f}",
        f"{size:.1f}",
    ]
    return "| " + " | ".join(cells) + " |\n"


def _run(command: list[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"`{' '.join(command)[:200]}` ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _check_out(clone: Path, tree: Path) -> tuple[int, int]:
    """Write the files that the index reads into a folder, and return how many there are and how many lines."""
    from reviewer.adapters.git.repository import open_repository
    from reviewer.change.syntax.languages import recognise_language
    from reviewer.index.build import is_indexed
    from reviewer.ports import Range

    files = lines = 0
    with open_repository(str(clone)) as repository:
        head = repository.resolve(Range("HEAD", "HEAD")).head
        entries = [e for e in repository.tree(head) if is_indexed(e.path) and recognise_language(e.path)]
        contents = repository.read(e.blob for e in entries)
        for entry in entries:
            data = contents[entry.blob]
            if isinstance(data, bytes) and entry.mode in (0o100644, 0o100755):
                place = tree / entry.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
                files, lines = files + 1, lines + data.count(b"\n")
    return files, lines


def _join_clones(clones: list[Path], place: Path) -> Path:
    """Build a bare repository whose one commit holds the head of every clone in a folder of its own."""
    git = ["git", "-C", str(place), "--work-tree", str(place)]
    subprocess.run(["git", "init", "--quiet", "--bare", str(place)], check=True)
    stores = [_ask(clone, "rev-parse", "--path-format=absolute", "--git-path", "objects") for clone in clones]
    (place / "objects" / "info" / "alternates").write_text("".join(f"{store}\n" for store in stores), encoding="utf-8")
    for number, clone in enumerate(clones):
        subprocess.run(
            [*git, "read-tree", f"--prefix=part{number}/", _ask(clone, "rev-parse", "HEAD^{tree}")], check=True
        )
    tree = _ask(place, "write-tree", "--missing-ok")
    who = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    commit = _ask(place, *who, "commit-tree", tree, "-m", "all")
    subprocess.run([*git, "update-ref", "HEAD", commit], check=True)
    return place


def _ask(clone: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(clone), *arguments], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
