"""This module holds how long the step of the action takes, from the interpreter's check to the kept caches.

    python benchmarks/action/measure_step.py CLONE [--change COMMIT] [--runs 3]

The steps of action.yml are run as they stand there, by the runner of tests/action, on the event of a pull request with
one change of the clone: the newest with 5 to 25 source files, if none is named. `mode: review` and no token: nothing
but pip talks to anybody. Every job has a new home and finds the action as it is downloaded: pip's own cache is empty,
nothing of ours is compiled. Needs node, and `npm ci` in tests/action.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "speed"))

from check_speed import measure, pick_changes

from tests.action.definitions import Workflow, parse_workflow
from tests.action.expressions import Evaluator, why_not
from tests.action.occasions import describe_occasion
from tests.action.runner import JobRun, Runner, Server, Urls
from tests.action.services import Artifacts, Caches, Remotes, run_git

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("action.yml", "reviewer", "rules", "requirements")
STEPS = {
    "Look at the machine": "look",
    "Restore the packages": "restore",
    "Install the packages": "install",
    "Restore what is known of the repository": "restore",
    "Review": "review",
    "Keep the packages": "keep",
    "Keep what is known of the repository": "keep",
}
CASES = {
    "nothing kept": (),
    "packages kept": ("packages",),
    "facts kept": ("facts",),
    "both kept": ("packages", "facts"),
}
WORKFLOW = """
name: measured
on: [pull_request]
jobs:
  review:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
        with:
          fetch-depth: 0
          persist-credentials: false
      - name: step
        uses: OWNER/reviewer@SHA
        with:
          mode: review
          python: PYTHON
"""


@dataclass
class _Bench:
    """A runner for one change of a clone, and a number for the next run."""

    runner: Runner
    workflow: Workflow
    payload: Mapping[str, object]
    runs: int = field(default=0)

    def run(self, keep: tuple[str, ...]) -> JobRun:
        """Run the step with only these caches."""
        self.runs += 1
        for compiled in self.runner.action_folder.rglob("__pycache__"):
            shutil.rmtree(compiled)
        entries = self.runner.server.caches.entries
        entries[:] = [entry for entry in entries if entry.version.split("/")[-1] in keep]
        remotes = self.runner.server.remotes
        occasion = describe_occasion("pull_request", self.payload, remotes, run_id=str(self.runs))
        job = self.runner.run(self.workflow, occasion)["review"]
        if job.conclusion != "success":
            raise SystemExit(job.log)
        return job


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--change", default="", metavar="COMMIT")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=getattr(sys, "_base_executable", sys.executable))
    given = parser.parse_args()
    if why := why_not():
        raise SystemExit(why)
    change = given.change or pick_changes(given.clone, 1)[0][0]
    evaluator = Evaluator()
    with TemporaryDirectory() as folder:
        bench = _prepare(Path(folder), given.clone.resolve(), change, evaluator, given.python)
        sys.stdout.write(f"`{change[:10]}` of {given.clone}\n\n")
        _write_table(bench, given.runs, given.python)
    evaluator.close()
    return 0


def _write_table(bench: _Bench, runs: int, python: str) -> None:
    names = list(dict.fromkeys(STEPS.values()))
    sys.stdout.write(f"| | {' | '.join(f'{name}, s' for name in names)} | whole step, s | / pass |\n")
    sys.stdout.write(f"|---{'|---' * (len(names) + 2)}|\n")
    bench.run(())  # fills the caches of the operating system, and those of the action
    saved = list(bench.runner.server.caches.entries)
    for case, keep in CASES.items():
        jobs, ratios = [], []
        for _ in range(runs):
            bench.runner.server.caches.entries[:] = saved
            bare = median(measure([python, "-c", "pass"])[0] for _ in range(7))
            jobs.append(bench.run(keep))
            ratios.append(jobs[-1].find("step").seconds / bare)
        parts = [median(_sum_up(job, name) for job in jobs) for name in names]
        whole = median(job.find("step").seconds for job in jobs)
        told = " | ".join(f"{part:.1f}" for part in parts)
        sys.stdout.write(f"| {case} | {told} | {whole:.1f} | {median(ratios):.0f} |\n")
        sys.stdout.flush()


def _sum_up(job: JobRun, name: str) -> float:
    return sum(step.seconds for step in job.steps if STEPS.get(step.name) == name)


def _prepare(folder: Path, clone: Path, change: str, evaluator: Evaluator, python: str) -> _Bench:
    """Lay out a repository with the change as a branch, and the action as it is downloaded."""
    origin, action = folder / "origin.git", folder / "action"
    run_git("clone", "--quiet", "--bare", "--shared", str(clone), str(origin), folder=folder)
    for name, revision in (("main", f"{change}^"), ("change", change)):
        run_git("update-ref", f"refs/heads/{name}", revision, folder=origin)
    action.mkdir()
    listed = subprocess.check_output(["git", "ls-files", "-zco", "--exclude-standard", *PARTS], cwd=ROOT, text=True)
    for name in {name for name in listed.split("\0") if name and (ROOT / name).is_file()}:
        (action / name).parent.mkdir(parents=True, exist_ok=True)
        (action / name).write_bytes((ROOT / name).read_bytes())
    no_token: Callable[[Mapping[str, str]], str] = lambda _: ""  # noqa: E731 - a constant
    remotes, caches = Remotes({"acme/measured": origin}), Caches(folder / "caches")
    server = Server(folder / "runs", Urls(), remotes, no_token, caches, Artifacts(folder / "artifacts"))
    repository = {"full_name": "acme/measured", "default_branch": "main"}
    base, head = (
        {"ref": name, "sha": run_git("rev-parse", name, folder=origin), "repo": repository}
        for name in ("main", "change")
    )
    pull = {"number": 1, "draft": False, "base": base, "head": head}
    payload = {"action": "opened", "number": 1, "pull_request": pull, "repository": repository}
    runner = Runner(server, evaluator, action, "/usr/local/bin:/usr/bin:/bin")
    return _Bench(runner, parse_workflow(WORKFLOW.replace("PYTHON", python)), payload)


if __name__ == "__main__":
    sys.exit(main())
