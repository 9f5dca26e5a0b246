"""This module holds stand-ins for the actions that the workflows use: their documented inputs, outputs, effects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.action.commands import StepError
from tests.action.occasions import Occasion
from tests.action.services import Artifacts, Caches, Remotes, run_git

Inputs = Mapping[str, str]


class Surroundings(Protocol):
    """What a stand-in sees of the job."""

    occasion: Occasion
    workspace: Path
    temp: Path
    permissions: Mapping[str, str]
    remotes: Remotes
    caches: Caches
    artifacts: Artifacts

    def tell(self, line: str) -> None:
        """Write a line into the log of the step."""


@dataclass(frozen=True)
class StandIn:
    """A stand-in: the inputs that it follows with their defaults, those that must be given, and what it does."""

    inputs: Mapping[str, str]
    required: tuple[str, ...]
    act: Callable[[Surroundings, Inputs], dict[str, str]]


def check_out(job: Surroundings, given: Inputs) -> dict[str, str]:
    """Fetch the commit of the event, or another reference, into the workspace."""
    if job.permissions.get("contents", "none") == "none":
        raise StepError("the token may not read the contents")
    occasion = job.occasion
    repository = occasion.repository
    ref = given["ref"] or occasion.ref
    sha = job.remotes.resolve(repository, ref) if given["ref"] else occasion.sha
    if occasion.event in ("pull_request_target", "workflow_run") and "pull/" in ref:
        raise StepError("checking out what strangers sent is refused here")
    url = f"file://{job.remotes.folders[repository]}"
    local = ref.replace("refs/heads/", "refs/remotes/origin/").replace("refs/pull/", "refs/remotes/pull/")
    run_git("init", "--quiet", "--initial-branch=main", folder=job.workspace)
    if given["fetch-depth"] == "0":
        everything = ("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
        run_git("fetch", "--quiet", url, *everything, folder=job.workspace)
        run_git("fetch", "--quiet", url, f"+{ref}:{local}", folder=job.workspace)
    else:
        run_git("fetch", "--quiet", f"--depth={given['fetch-depth']}", url, f"+{ref}:{local}", folder=job.workspace)
    run_git("update-ref", local, sha, folder=job.workspace)
    run_git("remote", "add", "origin", f"https://github.example/{repository}", folder=job.workspace)
    name = ref.removeprefix("refs/heads/")
    how = ("--detach",) if name == ref else ("-B", name)
    run_git("checkout", "--quiet", "--force", *how, sha, folder=job.workspace)
    if given["persist-credentials"] != "false":
        run_git("config", "http.extraheader", "AUTHORIZATION: basic of-the-token", folder=job.workspace)
    return {"ref": ref, "commit": sha}


def restore_cache(job: Surroundings, given: Inputs) -> dict[str, str]:
    """Lay a kept folder where it was."""
    path = Path(given["path"])
    prefixes = given["restore-keys"].split()
    scopes = job.occasion.cache_scopes
    matched = job.caches.restore(scopes, given["key"], prefixes, _describe(job, path), path)
    job.tell(f"Cache restored from key: {matched}" if matched else f"Cache not found for key: {given['key']}")
    hit = {"cache-hit": str(matched == given["key"]).lower()} if matched else {}
    return {"cache-primary-key": given["key"], "cache-matched-key": matched, **hit}


def save_cache(job: Surroundings, given: Inputs) -> dict[str, str]:
    """Keep a folder; where that cannot be done it is only said."""
    path = Path(given["path"])
    saved = job.caches.save(job.occasion.cache_scopes[0], given["key"], _describe(job, path), path)
    job.tell(f"Cache saved with key: {given['key']}" if saved else "::warning::The cache was not saved.")
    return {}


def upload_artifact(job: Surroundings, given: Inputs) -> dict[str, str]:
    """Keep a folder for other runs."""
    if not job.artifacts.upload(job.occasion.run_id, given["name"], job.workspace / given["path"]):
        if given["if-no-files-found"] == "error":
            raise StepError("No files were found with the provided path.")
        job.tell("::warning::No files were found with the provided path.")
    return {}


def download_artifact(job: Surroundings, given: Inputs) -> dict[str, str]:
    """Lay what another run kept into a folder."""
    run = given["run-id"] or job.occasion.run_id
    if run != job.occasion.run_id:
        if not given["github-token"]:
            raise StepError("another run needs a token")
        if job.permissions.get("actions", "none") == "none":
            raise StepError("the token may not read artifacts of other runs")
    target = job.workspace / given["path"]
    if not job.artifacts.download(run, given["name"], target):
        raise StepError(f"Unable to download artifact(s): Artifact not found for name: {given['name']}")
    return {"download-path": str(target)}


def _describe(job: Surroundings, path: Path) -> str:
    """Return what a cache belongs to beside its key: where it lies, the same on every runner."""
    if path.is_relative_to(job.workspace):
        raise StepError("a cache in the workspace could be one of the change")
    return str(path.relative_to(job.temp))


_RESTORE = {"path": "", "key": "", "restore-keys": ""}
_UPLOAD = {"name": "artifact", "path": "", "if-no-files-found": "warn", "retention-days": ""}
_DOWNLOAD = {"name": "", "path": "", "run-id": "", "github-token": ""}
STAND_INS = {
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1": StandIn(
        {"ref": "", "fetch-depth": "1", "persist-credentials": "true"}, (), check_out
    ),
    "actions/cache/restore@27d5ce7f107fe9357f9df03efb73ab90386fccae": StandIn(_RESTORE, ("path", "key"), restore_cache),
    "actions/cache/save@27d5ce7f107fe9357f9df03efb73ab90386fccae": StandIn(
        {"path": "", "key": ""}, ("path", "key"), save_cache
    ),
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f": StandIn(_UPLOAD, ("path",), upload_artifact),
    "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c": StandIn(
        _DOWNLOAD, ("name",), download_artifact
    ),
}
