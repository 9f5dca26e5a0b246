"""This module holds what can go wrong with GitHub: faults that are scripted for the nth request of a kind.

A failure is a small function: it gets the attempt, and may let it be done (`await attempt.answer()`), say something
else, or hang up.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from tests.forge.records import Json

_DOCS = "https://docs.github.com/rest"
_SLOWEST = 5.0
_PAST = "1767607200"


@dataclass
class Attempt:
    """A request that is about to be answered, or not."""

    url: str
    answer: Callable[[], Awaitable[Response]]
    hang_up: Callable[[], Awaitable[Response]]
    quirks: dict[str, str]
    body: bytes = b""


Failure = Callable[[Attempt], Awaitable[Response]]


@dataclass
class Fault:
    """A failure that waits for its turn: the `nth` request that fits, and `times - 1` after it."""

    method: str
    path: re.Pattern[str]
    failure: Failure
    nth: int
    times: int
    seen: int = 0

    def is_due(self, method: str, path: str) -> bool:
        """Count a request, and say whether it is one that fails."""
        if self.method not in ("*", method) or not self.path.search(path):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


def _write(status: int, body: Json, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, dict(headers or {}), "application/json; charset=utf-8")


def refuse(status: int, message: str, headers: Mapping[str, str] | None = None) -> Failure:
    """Answer with a status and GitHub's way of saying why."""

    async def fail(attempt: Attempt) -> Response:
        del attempt
        return _write(status, {"message": message, "documentation_url": _DOCS, "status": str(status)}, headers)

    return fail


def bad_credentials() -> Failure:
    """The token is not known, or no more."""
    return refuse(401, "Bad credentials")


def read_only() -> Failure:
    """The token may not do this, as in a workflow that a fork set off."""
    return refuse(403, "Resource not accessible by integration")


def not_found() -> Failure:
    """There is no such thing, or it cannot be seen."""
    return refuse(404, "Not Found")


def conflict() -> Failure:
    """Somebody else changed the same thing at the same time."""
    return refuse(409, "Conflict")


def unprocessable(message: str = "Validation Failed") -> Failure:
    """GitHub does not take what was sent."""
    return refuse(422, message)


def too_many_requests(seconds: int = 0) -> Failure:
    """Wait for some seconds, then come again."""
    return refuse(429, "Too many requests", {"Retry-After": str(seconds)})


def primary_rate_limit(reset: str = _PAST) -> Failure:
    """The requests of this hour are used up; `reset` is the moment from which there are new ones."""
    headers = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    return refuse(403, "API rate limit exceeded for installation ID 1.", headers)


def secondary_rate_limit(seconds: int = 0) -> Failure:
    """Too much at once."""
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return refuse(403, message, {"Retry-After": str(seconds)})


def server_error() -> Failure:
    """GitHub itself failed."""
    return refuse(500, "Server Error")


def bad_gateway() -> Failure:
    """What stands before GitHub answers, and not in JSON."""

    async def fail(attempt: Attempt) -> Response:
        del attempt
        page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
        return Response(page, 502, media_type="text/html")

    return fail


def too_large(most: int) -> Failure:
    """What stands before GitHub gives up on pages of GraphQL with more than `most` things."""

    async def fail(attempt: Attempt) -> Response:
        if json.loads(attempt.body)["variables"].get("n", 0) > most:
            return await bad_gateway()(attempt)
        return await attempt.answer()

    return fail


def meanwhile(happen: Callable[[], object]) -> Failure:
    """Something happens before the request is answered as usual."""

    async def fail(attempt: Attempt) -> Response:
        happen()
        return await attempt.answer()

    return fail


def slow(seconds: float) -> Failure:
    """The answer is right, but late; never later than five seconds."""

    async def fail(attempt: Attempt) -> Response:
        await asyncio.sleep(min(seconds, _SLOWEST))
        return await attempt.answer()

    return fail


def dropped_before() -> Failure:
    """The connection ends before anything was done."""

    async def fail(attempt: Attempt) -> Response:
        return await attempt.hang_up()

    return fail


def dropped_after() -> Failure:
    """The request takes effect, but the connection ends before the answer."""

    async def fail(attempt: Attempt) -> Response:
        await attempt.answer()
        return await attempt.hang_up()

    return fail


def malformed() -> Failure:
    """The request takes effect; the answer ends in the middle."""

    async def fail(attempt: Attempt) -> Response:
        done = await attempt.answer()
        return Response(bytes(done.body)[:-7], done.status_code, media_type="application/json")

    return fail


def huge(size: int = 10_000_000) -> Failure:
    """The answer is right, but padded with blanks up to a size."""

    async def fail(attempt: Attempt) -> Response:
        done = await attempt.answer()
        return Response(bytes(done.body).ljust(size), done.status_code, media_type="application/json")

    return fail


def endless() -> Failure:
    """Every page names itself as the next; set it off for many `times`."""

    async def fail(attempt: Attempt) -> Response:
        attempt.quirks["endless"] = "yes"
        done = await attempt.answer()
        done.headers["Link"] = f'<{attempt.url}>; rel="next"'
        return done

    return fail


def graphql_failed(message: str = "Something went wrong while executing your query.") -> Failure:
    """GraphQL's way of failing: status 200, errors, no data."""

    async def fail(attempt: Attempt) -> Response:
        del attempt
        return _write(200, {"data": None, "errors": [{"message": message}]})

    return fail


def graphql_refused(message: str) -> Failure:
    """GraphQL's way of not taking a query: there is no data at all."""

    async def fail(attempt: Attempt) -> Response:
        del attempt
        return _write(200, {"errors": [{"message": message, "extensions": {"code": "undefinedField"}}]})

    return fail


def graphql_rate_limited() -> Failure:
    """GraphQL's way of saying that the points of this hour are used up."""

    async def fail(attempt: Attempt) -> Response:
        del attempt
        error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for installation ID 1."}
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": _PAST}
        return _write(200, {"errors": [error]}, headers)

    return fail


def graphql_partial(field_name: str, node: str = "") -> Failure:
    """One field fails, as `PullRequest.labels`, of every thing or of one; the rest is answered."""

    async def fail(attempt: Attempt) -> Response:
        attempt.quirks.update(broken=field_name, node=node)
        return await attempt.answer()

    return fail
