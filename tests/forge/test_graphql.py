from collections.abc import Callable

import pytest
from github import Github, GithubException, UnknownObjectException

from tests.forge.conftest import Client
from tests.forge.demo import FORK, SHOP
from tests.forge.records import Draft, Json, PullRequest
from tests.forge.server import Served
from tests.forge.world import ACTIONS

Query = Callable[..., Json]
TALK = """
query($number: Int!) {
  viewer { login databaseId }
  rateLimit { cost remaining resetAt nodeCount }
  repository(owner: "acme", name: "shop") {
    isPrivate
    defaultBranchRef { name target { oid } }
    pullRequest(number: $number) {
      id number title state isDraft headRefOid baseRefOid isCrossRepository changedFiles
      author { __typename login ... on User { databaseId } ... on Bot { databaseId } }
      labels(first: 5) { nodes { name } }
      comments(first: 50) {
        totalCount
        nodes {
          id databaseId fullDatabaseId viewerDidAuthor body url
          author { __typename login ... on User { databaseId } ... on Bot { databaseId } }
          reactions(first: 10, content: THUMBS_DOWN) { nodes { content user { login } } }
          reactionGroups { content reactors(first: 5) { totalCount } }
        }
      }
      reviewThreads(first: 50) {
        nodes {
          id isResolved isOutdated path line diffSide resolvedBy { login }
          comments(first: 50) { nodes { fullDatabaseId body author { login } replyTo { body } } }
        }
      }
      reviews(first: 50) { nodes { fullDatabaseId state submittedAt commit { oid } author { login } } }
      timelineItems(first: 50, itemTypes: [LABELED_EVENT]) {
        nodes { __typename ... on LabeledEvent { createdAt actor { login } label { name } } }
      }
      commits(first: 10) { totalCount nodes { commit { oid message author { name user { login } } } } }
      files(first: 10) { nodes { path changeType } }
    }
  }
}
"""


@pytest.fixture
def query(ask: Client) -> Query:
    """Ask GraphQL, and return the whole answer."""

    def send(text: str, token: str = "workflow", **variables: object) -> Json:  # noqa: S107
        done = ask("POST", "/graphql", {"query": text, "variables": variables}, token)
        assert done.status_code == 200
        return done.json()

    return send


def test_the_talk_of_a_pull_request_is_read_in_one_query(github: Github, served: Served, pull: PullRequest) -> None:
    _, answer = github.requester.graphql_query(TALK, {"number": 1})
    data, found = answer["data"], answer["data"]["repository"]["pullRequest"]

    assert data["viewer"] == {"login": ACTIONS, "databaseId": 41898282}
    assert found["headRefOid"] == pull.head_sha
    assert found["author"] == {"__typename": "User", "login": "bob", "databaseId": served.world.account("bob").id}
    ours = found["comments"]["nodes"][1]
    assert ours["author"] == {"__typename": "Bot", "login": "github-actions", "databaseId": 41898282}
    assert (ours["viewerDidAuthor"], ours["databaseId"]) == (True, None)
    assert ours["fullDatabaseId"] == str(pull.comments[1].id)
    assert ours["reactions"]["nodes"] == [{"content": "THUMBS_DOWN", "user": {"login": "bob"}}]
    thread = found["reviewThreads"]["nodes"][0]
    assert [one["body"] for one in thread["comments"]["nodes"]] == ["Why 19?", "It is a discount."]
    assert (thread["line"], thread["isResolved"], thread["isOutdated"]) == (20, False, False)
    assert found["timelineItems"]["nodes"][0]["label"] == {"name": "pricing"}
    assert [one["changeType"] for one in found["files"]["nodes"]][2:4] == ["DELETED", "RENAMED"]
    assert served.requests[0].is_write is False


