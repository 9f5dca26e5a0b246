"""This module holds what GitHub's GraphQL is asked about pull requests: no list within a list, for depth is what costs.

A page of 20 pull requests is some 120 lists and 6,000 things, and costs one point.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Connection(NamedTuple):
    """A list of a pull request: how many things are asked for at once, which, and what of each."""

    first: int
    chosen: str
    fields: str
    beside: str = ""


_ACTOR = "{__typename login}"
_EVENTS = (
    "READY_FOR_REVIEW_EVENT,CONVERT_TO_DRAFT_EVENT,REVIEW_REQUESTED_EVENT,REVIEW_DISMISSED_EVENT,"
    "HEAD_REF_FORCE_PUSHED_EVENT,MERGED_EVENT,REOPENED_EVENT,ADDED_TO_MERGE_QUEUE_EVENT"
)
CONNECTIONS = {
    "labels": Connection(30, "", "name"),
    "assignees": Connection(10, "", "login"),
    "closingIssuesReferences": Connection(10, "", "number createdAt"),
    "reviews": Connection(
        50,
        "",
        "id fullDatabaseId state submittedAt body authorAssociation authorCanPushToRepository"
        f" author{_ACTOR} commit{{oid}}",
    ),
    "commits": Connection(
        100,
        "",
        "commit{oid message authoredDate committedDate author{name email user{login}} committer{name email}}",
        "totalCount",
    ),
    "timelineItems": Connection(
        100,
        f",itemTypes:[{_EVENTS}]",
        f"""__typename
        ... on ReadyForReviewEvent{{createdAt actor{{login}}}}
        ... on ConvertToDraftEvent{{createdAt}}
        ... on ReviewRequestedEvent{{createdAt actor{{login}} requestedReviewer{{__typename
          ... on User{{login}} ... on Team{{slug}} ... on Bot{{login}}}}}}
        ... on ReviewDismissedEvent{{createdAt actor{{login}} previousReviewState review{{fullDatabaseId}}}}
        ... on HeadRefForcePushedEvent{{createdAt beforeCommit{{oid}} afterCommit{{oid}}}}
        ... on MergedEvent{{createdAt actor{_ACTOR} commit{{oid}}}}
        ... on ReopenedEvent{{createdAt}}
        ... on AddedToMergeQueueEvent{{createdAt enqueuer{{login}}}}""",
    ),
}
_LIMIT = "rateLimit{cost remaining resetAt nodeCount}"
_INFO = "pageInfo{hasNextPage endCursor}"
_PLAIN = f"""
  id number title body isDraft state createdAt updatedAt mergedAt closedAt
  additions deletions changedFiles headRefName headRefOid baseRefName baseRefOid
  isCrossRepository reviewDecision
  author{{__typename login ... on User{{databaseId}} ... on Bot{{databaseId}}}}
  mergedBy{_ACTOR} mergeCommit{{oid}} autoMergeRequest{{enabledBy{_ACTOR}}}"""
_LISTS = "".join(
    f"\n  {name}(first:{one.first}{one.chosen}){{{one.beside} {_INFO} nodes{{{one.fields}}}}}"
    for name, one in CONNECTIONS.items()
)
_PULL = f"fragment Pull on PullRequest{{{_PLAIN}{_LISTS}}}"
_PAGE = """query($owner:String!,$name:String!,$n:Int!,$after:String){%s
  repository(owner:$owner,name:$name){
    pullRequests(first:$n,after:$after,orderBy:{field:UPDATED_AT,direction:DESC}){
      totalCount pageInfo{hasNextPage endCursor} nodes{%s}}}}
"""
PULLS = _PAGE % (_LIMIT, "...Pull") + _PULL
# Which pull requests stand on a page, where telling more of one of them fails.
NAMES = _PAGE % (_LIMIT, "id")
NAMED = f"query($ids:[ID!]!){{{_LIMIT} nodes(ids:$ids){{...Pull}}}}\n{_PULL}"


def write_rest(names: Iterable[str]) -> str:
    """Write the question for the rest of some lists of one pull request, all in one, for a list more costs little."""
    lists = [(name, CONNECTIONS[name]) for name in sorted(names)]
    cursors = "".join(f",${name}:String!" for name, _ in lists)
    asked = "".join(
        f"{name}(first:$n,after:${name}{one.chosen}){{{_INFO} nodes{{{one.fields}}}}}\n" for name, one in lists
    )
    return f"query($id:ID!,$n:Int!{cursors}){{{_LIMIT} node(id:$id){{... on PullRequest{{\n{asked}}}}}}}"
