"""This module holds a replay: merged changes of a clone as pull requests on the fake GitHub, reviewed by the action.

    python benchmarks/action/replay.py CLONE OUTPUT [--changes 10] [--skip 0]

writes what stands on each pull request afterwards (comment, comments on lines, check run) as Markdown into OUTPUT, with
a table. A change is a commit of the main line against its first parent. Nothing leaves the machine.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.forge.records import PullRequest  # noqa: E402 - the fake lies beside the tests
from tests.forge.server import serve  # noqa: E402
from tests.forge.world import World  # noqa: E402

NAME = "replay/replay"
RIGHTS = {"contents": "read", "pull-requests": "write", "checks": "write", "security-events": "write"}


@dataclass(frozen=True)
class Merged:
    """A merged change."""

    commit: str
    base: str
    subject: str


def main() -> int:
    """Replay the newest changes of a clone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clone", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--changes", type=int, default=10)
    parser.add_argument("--skip", type=int, default=0, help="leave out so many of the newest")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch, "clone")
        _git(Path(), "clone", "-q", "--shared", "--no-checkout", str(given.clone.resolve()), str(clone))
        print("| change | seconds | requests | comment, characters | on lines | check run |\n|---|--:|--:|--:|--:|---|")
        for number, merged in enumerate(_list_merged(clone, given.skip, given.changes), 1):
            print(_replay(clone, merged, number, Path(scratch), given.output), flush=True)
    return 0


def _replay(clone: Path, merged: Merged, number: int, scratch: Path, output: Path) -> str:
    _git(clone, "update-ref", "refs/heads/replay-base", merged.base)
    _git(clone, "update-ref", "refs/heads/replay-head", merged.commit)
    world = World()
    repository = world.add_repository(NAME, Path(_git(clone, "rev-parse", "--absolute-git-dir").strip()))
    pull = world.open_pull_request(
        NAME, head="replay-head", base="replay-base", title=merged.subject, by="ada", number=number
    )
    token = world.token("job", permissions=RIGHTS)  # type: ignore[arg-type]
    with serve(world) as served:
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "reviewer", "action"],
            cwd=ROOT,
            env=os.environ | _name_variables(served.url, token, clone, pull, scratch),
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - began
        broken = [*served.breaches, *([done.stderr] if done.returncode else [])]
        asked = len(served.requests)
    comment = pull.comments[-1].body if pull.comments else ""
    lines = [thread.comments[0] for thread in pull.threads]
    run = repository.checks[-1] if repository.checks else None
    parts = [f"<!-- {merged.commit} {broken or ''} -->", comment]
    parts += [f"---\n\non `{line.path}:{line.line}`\n\n{line.body}" for line in lines]
    (output / f"{number:02}-{merged.commit[:10]}.md").write_text("\n\n".join(parts), encoding="utf-8")
    verdict = f"{run.fields['conclusion']}, {len(run.annotations)} annotations" if run else "none"
    fault = f" **{broken[0].strip().splitlines()[-1][:100]}**" if broken else ""
    return f"| {merged.commit[:10]} | {seconds:.1f} | {asked} | {len(comment):,} | {len(lines)} | {verdict}{fault} |"


def _name_variables(url: str, token: str, clone: Path, pull: PullRequest, scratch: Path) -> dict[str, str]:
    event = scratch / "event.json"
    ends = {"head": {"sha": pull.head_sha}, "base": {"sha": pull.base_sha, "ref": pull.base_ref}}
    payload = {"action": "opened", "pull_request": {"number": pull.number, "draft": False, **ends}}
    event.write_text(json.dumps(payload), encoding="utf-8")
    return {
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": NAME,
        "GITHUB_SERVER_URL": url,
        "GITHUB_API_URL": url,
        "GITHUB_GRAPHQL_URL": f"{url}/graphql",
        "REVIEWER_REPOSITORY_DIR": str(clone),
        "REVIEWER_TOKEN": token,
        "REVIEWER_BUNDLE": str(scratch / "bundle"),
    }


def _list_merged(clone: Path, skip: int, limit: int) -> Iterator[Merged]:
    form = "--format=%H%x09%P%x09%s"
    log = _git(clone, "log", "--first-parent", f"--skip={skip}", f"--max-count={limit}", form)
    for line in log.splitlines():
        commit, parents, subject = line.split("\t", 2)
        if parents:
            yield Merged(commit, parents.split()[0], subject)


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
