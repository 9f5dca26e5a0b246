"""This module holds a GitHub that makes up what it is asked for: any number of pull requests, none of them kept.

It stands in the place of PyGithub's connection, so that all but the network is the program's own way. Points are
counted as the fake of the tests does, by GitHub's published rule.
"""

import json
import time
from collections.abc import ItemsView, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from graphql import parse

from reviewer.adapters.github.collect.question import CONNECTIONS, NAMED, PULLS
from tests.forge.graphql.costs import Price, measure_price

BEGIN = int(datetime(2023, 1, 1, tzinfo=UTC).timestamp())
HOUR, DAY = 3_600, 86_400
_PEOPLE = [f"person-{number}" for number in range(40)]


class World:
    """So many pull requests, one an hour; three comments and half an issue for each. `touched` changed since."""

    def __init__(self, pulls: int) -> None:
        self.pulls = pulls
        self.now = BEGIN + pulls * HOUR
        self.touched: dict[int, int] = {}
        self.order = list(range(pulls, 0, -1))
        self.points = self.requests = 0
        self.seconds = 0.0

    def touch(self, count: int, days: int) -> None:
        """Let some days pass, in which some pull requests are changed, spread over all of the past."""
        chosen = Random(1).sample(range(1, self.pulls + 1), count)  # noqa: S311 - not for secrets
        for place, number in enumerate(chosen):
            self.touched[number] = self.now + 1 + place * days * DAY // count
        self.now += days * DAY
        self.order.sort(key=self.updated, reverse=True)

    def updated(self, number: int) -> int:
        """When a pull request changed last."""
        return self.touched.get(number, BEGIN + number * HOUR)


WORLD = World(0)


class Connection:
    """What PyGithub takes for a connection over HTTPS."""

    def __init__(self, *_: object, **__: object) -> None:
        self._answer = Answer(500, {}, "")

    def request(self, verb: str, url: str, body: str | None, *_: object) -> None:
        """Take a request."""
        start = time.process_time()
        self._answer = answer(verb, url, body)
        WORLD.seconds += time.process_time() - start

    def getresponse(self) -> "Answer":
        """Return the answer to it."""
        return self._answer

    def close(self) -> None:
        """End the connection."""


class Answer:
    """What PyGithub takes for an answer."""

    def __init__(self, status: int, headers: Mapping[str, str], text: str) -> None:
        self.status = status
        self._headers = dict(headers)
        self._text = text

    def getheaders(self) -> ItemsView[str, str]:
        """Return the headers."""
        return self._headers.items()

    def read(self) -> str:
        """Return the text."""
        return self._text


def answer(verb: str, url: str, body: str | None) -> Answer:
    """Answer a request."""
    if verb == "POST":
        asked = json.loads(body or "{}")
        return Answer(200, {}, json.dumps({"data": _answer_graphql(asked["query"], asked["variables"])}))
    WORLD.requests += 1
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    items, more = _list_items(parts.path, query)
    headers = {"X-RateLimit-Remaining": "4000", "X-RateLimit-Reset": "4102444800"}
    return Answer(200, {**headers, **({"Link": '<https://x/>; rel="next"'} if more else {})}, json.dumps(items))


