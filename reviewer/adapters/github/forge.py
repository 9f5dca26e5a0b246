"""This module holds one repository on GitHub: what is asked of it, and what is written there."""

import base64
import gzip
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from reviewer.adapters.github.client import Client
from reviewer.adapters.github.talk import read_talk
from reviewer.model.forge import Annotation, CheckRun, LineComment, PullRequest, Talk
from reviewer.ports import Forge, Refused

# What GitHub takes in one request.
MOST_ANNOTATIONS = 50
LONGEST_SUMMARY = 65_535
LARGEST_SARIF = 10_000_000
_WRITERS = frozenset({"admin", "write", "maintain"})
_SIDES = {"old": "LEFT", "new": "RIGHT"}
_PULLS, _CHECKS, _ISSUES = "pull-requests: write", "checks: write", "issues: write"
# GitHub asks for the right to push before it lets a token resolve a conversation.
_THREADS = "contents: write"
_CLOSE = "mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { id } } }"
_OPEN = "mutation($id: ID!) { unresolveReviewThread(input: {threadId: $id}) { thread { id } } }"


def open_forge(repository: str, token: str, *, api: str, graphql: str) -> Forge:
    """Open a repository (`owner/name`) on GitHub or on a GitHub Enterprise Server. Nothing is asked yet."""
    return GitHubForge(Client(repository, token, api=api, graphql=graphql))


class _Repository(BaseModel):
    full_name: str
    default_branch: str = ""


class _End(BaseModel):
    sha: str
    ref: str
    repo: _Repository | None


class _Label(BaseModel):
    name: str


class _Pull(BaseModel):
    number: int
    state: str
    head: _End
    base: _End
    labels: list[_Label]
    title: str = ""
    body: str | None = None


