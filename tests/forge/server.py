"""This module holds the server of the fake: a world, reachable at `http://localhost:PORT` while a `with` block lasts.

By hand, `python -m tests.forge.server [PORT]` serves a small world until it is stopped.
"""

import asyncio
import hashlib
import json
import re
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.forge import graphql, rest
from tests.forge.demo import TOKEN, build_demo
from tests.forge.failures import Attempt, Failure, Fault
from tests.forge.records import Json, Rate, Token
from tests.forge.rest.apps import read_app
from tests.forge.rest.routing import Call, Links, Refusal, find_route
from tests.forge.world import World

_FORM = re.compile(r"(?P<rest>/api/v3)?(?P<path>/.*)")
_BY_NUMBER = re.compile(r"/repositories/(?P<number>\d+)(?P<rest>/.*)?")
_JSON = "application/json; charset=utf-8"


class Asked(NamedTuple):
    """A request that came in. `used` names the permissions it needed and had; a query of GraphQL is no write.

    The status is the one that the fake answered, even if a failure kept it from the client; 0 where nothing was done.
    """

    method: str
    path: str
    status: int
    used: tuple[str, ...]
    is_write: bool


@dataclass
class Served:
    """A server at work. `breaches` tells how the client or the fake broke GitHub's contract: a test wants none."""

    url: str
    world: World
    breaches: list[str] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def links(self) -> Links:
        """Where things are on this server, for the payloads of webhooks."""
        return Links(self.url, self.url)

    @property
    def writes(self) -> list[Asked]:
        """The requests that changed something."""
        return [asked for asked in self.requests if asked.is_write and asked.used and 200 <= asked.status < 400]

    def fail(self, method: str, path: str, failure: Failure, *, nth: int = 1, times: int = 1) -> None:
        """Script a failure; `path` is a regular expression for the path as the client wrote it, `*` any method."""
        self.faults.append(Fault(method, re.compile(path), failure, nth, times))

    def heal(self) -> None:
        """Take the failures back, and forget what was asked and broken."""
        for kept in (self.faults, self.requests, self.breaches):
            kept.clear()


class _Application:
    """The fake as an ASGI application: one request after the other, each with its fault or its answer."""

    def __init__(self, served: Served, transports: dict[Any, asyncio.Transport]) -> None:
        self._served = served
        self._transports = transports

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        written = scope["raw_path"].decode("ascii")
        quirks: dict[str, str] = {}
        noted: list[Asked] = []

        def note(status: int, used: tuple[str, ...] = (), *, is_write: bool = request.method != "GET") -> None:
            """Note a request, once, before the client can hear of it."""
            if not noted:
                noted.append(Asked(request.method, written, status, used, is_write))
                self._served.requests += noted

        async def answer() -> Response:
            response, used, is_write = self._answer(request, written, body, quirks)
            note(response.status_code, used, is_write=is_write)
            return response

        async def hang_up() -> Response:
            note(0)
            self._transports[tuple(scope["client"])].abort()
            while (await receive())["type"] != "http.disconnect":
                pass
            return Response()

        attempt = Attempt(str(request.url), answer, hang_up, quirks, body)
        due = [fault for fault in self._served.faults if fault.is_due(request.method, written)]
        response = await (due[0].failure(attempt) if due else attempt.answer())
        note(response.status_code)
        await response(scope, receive, send)

    def _answer(
        self, request: Request, written: str, body: bytes, quirks: dict[str, str]
    ) -> tuple[Response, tuple[str, ...], bool]:
        """Answer a request for good; what the fake itself gets wrong is a breach."""
        is_write = request.method != "GET"
        try:
            token = self._find_token(request)
            sent = json.loads(body) if body else None
            if written in ("/graphql", "/api/graphql"):
                reply, used, is_write = self._answer_graphql(token, request, sent, quirks)
            else:
                reply, used = self._answer_rest(token, request, written, sent)
        except Refusal as refusal:
            reply, used = _write(refusal.status, refusal.body), ()
        except json.JSONDecodeError:
            reply, used = _write(400, Refusal(400, "Problems parsing JSON").body), ()
        except Exception:  # noqa: BLE001 - whatever it is, the fake is wrong and says so
            self._served.breaches.append(f"{request.method} {written}: {traceback.format_exc()}")
            reply, used = _write(500, Refusal(500, "The fake failed: see its breaches").body), ()
        return reply, used, is_write

    def _find_token(self, request: Request) -> Token:
        _, _, name = request.headers.get("authorization", "").partition(" ")
        token = self._served.world.tokens.get(name) or read_app(self._served.world, name)
        if token is None:
            raise Refusal(401, "Bad credentials" if name else "Requires authentication")
        return token

    def _answer_graphql(
        self, token: Token, request: Request, sent: Json, quirks: dict[str, str]
    ) -> tuple[Response, tuple[str, ...], bool]:
        links = Links(str(request.base_url).rstrip("/"), str(request.base_url).rstrip("/"))
        asking = graphql.Asking(self._served.world, token, links, quirks)
        done = graphql.answer(asking, sent)
        self._served.breaches += asking.breaches
        rate = _write_rate(self._served.world.points)
        return _write(200, done, rate), tuple(asking.used), asking.is_write

    def _answer_rest(
        self, token: Token, request: Request, written: str, sent: Json
    ) -> tuple[Response, tuple[str, ...]]:
        form = _FORM.fullmatch(written)
        rate = self._served.world.requests
        if rate.left < 1:
            refusal = Refusal(403, "API rate limit exceeded for installation ID 1.")
            return _write(403, refusal.body, _write_rate(rate)), ()
        html = str(request.base_url).rstrip("/")
        path = self._find_moved(form["path"] if form else written)
        links = Links(html + (form["rest"] or "" if form else ""), html)
        found = find_route(request.method, path)
        if found is None:
            self._served.breaches.append(f"{request.method} {written}: the fake does not serve this")
            raise Refusal(404, "Not Found")
        route, parts = found
        query = dict(request.query_params)
        url, accept = f"{links.api}{path}", request.headers.get("accept", "")
        call = Call(self._served.world, token, links, request.method, route, url, parts, query, sent, accept)
        done, breaches = rest.answer(call)
        self._served.breaches += [f"{request.method} {written}: {breach}" for breach in breaches]
        response = _write(done.status, done.body, dict(done.headers))
        if request.method == "GET" and done.status == 200:
            mark = f'W/"{hashlib.sha256(response.body).hexdigest()}"'
            if request.headers.get("if-none-match") == mark:
                response = Response(status_code=304)
            response.headers["ETag"] = mark
        rate.used += response.status_code != 304
        response.headers.update(_write_rate(rate))
        return response, tuple(call.used)

    def _find_moved(self, path: str) -> str:
        """Find the name of a repository that is asked for by its number, as those are that have moved."""
        found = _BY_NUMBER.fullmatch(path)
        if found is None:
            return path
        named = [one for one in self._served.world.repositories.values() if str(one.id) == found["number"]]
        return f"/repos/{named[0].full_name if named else '-/-'}{found['rest'] or ''}"


