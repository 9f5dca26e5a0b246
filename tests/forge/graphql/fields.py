"""This module holds the fields of GraphQL which the fake models, by type: how each is read from the world."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from tests.forge.graphql.asking import IDS, Asking, Fields, attributes, read_keys, repository_of
from tests.forge.graphql.pages import Thing, fail
from tests.forge.graphql.pulls import PULL_FIELDS
from tests.forge.graphql.talk import TALK_FIELDS, close_thread
from tests.forge.records import Repository
from tests.forge.rest.routing import Need, can_see


def _find_repository(_: Thing, asking: Asking, arguments: Mapping[str, Any]) -> Repository:
    name = f"{arguments['owner']}/{arguments['name']}"
    found = asking.world.repositories.get(name.lower()) or asking.world.renamed.get(name.lower())
    if found is None or not can_see(asking.token, found):
        raise fail("NOT_FOUND", f"Could not resolve to a Repository with the name '{name}'.")
    return found


def _find_node(_: Thing, asking: Asking, arguments: Mapping[str, Any]) -> Thing:
    found = asking.world.nodes.get(arguments["id"])
    place = repository_of(found) if found is not None else None
    if found is None or (place is not None and not can_see(asking.token, place)):
        raise fail("NOT_FOUND", f"Could not resolve to a node with the global id of '{arguments['id']}'")
    if place is not None and place is not found:
        asking.require(place, Need("pull-requests", "read"))
    return found


def _try_node(asking: Asking, key: str) -> Thing:
    """A node that is not there is an error of its own beside the others."""
    try:
        return _find_node(None, asking, {"id": key})
    except GraphQLError as error:
        return error


_ACTOR: Fields = {
    **IDS,
    **attributes(login="login"),
    "url": lambda account, asking, _: f"{asking.links.html}/{account.login.removesuffix('[bot]')}",
    "avatarUrl": lambda account, asking, _: f"{asking.links.html}/avatars/{account.id}",
}


FIELDS: Mapping[str, Fields] = {
    "Query": {
        "viewer": lambda _, asking, __: asking.token.account,
        "repository": _find_repository,
        "node": _find_node,
        "nodes": lambda _, asking, arguments: [_try_node(asking, key) for key in arguments["ids"]],
        "rateLimit": lambda _, asking, __: asking.price,
    },
    "Mutation": {
        "resolveReviewThread": close_thread(closed=True),
        "unresolveReviewThread": close_thread(closed=False),
    },
    "RateLimit": {
        **attributes(cost="points", nodeCount="nodes"),
        "limit": lambda _, asking, __: asking.world.points.limit,
        "remaining": lambda _, asking, __: asking.world.points.left,
        "used": lambda _, asking, __: asking.world.points.used,
        "resetAt": lambda _, asking, __: asking.world.points.reset_at,
    },
    "PageInfo": read_keys("hasNextPage", "hasPreviousPage", "startCursor", "endCursor"),
    # A bot's name has no ending here, as its type tells; a `User` keeps it, as with `viewer`.
    "Bot": {**_ACTOR, "login": lambda account, *_: account.login.removesuffix("[bot]")},
    "User": {**_ACTOR, "name": lambda *_: None, "email": lambda *_: ""},
    "Organization": {**_ACTOR, "name": lambda *_: None},
    "Team": attributes(slug="slug", name="slug"),
    **PULL_FIELDS,
    **TALK_FIELDS,
}
