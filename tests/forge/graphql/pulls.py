"""This module holds the fields of repositories, pull requests and commits."""

from collections.abc import Mapping
from typing import Any

from tests.forge.git import ChangedFile, Person
from tests.forge.graphql.asking import (
    IDS,
    SAID,
    TIMES,
    Asking,
    CommitOf,
    Fields,
    attributes,
    list_seen,
    name_type,
    read_commit,
    read_keys,
)
from tests.forge.graphql.pages import Page, Thing, fail
from tests.forge.records import Account, Comment, Event, PullRequest, Repository, Review
from tests.forge.rest.routing import Need

_ROLES = {"admin": "ADMIN", "write": "WRITE", "triage": "TRIAGE", "read": "READ"}


def _person(person: Person, asking: Asking) -> dict[str, Any]:
    user: Account | None = asking.world.mails.get(person.email)
    return {"name": person.name, "email": person.email, "date": person.date, "user": user}


def _list_timeline(pull: PullRequest, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    kinds = {name_type(event): event.kind for event in pull.events}
    kinds |= {"IssueComment": "ISSUE_COMMENT", "PullRequestReview": "PULL_REQUEST_REVIEW"}
    reviews = [review for review in pull.reviews if review.state != "PENDING"]
    everything: list[Event | Comment | Review] = [*pull.events, *pull.comments, *reviews]
    everything.sort(key=lambda one: one.id)
    wanted, since = arguments.get("itemTypes"), arguments.get("since") or ""
    found = [one for one in everything if wanted is None or kinds[name_type(one)] in wanted]
    return asking.page([one for one in found if one.created_at >= since], arguments)


def _list_commits(pull: PullRequest, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    commits = pull.store.commits(pull.base_sha, pull.head_sha)
    return asking.page([CommitOf(commit, pull.repository) for commit in commits], arguments)


def _list_reviews(pull: PullRequest, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    wanted, author = arguments.get("states"), arguments.get("author")
    found = [
        review
        for review in pull.reviews
        if (review.state != "PENDING" or review.author is asking.token.account)
        and (wanted is None or review.state in wanted)
        and (author is None or (review.author and review.author.login == author))
    ]
    return asking.page(found, arguments)


def _list_threads(pull: PullRequest, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    return asking.page([thread for thread in pull.threads if list_seen(thread, asking)], arguments)


def _decide(pull: PullRequest, *_: Thing) -> str | None:
    states = {review.author: review.state for review in pull.reviews if review.state != "COMMENTED"}.values()
    return next((state for state in ("CHANGES_REQUESTED", "APPROVED") if state in states), None)


def _list_empty(_: Thing, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    return asking.page([], arguments)


_PULL: Fields = {
    **SAID,
    **TIMES,
    **attributes(number="number", title="title", isDraft="is_draft", mergedAt="merged_at", closedAt="closed_at"),
    **attributes(headRefName="head_ref", headRefOid="head_sha", baseRefName="base_ref", baseRefOid="base_sha"),
    **attributes(mergedBy="merged_by", baseRepository="repository"),
    "body": lambda pull, *_: pull.body or "",
    "state": lambda pull, *_: "MERGED" if pull.merged_at else pull.state.upper(),
    "merged": lambda pull, *_: pull.merged_at is not None,
    "closed": lambda pull, *_: pull.state == "closed",
    "additions": lambda pull, *_: sum(file.additions for file in pull.files),
    "deletions": lambda pull, *_: sum(file.deletions for file in pull.files),
    "changedFiles": lambda pull, *_: len(pull.files),
    "files": lambda pull, asking, arguments: asking.page(pull.files, arguments),
    "isCrossRepository": lambda pull, *_: pull.head_repository is not pull.repository,
    "headRepository": lambda pull, *_: None if pull.head_repository.is_deleted else pull.head_repository,
    "headRepositoryOwner": lambda pull, *_: pull.head_repository.owner,
    "reviewDecision": _decide,
    "mergeCommit": lambda pull, *_: read_commit(pull.merge_commit, pull) if pull.merge_commit else None,
    "autoMergeRequest": lambda pull, *_: {"enabledBy": pull.auto_merge_by} if pull.auto_merge_by else None,
    "labels": lambda pull, asking, arguments: asking.page(pull.labels, arguments),
    "comments": lambda pull, asking, arguments: asking.page(pull.comments, arguments),
    "reviewThreads": _list_threads,
    "reviews": _list_reviews,
    "timelineItems": _list_timeline,
    "commits": _list_commits,
    "assignees": lambda pull, asking, arguments: asking.page(pull.assignees, arguments),
    "closingIssuesReferences": lambda pull, asking, arguments: asking.page(pull.closes, arguments),
    "reviewRequests": _list_empty,
}


def _find_pull(repository: Repository, asking: Asking, arguments: Mapping[str, Any]) -> PullRequest:
    asking.require(repository, Need("pull-requests", "read"))
    number = arguments["number"]
    if number not in repository.pulls:
        raise fail("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
    return repository.pulls[number]


def _list_pulls(repository: Repository, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    asking.require(repository, Need("pull-requests", "read"))
    wanted, order = arguments.get("states"), arguments.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    key = {"CREATED_AT": "created_at", "UPDATED_AT": "updated_at"}[order["field"]]
    found = [pull for pull in repository.pulls.values() if wanted is None or _PULL["state"](pull, asking, {}) in wanted]
    found.sort(key=lambda pull: str(getattr(pull, key)), reverse=order["direction"] == "DESC")
    return asking.page(found, arguments)


def _change_type(file: ChangedFile) -> str:
    return "DELETED" if file.status == "removed" else file.status.upper()


PULL_FIELDS: Mapping[str, Fields] = {
    "Repository": {
        **IDS,
        **attributes(name="name", nameWithOwner="full_name", owner="owner", isPrivate="is_private", parent="parent"),
        **attributes(createdAt="created_at"),
        **attributes(isArchived="is_archived"),
        "isFork": lambda repository, *_: repository.parent is not None,
        "url": lambda repository, asking, _: f"{asking.links.html}/{repository.full_name}",
        "viewerPermission": lambda repository, asking, _: _ROLES.get(repository.role_of(asking.token.account)),
        "defaultBranchRef": lambda repository, *_: repository,
        "pullRequest": _find_pull,
        "pullRequests": _list_pulls,
        "labels": lambda repository, asking, arguments: asking.page(list(repository.labels.values()), arguments),
    },
    "Ref": {
        **attributes(name="default_branch"),
        "target": lambda repository, *_: CommitOf(
            repository.git.commit(repository.git.resolve(repository.default_branch)), repository
        ),
    },
    "PullRequest": _PULL,
    "PullRequestChangedFile": {
        **attributes(path="path", additions="additions", deletions="deletions"),
        "changeType": lambda file, *_: _change_type(file),
    },
    "PullRequestCommit": {"commit": lambda place, *_: place},
    "Commit": {
        "oid": lambda place, *_: place.commit.sha,
        "message": lambda place, *_: place.commit.message,
        "messageHeadline": lambda place, *_: place.commit.message.partition("\n")[0],
        "authoredDate": lambda place, *_: place.commit.author.date,
        "committedDate": lambda place, *_: place.commit.committer.date,
        "author": lambda place, asking, _: _person(place.commit.author, asking),
        "committer": lambda place, asking, _: _person(place.commit.committer, asking),
    },
    "AutoMergeRequest": read_keys("enabledBy"),
    "Issue": {
        **IDS,
        **TIMES,
        **attributes(number="number", title="title", closedAt="closed_at", author="author"),
        "state": lambda issue, *_: issue.state.upper(),
    },
    "GitActor": read_keys("name", "email", "date", "user"),
    "Label": {
        **attributes(id="node_id", name="name", color="color", description="description"),
        "isDefault": lambda *_: False,
    },
}
