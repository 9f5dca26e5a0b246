"""This module holds how the GraphQL node of a pull request becomes rows: itself, its commits, reviews and events."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reviewer.app.collect.rows.values import (
    read_account,
    read_body,
    read_flag,
    read_login,
    read_map,
    read_names,
    read_nodes,
    read_number,
    read_text,
    read_time,
    read_word,
)
from reviewer.history.messages import read_message
from reviewer.model.facts import LONGEST_BODY, Event, Pull, PullCommit, Review

Json = Mapping[str, Any]
_REVERT_BRANCH = re.compile(r"revert-(\d{1,9})-")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A pending review is seen by its author alone, so whether it is there depends on whose token asks.
_PENDING = "PENDING"


def build_pull(node: Json, bugs: Collection[int]) -> Pull:
    """Return the row of a pull request; `bugs` are the issues that are about bugs."""
    author, merger = read_account(node.get("author")), node.get("mergedBy")
    merged = read_time(node.get("mergedAt"))
    body, body_cut = read_body(node.get("body"))
    pull = Pull(
        number=read_number(node.get("number")) or 0,
        node=read_text(node.get("id")),
        title=read_text(node.get("title")) or "",
        body=body,
        body_cut=body_cut,
        state=read_word(node.get("state")),
        is_draft=read_flag(node.get("isDraft")),
        author=author.login,
        author_kind=author.kind,
        author_id=author.number,
        created=read_time(node.get("createdAt")),
        updated=read_time(node.get("updatedAt")),
        closed=read_time(node.get("closedAt")),
        merged=merged,
        merged_by=read_login(merger),
        merged_by_kind=read_account(merger).kind if merged is not None else None,
        merge_commit=read_text(read_map(node.get("mergeCommit")).get("oid")),
        head_ref=read_text(node.get("headRefName")) or None,
        head=read_text(node.get("headRefOid")),
        base_ref=read_text(node.get("baseRefName")),
        base=read_text(node.get("baseRefOid")),
        from_fork=read_flag(node.get("isCrossRepository")),
        additions=read_number(node.get("additions")),
        deletions=read_number(node.get("deletions")),
        files=read_number(node.get("changedFiles")),
        labels=read_names(node.get("labels"), "name"),
        assignees=read_names(node.get("assignees"), "login"),
        closes=read_numbers(node.get("closingIssuesReferences")),
        review_decision=read_word(node.get("reviewDecision")),
        auto_merge_by=read_login(read_map(node.get("autoMergeRequest")).get("enabledBy")),
        commits_total=read_number(read_map(node.get("commits")).get("totalCount")),
    )
    return finish_pull(pull, bugs)


def finish_pull(pull: Pull, bugs: Collection[int]) -> Pull:
    """Return a pull request with what its title, body, labels and branch say that it is."""
    branch = pull.head_ref or ""
    said = read_message(f"{pull.title}\n\n{pull.body or ''}", labels=pull.labels, bug_issues=bugs, branch=branch)
    closes_bug = said.kind in ("fix", "other") and not set(pull.closes).isdisjoint(bugs)
    reverted = _REVERT_BRANCH.match(branch)
    reverts = {*said.blamed_pulls, *([int(reverted[1])] if reverted else [])} if said.kind == "revert" else ()
    return replace(
        pull,
        kind="fix" if closes_bug else said.kind,
        fix_level="issue" if closes_bug else said.level or None,
        reverts=tuple(sorted(reverts)),
        blamed=said.blamed_pulls,
        culprits=said.culprits,
    )


def read_numbers(value: object) -> tuple[int, ...]:
    """Return the numbers of some nodes, ordered."""
    return tuple(sorted({number for node in read_nodes(value) if (number := read_number(node.get("number")))}))


def build_commits(node: Json) -> Iterator[PullCommit]:
    """Yield the rows of the commits of a pull request, in its order."""
    number = read_number(node.get("number")) or 0
    for place, part in enumerate(read_nodes(node.get("commits")), 1):
        commit = read_map(part.get("commit"))
        author, committer = read_map(commit.get("author")), read_map(commit.get("committer"))
        yield PullCommit(
            number=number,
            place=place,
            commit=read_text(commit.get("oid")) or "",
            authored=read_time(commit.get("authoredDate")),
            committed=read_time(commit.get("committedDate")),
            author_name=read_text(author.get("name")),
            author_mail=read_text(author.get("email")),
            author_login=read_login(author.get("user")),
            committer_name=read_text(committer.get("name")),
            committer_mail=read_text(committer.get("email")),
            message=read_text(commit.get("message"), LONGEST_BODY) or "",
        )


def build_reviews(node: Json) -> Iterator[Review]:
    """Yield the rows of the submitted reviews of a pull request."""
    dismissals = {
        read_number(read_map(event.get("review")).get("fullDatabaseId")): event
        for event in read_nodes(node.get("timelineItems"))
        if event.get("__typename") == "ReviewDismissedEvent"
    }
    number = read_number(node.get("number"))
    for told in read_nodes(node.get("reviews")):
        review = build_review(number, told, dismissals)
        if review:
            yield review


def build_review(number: int | None, told: Json, dismissals: Mapping[int | None, Json]) -> Review | None:
    """Return the row of a review; None for a pending one, and where its pull request is not known.

    `dismissals` are events by the number of the review that they dismissed.
    """
    if number is None or told.get("state") == _PENDING:
        return None
    name = read_number(told.get("fullDatabaseId"))
    dismissal = dismissals.get(name, {}) if name is not None else {}
    author = read_account(told.get("author"))
    body, body_cut = read_body(told.get("body"))
    return Review(
        number=number,
        review=name,
        node=read_text(told.get("id")),
        state=read_word(told.get("state")) or "",
        state_before=read_word(dismissal.get("previousReviewState")),
        dismissed=read_time(dismissal.get("createdAt")),
        dismissed_by=read_login(dismissal.get("actor")),
        submitted=read_time(told.get("submittedAt")),
        author=author.login,
        author_kind=author.kind,
        association=read_word(told.get("authorAssociation")),
        can_push=read_flag(told.get("authorCanPushToRepository")),
        commit=read_text(read_map(told.get("commit")).get("oid")),
        body=body,
        body_cut=body_cut,
    )


def build_events(node: Json) -> Iterator[Event]:
    """Yield the rows of the turns in the life of a pull request, in its order."""
    for place, told in enumerate(read_nodes(node.get("timelineItems")), 1):
        asked = read_map(told.get("requestedReviewer"))
        after = read_map(told.get("afterCommit")) or read_map(told.get("commit"))
        yield Event(
            number=read_number(node.get("number")) or 0,
            place=place,
            kind=_CAPITAL.sub("_", (read_text(told.get("__typename")) or "").removesuffix("Event")).lower(),
            happened=read_time(told.get("createdAt")),
            actor=read_login(told.get("actor")) or read_login(told.get("enqueuer")),
            whom=read_login(asked) or read_text(asked.get("slug")),
            whom_kind=read_word(asked.get("__typename")),
            review=read_number(read_map(told.get("review")).get("fullDatabaseId")),
            before=read_text(read_map(told.get("beforeCommit")).get("oid")),
            after=read_text(after.get("oid")),
        )
