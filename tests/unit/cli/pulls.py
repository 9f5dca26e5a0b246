"""This module holds a repository on the fake GitHub with one pull request, for tests of a step of the action."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reviewer.cli.main import main
from reviewer.render.forge.comment import find_state
from tests.adapters.repos import create_repository
from tests.forge.server import Served
from tests.unit.cli.houses import write_page

RIGHTS = {"contents": "read", "pull-requests": "write", "checks": "write", "security-events": "write"}
BASE = {
    "reviewer.toml": 'packs = ["house"]\n',
    "house/pause.md": write_page("pause"),
    "src/shop.py": "from src.clock import pause\n\n\ndef sell():\n    return 1\n",
    "src/clock.py": "def pause():\n    return None\n",
    ".github/workflows/reviewer.yml": "on: pull_request\n",
}
JOB: dict[Any, Any] = RIGHTS
CLEAN = "def sell():\n    return 2\n"


class Scene:
    """A repository on the fake GitHub with one pull request, and a runner that starts the action for an event."""

    def __init__(
        self, served: Served, folder: Path, monkeypatch: pytest.MonkeyPatch, base: Mapping[str, str] = BASE
    ) -> None:
        self.served, self.world, self.folder, self._patch = served, served.world, folder, monkeypatch
        for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
            monkeypatch.delenv(name, raising=False)
        self.work = create_repository(folder / "shop")
        self.work.commit(base)
        self.work.run("checkout", "-q", "-b", "topic")
        self.push("def sell():\n    pause()\n    return 1\n")
        roles = {"ann": "write", "sam": "admin", "eve": "read"}
        for login in roles:
            self.world.account(login)
        self.repository = self.world.add_repository("shop/shop", self.work.git_dir, roles=roles)  # type: ignore[arg-type]
        self.pull = self.world.open_pull_request("shop/shop", head="topic", by="ann")
        self.token = self.world.token("job", permissions=JOB)
        self.outputs: dict[str, str] = {}
        self.summary = ""

    def push(self, source: str, **more: str) -> str:
        return self.work.commit({"src/shop.py": f"from src.clock import pause\n\n\n{source}", **more})

    def run(self, event: str = "pull_request", payload: Mapping[str, Any] | None = None, **inputs: str) -> int:
        """Run the step; an input is named as in action.yml, with an underscore."""
        files = {name: self.folder / name for name in ("event.json", "output", "summary")}
        files["event.json"].write_text(json.dumps(payload or self.opened()), encoding="utf-8")
        for name in ("output", "summary"):
            files[name].write_text("", encoding="utf-8")
        variables = {
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(files["event.json"]),
            "GITHUB_REPOSITORY": "shop/shop",
            "GITHUB_SERVER_URL": self.served.url,
            "GITHUB_API_URL": self.served.url,
            "GITHUB_GRAPHQL_URL": f"{self.served.url}/graphql",
            "GITHUB_WORKSPACE": str(self.work.directory),
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "REVIEWER_TOKEN": self.token,
            "REVIEWER_BUNDLE": str(self.folder / "bundle"),
        }
        given = {_name_variable(name): value for name, value in inputs.items()}
        for name, value in (variables | given).items():
            self._patch.setenv(name, value)
        code = main(["action"])
        for name in given:
            self._patch.delenv(name)
        lines = files["output"].read_text(encoding="utf-8").splitlines()
        self.outputs = dict(line.split("=", 1) for line in lines)
        self.summary = files["summary"].read_text(encoding="utf-8")
        return code

    def opened(self, action: str = "opened", *, draft: bool = False) -> dict[str, Any]:
        head, base = self.pull.head_sha, self.pull.base_sha
        pull = {
            "number": self.pull.number,
            "title": self.pull.title,
            "body": self.pull.body,
            "draft": draft,
            "head": {"sha": head, "repo": {"full_name": "shop/shop"}},
            "base": {"sha": base, "ref": self.pull.base_ref},
        }
        return {"action": action, "pull_request": pull}

    def finished(self, source: str = "shop/shop") -> dict[str, Any]:
        run = {
            "event": "pull_request",
            "head_sha": self.pull.head_sha,
            "head_repository": {"full_name": source},
            "path": ".github/workflows/reviewer.yml",
        }
        return {"workflow_run": run}

    def said(self, body: str) -> dict[str, Any]:
        comment = self.pull.comments[-1]
        return {
            "action": "created",
            "comment": {"id": comment.id, "body": body},
            "issue": {"number": self.pull.number, "pull_request": {}},
        }

    @property
    def comments(self) -> list[str]:
        return [comment.body for comment in self.pull.comments if find_state(comment.body) is not None]

    @property
    def threads(self) -> list[str]:
        return [thread.comments[0].body for thread in self.pull.threads]

    @property
    def checks(self) -> list[tuple[str, str]]:
        return [(run.head_sha, str(run.fields["conclusion"])) for run in self.repository.checks]

    def id_of_finding(self) -> str:
        return self.threads[0].split()[2][:8]


def _name_variable(name: str) -> str:
    return name.upper() if name.startswith("openai_") else f"REVIEWER_{name.upper()}"
