"""This module holds how items of GitHub's REST lists become rows: comments, issues, and pull requests of a dump."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reviewer.app.collect.rows.values import (
    read_account,
    read_body,
    read_map,
    read_names,
    read_number,
    read_text,
    read_time,
    read_word,
)
from reviewer.change.late import compile_late
from reviewer.model.facts import Issue, Remark

Json = Mapping[str, Any]
_BUG = compile_late(r"(?i)(?:^|[^a-z])(?:bugs?|defects?|regressions?|crash(?:es)?)(?:$|[^a-z])")
_NO_BUG = compile_late(r"(?i)\bnot?[ -](?:an? )?bug|bug[ -]?bounty")
_LAST_NUMBER = compile_late(r"/(\d{1,9})(?:[#?].*)?$")


def build_line_remark(item: Json) -> Remark | None:
    """Return the row of a comment on a line (an item of `pulls/comments`); None when its pull request is not named."""
    return _build_remark(item, "line", find_number(item.get("pull_request_url")))


def build_remark(item: Json) -> Remark | None:
    """Return the row of a comment in a conversation (an item of `issues/comments`); None when it is on an issue."""
    url = read_text(item.get("html_url")) or ""
    return _build_remark(item, "conversation", find_number(item.get("issue_url")) if "/pull/" in url else None)


def build_issue(item: Json) -> Issue | None:
    """Return the row of an issue (an item of `issues`); None when it is a pull request."""
    number = read_number(item.get("number"))
    if number is None or item.get("pull_request"):
        return None
    author = read_account(item.get("user"))
    labels = item.get("labels")
    named = (
        [{"name": label} if isinstance(label, str) else label for label in labels] if isinstance(labels, list) else []
    )
    issue = Issue(
        number=number,
        title=read_text(item.get("title")) or "",
        state=read_word(item.get("state")),
        reason=read_word(item.get("state_reason")),
        author=author.login,
        author_kind=author.kind,
        created=read_time(item.get("created_at")),
        updated=read_time(item.get("updated_at")),
        closed=read_time(item.get("closed_at")),
        labels=read_names(named, "name"),
        type=read_text(read_map(item.get("type")).get("name")),
    )
    return finish_issue(issue)


def finish_issue(issue: Issue) -> Issue:
    """Return an issue with whether a label or its type says that it is about a bug."""
    words = (*issue.labels, *([issue.type] if issue.type else []))
    return replace(issue, is_bug=any(_BUG.search(word) and not _NO_BUG.search(word) for word in words))


def translate_pull(item: Json) -> Json:
    """Return a pull request of a REST list as its GraphQL node would be, as far as the list tells."""
    head, base = read_map(item.get("head")), read_map(item.get("base"))
    origin, target = read_map(head.get("repo")), read_map(base.get("repo"))
    merged = item.get("merged_at")
    return {
        "id": item.get("node_id"),
        "number": item.get("number"),
        "title": item.get("title"),
        "body": item.get("body"),
        "state": "merged" if merged else item.get("state"),
        "isDraft": item.get("draft"),
        "author": item.get("user"),
        "createdAt": item.get("created_at"),
        "updatedAt": item.get("updated_at"),
        "closedAt": item.get("closed_at"),
        "mergedAt": merged,
        "mergedBy": item.get("merged_by"),
        # Of one that is not merged it is what a merge would be.
        "mergeCommit": {"oid": item.get("merge_commit_sha")} if merged else None,
        "headRefName": head.get("ref"),
        "headRefOid": head.get("sha"),
        "baseRefName": base.get("ref"),
        "baseRefOid": base.get("sha"),
        "isCrossRepository": origin.get("id") != target.get("id") if target else None,
        "additions": item.get("additions"),
        "deletions": item.get("deletions"),
        "changedFiles": item.get("changed_files"),
        "labels": item.get("labels"),
        "assignees": item.get("assignees"),
        "autoMergeRequest": {"enabledBy": read_map(item.get("auto_merge")).get("enabled_by")},
        "commits": {"totalCount": item.get("commits")},
    }


def translate_review(item: Json) -> Json:
    """Return a review of a REST list as its GraphQL node would be."""
    return {
        "id": item.get("node_id"),
        "fullDatabaseId": item.get("id"),
        "state": item.get("state"),
        "submittedAt": item.get("submitted_at"),
        "body": item.get("body"),
        "authorAssociation": item.get("author_association"),
        "author": item.get("user"),
        "commit": {"oid": item.get("commit_id")},
    }


def find_number(url: object) -> int | None:
    """Return the number at the end of an address."""
    found = _LAST_NUMBER.search(read_text(url) or "")
    return int(found[1]) if found else None


def _build_remark(item: Json, kind: str, number: int | None) -> Remark | None:
    name = read_number(item.get("id"))
    if number is None or name is None:
        return None
    author = read_account(item.get("user"))
    body, body_cut = read_body(item.get("body"))
    return Remark(
        number=number,
        remark=name,
        kind=kind,
        review=read_number(item.get("pull_request_review_id")),
        author=author.login,
        author_kind=author.kind,
        author_id=author.number,
        association=read_word(item.get("author_association")),
        created=read_time(item.get("created_at")),
        updated=read_time(item.get("updated_at")),
        body=body,
        body_cut=body_cut,
        path=read_text(item.get("path"), 4_096),
        line=read_number(item.get("line")),
        commit=read_text(item.get("commit_id")),
        original_commit=read_text(item.get("original_commit_id")),
        answers=read_number(item.get("in_reply_to_id")),
        app=read_text(read_map(item.get("performed_via_github_app")).get("slug")),
    )
