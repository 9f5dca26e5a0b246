"""This module holds the endpoint of the tests: a model, reachable on this machine while a `with` block lasts."""

import json
import socketserver
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple

from tests.endpoint.said import Json, Model
from tests.endpoint.strict import find_breaches
from tests.endpoint.wire import Wire

KEY = "sk-test-0123456789abcdef"
MODEL = "scripted"
_LARGEST = 20_000_000


class Asked(NamedTuple):
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes


@dataclass
class Endpoint:
    """A server at work. `requests` are the bodies of conversations; `breaches` what was wrong with them.

    `refuses` names parts of a request that this endpoint does not take; `key` is None where it asks for none;
    `is_plain` where it never streams.
    """

    model: Model
    base_url: str = ""
    key: str | None = KEY
    models: tuple[str, ...] = (MODEL,)
    refuses: tuple[str, ...] = ()
    is_plain: bool = False
    requests: list[Json] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, asked: Asked, wire: Wire) -> None:
        """Answer a request, as a strict endpoint would."""
        if self.key is not None and asked.headers.get("authorization") != f"Bearer {self.key}":
            wire.refuse(401, "Incorrect API key provided.", code="invalid_api_key")
        elif asked.path == "/v1/models":
            listed = [{"id": name, "object": "model", "created": 0, "owned_by": "tests"} for name in self.models]
            wire.reply(200, {"object": "list", "data": listed})
        elif (asked.method, asked.path) != ("POST", "/v1/chat/completions"):
            wire.refuse(404, f"Invalid URL ({asked.method} {asked.path})")
        elif wire.body.get("model") not in self.models:
            wire.refuse(404, f"The model `{wire.body.get('model')}` does not exist", code="model_not_found")
        elif refused := next((part for part in self.refuses if part in wire.body), ""):
            wire.refuse(400, f"Unsupported parameter: '{refused}' is not supported.", param=refused)
        else:
            self._converse(wire)

    def _converse(self, wire: Wire) -> None:
        breaches = [f"{part}: {breach}" for part, breach in find_breaches(wire.body)]
        self.requests.append(wire.body)
        self.breaches += breaches
        if breaches:
            wire.refuse(400, breaches[0])
        else:
            wire.answer(self.model(wire.body))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64


def _make_connection(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Connection(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            raw = self.rfile.read(min(size, _LARGEST))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, raw)
            endpoint.asked.append(asked)
            # What is written to a client that has left is lost, as it should be.
            with suppress(OSError):
                self._answer(asked)
            self.close_connection = True

        do_GET = do_POST  # noqa: N815 - the library's name

        def _answer(self, asked: Asked) -> None:
            try:
                body = json.loads(asked.raw) if asked.raw else {}
                wire = Wire(self, body, endpoint.over)
                wire.is_plain = endpoint.is_plain
                endpoint.answer(asked, wire)
            except OSError:
                raise
            except Exception:  # noqa: BLE001 - whatever it is, a test wants to know
                endpoint.breaches.append(traceback.format_exc())
                Wire(self, {}, endpoint.over).refuse(500, "the server of the tests failed: see its breaches")

        def log_message(self, *_: object) -> None:
            pass

    return Connection


@contextmanager
def serve_model(
    model: Model,
    *,
    key: str | None = KEY,
    models: tuple[str, ...] = (MODEL,),
    refuses: tuple[str, ...] = (),
    is_plain: bool = False,
) -> Iterator[Endpoint]:
    """Serve a model on this machine alone, at `.base_url`, until the block ends (see README.md)."""
    endpoint = Endpoint(model, key=key, models=models, refuses=refuses, is_plain=is_plain)
    with _Server(("127.0.0.1", 0), _make_connection(endpoint)) as server:
        endpoint.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield endpoint
        finally:
            endpoint.over.set()
            server.shutdown()
            thread.join()
