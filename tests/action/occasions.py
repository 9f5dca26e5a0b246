"""This module holds what GitHub makes of an event: the reference, the commit, and what the token may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.action.definitions import Workflow
from tests.action.services import Remotes

Payload = Mapping[str, Any]
_ON_PULLS = ("pull_request", "pull_request_review", "pull_request_review_comment")
_USUAL_TYPES = {"pull_request": ("opened", "synchronize", "reopened")}


@dataclass(frozen=True)
class Occasion:
    """An event on a repository, and the run that it starts."""

    event: str
    payload: Payload
    ref: str
    sha: str
    run_id: str = "1"
    attempt: str = "1"

    @property
    def repository(self) -> str:
        """The full name of the repository."""
        return str(self.payload["repository"]["full_name"])

    @property
    def default_branch(self) -> str:
        """The reference of the default branch."""
        return f"refs/heads/{self.payload['repository']['default_branch']}"

    @property
    def pull(self) -> Payload:
        """The pull request, where the run stands on its test merge."""
        return self.payload["pull_request"] if self.event in _ON_PULLS else {}

    @property
    def is_from_fork(self) -> bool:
        """Whether the run is for what stands in a fork."""
        return bool(self.pull) and self.pull["head"]["repo"]["full_name"] != self.repository

    @property
    def cache_scopes(self) -> list[str]:
        """The scopes whose caches can be read, the one that is written first."""
        base = [f"refs/heads/{self.pull['base']['ref']}"] if self.pull else []
        return list(dict.fromkeys([self.ref, *base, self.default_branch]))


def describe_occasion(event: str, payload: Payload, remotes: Remotes, *, run_id: str, attempt: str = "1") -> Occasion:
    """Say on which reference and commit GitHub runs a workflow for an event."""
    if event in _ON_PULLS:
        pull = payload["pull_request"]
        base, head = pull["base"], pull["head"]
        number, source = pull["number"], head["repo"]["full_name"]
        merged = remotes.merge(base["repo"]["full_name"], number, base["sha"], source, head["ref"])
        return Occasion(event, payload, f"refs/pull/{number}/merge", merged, run_id, attempt)
    if event == "push":
        return Occasion(event, payload, payload["ref"], payload["after"], run_id, attempt)
    if event == "merge_group":
        group = payload["merge_group"]
        return Occasion(event, payload, group["head_ref"], group["head_sha"], run_id, attempt)
    branch = f"refs/heads/{payload['repository']['default_branch']}"
    ref = {"workflow_dispatch": payload.get("ref"), "pull_request_target": _find_base(payload)}.get(event) or branch
    sha = remotes.resolve(payload["repository"]["full_name"], ref)
    return Occasion(event, payload, ref, sha, run_id, attempt)


def starts(workflow: Workflow, occasion: Occasion) -> bool:
    """Tell whether an event starts a workflow."""
    wanted = workflow.triggers.get(occasion.event)
    if wanted is None:
        return False
    types = wanted.get("types", _USUAL_TYPES.get(occasion.event))
    if types and occasion.payload.get("action") not in types:
        return False
    if "workflows" in wanted:
        return occasion.payload["workflow_run"]["name"] in wanted["workflows"]
    if "branches" in wanted:
        branch = occasion.ref.removeprefix("refs/heads/")
        return branch != occasion.ref and any(fnmatchcase(branch, pattern) for pattern in wanted["branches"])
    return True


def limit_permissions(asked: Mapping[str, str], occasion: Occasion) -> dict[str, str]:
    """Return what the token of a job may do: what is not named is not given, and a fork may only read."""
    return {name: "read" if occasion.is_from_fork else access for name, access in asked.items()}


def _find_base(payload: Payload) -> str | None:
    pull = payload.get("pull_request")
    return f"refs/heads/{pull['base']['ref']}" if pull else None
