"""The history with every edge: it is told as GitHub tells it, and a page of it costs what GitHub says."""

import pytest
from graphql import parse

from reviewer.adapters.github.collect.question import CONNECTIONS, NAMED, PULLS, write_rest
from tests.forge.conftest import Client
from tests.forge.edges import AI, EDGES, tell_edges
from tests.forge.graphql.costs import Price, measure_price
from tests.forge.histories import QUEUE, History
from tests.forge.records import Json, PullRequest
from tests.forge.server import Served

CLASSES = {"fresh", "stale", "comment", "operator", "ai", "automation", "none", "open", "closed"}


@pytest.fixture(scope="module")
def told(_serving: Served) -> dict[str, PullRequest]:
    return tell_edges(History(_serving.world, "acme/past", private=False))


def test_every_class_of_review_is_there(told: dict[str, PullRequest]) -> None:
    assert {name.partition(",")[0].split()[0] for name in told} == CLASSES
    assert len({pull.number for pull in told.values()}) == len(EDGES)
    assert {pull.title for pull in told.values() if not pull.merged_at} == {
        "Waiting for a week",
        "Closed and opened",
        "Given up",
    }


def _nodes(ask: Client) -> dict[str, Json]:
    body = {"query": PULLS, "variables": {"owner": "acme", "name": "past", "n": 50, "after": None}}
    answer = ask("POST", "/graphql", body).json()
    assert "errors" not in answer
    return {node["title"]: node for node in answer["data"]["repository"]["pullRequests"]["nodes"]}


def test_it_is_told_as_github_tells_it(ask: Client, told: dict[str, PullRequest]) -> None:
    nodes = _nodes(ask)
    events = {
        event["__typename"]: event
        for node in nodes.values()
        for event in node["timelineItems"]["nodes"]
        if event["__typename"] != "MergedEvent"
    }

    assert len(nodes) == len(told)
    assert set(events) == {
        "ReadyForReviewEvent",
        "ConvertToDraftEvent",
        "ReviewRequestedEvent",
        "ReviewDismissedEvent",
        "HeadRefForcePushedEvent",
        "ReopenedEvent",
        "AddedToMergeQueueEvent",
    }
    assert events["ReviewDismissedEvent"]["previousReviewState"] == "APPROVED"
    assert events["AddedToMergeQueueEvent"]["enqueuer"] == {"login": "cleo"}
    requested = [event["requestedReviewer"] for event in nodes["Add refunds"]["timelineItems"]["nodes"][:2]]
    assert requested == [{"__typename": "User", "login": "bob"}, {"__typename": "Team", "slug": "payments"}]
    assert nodes["Queue"]["mergedBy"] == {"__typename": "Bot", "login": QUEUE.removesuffix("[bot]")}
    assert nodes["Orphan"]["author"] is None
    assert nodes["Last act"]["reviews"]["nodes"][0]["author"] is None
    assert nodes["Dismissed"]["reviews"]["nodes"][0]["state"] == "DISMISSED"
    assert nodes["Half a review"]["reviews"]["nodes"] == []  # it is seen by its author alone
    late = nodes["Late push"]
    assert late["reviews"]["nodes"][0]["commit"]["oid"] != late["headRefOid"]
    assert nodes["fix: keep the last line"]["closingIssuesReferences"]["nodes"]
    assert nodes["Auto"]["autoMergeRequest"] == {"enabledBy": {"__typename": "User", "login": "bob"}}
    reader = nodes["Read by a machine"]["reviews"]["nodes"][0]["author"]
    assert reader == {"__typename": "Bot", "login": AI.removesuffix("[bot]")}
    assert nodes["Paired"]["commits"]["nodes"][1]["commit"]["author"]["user"] == {"login": "bob"}


@pytest.mark.parametrize(
    ("query", "variables", "price"),
    [
        ("{ viewer { login } }", {}, Price(1, 0)),
        (PULLS, {"n": 20}, Price(1, 20 + 20 * 300)),
        (PULLS, {"n": 50}, Price(3, 50 + 50 * 300)),
        (PULLS, {"n": 100}, Price(6, 100 + 100 * 300)),
        (NAMED, {"ids": ["x"] * 20}, Price(1, 20 * 300)),
        (write_rest(CONNECTIONS), {"n": 100}, Price(1, 600)),
        # What GitHub's own documentation reckons: 1 + 100 + 5,000 lists, and 22,060 things in another example.
        (
            """{ viewer { repositories(first: 100) { nodes { issues(first: 50) { nodes {
                 labels(first: 60) { nodes { name } } } } } } } }""",
            {},
            Price(51, 100 + 5_000 + 300_000),
        ),
        (
            """{ viewer { repositories(first: 50) { nodes {
                   pullRequests(first: 20) { nodes { comments(first: 10) { nodes { id } } } }
                   issues(first: 20) { nodes { comments(first: 10) { nodes { id } } } } } }
                 followers(first: 10) { nodes { login } } } }""",
            {},
            Price(21, 22_060),
        ),
    ],
)
def test_a_query_costs_what_github_says(query: str, variables: dict[str, Json], price: Price) -> None:
    assert measure_price(parse(query), variables) == price


def test_whatever_has_pages_says_where_they_end() -> None:
    assert write_rest(CONNECTIONS).count("pageInfo{hasNextPage endCursor}") == len(CONNECTIONS)
    assert PULLS.count("pageInfo{hasNextPage endCursor}") == len(CONNECTIONS) + 1
