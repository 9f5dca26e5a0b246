"""This module holds what an endpoint answered, put together from its parts and believed as far as it has a shape."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from reviewer.model.reading import Usage
from reviewer.ports.endpoint import EndpointFault, Reply, ToolCall

MOST_CALLS = 16
MOST_NAME = 64
# Each part is looked for among those begun; what is beyond `MOST_CALLS` is left out at the end.
_MOST_BEGUN = 4 * MOST_CALLS
_MOST_TOKENS = 10_000_000
_MOST_DOLLARS = 1_000
_CHARACTERS_A_TOKEN = 4
_NO_NAME = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(slots=True)
class _Call:
    """A call of a tool on its way."""

    index: int | None
    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """An answer on its way; a plain one comes in one part. `size` counts the characters that have come in."""

    size: int = 0
    refusal: str = ""
    finish: str = ""
    usage: dict[str, Any] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)
    _calls: list[_Call] = field(default_factory=list)

    def add(self, event: object) -> None:
        """Add a chunk or a whole answer. Raises `EndpointFault` where it has not the shape of one."""
        if not isinstance(event, dict) or event.get("error"):
            raise _miss_shape()
        if isinstance(usage := event.get("usage"), dict):
            self.usage = usage
        choices = event.get("choices") or []
        if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
            raise _miss_shape()
        for choice in choices:
            if choice.get("index") in (0, None):
                self._add_choice(choice)

    def check(self) -> None:
        """Raise `EndpointFault` where all that came in is a refusal or no whole answer."""
        if self.refusal or self.finish == "content_filter":
            raise EndpointFault("refused", "the model refused to answer")
        if not self.finish:
            raise EndpointFault("broken", "the endpoint ended its answer half-way")

    def close(self, sent: int, prices: tuple[float, float] | None) -> Reply:
        """Return the whole, to a body of so many bytes; prices are dollars per million tokens in and out."""
        cost = self.count(sent, prices)
        return Reply(
            "".join(self._texts),
            clean_calls([(call.id, call.name, "".join(call.arguments)) for call in self._calls]),
            is_cut=self.finish == "length",
            tokens_in=cost.tokens_in,
            tokens_out=cost.tokens_out,
            is_estimated=cost.is_estimated,
            dollars=cost.dollars,
        )

    def count(self, sent: int, prices: tuple[float, float] | None) -> Usage:
        """Return what it cost so far, as far as that was told, and else about."""
        told = self.usage.get("prompt_tokens"), self.usage.get("completion_tokens")
        # A request is never empty: who counted nothing of it has not counted.
        is_estimated = not (is_count(told[0], 1) and is_count(told[1], 0))
        guessed = -(-sent // _CHARACTERS_A_TOKEN), -(-self.size // _CHARACTERS_A_TOKEN)
        tokens_in, tokens_out = guessed if is_estimated else (int(told[0] or 0), int(told[1] or 0))
        dollars = _count_dollars(self.usage.get("cost"), prices, (tokens_in, tokens_out))
        return Usage(1, 0, tokens_in, tokens_out, is_estimated, dollars)

    def _add_choice(self, choice: dict[str, Any]) -> None:
        part = choice.get("delta") or choice.get("message") or {}
        if not isinstance(part, dict):
            raise _miss_shape()
        text, refusal = _read_text(part.get("content")), _read_text(part.get("refusal"))
        self._texts.append(text)
        self.refusal += refusal
        self.size += len(text) + len(refusal)
        calls = part.get("tool_calls") or []
        if not isinstance(calls, list):
            raise _miss_shape()
        for call in calls:
            self._add_call(call)
        if isinstance(finish := choice.get("finish_reason"), str):
            self.finish = finish or self.finish

    def _add_call(self, told: object) -> None:
        function = told.get("function") or {} if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(function, dict):
            raise _miss_shape()
        index, given, name = told.get("index"), told.get("id"), function.get("name")
        arguments = function.get("arguments") or ""
        given, name = (value if isinstance(value, str) else "" for value in (given, name))
        written = arguments if isinstance(arguments, str) else json.dumps(arguments)
        call = self._find_call(index if isinstance(index, int) else None, given, name)
        call.id, call.name = call.id or given, call.name or name
        call.arguments.append(written)
        self.size += len(written)

    def _find_call(self, index: int | None, given: str, name: str) -> _Call:
        """Find the call that a part belongs to. Some endpoints give no index, or all calls the same."""
        if index is not None:
            begun = [call for call in self._calls if call.index == index][-1:]
        else:
            begun = [] if name else self._calls[-1:]
        if begun and (not given or given == (begun[0].id or given)):
            return begun[0]
        call = _Call(index)
        if len(self._calls) < _MOST_BEGUN:
            self._calls.append(call)
        return call


def clean_calls(told: list[tuple[str, str, str]]) -> tuple[ToolCall, ...]:
    """Return the first calls of (id, name, arguments), with names and ids that can be sent back to any endpoint."""
    kept = told[:MOST_CALLS]
    ids = [_NO_NAME.sub("_", given)[:MOST_NAME] for given, _, _ in kept]
    if "" in ids or len(set(ids)) < len(ids):
        ids = [f"call_{number}" for number in range(1, len(kept) + 1)]
    return tuple(
        ToolCall(given, _NO_NAME.sub("_", name)[:MOST_NAME] or "_", arguments)
        for given, (_, name, arguments) in zip(ids, kept, strict=True)
    )


def _read_text(content: object) -> str:
    """Read a text, or the texts of a list of parts."""
    if isinstance(content, list):
        return "".join(_read_text(part.get("text")) for part in content if isinstance(part, dict))
    if content is not None and not isinstance(content, str):
        raise _miss_shape()
    return content or ""


def _miss_shape() -> EndpointFault:
    return EndpointFault("broken", "the endpoint answered JSON that is no answer of a chat")


def is_count(value: object, least: int) -> TypeGuard[int]:
    """Tell whether a value can be a number of tokens."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= _MOST_TOKENS


def is_price(value: object) -> TypeGuard[float]:
    """Tell whether a value can be dollars for an answer."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST_DOLLARS


def _count_dollars(told: object, prices: tuple[float, float] | None, tokens: tuple[int, int]) -> float | None:
    if is_price(told):
        return told
    if prices is None:
        return None
    return sum(price * count for price, count in zip(prices, tokens, strict=True)) / 1_000_000