def _write(status: int, body: Json, headers: dict[str, str] | None = None) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(content, status, {"Content-Type": _JSON, **(headers or {})})


def _write_rate(rate: Rate) -> dict[str, str]:
    reset = int(datetime.fromisoformat(rate.reset_at).timestamp())
    told = {"Limit": rate.limit, "Remaining": rate.left, "Used": rate.used, "Reset": reset}
    return {f"X-RateLimit-{name}": str(number) for name, number in told.items()}


def _record_transports(kept: dict[Any, asyncio.Transport]) -> type[H11Protocol]:
    """Make a protocol that remembers its connections, so that one can be cut."""

    class Protocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            kept[tuple(transport.get_extra_info("peername"))] = transport
            # Else each answer waits 40 ms for the client to confirm its head.
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().connection_made(transport)

    return Protocol


def _start(application: ASGIApp, listener: socket.socket, protocol: type[H11Protocol]) -> Callable[[], None]:
    config = uvicorn.Config(
        application, http=protocol, ws="none", lifespan="off", loop="asyncio", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()

    def stop() -> None:
        server.should_exit = server.force_exit = True
        thread.join()

    return stop


@contextmanager
def serve(world: World, port: int = 0) -> Iterator[Served]:
    """Serve a world on this machine alone. Connections wait until the server is up, so nobody has to."""
    transports: dict[Any, asyncio.Transport] = {}
    with socket.create_server(("127.0.0.1", port)) as listener:
        served = Served(f"http://localhost:{listener.getsockname()[1]}", world)
        stop = _start(_Application(served, transports), listener, _record_transports(transports))
        try:
            yield served
        finally:
            stop()


def main(arguments: list[str]) -> None:
    """Serve the small world until somebody stops it."""
    with tempfile.TemporaryDirectory() as folder:
        world = build_demo(Path(folder))
        with serve(world, int(arguments[0]) if arguments else 0) as served:
            sys.stdout.write(f"{served.url}  token: {TOKEN}  repositories: {', '.join(world.repositories)}\n")
            sys.stdout.flush()
            with suppress(KeyboardInterrupt):
                threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
