"""This module holds the payloads of webhooks, made of what the world holds and checked by GitHub's description."""

from typing import Any, Literal, NamedTuple

from tests.forge.contract import find_event_breaches
from tests.forge.git import Commit
from tests.forge.records import Account, Comment, Label, PullRequest, Repository, ReviewComment
from tests.forge.rest.routing import Links
from tests.forge.shapes import (
    pull_url,
    repository_url,
    show_account,
    show_full_pull,
    show_label,
    show_pull,
    show_repository,
)
from tests.forge.shapes_talk import show_comment, show_issue, show_review_comment

PullAction = Literal[
    "closed",
    "converted_to_draft",
    "edited",
    "labeled",
    "opened",
    "ready_for_review",
    "reopened",
    "synchronize",
    "unlabeled",
]
# As the description names them: the cut of it holds these.
EVENTS = (
    "issue-comment-created",
    "merge-group-checks-requested",
    "pull-request-closed",
    "pull-request-converted-to-draft",
    "pull-request-edited",
    "pull-request-labeled",
    "pull-request-opened",
    "pull-request-ready-for-review",
    "pull-request-reopened",
    "pull-request-review-comment-created",
    "pull-request-synchronize",
    "pull-request-unlabeled",
    "push",
    "workflow-dispatch",
    "workflow-run-completed",
)
GITHUB = Links("https://api.github.com", "https://github.com")
_NO_COMMIT = "0" * 40
_MOMENT = 1767603601


class Payload(NamedTuple):
    """An event: its name, as in `GITHUB_EVENT_NAME`, and the JSON that comes with it."""

    event: str
    body: dict[str, Any]


