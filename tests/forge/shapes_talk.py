"""This module holds how comments, reviews, labels' events and check runs are written in REST and in webhooks."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from tests.forge.git import follow_line
from tests.forge.records import Account, CheckRun, Comment, Issue, PullRequest, Reaction, Review, ReviewComment
from tests.forge.rest.routing import Links
from tests.forge.shapes import (
    association_of,
    issue_url,
    page_url,
    pull_url,
    repository_url,
    show_account,
    show_author,
    show_label,
)

REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")
_APP_MADE = "2018-07-30T09:30:17Z"
_APP_ID = 15368  # of GitHub Actions


def show_app(account: Account, links: Links) -> dict[str, Any]:
    """Write the app behind a bot."""
    slug = account.login.removesuffix("[bot]")
    return {
        "id": _APP_ID if slug == "github-actions" else account.id,
        "client_id": f"Iv1.{account.id:016x}",
        "slug": slug,
        "node_id": f"A_{account.node_id}",
        "owner": show_account(Account(9919, "O_kgDOACbv", "github", "Organization"), links),
        "name": "GitHub Actions" if slug == "github-actions" else slug,
        "description": "",
        "external_url": f"{links.html}/features/actions",
        "html_url": f"{links.html}/apps/{slug}",
        "created_at": _APP_MADE,
        "updated_at": _APP_MADE,
        "permissions": {"checks": "write", "contents": "read", "metadata": "read"},
        "events": ["check_run"],
    }


def show_reaction(reaction: Reaction, links: Links) -> dict[str, Any]:
    """Write a reaction."""
    return {
        "id": reaction.id,
        "node_id": reaction.node_id,
        "user": show_account(reaction.user, links),
        "content": reaction.content,
        "created_at": reaction.created_at,
    }


def comment_url(comment: Comment, links: Links) -> str:
    """Return where a comment stands in the API."""
    kind = "pulls" if isinstance(comment, ReviewComment) else "issues"
    return f"{repository_url(comment.pull.repository, links)}/{kind}/comments/{comment.id}"


def _count_reactions(reactions: Sequence[Reaction], url: str) -> dict[str, Any]:
    counts = Counter(reaction.content for reaction in reactions)
    return {"url": f"{url}/reactions", "total_count": counts.total(), **{name: counts[name] for name in REACTIONS}}


def _show_said(comment: Comment, links: Links) -> dict[str, Any]:
    url = comment_url(comment, links)
    return {
        "url": url,
        "id": comment.id,
        "node_id": comment.node_id,
        "user": show_author(comment.author, links),
        "body": comment.body,
        "created_at": comment.created_at,
        "updated_at": comment.updated_at,
        "author_association": association_of(comment.author, comment.pull.repository),
        "reactions": _count_reactions(comment.reactions, url),
    }


def show_comment(comment: Comment, links: Links) -> dict[str, Any]:
    """Write a comment of the conversation."""
    by_app = comment.author is not None and comment.author.type == "Bot"
    return {
        **_show_said(comment, links),
        "html_url": f"{page_url(comment.pull, links)}#issuecomment-{comment.id}",
        "issue_url": issue_url(comment.pull, links),
        "performed_via_github_app": show_app(comment.author, links) if by_app and comment.author else None,
    }


def current_line(comment: ReviewComment, line: int) -> int | None:
    """Return where a line stands in the newest difference; `None` once it is outdated."""
    pull = comment.pull
    if comment.side == "RIGHT":
        moved = follow_line(pull.store, comment.path, line, comment.commit, pull.head_sha)
    else:
        moved = line
    file = next((file for file in pull.files if file.path == comment.path), None)
    return moved if moved and file and file.find(comment.side, moved) else None


def show_review_comment(comment: ReviewComment, links: Links) -> dict[str, Any]:
    """Write a comment on a line."""
    pull, line = comment.pull, current_line(comment, comment.line)
    html = f"{page_url(pull, links)}#discussion_r{comment.id}"
    now = next((file for file in pull.files if file.path == comment.path), None)
    then = pull.store.changed_files(pull.base_sha, comment.commit)
    position = next((file.position(comment.side, comment.line) for file in then if file.path == comment.path), None)
    start = comment.start_line
    first = comment.thread.comments[0]
    said = _show_said(comment, links)
    return {
        **said,
        "pull_request_review_id": comment.review.id,
        "diff_hunk": comment.hunk,
        "path": comment.path,
        "commit_id": pull.head_sha if line else comment.commit,
        "original_commit_id": comment.commit,
        "html_url": html,
        "pull_request_url": pull_url(pull, links),
        "_links": {
            "self": {"href": said["url"]},
            "html": {"href": html},
            "pull_request": {"href": pull_url(pull, links)},
        },
        "subject_type": "line",
        "line": line,
        "original_line": comment.line,
        "side": comment.side,
        "start_line": current_line(comment, start) if start and line else None,
        "original_start_line": start,
        "start_side": comment.start_side,
        "position": now.position(comment.side, line) if now and line else None,
        "original_position": position or 1,
        **({} if comment is first else {"in_reply_to_id": first.id}),
    }


def show_review(review: Review, links: Links) -> dict[str, Any]:
    """Write a review; one that is pending has no moment of submission."""
    html = f"{page_url(review.pull, links)}#pullrequestreview-{review.id}"
    api = pull_url(review.pull, links)
    submitted = {"submitted_at": review.submitted_at} if review.submitted_at else {}
    return {
        "id": review.id,
        "node_id": review.node_id,
        "user": show_author(review.author, links),
        "body": review.body,
        "state": review.state,
        "html_url": html,
        "pull_request_url": api,
        "author_association": association_of(review.author, review.pull.repository),
        "_links": {"html": {"href": html}, "pull_request": {"href": api}},
        "commit_id": review.commit,
        **submitted,
    }


def show_check_run(run: CheckRun, links: Links) -> dict[str, Any]:
    """Write a check run."""
    url = f"{repository_url(run.repository, links)}/check-runs/{run.id}"
    html = f"{links.html}/{run.repository.full_name}/runs/{run.id}"
    output = run.fields.get("output", {})
    return {
        "id": run.id,
        "node_id": run.node_id,
        "head_sha": run.head_sha,
        "name": run.fields["name"],
        "external_id": run.fields.get("external_id", ""),
        "url": url,
        "html_url": html,
        "details_url": run.fields.get("details_url", html),
        "status": run.fields.get("status", "queued"),
        "conclusion": run.fields.get("conclusion"),
        "started_at": run.fields.get("started_at", run.started_at),
        "completed_at": run.fields.get("completed_at"),
        "output": {
            "title": output.get("title"),
            "summary": output.get("summary"),
            "text": output.get("text"),
            "annotations_count": len(run.annotations),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": run.app.id},
        "app": show_app(run.app, links),
        "pull_requests": [],
    }


def show_annotation(annotation: dict[str, Any], run: CheckRun, links: Links) -> dict[str, Any]:
    """Write an annotation."""
    empty = dict.fromkeys(("start_column", "end_column", "title", "message", "raw_details"))
    href = f"{links.html}/{run.repository.full_name}/blob/{run.head_sha}/{quote(annotation['path'])}"
    return {**empty, "blob_href": href, **annotation}


def show_plain_issue(issue: PullRequest | Issue, links: Links) -> dict[str, Any]:
    """Write an issue, or what a pull request has of one."""
    api, html = issue_url(issue, links), page_url(issue, links)
    return {
        "url": api,
        "repository_url": repository_url(issue.repository, links),
        "labels_url": f"{api}/labels{{/name}}",
        "comments_url": f"{api}/comments",
        "events_url": f"{api}/events",
        "html_url": html,
        "id": issue.id,
        "node_id": issue.node_id,
        "number": issue.number,
        "title": issue.title,
        "user": show_author(issue.author, links),
        "labels": [show_label(label, issue.repository, links) for label in issue.labels],
        "state": issue.state,
        "locked": False,
        "active_lock_reason": None,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": len(issue.comments),
        "created_at": issue.created_at,
        "updated_at": issue.updated_at,
        "closed_at": issue.closed_at,
        "author_association": association_of(issue.author, issue.repository),
        "body": issue.body,
        "reactions": _count_reactions((), api),
    }


def show_issue(pull: PullRequest, links: Links) -> dict[str, Any]:
    """Write a pull request as the issue which it is too."""
    return {
        **show_plain_issue(pull, links),
        "draft": pull.is_draft,
        "pull_request": {
            "url": pull_url(pull, links),
            "html_url": page_url(pull, links),
            "diff_url": f"{page_url(pull, links)}.diff",
            "patch_url": f"{page_url(pull, links)}.patch",
            "merged_at": pull.merged_at,
        },
    }
