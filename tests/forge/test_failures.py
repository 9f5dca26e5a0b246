import json

import pytest
import requests
from github import (
    BadCredentialsException,
    Github,
    GithubException,
    RateLimitExceededException,
    UnknownObjectException,
)

from tests.forge import failures
from tests.forge.conftest import Client
from tests.forge.demo import SHOP
from tests.forge.failures import Failure
from tests.forge.records import PullRequest
from tests.forge.server import Served

COMMENTS = "/repos/acme/shop/issues/1/comments"
QUERY = """{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) {
  title labels(first: 5) { nodes { name } } comments(first: 1) { pageInfo { hasNextPage endCursor } }
} } }"""


@pytest.mark.parametrize(
    ("failure", "status", "message", "headers"),
    [
        (failures.bad_credentials(), 401, "Bad credentials", {}),
        (failures.read_only(), 403, "Resource not accessible by integration", {}),
        (failures.not_found(), 404, "Not Found", {}),
        (failures.conflict(), 409, "Conflict", {}),
        (failures.unprocessable(), 422, "Validation Failed", {}),
        (failures.too_many_requests(1), 429, "Too many requests", {"Retry-After": "1"}),
        (failures.primary_rate_limit(), 403, "API rate limit exceeded", {"X-RateLimit-Remaining": "0"}),
        (failures.secondary_rate_limit(1), 403, "You have exceeded a secondary rate limit", {"Retry-After": "1"}),
        (failures.server_error(), 500, "Server Error", {}),
    ],
)
def test_a_refusal_is_said_as_github_says_it(
    ask: Client, served: Served, pull: PullRequest, failure: Failure, status: int, message: str, headers: dict[str, str]
) -> None:
    served.fail("POST", r"/comments$", failure)
    before = len(pull.comments)
    done = ask("POST", COMMENTS, {"body": "b"})

    assert done.status_code == status
    assert done.json()["message"].startswith(message)
    assert headers.items() <= done.headers.items()
    assert len(pull.comments) == before
    assert served.writes == []
    assert ask("POST", COMMENTS, {"body": "b"}).status_code == 201


def test_the_nth_request_fails_and_those_after_it(ask: Client, served: Served) -> None:
    served.fail("GET", r"/pulls/1$", failures.server_error(), nth=2, times=2)
    served.fail("*", r"/rate_limit$", failures.not_found())

    asked = [ask("GET", "/repos/acme/shop/pulls/1").status_code for _ in range(4)]
    assert asked == [200, 500, 500, 200]
    assert ask("GET", "/rate_limit").status_code == 404


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (failures.bad_credentials(), BadCredentialsException),
        (failures.primary_rate_limit(), RateLimitExceededException),
        (failures.secondary_rate_limit(), RateLimitExceededException),
        (failures.not_found(), UnknownObjectException),
    ],
)
def test_pygithub_knows_the_failure(
    github: Github, served: Served, failure: Failure, kind: type[GithubException]
) -> None:
    served.fail("GET", r"/repos/acme/shop$", failure)

    with pytest.raises(kind):
        github.get_repo(SHOP)


def test_what_stands_before_github_answers_in_html(ask: Client, served: Served) -> None:
    served.fail("GET", "/pulls/1", failures.bad_gateway())
    done = ask("GET", "/repos/acme/shop/pulls/1")

    assert (done.status_code, done.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "<h1>502 Bad Gateway</h1>" in done.text


def test_a_slow_answer_is_late_and_right(ask: Client, served: Served) -> None:
    served.fail("GET", "/pulls/1", failures.slow(0.2), times=2)

    with pytest.raises(requests.Timeout):
        requests.get(f"{served.url}/repos/acme/shop/pulls/1", timeout=0.1)
    # The one that came later is answered later, so that nothing is left for the next test.
    assert ask("GET", "/repos/acme/shop/pulls/1").json()["title"] == "Discount"


@pytest.mark.parametrize(("failure", "written"), [(failures.dropped_before(), 0), (failures.dropped_after(), 1)])
def test_a_connection_ends_before_or_after_the_work(
    ask: Client, served: Served, pull: PullRequest, failure: Failure, written: int
) -> None:
    served.fail("POST", r"/comments$", failure)
    before = len(pull.comments)

    with pytest.raises(requests.ConnectionError):
        ask("POST", COMMENTS, {"body": "b"})
    assert len(pull.comments) - before == written == len(served.writes)
    assert served.requests[0].status == (201 if written else 0)
    assert ask("GET", COMMENTS).ok


def test_json_may_end_in_the_middle(ask: Client, served: Served, pull: PullRequest) -> None:
    served.fail("POST", r"/comments$", failures.malformed())
    before = len(pull.comments)
    done = ask("POST", COMMENTS, {"body": "b"})

    assert done.status_code == 201
    with pytest.raises(requests.JSONDecodeError):
        done.json()
    assert len(pull.comments) == before + 1


def test_an_answer_may_be_huge(ask: Client, served: Served) -> None:
    served.fail("GET", r"/pulls/1$", failures.huge())
    done = ask("GET", "/repos/acme/shop/pulls/1")

    assert len(done.content) == 10_000_000
    assert done.json()["number"] == 1


def test_pages_may_have_no_end(ask: Client, served: Served) -> None:
    served.fail("GET", r"/comments$", failures.endless(), times=3)
    links = [ask("GET", f"{COMMENTS}?per_page=1").links["next"]["url"] for _ in range(3)]
    served.fail("POST", "/graphql", failures.endless(), times=2)
    pages = [_find_pull(ask)["comments"]["pageInfo"] for _ in range(2)]

    assert set(links) == {f"{served.url}{COMMENTS}?per_page=1"}
    assert pages[0] == pages[1]
    assert pages[0]["hasNextPage"] is True
    assert pages[0]["endCursor"]


def _find_pull(ask: Client) -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]]
    found = ask("POST", "/graphql", {"query": QUERY}).json()["data"]["repository"]["pullRequest"]
    return found


def test_graphql_fails_with_status_200(ask: Client, served: Served) -> None:
    served.fail("POST", "/graphql", failures.graphql_failed())
    served.fail("POST", "/graphql", failures.graphql_rate_limited(), nth=2)
    failed, limited = (ask("POST", "/graphql", {"query": QUERY}) for _ in range(2))

    assert (failed.status_code, failed.json()["data"]) == (200, None)
    assert failed.json()["errors"][0]["message"].startswith("Something went wrong")
    assert (limited.status_code, limited.json()["errors"][0]["type"]) == (200, "RATE_LIMITED")
    assert limited.headers["X-RateLimit-Remaining"] == "0"


def test_graphql_may_answer_in_part(ask: Client, served: Served) -> None:
    served.fail("POST", "/graphql", failures.graphql_partial("PullRequest.labels"))
    done = ask("POST", "/graphql", {"query": QUERY}).json()

    assert done["data"]["repository"]["pullRequest"]["title"] == "Discount"
    assert done["data"]["repository"]["pullRequest"]["labels"] is None
    assert done["errors"][0]["path"] == ["repository", "pullRequest", "labels"]


def test_what_is_no_json_is_refused(served: Served) -> None:
    headers = {"Authorization": "token workflow"}
    done = requests.post(served.url + COMMENTS, data=b"{", headers=headers, timeout=10)

    assert (done.status_code, done.json()["message"]) == (400, "Problems parsing JSON")
    assert json.loads(done.text)["status"] == "400"
