import gzip
import json
from pathlib import Path
from typing import cast

import pytest

from tests.forge.conftest import Client
from tests.forge.contract import DATA, find_operation, read_packed
from tests.forge.cut_slices import close_over, strip_prose, write_packed
from tests.forge.demo import SHOP, build_demo
from tests.forge.events import EVENTS, EventBuilder
from tests.forge.records import Repository
from tests.forge.rest import ENDPOINTS
from tests.forge.server import Served, serve


def test_an_answer_that_breaks_the_contract_is_a_failure_of_the_fake(
    ask: Client, served: Served, shop: Repository
) -> None:
    label = shop.labels["pricing"]
    label.color, color = cast("str", 7), label.color
    done = ask("GET", "/repos/acme/shop/issues/1/labels")
    label.color = color

    assert done.status_code == 500
    assert served.breaches == ['GET /repos/acme/shop/issues/1/labels: 0/color: 7 is not of type "string"']
    served.heal()


def test_a_fake_that_fails_says_so(ask: Client, served: Served, shop: Repository) -> None:
    shop.pulls[2].base_ref, branch = cast("str", None), shop.pulls[2].base_ref
    assert ask("GET", "/repos/acme/shop/pulls/2").status_code == 500
    shop.pulls[2].base_ref = branch

    assert "Traceback" in served.breaches[0]
    served.heal()


@pytest.mark.parametrize(
    ("method", "path", "body", "breach"),
    [
        ("GET", "/repos/acme/shop/pulls?status=open", None, "the query parameter 'status' is not described"),
        ("GET", "/repos/acme/shop/pulls?state=broken", None, "the query parameter 'state': the body: \"broken\""),
        ("GET", "/repos/acme/shop/pulls?per_page=many", None, "the query parameter 'per_page': the body: \"many\""),
        ("POST", "/repos/acme/shop/issues/1/comments", {"body": "b", "bdy": 1}, "the key 'bdy' is not described"),
        (
            "POST",
            "/repos/acme/shop/pulls/1/reviews",
            {"event": "COMMENT", "comments": [{"path": "shop/prices.py", "line": 20, "body": "b", "lime": 1}]},
            "the key 'comments[].lime' is not described",
        ),
        ("GET", "/repos/acme/shop/milestones", None, "the fake does not serve this"),
        ("PUT", "/repos/acme/shop/pulls/1", {}, "the fake does not serve this"),
    ],
)
def test_what_github_would_pass_over_in_silence_is_a_breach(
    ask: Client, served: Served, method: str, path: str, body: object, breach: str
) -> None:
    ask(method, path, body)

    assert len(served.breaches) == 1
    assert breach in served.breaches[0]
    served.heal()


def test_a_body_is_held_to_the_description(ask: Client, served: Served) -> None:
    done = ask("POST", "/repos/acme/shop/issues/1/comments", {"body": 7})

    assert done.status_code == 422
    assert done.json()["message"] == 'Invalid request.\n\nbody: 7 is not of type "string"'
    assert ask("POST", "/repos/acme/shop/issues/1/comments", {"text": "b"}).status_code == 422
    assert served.breaches == []


def test_only_described_statuses_are_answered() -> None:
    operation = find_operation("POST", "/repos/{owner}/{repo}/pulls/{pull_number}/reviews")

    assert operation.find_breaches(201, {}) == ["the status 201 is not described"]
    assert operation.find_breaches(404, {"message": "Not Found"}) == []
    assert operation.find_breaches(404, {"message": 1}) != []


def test_null_is_a_type() -> None:
    operation = find_operation("GET", "/repos/{owner}/{repo}/issues/{issue_number}/labels")
    label = {"id": 1, "node_id": "n", "url": "http://localhost/x", "name": "n", "color": "c", "default": False}

    assert operation.find_breaches(200, [{**label, "description": None}]) == []
    assert operation.find_breaches(200, [{**label, "description": 1}]) != []
    assert operation.find_breaches(200, [{**label, "description": None, "url": "no address"}]) != []


def test_the_cuts_hold_what_is_served_and_nothing_else() -> None:
    rest, webhooks = (json.loads(read_packed(f"{name}.json.gz")) for name in ("rest", "webhooks"))
    served = {(method.upper(), path) for path, methods in rest["paths"].items() for method in methods}

    assert served == set(ENDPOINTS)
    assert set(webhooks["webhooks"]) == set(EVENTS)
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 300_000


def test_prose_is_cut_and_names_are_not() -> None:
    schema = {
        "description": "a thing",
        "properties": {"description": {"type": "string", "example": "x"}, "tags": {"type": "array", "x-y": 1}},
        "required": ["description"],
        "enum": [{"summary": 1}],
    }

    assert strip_prose(schema) == {
        "properties": {"description": {"type": "string"}, "tags": {"type": "array"}},
        "required": ["description"],
        "enum": [{"summary": 1}],
    }


def test_a_cut_is_closed_and_its_bytes_are_its_content(tmp_path: Path) -> None:
    references = {"a": {"$ref": "#/components/schemas/b"}, "b": {"$ref": "#/components/schemas/a"}, "c": {}}
    closed = close_over({"components": {"schemas": references}}, {"$ref": "#/components/schemas/a"})
    write_packed(tmp_path / "one.gz", b"x")
    write_packed(tmp_path / "other.gz", b"x")

    assert sorted(closed["schemas"]) == ["a", "b"]
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "other.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.gz").read_bytes()) == b"x"


def test_an_event_and_the_api_tell_one_story(ask: Client, served: Served, shop: Repository) -> None:
    event = EventBuilder(shop, served.world.account("ada"), served.links).pull_request("opened", shop.pulls[2])

    assert event.body["pull_request"] == ask("GET", "/repos/acme/shop/pulls/2").json()


def test_two_servers_do_not_know_of_each_other(tmp_path: Path, ask: Client, served: Served) -> None:
    with serve(build_demo(tmp_path)) as other:
        assert other.url != served.url
        ask("GET", "/repos/acme/shop")
        assert (len(served.requests), other.requests) == (1, [])
        assert other.world.repository(SHOP) is not served.world.repository(SHOP)
