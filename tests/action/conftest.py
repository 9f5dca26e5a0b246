"""This module holds what the tests of the action start from: the evaluator, and a server with two repositories."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.action.definitions import parse_workflow
from tests.action.expressions import Evaluator, why_not
from tests.action.occasions import Occasion, describe_occasion
from tests.action.runner import JobRun, Runner, Server, Urls
from tests.action.scene import Scene, build_scene, lay_out_action
from tests.action.services import Artifacts, Caches, Remotes
from tests.adapters.repos import RepositoryBuilder, create_repository
from tests.forge.server import serve
from tests.forge.world import World

DATA = Path(__file__).resolve().parent / "data"


@pytest.fixture(scope="session")
def evaluator() -> Iterator[Evaluator]:
    if why := why_not():
        pytest.skip(f"workflows are not run: {why}")
    evaluator = Evaluator()
    yield evaluator
    evaluator.close()


@pytest.fixture(scope="session")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out_action(tmp_path_factory.mktemp("action") / "reviewer")


@pytest.fixture
def scene(tmp_path: Path, evaluator: Evaluator, action: Path) -> Iterator[Scene]:
    with serve(World()) as served:
        yield build_scene(tmp_path, served, evaluator, action)


@dataclass(frozen=True)
class Stage:
    """A server that holds `acme/shop` and its fork `eve/shop`, and a runner with a small action."""

    runner: Runner
    shop: RepositoryBuilder
    fork: RepositoryBuilder

    def occur(self, event: str, *, run_id: str = "1", **fields: object) -> Occasion:
        """Return an event on the shop."""
        shop = {"full_name": "acme/shop", "default_branch": "main"}
        payload = {"repository": shop, "sender": {"login": "ada"}, **fields}
        return describe_occasion(event, payload, self.runner.server.remotes, run_id=run_id)

    def push(self, run_id: str = "1") -> Occasion:
        """Return a push to the default branch."""
        return self.occur("push", run_id=run_id, ref="refs/heads/main", after=self.shop.run("rev-parse", "main"))

    def propose(self, run_id: str = "1", *, fork: bool = False) -> Occasion:
        """Return a pull request from the branch `change`."""
        head = {"ref": "change", "repo": {"full_name": "eve/shop" if fork else "acme/shop"}}
        base = {"ref": "main", "sha": self.shop.run("rev-parse", "main"), "repo": {"full_name": "acme/shop"}}
        pull = {"number": 7, "head": head, "base": base}
        return self.occur("pull_request", run_id=run_id, action="opened", pull_request=pull)

    def run(self, text: str, occasion: Occasion) -> dict[str, JobRun]:
        """Run a workflow."""
        return self.runner.run(parse_workflow(text), occasion)


@pytest.fixture
def stage(tmp_path: Path, evaluator: Evaluator) -> Stage:
    shop = create_repository(tmp_path / "shop")
    shop.commit({"a.py": "a = 1\n"}, "first")
    shop.commit({"a.py": "a = 2\n"}, "second")
    fork = shop.clone(tmp_path / "fork")
    for source in (shop, fork):
        source.run("checkout", "--quiet", "-b", "change")
        source.commit({"b.py": "b = 1\n"}, f"change of {source.directory.name}")
    shop.run("checkout", "--quiet", "main")
    remotes = Remotes({"acme/shop": shop.git_dir, "eve/shop": fork.git_dir})
    return Stage(make_runner(tmp_path, evaluator, remotes, DATA / "small", show_token), shop, fork)


def make_runner(
    root: Path,
    evaluator: Evaluator,
    remotes: Remotes,
    action: Path,
    make_token: Callable[[Mapping[str, str]], str],
    urls: Urls | None = None,
    path: str = "/usr/bin:/bin",
) -> Runner:
    """Return a runner whose server keeps its things below a folder."""
    caches, artifacts = Caches(root / "caches"), Artifacts(root / "artifacts")
    server = Server(root / "runs", urls or Urls(), remotes, make_token, caches, artifacts)
    return Runner(server, evaluator, action, path)


def show_token(permissions: Mapping[str, str]) -> str:
    """Return a token that says what it may do."""
    return "token:" + ",".join(f"{name}={access}" for name, access in permissions.items())
