"""This module holds workflows and actions as read from their files; what the runner does not know is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from tests.action.expressions import WorkflowError


@dataclass(frozen=True)
class Step:
    """A step: either `run` or `uses`."""

    name: str
    id: str
    condition: str
    uses: str
    given: Mapping[str, str]
    env: Mapping[str, str]
    run: str
    shell: str
    may_fail: str


@dataclass(frozen=True)
class Input:
    """An input of an action."""

    default: str
    is_required: bool


@dataclass(frozen=True)
class Action:
    """A composite action."""

    inputs: Mapping[str, Input]
    outputs: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Job:
    """A job; `permissions` is `None` where it does not say any."""

    id: str
    name: str
    condition: str
    permissions: Mapping[str, str] | None
    env: Mapping[str, str]
    outputs: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Workflow:
    """A workflow: what starts it, and its jobs."""

    name: str
    triggers: Mapping[str, Mapping[str, Any]]
    permissions: Mapping[str, str] | None
    env: Mapping[str, str]
    jobs: tuple[Job, ...]


def parse_action(text: str) -> Action:
    """Read a composite action."""
    table = _load(text, "name description author branding inputs outputs runs")
    runs = _only(table["runs"], "using steps", "runs")
    if runs["using"] != "composite":
        raise WorkflowError(f"only composite actions can be run, not {runs['using']}")
    inputs = {name: _parse_input(name, entry or {}) for name, entry in table.get("inputs", {}).items()}
    told = {name: _only(entry, "description value", f"output {name}") for name, entry in table["outputs"].items()}
    outputs = {name: entry["value"] for name, entry in told.items()}
    steps = tuple(_parse_step(entry, in_action=True) for entry in runs["steps"])
    return Action(inputs, outputs, steps)


def parse_workflow(text: str) -> Workflow:
    """Read a workflow."""
    table = _load(text, "name on permissions concurrency env jobs")
    triggers = table["on"]
    if isinstance(triggers, str):
        triggers = [triggers]
    if isinstance(triggers, list):
        triggers = dict.fromkeys(triggers)
    return Workflow(
        name=table["name"],
        triggers={name: entry or {} for name, entry in triggers.items()},
        permissions=table.get("permissions"),
        env=_texts(table.get("env")),
        jobs=tuple(_parse_job(name, entry) for name, entry in table["jobs"].items()),
    )


def _load(text: str, allowed: str) -> dict[str, Any]:
    # The pure reader follows YAML 1.2, where `on` is a word and no truth value.
    return _only(YAML(typ="safe", pure=True).load(text), allowed, "the file")


def _parse_input(name: str, entry: dict[str, Any]) -> Input:
    _only(entry, "description default required", f"input {name}")
    return Input(_text(entry.get("default")), bool(entry.get("required")))


def _parse_job(name: str, entry: dict[str, Any]) -> Job:
    _only(entry, "name if runs-on timeout-minutes permissions env outputs steps", f"job {name}")
    return Job(
        id=name,
        name=entry.get("name", name),
        condition=_text(entry.get("if")) or "success()",
        permissions=entry.get("permissions"),
        env=_texts(entry.get("env")),
        outputs=_texts(entry.get("outputs")),
        steps=tuple(_parse_step(step, in_action=False) for step in entry["steps"]),
    )


def _parse_step(entry: dict[str, Any], *, in_action: bool) -> Step:
    _only(entry, "name id if uses with env run shell continue-on-error timeout-minutes", "a step")
    if ("run" in entry) == ("uses" in entry):
        raise WorkflowError("a step has either `run` or `uses`")
    if in_action and "run" in entry and entry.get("shell") != "bash":
        raise WorkflowError("a step of an action names its shell, and only bash can be run")
    return Step(
        name=entry.get("name") or entry.get("uses") or entry["run"].split("\n")[0],
        id=entry.get("id", ""),
        condition=_text(entry.get("if")) or "success()",
        uses=entry.get("uses", ""),
        given=_texts(entry.get("with")),
        env=_texts(entry.get("env")),
        run=entry.get("run", ""),
        shell=entry.get("shell", ""),
        may_fail=_text(entry.get("continue-on-error", False)),
    )


def _only(table: dict[str, Any], allowed: str, where: str) -> dict[str, Any]:
    unknown = sorted(set(table) - set(allowed.split()))
    if unknown:
        raise WorkflowError(f"{where} has what this runner does not know: {', '.join(unknown)}")
    return table


def _texts(table: Mapping[str, object] | None) -> dict[str, str]:
    return {name: _text(value) for name, value in (table or {}).items()}


def _text(value: object) -> str:
    """Return a value as the text that GitHub makes of it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
