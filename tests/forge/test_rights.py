from typing import get_args

import pytest

from tests.forge.conftest import Client
from tests.forge.demo import SHOP
from tests.forge.records import Access, Permission, PullRequest
from tests.forge.server import Served

ISSUE = "/repos/acme/shop/issues/1"
RESOLVE = "mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { isResolved } } }"
FULL: dict[Permission, Access] = dict.fromkeys(get_args(Permission), "write")
WRITES = {
    "comment": ("POST", f"{ISSUE}/comments", {"body": "b"}),
    "label": ("POST", f"{ISSUE}/labels", {"labels": ["x"]}),
    "review": ("POST", "/repos/acme/shop/pulls/1/reviews", {"event": "COMMENT", "body": "b"}),
    "check": ("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": ""}),
    "scan": ("POST", "/repos/acme/shop/code-scanning/sarifs", {}),
}


@pytest.mark.parametrize(
    ("what", "missing"),
    [
        ("comment", {"issues", "pull-requests"}),
        ("label", {"issues", "pull-requests"}),
        ("review", {"pull-requests"}),
        ("check", {"checks"}),
        ("scan", {"security-events"}),
    ],
)
@pytest.mark.parametrize("left", ["read", "none"])
def test_without_the_permission_nothing_is_written(
    ask: Client, served: Served, what: str, missing: set[Permission], left: Access
) -> None:
    served.world.token("less", permissions={**FULL, **dict.fromkeys(missing, left)})
    done = ask(*WRITES[what], "less")

    assert (done.status_code, done.json()["message"]) == (403, "Resource not accessible by integration")
    assert served.writes == []
    assert [asked.is_write for asked in served.requests] == [True]


@pytest.mark.parametrize("permission", ["issues", "pull-requests"])
@pytest.mark.parametrize("what", ["comment", "label"])
def test_either_permission_is_enough_for_a_conversation(
    ask: Client, served: Served, what: str, permission: Permission
) -> None:
    served.world.token("one", permissions={permission: "write"})

    assert ask(*WRITES[what], "one").ok
    assert [asked.used for asked in served.writes] == [(f"{permission}: write",)]


def test_what_is_private_is_read_with_a_permission_and_what_is_public_without(ask: Client, served: Served) -> None:
    served.world.token("nothing", permissions={})
    shop = served.world.repository(SHOP)
    paths = ["/repos/acme/shop/pulls/1", f"{ISSUE}/comments", "/repos/acme/shop/contents/README.md?ref=main"]

    assert [ask("GET", path, token="nothing").status_code for path in paths] == [403, 403, 403]  # noqa: S106
    shop.is_private = False
    assert [ask("GET", path, token="nothing").status_code for path in paths] == [200, 200, 200]  # noqa: S106
    assert ask(*WRITES["comment"], "nothing").status_code == 403
    shop.is_private = True


def test_what_cannot_be_seen_is_not_there(ask: Client, served: Served) -> None:
    served.world.token("elsewhere", permissions=FULL, repository="acme/other")
    served.world.token("stranger", permissions=FULL, login="stranger")

    for token in ("elsewhere", "stranger"):
        done = ask("GET", "/repos/acme/shop", token=token)
        assert (done.status_code, done.json()["message"]) == (404, "Not Found")
        asked = ask("POST", "/graphql", {"query": '{repository(owner:"acme",name:"shop"){id}}'}, token).json()
        assert asked["errors"][0]["type"] == "NOT_FOUND"
    assert ask("GET", "/repos/acme/nothing").status_code == 404
    assert ask("GET", "/repos/acme/shop/pulls/99").status_code == 404


@pytest.mark.parametrize("path", ["/repos/acme/shop", "/api/v3/user", "/graphql", "/nowhere"])
def test_an_unknown_token_opens_nothing(ask: Client, path: str) -> None:
    done = ask("GET", path, token="forged")  # noqa: S106

    assert (done.status_code, done.json()["message"]) == (401, "Bad credentials")
    assert ask("GET", path, token="").status_code == 401


def test_an_app_is_not_a_person_and_a_person_is_not_an_app(ask: Client, served: Served, pull: PullRequest) -> None:
    served.world.token("ada", permissions=FULL, login="ada")
    body = {"name": "n", "head_sha": pull.head_sha}

    assert ask("GET", "/user").json()["message"] == "Resource not accessible by integration"
    assert ask("GET", "/user", token="ada").json()["login"] == "ada"  # noqa: S106
    done = ask("POST", "/repos/acme/shop/check-runs", body, "ada")
    assert (done.status_code, done.json()["message"]) == (403, "You must authenticate via a GitHub App.")
    served.world.token("ada", permissions={}, login="ada")
    assert ask(*WRITES["comment"], "ada").json()["message"] == "Resource not accessible by personal access token"


def test_a_check_run_belongs_to_its_app(ask: Client, served: Served, pull: PullRequest) -> None:
    served.world.token("other", permissions=FULL, login="other[bot]")
    run = served.world.check(pull.repository, pull.head_sha, {"name": "n"})

    assert ask("PATCH", f"/repos/acme/shop/check-runs/{run.id}", {"name": "m"}, "other").status_code == 403


@pytest.mark.parametrize(
    ("contents", "pulls", "is_done"),
    [("write", "write", True), ("read", "write", False), ("write", "read", False), ("none", "write", False)],
)
def test_resolving_needs_the_contents_too(
    ask: Client, served: Served, pull: PullRequest, contents: Access, pulls: Access, *, is_done: bool
) -> None:
    thread = served.world.begin_thread(pull, "shop/prices.py", 20, "x")
    served.world.token("part", permissions={"contents": contents, "pull-requests": pulls})
    done = ask("POST", "/graphql", {"query": RESOLVE, "variables": {"id": thread.node_id}}, "part").json()

    assert thread.is_resolved is is_done
    assert bool(served.writes) is is_done
    if not is_done:
        error = done["errors"][0]
        assert (error["type"], error["message"]) == ("FORBIDDEN", "Resource not accessible by integration")
        assert done["data"] == {"resolveReviewThread": None}


@pytest.mark.parametrize(("login", "is_done"), [("ada", True), ("bob", True), ("tim", False), ("eve", False)])
def test_a_person_resolves_what_they_may_write_to(
    ask: Client, served: Served, pull: PullRequest, login: str, *, is_done: bool
) -> None:
    thread = served.world.begin_thread(pull, "shop/prices.py", 20, "x")
    served.world.token("person", permissions=FULL, login=login)
    ask("POST", "/graphql", {"query": RESOLVE, "variables": {"id": thread.node_id}}, "person")

    assert thread.is_resolved is is_done