def _answer_graphql(text: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    price = _price(text, variables.get("n", 0), len(variables.get("ids", ())))
    WORLD.points += price.points
    limit = {"cost": price.points, "remaining": 4000, "resetAt": "2100-01-01T00:00:00Z", "nodeCount": price.nodes}
    if "id" in variables:
        number = int(variables["id"].partition("_")[2])
        asked = {name: variables[name] for name in CONNECTIONS if name in variables}
        return {"rateLimit": limit, "node": {name: _cut(number, name, variables["n"], asked[name]) for name in asked}}
    if text == NAMED:
        return {"rateLimit": limit, "nodes": [_pull(int(key.partition("_")[2])) for key in variables["ids"]]}
    start = int(variables["after"] or 0)
    page = WORLD.order[start : start + variables["n"]]
    end = start + len(page)
    info = {"hasNextPage": end < WORLD.pulls, "endCursor": str(end)}
    nodes = [_pull(number) if text == PULLS else {"id": f"PR_{number}"} for number in page]
    return {
        "rateLimit": limit,
        "repository": {"pullRequests": {"totalCount": WORLD.pulls, "pageInfo": info, "nodes": nodes}},
    }


@lru_cache(maxsize=256)
def _price(text: str, size: int, ids: int) -> Price:
    return measure_price(parse(text), {"n": size, "ids": ["x"] * ids})


def _pull(number: int) -> dict[str, Any]:
    chance = Random(number)  # noqa: S311 - not for secrets
    created, is_open = BEGIN + number * HOUR - 2 * DAY, number % 40 == 7
    updated = WORLD.updated(number)
    merged = None if is_open or number % 7 == 0 else _write_time(BEGIN + number * HOUR)
    plain = {
        "id": f"PR_{number}",
        "number": number,
        "title": f"Change number {number}: " + "words " * chance.randrange(8),
        "body": "What it does and why. " * chance.randrange(60),
        "isDraft": False,
        "state": "OPEN" if is_open else "MERGED" if merged else "CLOSED",
        "createdAt": _write_time(created),
        "updatedAt": _write_time(updated),
        "mergedAt": merged,
        "closedAt": None if is_open else _write_time(BEGIN + number * HOUR),
        "additions": chance.randrange(500),
        "deletions": chance.randrange(200),
        "changedFiles": chance.randrange(1, 20),
        "headRefName": f"topic-{number}",
        "headRefOid": _sha(chance),
        "baseRefName": "main",
        "baseRefOid": _sha(chance),
        "isCrossRepository": False,
        "reviewDecision": "APPROVED",
        "author": {"__typename": "User", "login": chance.choice(_PEOPLE), "databaseId": 1},
        "mergedBy": {"__typename": "User", "login": chance.choice(_PEOPLE)} if merged else None,
        "mergeCommit": {"oid": _sha(chance)} if merged else None,
        "autoMergeRequest": None,
    }
    return {**plain, **{name: _cut(number, name, one.first, None) for name, one in CONNECTIONS.items()}}


def _cut(number: int, name: str, size: int, after: str | None) -> dict[str, Any]:
    """Cut a page out of a list; one pull request in a hundred has long ones."""
    chance = Random(f"{number} {name}")  # noqa: S311 - not for secrets
    usual = {"labels": 2, "assignees": 1, "closingIssuesReferences": 1, "reviews": 3, "commits": 5, "timelineItems": 4}
    is_long = number % 100 == 0 and name in ("reviews", "commits", "timelineItems")
    total = usual[name] * 40 if is_long else chance.randrange(usual[name] * 2 + 1)
    start = int(after or 0)
    end = min(total, start + size)
    nodes = [_thing(number, name, place) for place in range(start, end)]
    beside = {"totalCount": total} if name == "commits" else {}
    return {**beside, "pageInfo": {"hasNextPage": end < total, "endCursor": str(end)}, "nodes": nodes}


def _thing(number: int, name: str, place: int) -> dict[str, Any]:
    chance = Random(f"{number} {name} {place}")  # noqa: S311 - not for secrets
    when, who = _write_time(BEGIN + number * HOUR - DAY + place * 60), chance.choice(_PEOPLE)
    if name == "labels":
        return {"name": f"area/{place}"}
    if name == "assignees":
        return {"login": who}
    if name == "closingIssuesReferences":
        return {"number": 100_000 + place, "createdAt": when}
    if name == "reviews":
        return {
            "id": f"PRR_{number}_{place}",
            "fullDatabaseId": str(number * 1_000 + place),
            "state": chance.choice(["APPROVED", "COMMENTED", "CHANGES_REQUESTED"]),
            "submittedAt": when,
            "body": "This reads well. " * chance.randrange(10),
            "authorAssociation": "MEMBER",
            "authorCanPushToRepository": True,
            "author": {"__typename": "User", "login": who},
            "commit": {"oid": _sha(chance)},
        }
    if name == "commits":
        person = {"name": who, "email": f"{who}@example.com"}
        message = "Change something\n\n" + "Because. " * chance.randrange(30)
        commit = {"oid": _sha(chance), "message": message, "authoredDate": when, "committedDate": when}
        return {"commit": {**commit, "author": {**person, "user": {"login": who}}, "committer": person}}
    requested = {"__typename": "User", "login": who}
    return {
        "__typename": "ReviewRequestedEvent",
        "createdAt": when,
        "actor": {"login": who},
        "requestedReviewer": requested,
    }


def _list_items(path: str, query: Mapping[str, str]) -> tuple[Any, bool]:
    """List what a path of REST shows: changed at `since` or later, the oldest change first."""
    if path.count("/") == 3:
        return {
            "node_id": "R_1",
            "id": 1,
            "full_name": "acme/large",
            "default_branch": "main",
            "archived": False,
        }, False
    kind = path.split("/")[4:]
    per_hour = {("pulls", "comments"): 2, ("issues", "comments"): 1, ("issues",): 2}[tuple(kind)]
    begin = _read_time(query["since"]) if "since" in query else 0
    step = HOUR // per_hour
    first = max(0, -(-(begin - BEGIN) // step)) + (int(query.get("page", "1")) - 1) * 100
    places = range(first, min(first + 100, WORLD.pulls * per_hour))
    return [_item(kind, place, BEGIN + place * step) for place in places], first + 100 < WORLD.pulls * per_hour


def _item(kind: list[str], place: int, when: int) -> dict[str, Any]:
    """One thing of a list, with the many addresses that GitHub gives."""
    chance = Random(place)  # noqa: S311 - not for secrets
    login = chance.choice(_PEOPLE)
    api = "https://api.github.com/repos/acme/large"
    urls = ("followers", "following", "gists", "starred", "subscriptions", "orgs", "repos", "events", "received")
    user = {"login": login, "id": 1, "type": "User", **{f"{name}_url": f"{api}/users/{login}/{name}" for name in urls}}
    plain = {
        "id": place + 1,
        "user": user,
        "body": "Why is this so? " * chance.randrange(20),
        "created_at": _write_time(when),
        "updated_at": _write_time(when),
        "author_association": "MEMBER",
        "url": f"{api}/things/{place}",
        "html_url": f"https://github.com/acme/large/things/{place}",
        "reactions": dict.fromkeys(("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"), 0),
    }
    if kind == ["issues"]:
        is_pull = {} if place % 3 == 0 else {"pull_request": {"url": f"{api}/pulls/{place}"}}
        return {**plain, "number": place + 1, "title": "It breaks", "state": "closed", "labels": [], **is_pull}
    where = {"issue_url": f"{api}/issues/{place // 3 + 1}", "pull_request_url": f"{api}/pulls/{place // 3 + 1}"}
    return {**plain, **where, "path": "src/code.py", "line": 7, "commit_id": _sha(chance), "diff_hunk": "@@ -1 +1 @@"}


def _sha(chance: Random) -> str:
    return f"{chance.getrandbits(160):040x}"


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_time(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
