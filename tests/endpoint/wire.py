"""This module holds the raw end of the endpoint of the tests: bytes to one client, however they are wanted."""

import json
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.endpoint.said import Answer, Json, write_chunks, write_whole

STREAM = "text/event-stream; charset=utf-8"
PLAIN = "application/json"


class Wire:
    """One request, and the connection that its answer goes to. `over` is set when the server is stopped."""

    def __init__(self, connection: BaseHTTPRequestHandler, body: Json, over: threading.Event) -> None:
        self._connection = connection
        self.body = body
        self.over = over
        self.is_plain = False
        self._is_chunked = False

    def write(self, content: bytes) -> None:
        """Write bytes as they are."""
        self._connection.wfile.write(content)
        self._connection.wfile.flush()

    def begin(self, status: int = 200, kind: str = STREAM, *, chunked: bool = True, **headers: str) -> None:
        """Write the head of an answer; what `send` writes then goes in HTTP chunks, or as it is until the end."""
        self._is_chunked = chunked
        self._connection.send_response(status)
        self._connection.send_header("Content-Type", kind)
        self._connection.send_header("Connection", "close")
        if chunked:
            self._connection.send_header("Transfer-Encoding", "chunked")
        for name, value in headers.items():
            self._connection.send_header(name.replace("_", "-"), value)
        self._connection.end_headers()

    def send(self, content: bytes) -> None:
        """Write a part of an answer."""
        self.write(b"%x\r\n%s\r\n" % (len(content), content) if self._is_chunked else content)

    def tell(self, event: object) -> None:
        """Write one event of a stream; text as it is."""
        text = event if isinstance(event, str) else json.dumps(event)
        self.send(f"data: {text}\n\n".encode())

    def end(self) -> None:
        """End an answer as it should be."""
        if self._is_chunked:
            self.write(b"0\r\n\r\n")

    def reply(self, status: int, value: object, kind: str = PLAIN, **headers: str) -> None:
        """Write a whole answer: a JSON value, or text or bytes as they are."""
        written = value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else _dump(value)
        self.begin(status, kind, chunked=False, Content_Length=str(len(written)), **headers)
        self.write(written)

    def refuse(self, status: int, message: str, **said: Any) -> None:  # noqa: ANN401 - JSON
        """Write an error as `openai` expects it; `said` are its other parts, and `headers`."""
        headers = said.pop("headers", {})
        error = {"message": message, "type": "invalid_request_error", "param": None, "code": None, **said}
        self.reply(status, {"error": error}, **headers)

    def answer(self, answer: Answer) -> None:
        """Write what a model says, as a stream where that was asked for."""
        if callable(answer):
            answer(self)
        elif self.body.get("stream") and not self.is_plain:
            self.begin()
            for chunk in write_chunks(answer, self.body):
                self.tell(chunk)
            self.tell("[DONE]")
            self.end()
        else:
            self.reply(200, write_whole(answer, self.body))


def _dump(value: object) -> bytes:
    return json.dumps(value).encode()