def test_resolving_tells_by_whom(query: Query, pull: PullRequest) -> None:
    thread = pull.threads[0]
    text = "mutation($id: ID!) { %s(input: {threadId: $id}) { thread { isResolved resolvedBy { login } } } }"

    closed = query(text % "resolveReviewThread", id=thread.node_id)["data"]["resolveReviewThread"]["thread"]
    opened = query(text % "unresolveReviewThread", id=thread.node_id)["data"]["unresolveReviewThread"]["thread"]
    assert closed == {"isResolved": True, "resolvedBy": {"login": ACTIONS}}
    assert opened == {"isResolved": False, "resolvedBy": None}


def test_pages_have_to_be_turned(query: Query, served: Served) -> None:
    pull = served.world.open_pull_request(SHOP, head="discount")
    for number in range(5):
        served.world.comment(pull, f"{number}")
    text = """
    query($id: ID!, $after: String) {
      node(id: $id) { ... on PullRequest {
        comments(first: 2, after: $after) { nodes { body } edges { cursor } pageInfo { hasNextPage endCursor } }
      } }
    }"""

    seen, after, pages = [], None, 0
    while pages < 9:
        found = query(text, id=pull.node_id, after=after)["data"]["node"]["comments"]
        seen += [one["body"] for one in found["nodes"]]
        after, pages = found["pageInfo"]["endCursor"], pages + 1
        assert found["edges"][-1]["cursor"] == after
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert (seen, pages) == (["0", "1", "2", "3", "4"], 3)
    back = query(f'{{node(id:"{pull.node_id}"){{... on PullRequest{{comments(last:2){{nodes{{body}}}}}}}}}}')
    assert [one["body"] for one in back["data"]["node"]["comments"]["nodes"]] == ["3", "4"]
    del pull.repository.pulls[pull.number]


@pytest.mark.parametrize(
    ("inner", "kind", "message"),
    [
        ("comments { totalCount }", "MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value"),
        ("comments(first: 101) { totalCount }", "EXCESSIVE_PAGINATION", "exceeds the `first` limit of 100 records"),
        (
            'comments(first: 1, after: "x") { totalCount }',
            "INVALID_CURSOR_ARGUMENTS",
            "not appear to be a valid cursor",
        ),
    ],
)
def test_a_page_has_a_size(query: Query, inner: str, kind: str, message: str) -> None:
    done = query(f'{{ repository(owner: "acme", name: "shop") {{ pullRequest(number: 1) {{ {inner} }} }} }}')

    assert done["data"] == {"repository": {"pullRequest": None}}
    assert done["errors"][0]["type"] == kind
    assert message in done["errors"][0]["message"]


def test_a_wrong_field_is_told_in_the_words_of_github(query: Query, github: Github) -> None:
    text = "{ viewer { shoeSize } }"

    assert query(text)["errors"][0]["message"] == "Field 'shoeSize' doesn't exist on type 'User'"
    assert "data" not in query(text)
    wrong = query('{ repository(owner: "a", name: "b", size: 1) { id } }')["errors"][0]
    assert wrong["message"] == "Field 'repository' doesn't accept argument 'size'"
    assert query("{ viewer {")["errors"][0]["message"].startswith("Syntax Error")
    with pytest.raises(GithubException):
        github.requester.graphql_query(text, {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{ repository(owner: "a", name: "b") { id } }', "Could not resolve to a Repository with the name 'a/b'."),
        (
            '{ repository(owner: "acme", name: "shop") { pullRequest(number: 99) { id } } }',
            "Could not resolve to a PullRequest with the number of 99.",
        ),
        ('{ node(id: "x") { id } }', "Could not resolve to a node with the global id of 'x'"),
    ],
)
def test_what_is_not_there_is_told(query: Query, github: Github, text: str, message: str) -> None:
    error = query(text)["errors"][0]

    assert (error["type"], error["message"]) == ("NOT_FOUND", message)
    with pytest.raises(UnknownObjectException):
        github.requester.graphql_query(text, {})


def test_a_field_that_is_not_modelled_is_a_breach(query: Query, served: Served) -> None:
    done = query("{ viewer { bio login } }")

    assert done["data"] is None or done["data"]["viewer"] is None or done["data"]["viewer"]["bio"] is None
    assert served.breaches == ["GraphQL: the fake does not model User.bio"]
    served.heal()


