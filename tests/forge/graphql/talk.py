"""This module holds the fields of what people say on a pull request: comments, threads, reviews, reactions, events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.forge.graphql.asking import (
    SAID,
    TIMES,
    Asking,
    CommitOf,
    Field,
    Fields,
    attributes,
    list_seen,
    read_commit,
    read_keys,
    short_id,
)
from tests.forge.graphql.pages import Page, Thing, fail
from tests.forge.records import Comment, Event, Reaction, Thread
from tests.forge.rest.routing import Need, can_see
from tests.forge.shapes_talk import REACTIONS, current_line

_EMOTIONS = dict(
    zip(
        REACTIONS,
        ("THUMBS_UP", "THUMBS_DOWN", "LAUGH", "CONFUSED", "HEART", "HOORAY", "ROCKET", "EYES"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Group:
    """The reactions of one kind."""

    reactions: list[Reaction]
    content: str


def _list_reactions(comment: Comment, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    wanted = arguments.get("content")
    found = [one for one in comment.reactions if wanted in (None, _EMOTIONS[one.content])]
    return asking.page(found, arguments)


def _group_reactions(comment: Comment, *_: Thing) -> list[Group]:
    return [Group([one for one in comment.reactions if one.content == name], name) for name in REACTIONS]


_REMARK: Fields = {
    **SAID,
    **TIMES,
    **attributes(publishedAt="created_at"),
    "reactions": _list_reactions,
    "reactionGroups": _group_reactions,
    "isMinimized": lambda *_: False,
    "lastEditedAt": lambda said, *_: said.updated_at if said.updated_at != said.created_at else None,
}


_PLACE: Fields = {
    **attributes(path="path", originalLine="line", originalStartLine="start_line", diffSide="side"),
    **attributes(startDiffSide="start_side"),
    "line": lambda said, *_: current_line(said, said.line),
    "startLine": lambda said, *_: current_line(said, said.start_line) if said.start_line else None,
    "subjectType": lambda *_: "LINE",
}


def _of_first(read: Field) -> Field:
    return lambda thread, asking, arguments: read(thread.comments[0], asking, arguments)


def _list_thread(thread: Thread, asking: Asking, arguments: Mapping[str, Any]) -> Page:
    return asking.page(list_seen(thread, asking), arguments)


def _may_resolve(thread: Thread, asking: Asking) -> bool:
    if asking.token.is_app:
        return True
    author = thread.pull.author is asking.token.account
    return author or thread.pull.repository.role_of(asking.token.account) in ("admin", "write")


def close_thread(*, closed: bool) -> Field:
    """Make the mutation that resolves a thread, or opens it again; it needs more than writing comments does."""
    verb = "ResolveReviewThread" if closed else "UnresolveReviewThread"

    def close(_: Thing, asking: Asking, arguments: Mapping[str, Any]) -> dict[str, Any]:
        thread = asking.world.nodes.get(arguments["input"]["threadId"])
        if not isinstance(thread, Thread) or not can_see(asking.token, thread.pull.repository):
            key = arguments["input"]["threadId"]
            raise fail("NOT_FOUND", f"Could not resolve to a node with the global id of '{key}'.")
        asking.require(thread.pull.repository, Need("contents", "write"), Need("pull-requests", "write"))
        if not _may_resolve(thread, asking):
            login = asking.token.account.login
            raise fail("FORBIDDEN", f"{login} does not have the correct permissions to execute `{verb}`")
        asking.world.resolve(thread, by=asking.token.account.login, closed=closed)
        return {"thread": thread, "clientMutationId": arguments["input"].get("clientMutationId")}

    return close


_EVENT = attributes(id="node_id", createdAt="created_at", actor="actor", label="label", pullRequest="pull")


def _more(*names: str) -> Fields:
    """Read fields that only some events have."""

    def read(name: str) -> Field:
        return lambda event, *_: event.more.get(name)

    return {name: read(name) for name in names}


def _event_commit(name: str) -> Field:
    return lambda event, *_: read_commit(event.more[name], event.pull) if event.more.get(name) else None


def _show_merge(event: Event, *_: Thing) -> CommitOf | None:
    return read_commit(event.pull.merge_commit, event.pull) if event.pull.merge_commit else None


TALK_FIELDS: Mapping[str, Fields] = {
    "IssueComment": _REMARK,
    "PullRequestReviewComment": {
        **_REMARK,
        **_PLACE,
        **attributes(diffHunk="hunk", pullRequestReview="review", pullRequestThread="thread"),
        "commit": lambda said, *_: read_commit(said.commit, said.pull),
        "originalCommit": lambda said, *_: read_commit(said.commit, said.pull),
        "outdated": lambda said, *_: current_line(said, said.line) is None,
        "replyTo": lambda said, *_: None if said is said.thread.comments[0] else said.thread.comments[0],
        "state": lambda said, *_: "PENDING" if said.review.state == "PENDING" else "SUBMITTED",
    },
    "PullRequestReviewThread": {
        **attributes(id="node_id", isResolved="is_resolved", resolvedBy="resolved_by", pullRequest="pull"),
        **{name: _of_first(read) for name, read in _PLACE.items()},
        "isCollapsed": lambda thread, *_: thread.is_resolved,
        "isOutdated": lambda thread, *_: current_line(thread.comments[0], thread.comments[0].line) is None,
        "repository": lambda thread, *_: thread.pull.repository,
        "comments": _list_thread,
        "viewerCanReply": lambda *_: True,
        "viewerCanResolve": lambda thread, asking, _: not thread.is_resolved and _may_resolve(thread, asking),
        "viewerCanUnresolve": lambda thread, asking, _: thread.is_resolved and _may_resolve(thread, asking),
    },
    "PullRequestReview": {
        **SAID,
        **attributes(state="state", submittedAt="submitted_at", publishedAt="submitted_at"),
        "commit": lambda review, *_: read_commit(review.commit, review.pull),
        "comments": lambda review, asking, arguments: asking.page(
            [one for thread in review.pull.threads for one in thread.comments if one.review is review], arguments
        ),
        "authorCanPushToRepository": lambda review, *_: (
            review.author is not None and review.pull.repository.role_of(review.author) in ("admin", "write")
        ),
    },
    "Reaction": {
        **attributes(id="node_id", user="user", createdAt="created_at"),
        "databaseId": short_id,
        "content": lambda reaction, *_: _EMOTIONS[reaction.content],
    },
    "ReactionGroup": {
        "content": lambda group, *_: _EMOTIONS[group.content],
        "reactors": lambda group, asking, arguments: asking.page([one.user for one in group.reactions], arguments),
        "viewerHasReacted": lambda group, asking, _: any(one.user is asking.token.account for one in group.reactions),
    },
    **{
        "".join(word.capitalize() for word in kind.split("_")): _EVENT
        for kind in (
            "LABELED_EVENT",
            "UNLABELED_EVENT",
            "READY_FOR_REVIEW_EVENT",
            "CONVERT_TO_DRAFT_EVENT",
            "CLOSED_EVENT",
            "REOPENED_EVENT",
        )
    },
    "MergedEvent": {**_EVENT, "commit": _show_merge},
    "ReviewRequestedEvent": {**_EVENT, **_more("requestedReviewer")},
    "ReviewDismissedEvent": {**_EVENT, **_more("previousReviewState", "review", "dismissalMessage")},
    "HeadRefForcePushedEvent": {
        **_EVENT,
        "beforeCommit": _event_commit("beforeCommit"),
        "afterCommit": _event_commit("afterCommit"),
    },
    "AddedToMergeQueueEvent": {**_EVENT, **_more("enqueuer")},
    **dict.fromkeys(
        ("ResolveReviewThreadPayload", "UnresolveReviewThreadPayload"), read_keys("thread", "clientMutationId")
    ),
}
