"""This module holds what is sent to an endpoint: the body of a request, made of a turn, and what is left out of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reviewer.ports.endpoint import EndpointFault, Message, Tool, Turn

OPENAI = "https://api.openai.com/v1"
Quirk = Literal["response_format", "max_completion_tokens", "tool_choice", "stream_options"]
# What an endpoint writes when it does not take a part of a request; a body lacks the part once that is known.
_WORDS: dict[Quirk, tuple[str, ...]] = {
    "response_format": ("response_format", "json_schema"),
    "max_completion_tokens": ("max_completion_tokens",),
    "tool_choice": ("tool_choice",),
    "stream_options": ("stream_options",),
}
_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:/[^\s?#@\\]*)?")
_HERE = re.compile(r"http://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:/|$)", re.IGNORECASE)
_KEY = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True)
class Line:
    """Where a model is asked, such as `https://api.openai.com/v1`, and the key, empty where none is needed."""

    base_url: str
    key: str

    @property
    def chat_url(self) -> str:
        """Where conversations are sent."""
        return f"{self.base_url}/chat/completions"

    @property
    def lacks_key(self) -> bool:
        """Whether nothing needs to be sent to know that a key is missing."""
        return not self.key and self.base_url == OPENAI


def make_line(base_url: str, api_key: str) -> Line:
    """Check an address and a key. Raises `EndpointFault`; what it says holds neither."""
    address, key = base_url.strip().rstrip("/"), api_key.strip()
    if not _ADDRESS.fullmatch(address):
        raise EndpointFault("setup", "OPENAI_BASE_URL is not like https://host/v1")
    if not _KEY.fullmatch(key):
        raise EndpointFault("setup", "the key for the endpoint has characters in it that no key has")
    return Line(address, key)


def is_plain(base_url: str) -> bool:
    """Tell whether what is sent there can be read on the way: neither encrypted nor on this machine."""
    return base_url.lower().startswith("http://") and not _HERE.match(base_url)


def build_body(model: str, turn: Turn, quirks: frozenset[Quirk] = frozenset()) -> dict[str, Any]:
    """Make the body of a request for a turn, without the parts that an endpoint does not take."""
    bound = "max_tokens" if "max_completion_tokens" in quirks else "max_completion_tokens"
    body: dict[str, Any] = {"model": model, "messages": [_say(message) for message in turn.messages]}
    if turn.tools:
        body["tools"] = [_offer(tool) for tool in turn.tools]
        if turn.must_call:
            body["tool_choice"] = {"type": "function", "function": {"name": turn.must_call}}
    if turn.form:
        name, schema = turn.form
        asked = {"name": name, "schema": schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": asked}
    body |= {bound: turn.most_tokens, "stream": True, "stream_options": {"include_usage": True}}
    return {name: value for name, value in body.items() if name not in quirks}


def write_body(body: Mapping[str, Any]) -> bytes:
    """Write a body as it is sent: JSON in ASCII, on one line."""
    return json.dumps(body, separators=(",", ":")).encode("ascii")


def show_body(line: Line, body: Mapping[str, Any]) -> str:
    """Write a request for a reader: where to, and the JSON that is sent, over several lines."""
    return f"POST {line.chat_url}\n{json.dumps(body, indent=2)}\n"


def find_quirk(body: Mapping[str, Any], said: str) -> Quirk | None:
    """Find the part of a body that an endpoint refuses, by what it said; None where it names none of ours."""
    # The part that it names by itself says more than what else it mentions.
    for text in said.lower().split("\n", 1):
        for part, words in _WORDS.items():
            if part in body and any(word in text for word in words):
                return part
    return None


def _say(message: Message) -> dict[str, Any]:
    text = _clean(message.text)
    if message.role == "tool":
        return {"role": "tool", "tool_call_id": message.answers, "content": text}
    if message.role == "assistant" and message.calls:
        calls = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": _repeat(call.arguments)}}
            for call in message.calls
        ]
        return {"role": "assistant", "content": text or None, "tool_calls": calls}
    return {"role": message.role, "content": text}


def _offer(tool: Tool) -> dict[str, Any]:
    described = {"name": tool.name, "description": _clean(tool.description), "parameters": tool.parameters}
    return {"type": "function", "function": described}


def _repeat(arguments: str) -> str:
    """Repeat to a model what it called with. Servers refuse a conversation with arguments that are no JSON object."""
    try:
        return _clean(arguments) if isinstance(json.loads(arguments), dict) else "{}"
    except (ValueError, RecursionError):
        return "{}"


def _clean(text: str) -> str:
    """Replace halves of characters, which a file with broken names or bytes can leave, and no server takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