class GitHubForge(Forge):
    """One repository on GitHub."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._writers: dict[str, bool] = {}

    def pull_request(self, number: int) -> PullRequest:
        """Return a pull request as it is now."""
        try:
            pull = _Pull.model_validate(self._client.ask("GET", f"/pulls/{number}", needs="pull-requests: read"))
        except ValidationError:
            raise Refused("GitHub's answer is not understood") from None
        return PullRequest(
            number=pull.number,
            head=pull.head.sha,
            base=pull.base.sha,
            base_branch=pull.base.ref,
            is_to_default=pull.base.repo is not None and pull.base.ref == pull.base.repo.default_branch,
            source=pull.head.repo.full_name if pull.head.repo else "",
            target=pull.base.repo.full_name if pull.base.repo else "",
            is_open=pull.state == "open",
            labels=tuple(label.name for label in pull.labels),
            title=pull.title,
            body=pull.body or "",
        )

    def talk(self, number: int) -> Talk:
        """Return everything that was said on a pull request, however long it is."""
        return read_talk(self._client, number)

    def may_write(self, login: str) -> bool:
        """Tell whether somebody may write to the repository; false for whoever is unknown."""
        if login not in self._writers:
            try:
                answer = self._client.ask("GET", f"/collaborators/{quote(login, safe='')}/permission")
            except Refused:
                answer = {}
            permission = answer.get("permission") if isinstance(answer, dict) else None
            self._writers[login] = permission in _WRITERS
        return self._writers[login]

    def blob(self, path: str, commit: str) -> str:
        """Return the id of a file's contents at a commit; empty where there is no such file."""
        try:
            answer = self._client.ask("GET", f"/contents/{quote(path)}", needs="contents: read", ref=commit)
        except Refused as refused:
            if refused.is_missing:
                return ""
            raise
        return str(answer.get("sha", "")) if isinstance(answer, dict) else ""

    def write_comment(self, number: int, body: str, comment: int | None = None) -> int:
        """Write a comment on a pull request, or replace the text of one; return its id."""
        if comment is None:
            answer = self._client.ask("POST", f"/issues/{number}/comments", {"body": body}, needs=_PULLS)
        else:
            answer = self._client.ask("PATCH", f"/issues/comments/{comment}", {"body": body}, needs=_PULLS)
        return _read_id(answer)

    def write_lines(self, number: int, commit: str, comments: Sequence[LineComment]) -> None:
        """Write comments on lines of a change, in one review: all of them or none."""
        drafts = [{"path": c.path, "line": c.line, "side": _SIDES[c.side], "body": c.body} for c in comments]
        body = {"commit_id": commit, "event": "COMMENT", "comments": drafts}
        self._client.ask("POST", f"/pulls/{number}/reviews", body, needs=_PULLS)

    def edit_lines(self, comment: int, body: str) -> None:
        """Replace the text of a comment on a line."""
        self._client.ask("PATCH", f"/pulls/comments/{comment}", {"body": body}, needs=_PULLS)

    def close_thread(self, thread: str, *, closed: bool = True) -> None:
        """Resolve a conversation, or open it again."""
        self._client.query(_CLOSE if closed else _OPEN, {"id": thread}, needs=_THREADS)

    def write_check(self, check: CheckRun) -> None:
        """Write a check run with all of its annotations, unless one of the same name and key stands there already."""
        place = f"/commits/{check.commit}/check-runs"
        there = self._client.ask("GET", place, needs=_CHECKS, check_name=check.name, filter="latest")
        if _read_newest_key(there) == check.key:
            return
        pages = [
            check.annotations[i : i + MOST_ANNOTATIONS] for i in range(0, len(check.annotations), MOST_ANNOTATIONS)
        ]
        first, *rest = pages or [()]
        body = {
            "name": check.name,
            "head_sha": check.commit,
            "external_id": check.key,
            "status": "completed",
            "conclusion": check.conclusion,
            "output": _describe(check, first),
        }
        run = _read_id(self._client.ask("POST", "/check-runs", body, needs=_CHECKS))
        for page in rest:
            self._client.ask("PATCH", f"/check-runs/{run}", {"output": _describe(check, page)}, needs=_CHECKS)

    def write_labels(self, number: int, add: Collection[str], remove: Collection[str]) -> None:
        """Put labels on a pull request and take others away; those that are not there are left alone."""
        if add:
            self._client.ask("POST", f"/issues/{number}/labels", {"labels": sorted(add)}, needs=_PULLS)
        for label in sorted(remove):
            self._client.ask("DELETE", f"/issues/{number}/labels/{quote(label, safe='')}", needs=_PULLS)

    def upload_sarif(self, commit: str, ref: str, log: str) -> None:
        """Hand a SARIF log to code scanning."""
        packed = base64.b64encode(gzip.compress(log.encode("utf-8"), mtime=0)).decode("ascii")
        if len(packed) > LARGEST_SARIF:
            raise Refused("the log is larger than GitHub takes")
        body = {"commit_sha": commit, "ref": ref, "sarif": packed, "tool_name": "reviewer"}
        self._client.ask("POST", "/code-scanning/sarifs", body, needs="security-events: write")

    def acknowledge(self, comment: int) -> None:
        """Show the author of a comment that it was understood."""
        self._client.ask("POST", f"/issues/comments/{comment}/reactions", {"content": "+1"}, needs=_ISSUES)


def _read_id(answer: Any) -> int:  # noqa: ANN401 - GitHub's answer
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), int):
        raise Refused("GitHub's answer is not understood")
    return int(answer["id"])


def _read_newest_key(answer: Any) -> str:  # noqa: ANN401 - GitHub's answer
    runs = answer.get("check_runs") if isinstance(answer, dict) else None
    known = [run for run in runs or [] if isinstance(run, dict) and isinstance(run.get("id"), int)]
    newest = max(known, key=lambda run: int(run["id"]), default={})
    return str(newest.get("external_id", "")) if newest.get("status") == "completed" else ""


def _describe(check: CheckRun, annotations: Sequence[Annotation]) -> dict[str, Any]:
    notes = [
        {
            "path": note.path,
            "start_line": note.line,
            "end_line": note.end_line,
            "annotation_level": note.level,
            "title": note.title,
            "message": note.message,
        }
        for note in annotations
    ]
    return {"title": check.title, "summary": check.summary[:LONGEST_SUMMARY], "annotations": notes}
