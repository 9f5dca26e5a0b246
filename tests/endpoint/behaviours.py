"""This module holds how endpoints misbehave, by name: each makes a model that a server can be given.

Those that go on for ever do so until the client leaves or the server is stopped.
"""

import gzip
import itertools
from collections.abc import Callable, Iterator, Mapping

from tests.endpoint.said import Answer, Behaviour, Called, Json, Model, Said, call, script, write_chunks, write_whole
from tests.endpoint.wire import PLAIN, STREAM, Wire

FINE = Said("all is well")
HOSTILE = "no\x1b[31m \u202eway\r\n" + "x" * 500
# So long between two drops of what never ends.
_DROP_SECONDS = 0.01


def always(behaviour: Behaviour) -> Callable[[], Model]:
    return lambda: lambda _: behaviour


def then(*answers: Answer) -> Callable[[], Model]:
    return lambda: script(*answers)


def refuse(status: int, message: str = "no", **headers: str) -> Behaviour:
    return lambda wire: wire.refuse(status, message, headers=headers)


def reply(status: int, value: object, kind: str = PLAIN, **headers: str) -> Behaviour:
    return lambda wire: wire.reply(status, value, kind, **headers)


def stream(*events: object, end: bool = True, kind: str = STREAM) -> Behaviour:
    def behave(wire: Wire) -> None:
        wire.begin(kind=kind)
        for event in events:
            wire.tell(event)
        if end:
            wire.end()

    return behave


def delta(finish: str | None = None, **parts: object) -> Json:
    return {"id": "c", "object": "chat.completion.chunk", "choices": [{"delta": parts, "finish_reason": finish}]}


def deltas(*parts: Json) -> Callable[[], Model]:
    return always(stream(*(delta(**part) for part in parts), delta("stop"), "[DONE]"))


def _drip(content: Callable[[], Iterator[bytes]], *, is_head: bool = False) -> Behaviour:
    def behave(wire: Wire) -> None:
        if not is_head:
            wire.begin()
        for drop in content():
            (wire.write if is_head else wire.send)(drop)
            if wire.over.wait(_DROP_SECONDS):
                return

    return behave


def _pour(first: bytes, more: bytes, most: int | None = None) -> Behaviour:
    def behave(wire: Wire) -> None:
        wire.begin()
        wire.send(first)
        for _ in itertools.count() if most is None else range(most):
            if wire.over.is_set():
                return
            wire.send(more)
        wire.end()

    return behave


def _wait(wire: Wire) -> None:
    wire.over.wait()


def _slow(wire: Wire) -> None:
    """Say a word and fall silent."""
    wire.begin()
    wire.tell(delta(content="well"))
    wire.over.wait()


def _break_off(wire: Wire) -> None:
    """Say a word, and be gone without an end."""
    wire.begin()
    wire.tell(delta(content="well"))


def _hang_up(_: Wire) -> None:
    """Take the request and be gone."""


def _write_bytes(content: bytes) -> Behaviour:
    def behave(wire: Wire) -> None:
        wire.begin()
        wire.send(content)
        wire.end()

    return behave


def _lie(**usage: object) -> Callable[[], Model]:
    return then(Said("so much", usage={"total_tokens": 1, **usage}))


def _answer_as(kind: str) -> Callable[[], Model]:
    def behave(wire: Wire) -> None:
        wire.begin(kind=kind)
        for chunk in write_chunks(FINE, wire.body):
            wire.tell(chunk)
        wire.end()

    return always(behave)


def _echo_key(wire: Wire) -> None:
    wire.refuse(400, f"you are sk-test-0123456789\x00abcdef, {HOSTILE}")


def _answer_plainly(wire: Wire) -> None:
    wire.reply(200, write_whole(FINE, wire.body))


_HUNDRED = tuple(Called("look", {"number": number}) for number in range(100))
_CALL = {"function": {"name": "look", "arguments": "{}"}}
_PART = {"function": {"arguments": '"a"'}}
_MEGABYTE = b"x" * 1_000_000