class EventBuilder:
    """Builds the events of one repository, as somebody's doing; `links` says where things are."""

    def __init__(self, repository: Repository, sender: Account, links: Links = GITHUB) -> None:
        self._repository = repository
        self._sender = sender
        self._links = links

    def pull_request(
        self,
        action: PullAction,
        pull: PullRequest,
        *,
        label: Label | None = None,
        before: str = "",
        old_title: str | None = None,
        old_base: str | None = None,
    ) -> Payload:
        """Something happened to a pull request; `before` is the head that a push replaced."""
        body: dict[str, Any] = {
            "action": action,
            "number": pull.number,
            "pull_request": show_full_pull(pull, self._links),
        }
        if action in ("labeled", "unlabeled") and label:
            body["label"] = show_label(label, pull.repository, self._links)
        if action == "synchronize":
            body.update({"before": before or _NO_COMMIT, "after": pull.head_sha})
        if action == "edited":
            title = {"title": {"from": old_title}} if old_title is not None else {}
            base = {"base": {"ref": {"from": old_base}, "sha": {"from": _NO_COMMIT}}} if old_base is not None else {}
            body["changes"] = {**title, **base}
        return self._finish("pull_request", f"pull-request-{action.replace('_', '-')}", body)

    def comment(self, comment: Comment) -> Payload:
        """Somebody wrote in the conversation of a pull request."""
        body = {
            "action": "created",
            "issue": show_issue(comment.pull, self._links),
            "comment": show_comment(comment, self._links),
        }
        return self._finish("issue_comment", "issue-comment-created", body)

    def line_comment(self, comment: ReviewComment) -> Payload:
        """Somebody wrote on a line."""
        body = {
            "action": "created",
            "pull_request": show_pull(comment.pull, self._links),
            "comment": show_review_comment(comment, self._links),
        }
        return self._finish("pull_request_review_comment", "pull-request-review-comment-created", body)

    def push(self, ref: str, before: str, after: str) -> Payload:
        """Commits came to a branch (`refs/heads/main`); without any before, it is new."""
        store = self._repository.git
        known = before != _NO_COMMIT
        commits = [self._show_commit(commit) for commit in (store.commits(before, after) if known else ())]
        html = f"{self._links.html}/{self._repository.full_name}"
        body = {
            "ref": ref,
            "before": before,
            "after": after,
            "base_ref": None,
            "compare": f"{html}/compare/{before[:12]}...{after[:12]}",
            "created": not known,
            "deleted": after == _NO_COMMIT,
            "forced": False,
            "commits": commits,
            "head_commit": None if after == _NO_COMMIT else self._show_commit(store.commit(after)),
            "pusher": {"name": self._sender.login, "email": f"{self._sender.login}@example.invalid"},
        }
        return self._finish("push", "push", body)

    def merge_group(self, head_sha: str, base_sha: str, base_ref: str = "refs/heads/main") -> Payload:
        """A merge queue wants to know whether some changes may go in together."""
        name = f"refs/heads/gh-readonly-queue/{base_ref.removeprefix('refs/heads/')}/pr-1-{base_sha}"
        commit = self._repository.git.commit(head_sha)
        people = {"author": commit.author, "committer": commit.committer}
        group = {
            "head_sha": head_sha,
            "head_ref": name,
            "base_sha": base_sha,
            "base_ref": base_ref,
            "head_commit": {
                "id": head_sha,
                "tree_id": commit.tree,
                "message": commit.message,
                "timestamp": commit.committer.date,
                **{role: {"name": person.name, "email": person.email} for role, person in people.items()},
            },
        }
        body = {"action": "checks_requested", "merge_group": group}
        return self._finish("merge_group", "merge-group-checks-requested", body)

    def dispatch(self, inputs: dict[str, str], ref: str = "refs/heads/main") -> Payload:
        """Somebody started a workflow by hand."""
        body = {"inputs": inputs, "ref": ref, "workflow": ".github/workflows/review.yml"}
        return self._finish("workflow_dispatch", "workflow-dispatch", body)

    def workflow_run(self, pull: PullRequest, conclusion: str = "success") -> Payload:
        """A workflow that a pull request set off is through; those of forks are not listed with it, as on GitHub."""
        body = {
            "action": "completed",
            "workflow": self._show_workflow(),
            "workflow_run": self._show_run(pull, conclusion),
        }
        return self._finish("workflow_run", "workflow-run-completed", body)

    def _finish(self, event: str, hook: str, body: dict[str, Any]) -> Payload:
        repository = show_repository(self._repository, self._links)
        if event == "push":
            numbers = dict.fromkeys(("created_at", "pushed_at"), _MOMENT)  # here alone they are seconds
            repository |= {**numbers, "master_branch": self._repository.default_branch, "stargazers": 0}
        body |= {"repository": repository, "sender": show_account(self._sender, self._links)}
        breaches = find_event_breaches(hook, body)
        assert not breaches, breaches
        return Payload(event, body)

    def _show_commit(self, commit: Commit) -> dict[str, Any]:
        people = {"author": commit.author, "committer": commit.committer}
        parent = commit.parents[0] if commit.parents else commit.sha
        files = self._repository.git.changed_files(parent, commit.sha)
        return {
            "id": commit.sha,
            "tree_id": commit.tree,
            "distinct": True,
            "message": commit.message,
            "timestamp": commit.committer.date,
            "url": f"{self._links.html}/{self._repository.full_name}/commit/{commit.sha}",
            **{role: {"name": person.name, "email": person.email} for role, person in people.items()},
            "added": [file.path for file in files if file.status == "added"],
            "removed": [file.path for file in files if file.status == "removed"],
            "modified": [file.path for file in files if file.status == "modified"],
        }

    def _show_workflow(self) -> dict[str, Any]:
        url = f"{repository_url(self._repository, self._links)}/actions/workflows/1"
        html = f"{self._links.html}/{self._repository.full_name}"
        return {
            "id": 1,
            "node_id": "W_1",
            "name": "Review",
            "path": ".github/workflows/review.yml",
            "state": "active",
            "created_at": self._repository.created_at,
            "updated_at": self._repository.created_at,
            "url": url,
            "html_url": f"{html}/blob/main/.github/workflows/review.yml",
            "badge_url": f"{html}/workflows/Review/badge.svg",
        }

    def _show_run(self, pull: PullRequest, conclusion: str) -> dict[str, Any]:
        url = f"{repository_url(self._repository, self._links)}/actions/runs/1"
        head = pull.store.commit(pull.head_sha)
        people = {"author": head.author, "committer": head.committer}
        parts = ("jobs", "logs", "artifacts", "cancel", "rerun")
        return {
            "id": 1,
            "node_id": "WFR_1",
            "name": "Review",
            "path": ".github/workflows/review.yml",
            "display_title": pull.title,
            "head_branch": pull.head_ref,
            "head_sha": head.sha,
            "run_number": 1,
            "run_attempt": 1,
            "event": "pull_request",
            "status": "completed",
            "conclusion": conclusion,
            "workflow_id": 1,
            "workflow_url": f"{repository_url(self._repository, self._links)}/actions/workflows/1",
            "check_suite_id": 1,
            "check_suite_node_id": "CS_1",
            "check_suite_url": f"{repository_url(self._repository, self._links)}/check-suites/1",
            "url": url,
            "html_url": f"{self._links.html}/{self._repository.full_name}/actions/runs/1",
            **{f"{part}_url": f"{url}/{part}" for part in parts},
            "previous_attempt_url": None,
            "pull_requests": [self._show_briefly(pull)] if pull.head_repository is pull.repository else [],
            "created_at": pull.updated_at,
            "updated_at": pull.updated_at,
            "run_started_at": pull.updated_at,
            "actor": show_account(self._sender, self._links),
            "triggering_actor": show_account(self._sender, self._links),
            "referenced_workflows": [],
            "head_commit": {
                "id": head.sha,
                "tree_id": head.tree,
                "message": head.message,
                "timestamp": head.committer.date,
                **{role: {"name": person.name, "email": person.email} for role, person in people.items()},
            },
            "repository": show_repository(self._repository, self._links),
            "head_repository": show_repository(pull.head_repository, self._links),
        }

    def _show_briefly(self, pull: PullRequest) -> dict[str, Any]:
        def show(repository: Repository, ref: str, sha: str) -> dict[str, Any]:
            named = {"id": repository.id, "name": repository.name, "url": repository_url(repository, self._links)}
            return {"ref": ref, "sha": sha, "repo": named}

        return {
            "id": pull.id,
            "number": pull.number,
            "url": pull_url(pull, self._links),
            "head": show(pull.head_repository, pull.head_ref, pull.head_sha),
            "base": show(pull.repository, pull.base_ref, pull.base_sha),
        }
