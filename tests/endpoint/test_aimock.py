"""The adapter understands an endpoint that is not ours: aimock, which follows the real ones."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.adapters.endpoint.client import open_endpoint
from reviewer.adapters.endpoint.listing import find_only_model
from reviewer.ports.endpoint import Endpoint, EndpointFault, Message, Tool, Turn

HERE = Path(__file__).resolve().parent
_FAILS = {"error": {"message": "the server had an error", "type": "server_error"}, "status": 500}
_REFUSES = {"error": {"message": "Incorrect API key provided", "type": "invalid_request_error"}, "status": 401}
_ANSWERS: dict[str, Any] = {
    "say": {"content": "all is well, and a few words more so that it takes several chunks"},
    "call": {"toolCalls": [{"name": "look", "arguments": '{"path": "a.py"}'}, {"name": "look", "arguments": "{}"}]},
    "both": {"content": "so", "toolCalls": [{"name": "look", "arguments": "{}"}]},
    "count": {"content": "b", "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}},
    "cut": {"content": "half a sen", "finishReason": "length"},
    "filter": {"content": "", "finishReason": "content_filter"},
    "fail": [_FAILS, {"content": "fine"}],
    "refuse": _REFUSES,
}


def _why_not() -> str:
    if not shutil.which("node"):
        return "node is not installed"
    if not (HERE / "node_modules" / "@copilotkit" / "aimock").is_dir():
        return "aimock is not installed: npm ci --prefix tests/endpoint"
    return ""


pytestmark = pytest.mark.skipif(bool(_why_not()), reason=_why_not())


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    command = ["node", str(HERE / "aimock.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as node:
        assert node.stdin
        assert node.stdout
        node.stdin.write(f"{json.dumps(_ANSWERS)}\n")
        node.stdin.flush()
        yield f"{node.stdout.readline().strip()}/v1"
        node.stdin.close()


def _open(base_url: str, pause: list[float]) -> Endpoint:
    return open_endpoint(
        "gpt-4o",
        base_url=base_url,
        api_key="sk-test-0123456789",
        cache=None,
        prices=None,
        pause=pause.append,
        chance=lambda: 0.5,
    )


def _ask(base_url: str, text: str) -> Any:  # noqa: ANN401
    tool = Tool("look", "Looks.", {"type": "object", "properties": {"path": {"type": "string"}}})
    turn = Turn((Message("system", "Read."), Message("user", text)), (tool,), None)
    return _open(base_url, []).ask(turn, 60, lambda _: None)


@pytest.mark.parametrize("text", ["say", "call", "both", "count", "cut"])
def test_what_it_says_is_read(text: str, base_url: str) -> None:
    reply, expected = _ask(base_url, text), _ANSWERS[text]

    assert reply.text == expected.get("content", "")
    assert [(call.name, json.loads(call.arguments)) for call in reply.calls] == [
        (call["name"], json.loads(call["arguments"])) for call in expected.get("toolCalls", ())
    ]
    assert len({call.id for call in reply.calls}) == len(reply.calls)
    assert reply.is_cut == (text == "cut")
    assert not reply.is_estimated
    assert reply.tokens_in > 0
    if text == "count":
        assert (reply.tokens_in, reply.tokens_out) == (7, 3)


def test_a_tool_is_answered(base_url: str) -> None:
    tool = Tool("look", "Looks.", {"type": "object", "properties": {}})
    first = _ask(base_url, "call")
    answers = tuple(Message("tool", "1 | a = 1", answers=call.id) for call in first.calls)
    talk = (Message("user", "call"), Message("assistant", "", first.calls), *answers, Message("user", "say"))
    reply = _open(base_url, []).ask(Turn(talk, (tool,), None), 60, lambda _: None)

    assert reply.text == _ANSWERS["say"]["content"]


def test_a_failure_passes(base_url: str) -> None:
    waits: list[float] = []
    reply = _open(base_url, waits).ask(Turn((Message("user", "fail"),), (), None), 60, lambda _: None)

    assert (reply.text, waits) == ("fine", [0.375])


@pytest.mark.parametrize(("text", "kind"), [("filter", "refused"), ("refuse", "setup"), ("nobody knows", "setup")])
def test_what_it_refuses_is_a_fault(text: str, kind: str, base_url: str) -> None:
    with pytest.raises(EndpointFault) as raised:
        _ask(base_url, text)

    assert raised.value.kind == kind


def test_its_models_are_listed(base_url: str) -> None:
    with pytest.raises(EndpointFault, match=r"say which model with --model; the endpoint has .*, .* ") as raised:
        find_only_model(base_url, "sk-test-0123456789", 60)

    assert raised.value.kind == "setup"
