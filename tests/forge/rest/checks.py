"""This module holds the endpoints of check runs, which apps alone may write."""

from collections.abc import Mapping
from typing import Any

from tests.forge.records import CheckRun, Json
from tests.forge.rest.routing import Answer, Call, Need, Refusal, endpoint
from tests.forge.shapes_talk import show_annotation, show_app, show_check_run

_READ = Need("checks", "read")
_WRITE = Need("checks", "write")
_LONGEST_TEXT = 65535


@endpoint("GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", _READ)
def list_runs(call: Call) -> Answer:
    """Answer with the check runs of a commit: by default the newest of each name."""
    sha = _find_commit(call, call.parts["ref"])
    found = [run for run in reversed(call.repository.checks) if run.head_sha == sha]
    if call.query.get("filter", "latest") == "latest":
        newest: dict[tuple[str, str], CheckRun] = {}
        for run in found:
            newest.setdefault((run.app.login, run.fields["name"]), run)
        found = list(newest.values())
    return call.page(
        [run for run in found if _is_wanted(run, call)], lambda run: show_check_run(run, call.links), "check_runs"
    )


def _is_wanted(run: CheckRun, call: Call) -> bool:
    status = run.fields.get("status", "queued")
    return (
        call.query.get("check_name", run.fields["name"]) == run.fields["name"]
        and call.query.get("status", status) == status
        and call.query.get("app_id", str(_app_id(run, call))) == str(_app_id(run, call))
    )


def _app_id(run: CheckRun, call: Call) -> int:
    number: int = show_app(run.app, call.links)["id"]
    return number


@endpoint("POST", "/repos/{owner}/{repo}/check-runs", _WRITE)
def write_run(call: Call) -> Answer:
    """Write a check run."""
    _refuse_people(call)
    sent = dict(call.body)
    sha = sent.pop("head_sha")
    if call.repository.git.resolve(sha) != sha and not _is_of_a_pull(call, sha):
        raise Refusal(422, f"No commit found for SHA: {sha}")
    _check_fields(sent)
    run = call.world.check(call.repository, sha, sent, by=call.me)
    shown = show_check_run(run, call.links)
    return Answer(shown, 201, {"Location": shown["url"]})


@endpoint("GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}", _READ)
def show_one(call: Call) -> Json:
    """Answer with a check run."""
    return show_check_run(call.find(call.repository.checks, "check_run_id"), call.links)


@endpoint("PATCH", "/repos/{owner}/{repo}/check-runs/{check_run_id}", _WRITE)
def amend_run(call: Call) -> Json:
    """Change a check run, which its own app alone may."""
    _refuse_people(call)
    run = call.find(call.repository.checks, "check_run_id")
    if run.app is not call.token.account:
        raise Refusal(403, "Invalid app_id `1` - check run can only be modified by the GitHub App that created it.")
    _check_fields(call.body)
    call.world.amend(run, call.body)
    return show_check_run(run, call.links)


@endpoint("GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", _READ)
def list_annotations(call: Call) -> Answer:
    """Answer with the annotations of a check run."""
    run = call.find(call.repository.checks, "check_run_id")
    return call.page(run.annotations, lambda one: show_annotation(one, run, call.links))


def _find_commit(call: Call, ref: str) -> str:
    sha = call.repository.git.resolve(ref) or (ref if _is_of_a_pull(call, ref) else "")
    if not sha:
        raise Refusal(422, f"No commit found for SHA: {ref}")
    return sha


def _is_of_a_pull(call: Call, sha: str) -> bool:
    return any(pull.store.resolve(sha) == sha for pull in call.repository.pulls.values())


def _refuse_people(call: Call) -> None:
    if not call.token.is_app:
        raise Refusal(403, "You must authenticate via a GitHub App.")


def _check_fields(sent: Mapping[str, Any]) -> None:
    output = sent.get("output") or {}
    for name in ("summary", "text"):
        if len(output.get(name) or "") > _LONGEST_TEXT:
            raise Refusal(422, f"Invalid request.\n\nOnly {_LONGEST_TEXT} characters are allowed; more were supplied.")
    for note in output.get("annotations", []):
        if note["end_line"] < note["start_line"]:
            raise Refusal(422, "Invalid request.\n\nend_line must not come before start_line.")
        if "start_column" in note and note["end_line"] != note["start_line"]:
            raise Refusal(422, "Invalid request.\n\nColumns are allowed on annotations of one line only.")
