"""This module holds what a model of the tests says, and how an endpoint writes it: whole, or in chunks."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.endpoint.wire import Wire

Json = dict[str, Any]
_STEP = 16


@dataclass(frozen=True, slots=True)
class Called:
    """A call of a tool; `arguments` are an object, or the text that stands for one. Without an id it gets one."""

    name: str
    arguments: Mapping[str, Any] | str
    id: str = ""

    @property
    def written(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a model. `usage` replaces what the server would count; an empty `finish` is the usual one."""

    text: str = ""
    calls: tuple[Called, ...] = ()
    refusal: str = ""
    finish: str = ""
    usage: Mapping[str, Any] | None = None


# A behaviour writes to the wire itself; a model answers a request with one of the two.
Behaviour = Callable[["Wire"], None]
Answer = Said | Behaviour
Model = Callable[[Json], Answer]


def call(name: str, /, **arguments: Any) -> Said:  # noqa: ANN401 - JSON
    """Say nothing and call one tool."""
    return Said(calls=(Called(name, arguments),))


def script(*answers: Answer) -> Model:
    """Make a model that says one thing after the other, and the last one for ever."""
    left = list(answers)

    def model(_: Json) -> Answer:
        return left.pop(0) if len(left) > 1 else left[0]

    return model


def count_usage(said: Said, body: Json) -> Json:
    """Count the tokens of an answer and its request: four characters each."""
    tokens_in = -(-len(json.dumps(body)) // 4)
    tokens_out = -(-(len(said.text) + len(said.refusal) + sum(len(one.written) for one in said.calls)) // 4)
    usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
    return usage if said.usage is None else dict(said.usage)


def write_whole(said: Said, body: Json) -> Json:
    """Write an answer as `chat.completion`."""
    message: Json = {"role": "assistant", "content": said.text or None, "refusal": said.refusal or None}
    if said.calls:
        message["tool_calls"] = _write_calls(said, body)
    choice = {"index": 0, "message": message, "finish_reason": _finish(said), "logprobs": None}
    return {**_frame(body, "chat.completion"), "choices": [choice], "usage": count_usage(said, body)}


def write_chunks(said: Said, body: Json) -> Iterator[Json]:
    """Write an answer as one `chat.completion.chunk` after the other."""
    frame = _frame(body, "chat.completion.chunk")
    deltas: list[Json] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": part} for part in _cut(said.text)]
    deltas += [{"refusal": part} for part in _cut(said.refusal)]
    for number, made in enumerate(_write_calls(said, body)):
        arguments = made["function"]["arguments"]
        made["function"]["arguments"] = ""
        deltas.append({"tool_calls": [{"index": number, **made}]})
        deltas += [{"tool_calls": [{"index": number, "function": {"arguments": part}}]} for part in _cut(arguments)]
    for delta in deltas:
        yield {**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": None, "logprobs": None}]}
    yield {**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": _finish(said), "logprobs": None}]}
    if (body.get("stream_options") or {}).get("include_usage"):
        yield {**frame, "choices": [], "usage": count_usage(said, body)}


def _frame(body: Json, kind: str) -> Json:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": body["model"]}


def _finish(said: Said) -> str:
    return said.finish or ("tool_calls" if said.calls else "stop")


def _write_calls(said: Said, body: Json) -> list[Json]:
    # Ids of a conversation differ, as those of a real endpoint do.
    turn = len(body["messages"])
    return [
        {
            "id": one.id or f"call_{turn}_{number}",
            "type": "function",
            "function": {"name": one.name, "arguments": one.written},
        }
        for number, one in enumerate(said.calls)
    ]


def _cut(text: str) -> list[str]:
    return [text[start : start + _STEP] for start in range(0, len(text), _STEP)]
