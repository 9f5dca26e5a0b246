"""This module holds one request on its way: what goes out, how much may come back, and that it is left on time."""

import json
import threading
from collections.abc import Callable, Generator, Iterator
from queue import Empty, SimpleQueue
from typing import cast

import httpx2
import openai

from reviewer.adapters.endpoint.request import Line
from reviewer.ports.endpoint import EndpointFault

MOST_BYTES = 1_000_000
MOST_SECONDS_TO_CONNECT = 10.0
# Whatever else `openai` would send, of this machine or of variables that it reads by itself, stays here.
_HEADERS = ("host", "content-type", "content-length", "accept")
_END = object()


class _Bounded(httpx2.SyncByteStream):
    """The bytes of an answer, as far as they are wanted."""

    def __init__(self, stream: httpx2.SyncByteStream, is_given_up: Callable[[], bool]) -> None:
        self._stream = stream
        self._is_given_up = is_given_up

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if self._is_given_up():
                raise EndpointFault("late", "the endpoint did not end its answer in time")
            if size > MOST_BYTES:
                raise EndpointFault("broken", f"the endpoint answered more than {MOST_BYTES:,} bytes")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def listen(line: Line, path: str, content: bytes | None, left: Callable[[], float], *, late: str) -> Generator[object]:
    """Yield the JSON values of an answer as they come in: events of a stream, or the one value of a plain answer.

    Without `content` it is a GET. The request runs in a thread of its own that is left after `left()` seconds, in the
    middle of whatever it waits for, with a fault that says `late`. Raises what `openai` and `httpx2` raise.
    """
    told: SimpleQueue[tuple[object, BaseException | None]] = SimpleQueue()
    is_over = threading.Event()

    def run() -> None:
        try:
            for event in _read(line, path, content, left(), is_over.is_set):
                told.put((event, None))
            told.put((_END, None))
        except BaseException as fault:  # noqa: BLE001 - it is raised again where the answer is waited for
            told.put((_END, fault))

    if left() > 0:
        threading.Thread(target=run, name="endpoint", daemon=True).start()
    try:
        while (seconds := left()) > 0:
            event, fault = told.get(timeout=seconds)
            if fault is not None:
                raise fault
            if event is _END:
                return
            yield event
    except Empty:
        pass
    finally:
        is_over.set()
    raise EndpointFault("late", late)


def _read(
    line: Line, path: str, content: bytes | None, seconds: float, is_given_up: Callable[[], bool]
) -> Iterator[object]:
    with _connect(line, max(seconds, 0.001), is_given_up) as client:
        if content is None:
            yield client.get(path, cast_to=object)
            return
        stream = client.post(path, cast_to=object, content=content, stream=True, stream_cls=openai.Stream[object])
        with stream:
            kind = stream.response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == "text/html":
                raise EndpointFault("broken", f"{line.base_url} answered with a web page: does its address end in /v1?")
            if kind.endswith("json"):
                yield json.loads(stream.response.read())
            else:
                yield from stream


def _connect(line: Line, seconds: float, is_given_up: Callable[[], bool]) -> openai.OpenAI:
    """Make a client for one request: no redirect is followed, nothing is tried twice, nothing is kept open."""

    def trim(request: httpx2.Request) -> None:
        kept = {name: request.headers[name] for name in _HEADERS if name in request.headers}
        kept |= {"accept-encoding": "identity", "connection": "close", "user-agent": "reviewer"}
        request.headers = httpx2.Headers(kept | ({"authorization": f"Bearer {line.key}"} if line.key else {}))

    def bound(response: httpx2.Response) -> None:
        if response.status_code in range(300, 400):
            why = f"{line.base_url} sends elsewhere (status {response.status_code}), and nothing is sent there"
            raise EndpointFault("setup", why)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise EndpointFault("broken", "the endpoint packed its answer, which it was asked not to do")
        response.stream = _Bounded(cast("httpx2.SyncByteStream", response.stream), is_given_up)

    timeout = httpx2.Timeout(seconds, connect=min(seconds, MOST_SECONDS_TO_CONNECT))
    transport = httpx2.Client(
        timeout=timeout, follow_redirects=False, event_hooks={"request": [trim], "response": [bound]}
    )
    return openai.OpenAI(
        # Without a key of some sort the client asks its environment.
        api_key=line.key or "none",
        base_url=line.base_url,
        max_retries=0,
        timeout=timeout,
        http_client=transport,
    )
