from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from tests.forge.contract import find_event_breaches
from tests.forge.demo import FORK, SHOP, build_demo
from tests.forge.events import EVENTS, GITHUB, EventBuilder, Payload, PullAction
from tests.forge.records import PullRequest
from tests.forge.rest.routing import Links
from tests.forge.shapes import show_full_pull
from tests.forge.world import World

Build = Callable[[EventBuilder, PullRequest], Payload]
OTHERS: dict[str, Build] = {
    "issue-comment-created": lambda build, pull: build.comment(pull.comments[0]),
    "pull-request-review-comment-created": lambda build, pull: build.line_comment(pull.threads[0].comments[1]),
    "push": lambda build, pull: build.push("refs/heads/discount", pull.base_sha, pull.head_sha),
    "merge-group-checks-requested": lambda build, pull: build.merge_group(pull.head_sha, pull.base_sha),
    "workflow-dispatch": lambda build, _: build.dispatch({"number": "1"}),
    "workflow-run-completed": lambda build, pull: build.workflow_run(pull),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_demo(tmp_path_factory.mktemp("world"))


@pytest.fixture
def build(world: World) -> EventBuilder:
    return EventBuilder(world.repository(SHOP), world.account("ada"))


@pytest.fixture
def pull(world: World) -> PullRequest:
    return world.repository(SHOP).pulls[1]


@pytest.mark.parametrize("action", get_args(PullAction))
@pytest.mark.parametrize("number", [1, 2])
def test_an_event_shows_the_pull_request_of_the_world(
    world: World, build: EventBuilder, action: PullAction, number: int
) -> None:
    pull = world.repository(SHOP).pulls[number]
    label = world.define_label(pull.repository, "pricing")
    name, body = build.pull_request(action, pull, label=label, before=pull.base_sha, old_title="old")

    assert (name, body["action"], body["sender"]["login"]) == ("pull_request", action, "ada")
    assert body["pull_request"] == show_full_pull(pull, GITHUB)
    assert ("label" in body) == (action in ("labeled", "unlabeled"))
    assert (body.get("before"), body.get("after")) == (
        (pull.base_sha, pull.head_sha) if action == "synchronize" else (None, None)
    )


@pytest.mark.parametrize("hook", OTHERS)
def test_other_events_tell_of_the_world_too(build: EventBuilder, pull: PullRequest, hook: str) -> None:
    name, body = OTHERS[hook](build, pull)

    assert hook.startswith(name.replace("_", "-"))
    assert body["repository"]["full_name"] == SHOP
    assert find_event_breaches(hook, {**body, "sender": "ada"}) != []


def test_every_event_of_the_cut_is_built() -> None:
    actions = {f"pull-request-{action.replace('_', '-')}" for action in get_args(PullAction)}

    assert actions | OTHERS.keys() == set(EVENTS)


def test_a_push_lists_its_commits(build: EventBuilder, pull: PullRequest) -> None:
    body = build.push("refs/heads/discount", pull.base_sha, pull.head_sha).body

    assert [one["message"] for one in body["commits"]] == ["One price", "Less"]
    assert body["commits"][1]["removed"] == ["shop/gone.py"]
    assert build.push("refs/heads/new", "0" * 40, pull.head_sha).body["created"] is True
    assert build.push("refs/heads/new", pull.head_sha, "0" * 40).body["head_commit"] is None


def test_a_run_for_a_fork_does_not_name_its_pull_request(world: World, build: EventBuilder) -> None:
    pulls = world.repository(SHOP).pulls

    assert [one["number"] for one in build.workflow_run(pulls[1]).body["workflow_run"]["pull_requests"]] == [1]
    body = build.workflow_run(pulls[2]).body["workflow_run"]
    assert (body["pull_requests"], body["head_repository"]["full_name"]) == ([], FORK)


def test_events_can_name_the_server_that_stands_behind_them(world: World, pull: PullRequest) -> None:
    links = Links("http://localhost:1/api/v3", "http://localhost:1")
    body = EventBuilder(pull.repository, world.account("ada"), links).comment(pull.comments[0]).body

    assert body["comment"]["url"].startswith("http://localhost:1/api/v3/repos/acme/shop/issues/comments/")
    assert body["issue"]["pull_request"]["html_url"] == "http://localhost:1/acme/shop/pull/1"


def test_equal_worlds_tell_equal_stories(tmp_path: Path) -> None:
    bodies = []
    for name in ("one", "other"):
        world = build_demo(tmp_path / name)
        shop = world.repository(SHOP)
        bodies.append(EventBuilder(shop, world.account("ada")).pull_request("opened", shop.pulls[2]).body)

    assert bodies[0] == bodies[1]


def test_a_deleted_fork_is_null(tmp_path: Path) -> None:
    world = build_demo(tmp_path)
    world.delete_repository(FORK)
    shop = world.repository(SHOP)
    body = EventBuilder(shop, world.account("ada")).pull_request("closed", shop.pulls[2]).body

    assert body["pull_request"]["head"]["repo"] is None
