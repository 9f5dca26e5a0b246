"""This module holds what collecting costs: points, requests, time and memory, for made-up repositories of any size.

    python benchmarks/collect/collect_cost.py [--sizes 500,20000] [--touched 500] [--days 7]

Each size is collected in a process of its own: all of it, then the same again some days later when some pull requests
have changed, then once more when nothing has.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from github import Requester

from reviewer.adapters.github.auth import Access
from reviewer.adapters.github.collect.feed import open_feed
from reviewer.adapters.github.collect.wire import Wire
from reviewer.adapters.store import open_store
from reviewer.app.collect.facts import write_facts
from reviewer.app.collect.github import Watch, collect_github

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import light_github as light  # it takes from the fake, which lies beside the tests


def main() -> int:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="500,20000")
    parser.add_argument("--touched", type=int, default=500)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--child", nargs=3, metavar=("SIZE", "RUN", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        size, run, folder = given.child
        Requester.Requester.injectConnectionClasses(light.Connection, light.Connection)  # type: ignore[arg-type]
        light.WORLD = light.World(int(size))
        if int(run):
            light.WORLD.touch(min(given.touched, int(size)), given.days)
        sys.stdout.write(json.dumps(_run(Path(folder))))
        return 0
    sys.stdout.write("| pull requests | run | records | points | requests | CPU s | MiB | store, MB | facts, CPU s |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|---|---|\n")
    for size in given.sizes.split(","):
        names = ("all of it", f"{min(given.touched, int(size))} changed in {given.days} days", "nothing changed")
        with TemporaryDirectory() as folder:
            for run, name in enumerate(names):
                command = [sys.executable, __file__, "--child", size, str(run), folder]
                command += ["--touched", str(given.touched), "--days", str(given.days)]
                done = subprocess.run(command, capture_output=True, check=True, text=True)
                row = [f"{int(size):,}", name, *json.loads(done.stdout)]
                sys.stdout.write(f"| {' | '.join(row)} |\n")
                sys.stdout.flush()
    return 0


def _run(folder: Path) -> list[str]:
    world = light.WORLD
    access = Access({"GITHUB_TOKEN": "none"})
    kept = open_store(folder).repository("acme/large")
    watch = Watch(lambda: world.now, lambda *_: None, lambda _again, _seconds: False)
    start = time.process_time()
    with kept.lock():
        wire = Wire(access.connect("acme/large"), graphql=access.graphql, pause=lambda _: None)
        done = collect_github(open_feed(wire, "acme/large"), kept.archive("github"), watch, since=None, most=None)
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.process_time()
        write_facts(kept, world.now)
        facts = time.process_time() - start
    bytes_kept = sum(path.stat().st_size for path in folder.rglob("raw/**/*") if path.is_file())
    return [
        f"{sum(done.counts.values()):,}",
        f"{world.points:,}",
        f"{world.requests:,}",
        f"{seconds - world.seconds:.1f}",
        f"{peak:.0f}",
        f"{bytes_kept / 1e6:.1f}",
        f"{facts:.1f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