def test_who_is_gone_is_nobody(query: Query, served: Served) -> None:
    world = served.world
    pull = world.open_pull_request(SHOP, head="gift", source=FORK, by="eve")
    world.comment(pull, "bye", by=None)
    text = """
    query($number: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $number) {
      comments(first: 1) { nodes { author { login } } }
      headRepository { nameWithOwner } isCrossRepository
    } } }"""
    found = query(text, number=pull.number)["data"]["repository"]["pullRequest"]

    assert found["comments"]["nodes"] == [{"author": None}]
    assert found["headRepository"] == {"nameWithOwner": FORK}
    pull.head_repository.is_deleted = True
    assert query(text, number=pull.number)["data"]["repository"]["pullRequest"]["headRepository"] is None
    pull.head_repository.is_deleted = False
    del pull.repository.pulls[pull.number]


def test_what_is_not_sent_yet_is_seen_by_its_author_alone(query: Query, served: Served, pull: PullRequest) -> None:
    served.world.token("ada", permissions={"pull-requests": "read"}, login="ada")
    before = len(pull.threads)
    served.world.review(pull, [Draft("shop/prices.py", "hidden", 20)], by="ada", state="PENDING")
    text = """{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) {
      reviewThreads(last: 1) { totalCount nodes { comments(first: 5) { nodes { body state } } } }
    } } }"""

    mine, theirs = (
        query(text, token)["data"]["repository"]["pullRequest"]["reviewThreads"] for token in ("ada", "workflow")
    )
    assert mine["nodes"] == [{"comments": {"nodes": [{"body": "hidden", "state": "PENDING"}]}}]
    assert (mine["totalCount"], theirs["totalCount"]) == (before + 1, before)


def test_a_node_needs_the_permission_of_its_place(query: Query, served: Served, pull: PullRequest) -> None:
    served.world.token("blind", permissions={"contents": "read"})

    done = query(f'{{ node(id: "{pull.node_id}") {{ id }} }}', "blind")
    assert (done["data"], done["errors"][0]["type"]) == ({"node": None}, "FORBIDDEN")
    assert query(f'{{ node(id: "{pull.repository.node_id}") {{ id }} }}', "blind")["data"]["node"]


def test_the_life_of_a_pull_request_is_told(query: Query, served: Served) -> None:
    world = served.world
    pull = world.open_pull_request(SHOP, head="discount", draft=True)
    world.mark_draft(pull, draft=False)
    world.comment(pull, "good")
    world.review(pull, by="ada", state="APPROVED")
    world.close(pull, by="ada", merge_commit=pull.head_sha)
    text = """query($number: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $number) {
      state merged mergedAt mergedBy { login } mergeCommit { oid } reviewDecision
      timelineItems(first: 20) { nodes { __typename ... on MergedEvent { commit { oid } actor { login } } } }
    } } }"""
    found = query(text, number=pull.number)["data"]["repository"]["pullRequest"]

    assert (found["state"], found["mergedBy"], found["reviewDecision"]) == ("MERGED", {"login": "ada"}, "APPROVED")
    assert found["mergeCommit"] == {"oid": pull.head_sha}
    names = [one["__typename"] for one in found["timelineItems"]["nodes"]]
    assert names == ["ReadyForReviewEvent", "IssueComment", "PullRequestReview", "MergedEvent", "ClosedEvent"]
    del pull.repository.pulls[pull.number]


def test_pull_requests_are_listed_by_their_last_change(query: Query, served: Served, pull: PullRequest) -> None:
    served.world.comment(pull, "newest")
    text = """{ repository(owner: "acme", name: "shop") {
      pullRequests(first: 10, states: [OPEN], orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { number } }
    } }"""

    found = query(text)["data"]["repository"]["pullRequests"]["nodes"]
    assert [one["number"] for one in found] == [1, 2]
