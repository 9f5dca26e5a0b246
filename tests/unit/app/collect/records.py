"""This module holds raw records as GitHub tells them, whole in every field, for tests that change one."""

from typing import Any

from reviewer.ports import Record

Json = dict[str, Any]


def make_user(login: str, kind: str = "User", number: int = 1) -> Json:
    """Return an account as GraphQL tells it."""
    return {"__typename": kind, "login": login, "databaseId": number}


def make_review(number: int, author: Json | None, state: str = "APPROVED", **more: object) -> Json:
    """Return a review as GraphQL tells it."""
    return {
        "id": f"PRR_{number}",
        "fullDatabaseId": str(number),
        "state": state,
        "submittedAt": "2026-11-02T09:00:00Z",
        "body": "",
        "authorAssociation": "MEMBER",
        "authorCanPushToRepository": True,
        "author": author,
        "commit": {"oid": "head"},
        **more,
    }


def make_commit(oid: str, message: str, name: str = "Ada", mail: str = "ada@shop.example", login: str = "ada") -> Json:
    """Return a commit of a pull request as GraphQL tells it."""
    person = {"name": name, "email": mail, "user": {"login": login} if login else None}
    return {
        "commit": {
            "oid": oid,
            "message": message,
            "authoredDate": "2026-11-01T08:00:00Z",
            "committedDate": "2026-11-01T08:30:00Z",
            "author": person,
            "committer": {"name": name, "email": mail},
        }
    }


def make_pull(number: int, **more: object) -> Json:
    """Return a merged pull request as GraphQL tells it."""
    return {
        "id": f"PR_{number}",
        "number": number,
        "title": f"Change {number}",
        "body": "",
        "isDraft": False,
        "state": "MERGED",
        "createdAt": "2026-11-01T09:00:00Z",
        "updatedAt": "2026-11-03T09:00:00Z",
        "mergedAt": "2026-11-03T09:00:00Z",
        "closedAt": "2026-11-03T09:00:00Z",
        "additions": 10,
        "deletions": 2,
        "changedFiles": 3,
        "headRefName": "topic",
        "headRefOid": "head",
        "baseRefName": "main",
        "baseRefOid": "base",
        "isCrossRepository": False,
        "reviewDecision": "APPROVED",
        "author": make_user("ada"),
        "mergedBy": {"__typename": "User", "login": "bea"},
        "mergeCommit": {"oid": f"merge{number}"},
        "autoMergeRequest": None,
        "labels": {"nodes": []},
        "assignees": {"nodes": []},
        "closingIssuesReferences": {"nodes": []},
        "reviews": {"nodes": []},
        "commits": {"totalCount": 1, "nodes": [make_commit(f"c{number}", f"Change {number}")]},
        "timelineItems": {"nodes": []},
        **more,
    }


def make_comment(number: int, pull: int, user: Json | None, **more: object) -> Json:
    """Return a comment in the conversation of a pull request as REST tells it."""
    return {
        "id": number,
        "html_url": f"https://github.com/shop/till/pull/{pull}#issuecomment-{number}",
        "issue_url": f"https://api.github.com/repos/shop/till/issues/{pull}",
        "user": user,
        "created_at": "2026-11-01T10:00:00Z",
        "updated_at": "2026-11-01T11:00:00Z",
        "author_association": "NONE",
        "body": "Have you seen this?",
        "performed_via_github_app": None,
        **more,
    }


def make_line_comment(number: int, pull: int, review: int, user: Json | None, **more: object) -> Json:
    """Return a comment on a line as REST tells it."""
    return {
        "id": number,
        "pull_request_review_id": review,
        "pull_request_url": f"https://api.github.com/repos/shop/till/pulls/{pull}",
        "user": user,
        "created_at": "2026-11-01T10:00:00Z",
        "updated_at": "2026-11-01T10:00:00Z",
        "author_association": "MEMBER",
        "body": "Why?",
        "path": "till.py",
        "line": 7,
        "commit_id": "head",
        "original_commit_id": "first",
        "in_reply_to_id": None,
        "diff_hunk": "@@",
        **more,
    }


def make_issue(number: int, *labels: str, **more: object) -> Json:
    """Return an issue as REST tells it."""
    return {
        "number": number,
        "title": f"Issue {number}",
        "state": "open",
        "state_reason": None,
        "user": {"login": "cem", "type": "User", "id": 3},
        "created_at": "2026-10-01T00:00:00Z",
        "updated_at": "2026-10-02T00:00:00Z",
        "closed_at": None,
        "labels": [{"name": label} for label in labels],
        "type": None,
        "repository_url": "https://api.github.com/repos/shop/till",
        **more,
    }


def wrap(kind: str, *items: Json) -> list[Record]:
    """Return items as records of a kind."""
    return [Record(kind, str(item.get("id", item.get("number"))), 0, item) for item in items]
