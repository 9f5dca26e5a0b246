"""The endpoint of the tests keeps to what `openai` publishes, and lets nobody break it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import openai
import pytest

from tests.endpoint.said import Called, Model, Said, call, script
from tests.endpoint.server import KEY, MODEL, Endpoint, serve_model

SAID = {
    "text": Said("all is well, and a few words more"),
    "calls": Said("so", calls=(Called("look", {"path": "a.py"}), Called("look", '{"broken'))),
    "refusal": Said(refusal="I would rather not."),
    "cut": Said("half a sen", finish="length"),
    "filter": Said(finish="content_filter"),
    "nothing": Said(),
}
_ASKED: Any = {"model": MODEL, "messages": [{"role": "user", "content": "a"}]}


@contextmanager
def _connect(model: Model, *, models: tuple[str, ...] = (MODEL,)) -> Iterator[tuple[openai.OpenAI, Endpoint]]:
    with (
        serve_model(model, models=models) as endpoint,
        openai.OpenAI(
            api_key=KEY, base_url=endpoint.base_url, max_retries=0, _strict_response_validation=True
        ) as client,
    ):
        yield client, endpoint


@pytest.mark.parametrize("name", SAID)
def test_a_plain_answer_is_one(name: str) -> None:
    with _connect(script(SAID[name])) as (client, _):
        answer = client.chat.completions.create(**_ASKED)

    message = answer.choices[0].message
    assert (message.content or "", message.refusal or "") == (SAID[name].text, SAID[name].refusal)
    assert [one.function.arguments for one in message.tool_calls or () if one.type == "function"] == [
        one.written for one in SAID[name].calls
    ]


@pytest.mark.parametrize("name", SAID)
def test_a_streamed_answer_says_the_same(name: str) -> None:
    with (
        _connect(script(SAID[name])) as (client, _),
        client.chat.completions.stream(**_ASKED, stream_options={"include_usage": True}) as stream,
    ):
        for _ in stream:
            pass
        streamed = stream.current_completion_snapshot
    with _connect(script(SAID[name])) as (client, _):
        whole = client.chat.completions.create(**_ASKED)

    said = whole.choices[0].message
    assert (streamed.choices[0].message.content or None) == said.content
    assert streamed.choices[0].message.refusal == said.refusal
    assert streamed.choices[0].finish_reason == whole.choices[0].finish_reason
    assert [one.id for one in streamed.choices[0].message.tool_calls or ()] == [one.id for one in said.tool_calls or ()]
    assert streamed.usage


def test_models_are_listed() -> None:
    with _connect(script(Said("a")), models=("a", "b")) as (client, _):
        assert [model.id for model in client.models.list()] == ["a", "b"]


def test_a_script_goes_on_with_its_last_line() -> None:
    model = script(Said("a"), Said("b"))

    assert [model({}), model({}), model({})] == [Said("a"), Said("b"), Said("b")]


_OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
_LOOK = {"type": "function", "function": {"name": "look", "parameters": _OBJECT}}
_USER = {"role": "user", "content": "a"}
_CALL = {"id": "1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
_TURN = {"role": "assistant", "content": None, "tool_calls": [_CALL]}
_TOOL = {"role": "tool", "tool_call_id": "1", "content": "b"}


def _form(**schema: object) -> dict[str, Any]:
    form = {"name": "review", "strict": True, "schema": _OBJECT | schema}
    return {"response_format": {"type": "json_schema", "json_schema": form}}


WRONG = {
    "no message": {"messages": []},
    "an empty message": {"messages": [{"role": "user", "content": ""}]},
    "a part that nobody knows": {"temprature": 1},
    "a role that nobody has": {"messages": [{"role": "boss", "content": "a"}]},
    "content of a wrong type": {"messages": [{"role": "user", "content": 1}]},
    "tokens of a wrong type": {"max_completion_tokens": "many"},
    "a late system message": {"messages": [_USER, {"role": "system", "content": "b"}]},
    "a call without an answer": {"messages": [_USER, _TURN, _USER]},
    "a call without an answer at the end": {"messages": [_USER, _TURN]},
    "an answer without a call": {"messages": [_USER, _TOOL]},
    "an answer too many": {"messages": [_USER, _TURN, _TOOL, _TOOL]},
    "two calls with one id": {"messages": [_USER, {**_TURN, "tool_calls": [_CALL, _CALL]}, _TOOL, _TOOL]},
    "broken arguments": {
        "messages": [
            _USER,
            {**_TURN, "tool_calls": [{**_CALL, "function": {"name": "look", "arguments": "{"}}]},
            _TOOL,
        ]
    },
    "an assistant that says nothing": {"messages": [_USER, {"role": "assistant", "content": None}]},
    "a tool with a bad name": {"tools": [{"type": "function", "function": {"name": "look at", "parameters": _OBJECT}}]},
    "a tool that takes no object": {
        "tools": [{"type": "function", "function": {"name": "look", "parameters": {"type": "string"}}}]
    },
    "a tool with a broken schema": {
        "tools": [{"type": "function", "function": {"name": "look", "parameters": {"type": "object", "required": "a"}}}]
    },
    "two tools with one name": {"tools": [_LOOK, _LOOK]},
    "a choice of no tool": {
        "tools": [_LOOK],
        "tool_choice": {"type": "function", "function": {"name": "listen"}},
    },
    "a loose form": _form(additionalProperties=True),
    "a form with something optional": _form(required=[]),
    "a loose form inside": _form(
        properties={"a": {"type": "array", "items": {"type": "object", "properties": {}, "required": []}}}
    ),
    "two bounds": {"max_tokens": 1, "max_completion_tokens": 1},
    "options of a stream that is none": {"stream_options": {"include_usage": True}},
}
RIGHT = {
    "a conversation": {"messages": [_USER, _TURN, _TOOL], "tools": [_LOOK]},
    "a form": _form(),
    "a tool that must be called": {
        "tools": [_LOOK],
        "tool_choice": {"type": "function", "function": {"name": "look"}},
    },
}


CASES: dict[str, Any] = {**WRONG, **RIGHT}


@pytest.mark.parametrize("name", CASES)
def test_a_strict_endpoint_refuses_what_is_wrong(name: str) -> None:
    body: dict[str, Any] = {**_ASKED, **CASES[name]}
    with serve_model(script(Said("a"))) as served:
        answer = httpx2.post(
            f"{served.base_url}/chat/completions", json=body, headers={"Authorization": f"Bearer {KEY}"}
        )

    assert (answer.status_code, bool(served.breaches)) == ((400, True) if name in WRONG else (200, False)), answer.text


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"api_key": "another"}, 401),
        ({"path": "/v1/elsewhere"}, 404),
        ({"model": "unknown"}, 404),
        ({"refuses": ("model",)}, 400),
    ],
)
def test_an_endpoint_knows_its_key_its_paths_and_its_models(told: dict[str, Any], status: int) -> None:
    with serve_model(script(Said("a")), refuses=told.get("refuses", ())) as served:
        answer = httpx2.post(
            served.base_url.removesuffix("/v1") + told.get("path", "/v1/chat/completions"),
            json={**_ASKED, "model": told.get("model", MODEL)},
            headers={"Authorization": f"Bearer {told.get('api_key', KEY)}"},
        )

    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_model_that_fails_is_a_breach() -> None:
    with _connect(lambda body: call(body["nothing"])) as (client, served), pytest.raises(openai.InternalServerError):
        client.chat.completions.create(**_ASKED)

    assert "KeyError: 'nothing'" in served.breaches[0]