BEHAVIOURS: Mapping[str, Callable[[], Model]] = {
    # Time.
    "slow": always(_slow),
    "silent": always(_wait),
    "drip": always(_drip(lambda: itertools.chain([b'data: {"'], itertools.repeat(b"x")))),
    "drip of a head": always(
        _drip(lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], itertools.repeat(b"x")), is_head=True)
    ),
    "keep-alive only": always(_drip(lambda: itertools.repeat(b": still here\n\n"))),
    "words for ever": always(_drip(lambda: itertools.repeat(b'data: {"choices": [{"delta": {"content": "x"}}]}\n\n'))),
    # Size.
    "endless line": always(_pour(b"data: ", b"x" * 10_000)),
    "10 MB": always(_pour(b'data: {"choices": [{"delta": {"content": "', _MEGABYTE, 10)),
    "10 MB, plain": always(reply(200, b'{"choices": [{"message": {"content": "' + _MEGABYTE * 10)),
    "10 MB of an error": always(reply(400, b'{"error": {"message": "' + _MEGABYTE * 10)),
    "packed zeros": always(reply(200, gzip.compress(bytes(10_000_000)), Content_Encoding="gzip")),
    # Shape.
    "invalid JSON": always(stream('{"choices": [')),
    "invalid JSON, plain": always(reply(200, '{"choices": [')),
    "JSON of great depth": always(stream("[" * 200_000)),
    "a number of great length": always(stream("1" * 10_000)),
    "no UTF-8": always(_write_bytes(b'data: {"choices": "\xff"}\n\n')),
    "no object": always(stream("[1]")),
    "no choices": always(reply(200, {})),
    "choices of another shape": always(stream({"choices": "none"})),
    "content of another shape": always(stream(delta(content={"a": 1}))),
    "calls of another shape": always(stream(delta(tool_calls=["look"]))),
    "nothing at all": always(stream()),
    "half an answer": always(stream(delta(content="well"))),
    "cut in the middle": always(_break_off),
    "cut in the middle, then fine": then(_break_off, FINE),
    "hang up": always(_hang_up),
    "hang up, then fine": then(_hang_up, FINE),
    "no HTTP": always(lambda wire: wire.write(b"hello\r\n\r\n")),
    "html": always(reply(200, "<html>", "text/html")),
    "wrong content type": _answer_as("text/plain"),
    "plain answer": always(_answer_plainly),
    # Refusals.
    "refusal": then(Said(refusal="I would rather not.")),
    "content filter": then(Said(finish="content_filter")),
    "no key": always(refuse(401)),
    "no right": always(refuse(403, "forbidden")),
    "no money": always(refuse(402)),
    "no quota": always(lambda wire: wire.refuse(429, "quota", code="insufficient_quota")),
    "no such path": always(refuse(404, "page not found")),
    "says the key": always(_echo_key),
    "redirect": always(reply(307, "", Location="http://elsewhere.invalid/v1/chat/completions")),
    "redirect to nonsense": always(reply(302, "", Location="http://[")),
    "error within": always(stream(delta(content="well"), {"error": {"message": HOSTILE, "code": "boom"}})),
    "error as an answer": always(reply(200, {"error": {"message": HOSTILE}})),
    # Load.
    "429 storm": always(refuse(429, "slow down")),
    "429 with Retry-After, then fine": then(refuse(429, Retry_After="7"), FINE),
    "429 with a far Retry-After": always(refuse(429, Retry_After="86400")),
    "429 with a strange Retry-After": then(refuse(429, Retry_After="nan"), FINE),
    "500, then fine": then(refuse(500), FINE),
    "502 of a gateway": always(reply(502, "<html>" + HOSTILE, "text/html")),
    "408, 409, then fine": then(refuse(408), refuse(409), FINE),
    # Lies.
    "negative tokens": _lie(prompt_tokens=-5, completion_tokens=-5),
    "tokens beyond count": _lie(prompt_tokens=10**30, completion_tokens=1),
    "tokens as strings": _lie(prompt_tokens="1", completion_tokens="2"),
    "tokens that are true": _lie(prompt_tokens=True, completion_tokens=True),
    "no token sent": _lie(prompt_tokens=0, completion_tokens=1),
    "a cost": _lie(prompt_tokens=1, completion_tokens=2, cost=0.25),
    "a cost below zero": _lie(prompt_tokens=1, completion_tokens=2, cost=-1),
    "a cost that is no number": _lie(prompt_tokens=1, completion_tokens=2, cost=float("nan")),
    # Tools.
    "broken arguments": then(Said(calls=(Called("look", '{"a": '),))),
    "a hundred calls": then(Said(calls=_HUNDRED)),
    "loops for ever": lambda: lambda _: call("look", again=True),
    "a name of great length": then(Said(calls=(Called("look at\x1b" * 100, {}),))),
    "calls with one id": then(Said(calls=(Called("look", {"a": 1}, "same"), Called("look", {"a": 2}, "same")))),
    "calls without index and id": deltas({"tool_calls": [_CALL, _CALL]}),
    "calls with one index": deltas(
        {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "look", "arguments": "{}"}}]},
        {"tool_calls": [{"index": 0, "id": "b", "function": {"name": "look", "arguments": "{}"}}]},
    ),
    "arguments in parts without index": deltas(
        {"tool_calls": [{"id": "a", "function": {"name": "look", "arguments": '{"a":'}}]},
        {"tool_calls": [_PART]},
        {"tool_calls": [{"id": "a", "function": {"arguments": "}"}}]},
    ),
    "arguments as an object": deltas(
        {"tool_calls": [{"id": "a", "function": {"name": "look", "arguments": {"a": 1}}}]}
    ),
    # Bounds.
    "cut by length": then(Said("half a sen", finish="length")),
    "content in parts": deltas({"content": [{"type": "text", "text": "all is "}, {"type": "text", "text": "well"}]}),
    "several choices": always(
        stream({"choices": [{"index": 1, "delta": {"content": "other"}}]}, delta("stop", content="all is well"))
    ),
}
