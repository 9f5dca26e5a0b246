"""This module holds a shop on the fake GitHub with the recipes of examples/workflows, and runners that run them."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from tests.action.definitions import parse_workflow
from tests.action.expressions import Evaluator
from tests.action.occasions import describe_occasion
from tests.action.runner import JobRun, Runner, Server, Urls
from tests.action.services import Artifacts, Caches, Remotes
from tests.adapters.repos import RepositoryBuilder, create_repository
from tests.forge.events import EventBuilder, Payload
from tests.forge.records import Access, Permission, PullRequest, Repository
from tests.forge.rest.routing import Links
from tests.forge.server import Served
from tests.forge.world import World

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "examples" / "workflows"
PARTS = ("action.yml", "reviewer", "rules", "requirements")
SHOP, FORK = "acme/shop", "eve/shop"
CHECKED = """\
def refund(order, amount, gateway):
    if amount > order.paid:
        raise ValueError("more than was paid")
    gateway.pay(order.account, amount)
    return amount
"""
TESTED = """\
import pytest

from refunds import refund


def test_a_refund_is_paid(order, gateway):
    assert refund(order, 5, gateway) == 5
"""
# What the change does: a check is gone, and the test that may have noticed is switched off.
BEFORE = {"refunds.py": CHECKED, "test_refunds.py": TESTED}
AFTER = {
    "refunds.py": CHECKED.replace(CHECKED[CHECKED.index("    if") : CHECKED.index("    gateway")], ""),
    "test_refunds.py": TESTED.replace("def test", '@pytest.mark.skip(reason="later")\ndef test'),
}
# The interpreter of a new machine: it has none of our packages, and its pip lays them there without the network.
_PYTHON = """\
#!/bin/bash
if [[ "$*" == "-I -m pip install "* ]]; then
  echo "$*" >> {told}
  while [ "$1" != --target ]; do shift; done
  mkdir -p "$(dirname "$2")"
  ln -s {packages} "$2"
  exit
fi
exec {python} "$@"
"""


def lay_out_action(folder: Path) -> Path:
    """Copy the action as GitHub downloads it."""
    for name in PARTS:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def read_recipe(name: str, *uncomment: str) -> str:
    """Return a recipe, with lines that stand in it as comments made true."""
    text = (RECIPES / f"{name}.yml").read_text(encoding="utf-8")
    for line in uncomment:
        assert f"# {line}\n" in text, line
        text = text.replace(f"# {line}\n", f"{line}\n")
    return text


@dataclass
class Scene:
    """The shop and a fork of it, a server at work, and how many runs there were."""

    root: Path
    served: Served
    runner: Runner
    shop: RepositoryBuilder
    fork: RepositoryBuilder
    runs: int = field(default=0)

    @property
    def world(self) -> World:
        """What is on the fake GitHub."""
        return self.served.world

    @property
    def repository(self) -> Repository:
        """The shop on it."""
        return self.world.repository(SHOP)

    @property
    def installs(self) -> list[str]:
        """What pip was called with so far."""
        told = self.root / "told"
        return told.read_text(encoding="utf-8").splitlines() if told.exists() else []

    def say(self, login: str = "ada") -> EventBuilder:
        """Return the events that are somebody's doing."""
        return EventBuilder(self.repository, self.world.account(login), Links(self.served.url, self.served.url))

    def branch(self, files: Mapping[str, str], *, fork: bool = False, name: str = "change") -> str:
        """Commit files on a branch, which begins at `main`, and return the commit."""
        builder = self.fork if fork else self.shop
        builder.run("checkout", "--quiet", "-B", name)
        commit = builder.commit(files)
        self.shop.run("checkout", "--quiet", "main")
        return commit

    def propose(self, *, fork: bool = False, draft: bool = False) -> PullRequest:
        """Open a pull request that takes a check and a test away."""
        self.branch(AFTER, fork=fork)
        source, by = (FORK, "eve") if fork else (None, "ada")
        return self.world.open_pull_request(SHOP, head="change", source=source, by=by, draft=draft)

    def run(self, text: str, payload: Payload, *, run_id: str = "") -> JobRun | None:
        """Run a recipe of one job on an event; nothing, when the event does not start it."""
        self.runs += 1
        number = run_id or str(self.runs)
        remotes = self.runner.server.remotes
        occasion = describe_occasion(payload.event, payload.body, remotes, run_id=number, attempt=str(self.runs))
        return next(iter(self.runner.run(parse_workflow(text), occasion).values()), None)

    def succeed(self, text: str, payload: Payload, *, run_id: str = "") -> JobRun:
        """Run a recipe that has to succeed, and keep the contract."""
        job = self.run(text, payload, run_id=run_id)
        assert job
        assert job.conclusion == "success", job.log
        assert self.served.breaches == []
        return job

    def end_run(self, pull: PullRequest, run_id: str, conclusion: str = "success") -> Payload:
        """Return the event that a run of fork-review.yml for a pull request has ended."""
        event, body = self.say().workflow_run(pull, conclusion)
        named = {"id": int(run_id), "name": "reviewer", "path": ".github/workflows/fork-review.yml"}
        return Payload(event, {**body, "workflow_run": {**body["workflow_run"], **named}})


def build_scene(root: Path, served: Served, evaluator: Evaluator, action: Path) -> Scene:
    """Build the shop below a folder and put it on a server."""
    shop = create_repository(root / "shop")
    filler = "".join(f"PRICE_{number} = {number}\n" for number in range(40))
    workflow = read_recipe("fork-review")
    shop.commit({**BEFORE, "prices.py": filler, ".github/workflows/fork-review.yml": workflow})
    fork = shop.clone(root / "fork")
    world = served.world
    world.add_repository(SHOP, shop.git_dir, roles={"ada": "write", "eve": "read"})
    world.add_repository(FORK, fork.git_dir, parent=SHOP)

    def make_token(permissions: Mapping[str, str]) -> str:
        given = cast("Mapping[Permission, Access]", permissions)
        return world.token(f"ghs_{len(world.tokens)}_of_a_job", permissions=given)

    urls = Urls(served.url, served.url, f"{served.url}/graphql")
    remotes = Remotes({SHOP: shop.git_dir, FORK: fork.git_dir})
    caches, artifacts = Caches(root / "caches"), Artifacts(root / "artifacts")
    server = Server(root / "runs", urls, remotes, make_token, caches, artifacts)
    path = f"{_write_tools(root)}:/usr/local/bin:/usr/bin:/bin"
    return Scene(root, served, Runner(server, evaluator, action, path), shop, fork)


def _write_tools(root: Path) -> Path:
    """Write the interpreter of a new machine, and return the folder to be found by PATH."""
    folder = root / "bin"
    folder.mkdir()
    packages = sysconfig.get_paths()["purelib"]
    # Of the interpreter itself: the one that runs the tests sees their packages.
    asked = [sys.executable, "-c", "import sys; print(sys._base_executable)"]
    python = subprocess.run(asked, check=True, capture_output=True, text=True, encoding="utf-8").stdout.strip()
    tool = folder / "python3"
    tool.write_text(_PYTHON.format(told=root / "told", packages=packages, python=python), encoding="utf-8")
    tool.chmod(0o755)
    return folder
