"""This module holds a runner of workflows and of our action: it does step by step what GitHub's runner does.

Expressions and conditions are answered by GitHub's own evaluator, steps run in bash with the environment of a runner,
and actions of others are stand-ins. What it does not know it refuses. It ignores what needs several machines: where a
job runs, time limits, and what runs at the same time.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.action.commands import Note, StepError, parse_notes, parse_pairs
from tests.action.definitions import Action, Job, Step, Workflow, parse_action
from tests.action.expressions import Evaluator, WorkflowError
from tests.action.occasions import Occasion, limit_permissions, starts
from tests.action.services import Artifacts, Caches, Remotes
from tests.action.standins import STAND_INS

OURS = "OWNER/reviewer@SHA"
_LONGEST = 300


@dataclass(frozen=True)
class Urls:
    """Where GitHub is."""

    server: str = "https://github.example"
    api: str = "https://api.github.example"
    graphql: str = "https://api.github.example/graphql"


@dataclass(frozen=True)
class Server:
    """What a runner is connected to: addresses of GitHub, what it keeps, who makes tokens, and secrets."""

    root: Path
    urls: Urls
    remotes: Remotes
    make_token: Callable[[Mapping[str, str]], str]
    caches: Caches
    artifacts: Artifacts
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass
class StepRun:
    """A step that was run or skipped: how it ended, how long it took, what it gave, and what it printed."""

    name: str
    outcome: str = "skipped"
    seconds: float = 0.0
    outputs: Mapping[str, str] = field(default_factory=dict)
    log: str = ""


@dataclass
class _Scope:
    """Steps that see each other: those of a job, or those of one use of an action."""

    contexts: dict[str, Any]
    env: Mapping[str, str]
    folder: Path | None = None
    steps: dict[str, Any] = field(default_factory=dict)
    has_failed: bool = False

    def see(self, env: Mapping[str, str]) -> dict[str, Any]:
        """Return the contexts of the next step."""
        return {**self.contexts, "env": env, "steps": self.steps}


class JobRun:
    """A job on its own machine. `steps` has those inside of an action too, each after the one that uses it."""

    def __init__(self, runner: "Runner", workflow: Workflow, job: Job, occasion: Occasion) -> None:
        asked = job.permissions if job.permissions is not None else workflow.permissions
        if asked is None:
            raise WorkflowError(f"job {job.id} names no permissions")
        self.runner, self.occasion = runner, occasion
        server = runner.server
        self.remotes, self.caches, self.artifacts = server.remotes, server.caches, server.artifacts
        self.permissions: Mapping[str, str] = limit_permissions(asked, occasion)
        self.folder = server.root / f"{occasion.run_id}-{occasion.attempt}-{workflow.name}-{job.id}".replace(" ", "-")
        self.workspace, self.temp, self.home = (self.folder / name for name in ("work", "temp", "home"))
        for folder in (self.workspace, self.temp, self.home):
            folder.mkdir(parents=True)
        self.event_path = self.folder / "event.json"
        self.event_path.write_text(json.dumps(occasion.payload), encoding="utf-8")
        self.token = server.make_token(self.permissions)
        self.variables = self._describe_machine(workflow, job)
        self.conclusion = "skipped"
        self.steps: list[StepRun] = []
        self.outputs: dict[str, str] = {}
        self.summary = ""
        self.added_env: dict[str, str] = {}
        self.added_paths: list[str] = []
        self._contexts = self._describe_contexts()
        self._run(workflow, job)

    @property
    def log(self) -> str:
        """What all steps printed."""
        return "".join(step.log for step in self.steps)

    @property
    def notes(self) -> list[Note]:
        """The annotations."""
        return parse_notes(self.log)

    def find(self, name: str) -> StepRun:
        """Return a step by its name."""
        return next(step for step in self.steps if step.name == name)

    def tell(self, line: str) -> None:
        """Write a line into the log of the step that runs."""
        self.steps[-1].log += line + "\n"

    def _describe_machine(self, workflow: Workflow, job: Job) -> dict[str, str]:
        occasion, urls = self.occasion, self.runner.server.urls
        pull = occasion.pull
        kind, _, name = occasion.ref.removeprefix("refs/").partition("/")
        github = {
            "ACTIONS": "true",
            "ACTOR": str(occasion.payload.get("sender", {}).get("login", "ada")),
            "API_URL": urls.api,
            "BASE_REF": pull["base"]["ref"] if pull else "",
            "EVENT_NAME": occasion.event,
            "EVENT_PATH": str(self.event_path),
            "GRAPHQL_URL": urls.graphql,
            "HEAD_REF": pull["head"]["ref"] if pull else "",
            "JOB": job.id,
            "REF": occasion.ref,
            "REF_NAME": name,
            "REF_TYPE": "tag" if kind == "tags" else "branch",
            "REPOSITORY": occasion.repository,
            "REPOSITORY_OWNER": occasion.repository.partition("/")[0],
            "RUN_ATTEMPT": occasion.attempt,
            "RUN_ID": occasion.run_id,
            "RUN_NUMBER": occasion.run_id,
            "SERVER_URL": urls.server,
            "SHA": occasion.sha,
            "WORKFLOW": workflow.name,
            "WORKSPACE": str(self.workspace),
        }
        runner = {"ARCH": "X64", "NAME": "runner", "OS": "Linux", "TEMP": str(self.temp)}
        return {
            "CI": "true",
            **{f"GITHUB_{key}": value for key, value in github.items()},
            **{f"RUNNER_{key}": value for key, value in runner.items()},
        }

    def _describe_contexts(self) -> dict[str, Any]:
        def of(prefix: str) -> dict[str, str]:
            found = {k.removeprefix(prefix): v for k, v in self.variables.items() if k.startswith(prefix)}
            return {key.lower(): value for key, value in found.items()}

        github = {**of("GITHUB_"), "event": self.occasion.payload, "token": self.token}
        return {"github": github, "runner": of("RUNNER_"), "job": {"status": "success"}}

    def _run(self, workflow: Workflow, job: Job) -> None:
        ask = self.runner.evaluator
        inputs = self.occasion.payload.get("inputs") or {}
        outer = {"github": self._contexts["github"], "inputs": inputs, "vars": {}, "needs": {}}
        if not ask.holds(job.condition, outer):
            return
        contexts = {**self._contexts, **outer, "secrets": self._list_secrets()}
        env = {name: ask.fill(text, outer) for name, text in {**workflow.env, **job.env}.items()}
        scope = _Scope(contexts, env)
        for step in job.steps:
            self._take(step, scope)
        self.outputs = {name: ask.fill(text, scope.see(env)) for name, text in job.outputs.items()}
        self.conclusion = "failure" if scope.has_failed else "success"

    def _list_secrets(self) -> dict[str, str]:
        """A run for a fork is given none but its token."""
        kept = {} if self.occasion.is_from_fork else self.runner.server.secrets
        return {"GITHUB_TOKEN": self.token, **kept}

    def _take(self, step: Step, scope: _Scope) -> None:
        """Run a step or skip it, and let the steps after it see how it ended."""
        ask = self.runner.evaluator
        run = StepRun(step.name)
        self.steps.append(run)
        env = {**scope.env, **self.added_env}
        if ask.holds(step.condition, scope.see(env), failed=scope.has_failed):
            env = {**env, **{name: ask.fill(text, scope.see(env)) for name, text in step.env.items()}}
            began = time.perf_counter()
            try:
                (self._use if step.uses else self._start)(step, scope, env, run)
                run.outcome = "success"
            except StepError as fault:
                run.outcome = "failure"
                run.log += f"::error::{fault}\n"
            run.seconds = time.perf_counter() - began
        may_fail = run.outcome == "failure" and ask.fill(step.may_fail, scope.see(env)) == "true"
        conclusion = "success" if may_fail else run.outcome
        scope.has_failed |= conclusion == "failure"
        if step.id:
            scope.steps[step.id] = {"outputs": run.outputs, "outcome": run.outcome, "conclusion": conclusion}

    def _use(self, step: Step, scope: _Scope, env: Mapping[str, str], run: StepRun) -> None:
        ask = self.runner.evaluator
        given = {name: ask.fill(text, scope.see(env)) for name, text in step.given.items()}
        if step.uses == OURS:
            self._compose(given, env, run)
            return
        if step.uses not in STAND_INS:
            raise WorkflowError(f"there is no stand-in for {step.uses}")
        stand_in = STAND_INS[step.uses]
        _check_inputs(step.uses, given, set(stand_in.inputs), set(stand_in.required))
        run.outputs = stand_in.act(self, {**stand_in.inputs, **given})

    def _compose(self, given: Mapping[str, str], env: Mapping[str, str], run: StepRun) -> None:
        ask, action = self.runner.evaluator, self.runner.action
        _check_inputs(OURS, given, set(action.inputs), {n for n, one in action.inputs.items() if one.is_required})
        folder = self.runner.action_folder
        github = {**self._contexts["github"], "action_path": str(folder)}
        inputs = {name: ask.fill(one.default, {"github": github}) for name, one in action.inputs.items()} | dict(given)
        scope = _Scope({**self._contexts, "github": github, "inputs": inputs}, env, folder)
        for step in action.steps:
            self._take(step, scope)
        # GitHub gives the outputs of an action that failed too.
        run.outputs = {name: ask.fill(text, scope.see(env)) for name, text in action.outputs.items()}
        if scope.has_failed:
            raise StepError("A step of the action failed.")

    def _start(self, step: Step, scope: _Scope, env: Mapping[str, str], run: StepRun) -> None:
        names = ("OUTPUT", "ENV", "PATH", "STEP_SUMMARY")
        files = {name: self.folder / f"{len(self.steps)}-{name.lower()}" for name in names}
        for file in files.values():
            file.touch()
        script = self.folder / f"{len(self.steps)}.sh"
        script.write_text(self.runner.evaluator.fill(step.run, scope.see(env)), encoding="utf-8")
        how = ("--noprofile", "--norc", "-eo", "pipefail") if step.shell == "bash" else ("-e",)
        whole = {
            "PATH": os.pathsep.join([*reversed(self.added_paths), self.runner.path]),
            "HOME": str(self.home),
            **env,
            **self.variables,
            **{f"GITHUB_{name}": str(file) for name, file in files.items()},
            **({"GITHUB_ACTION_PATH": str(scope.folder)} if scope.folder else {}),
        }
        done = subprocess.run(
            ["bash", *how, str(script)],
            cwd=self.workspace,
            env=whole,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LONGEST,
        )
        run.log += done.stdout.decode("utf-8", "replace")
        texts = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
        self.summary += texts["STEP_SUMMARY"]
        self.added_env |= parse_pairs(texts["ENV"])
        self.added_paths += texts["PATH"].split("\n")[:-1]
        run.outputs = parse_pairs(texts["OUTPUT"])
        if done.returncode:
            raise StepError(f"Process completed with exit code {done.returncode}.")


@dataclass(frozen=True)
class Runner:
    """Machines that run the jobs of workflows, and the action of this project as it lies in a folder.

    `path` is the PATH of a machine.
    """

    server: Server
    evaluator: Evaluator
    action_folder: Path
    path: str

    @property
    def action(self) -> Action:
        """The action."""
        return parse_action((self.action_folder / "action.yml").read_text(encoding="utf-8"))

    def run(self, workflow: Workflow, occasion: Occasion) -> dict[str, JobRun]:
        """Run the jobs of a workflow; none, when the event does not start it."""
        if not starts(workflow, occasion):
            return {}
        return {job.id: JobRun(self, workflow, job, occasion) for job in workflow.jobs}


def _check_inputs(name: str, given: Mapping[str, str], known: set[str], required: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        raise WorkflowError(f"{name} has no input {', '.join(unknown)}")
    if missing := sorted(one for one in required if not given.get(one)):
        raise WorkflowError(f"{name} needs the input {', '.join(missing)}")
