"""This module holds what a strict endpoint refuses: the rules of a conversation, of tools and of a JSON form."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    CompletionCreateParamsStreaming,
)
from pydantic import TypeAdapter, ValidationError

from tests.endpoint.said import Json

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def find_breaches(body: Json) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a request, as (part of it, sentence); nothing where all is well."""
    yield from _check_types(body)
    yield from _check_messages(body["messages"])
    names = [tool["function"]["name"] for tool in body.get("tools", ())]
    for tool in body.get("tools", ()):
        yield from _check_tool(tool["function"])
    if len(set(names)) < len(names):
        yield "tools", "two tools have the same name"
    chosen = body.get("tool_choice", "auto")
    if isinstance(chosen, dict) and chosen["function"]["name"] not in names:
        yield "tool_choice", "the tool that must be called is not among the tools"
    if isinstance(form := body.get("response_format"), dict) and form["type"] == "json_schema":
        yield from _check_form(form["json_schema"])
    if "max_tokens" in body and "max_completion_tokens" in body:
        yield "max_tokens", "max_tokens and max_completion_tokens exclude each other"
    if "stream_options" in body and not body.get("stream"):
        yield "stream_options", "stream_options go with stream"


@cache
def _types(*, is_streamed: bool) -> TypeAdapter[Any]:
    return TypeAdapter(CompletionCreateParamsStreaming if is_streamed else CompletionCreateParamsNonStreaming)


def _check_types(body: Json) -> Iterator[tuple[str, str]]:
    """Check a request against the types that `openai` publishes for it."""
    for name in sorted(set(body) - set(CompletionCreateParamsStreaming.__annotations__)):
        yield name, f"Unrecognized request argument supplied: {name}"
    try:
        _read_all(_types(is_streamed=bool(body.get("stream"))).validate_python(body))
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        yield str(first["loc"][0] if first["loc"] else ""), f"{first['loc']}: {first['msg']}"


def _read_all(value: object) -> None:
    """Read what pydantic leaves to be checked when it is read."""
    if isinstance(value, dict):
        value = value.values()
    if hasattr(value, "__iter__") and not isinstance(value, str):
        for one in value:
            _read_all(one)


def _check_messages(messages: list[Json]) -> Iterator[tuple[str, str]]:
    open_calls: list[str] = []
    if not messages:
        yield "messages", "a conversation has no message"
    for number, message in enumerate(messages):
        where = f"messages[{number}]"
        if message["role"] == "tool" and message["tool_call_id"] in open_calls:
            open_calls.remove(message["tool_call_id"])
            continue
        if message["role"] == "tool":
            yield where, "a tool answers a call that the message before it does not make"
        if open_calls:
            yield where, f"calls of tools are not answered: {', '.join(open_calls)}"
        yield from ((where, breach) for breach in _check_message(message, is_first=not number))
        open_calls = [one["id"] for one in message.get("tool_calls", [])]
    if open_calls:
        yield "messages", f"calls of tools are not answered: {', '.join(open_calls)}"


def _check_message(message: Json, *, is_first: bool) -> Iterator[str]:
    calls = message.get("tool_calls", [])
    if message["role"] == "system" and not is_first:
        yield "a system message stands first"
    if message["role"] != "tool" and not message.get("content") and not calls:
        yield "a message is empty"
    for one in calls:
        yield from _check_call(one)
    if len({one["id"] for one in calls}) < len(calls):
        yield "two calls have the same id"


def _check_call(one: Json) -> Iterator[str]:
    if not _NAME.fullmatch(one["id"]) or not _NAME.fullmatch(one["function"]["name"]):
        yield "the name or id of a call has other characters than letters, digits, _ and -"
    try:
        arguments = json.loads(one["function"]["arguments"])
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict):
        yield "the arguments of a call are no JSON object"


def _check_tool(function: Json) -> Iterator[tuple[str, str]]:
    name, schema = function["name"], function.get("parameters", {})
    if not _NAME.fullmatch(name):
        yield "tools", f"the name of a tool is not one: {name}"
    if schema.get("type") != "object" or not jsonschema_rs.meta.is_valid(schema):
        yield "tools", f"the parameters of {name} are no schema of an object"


def _check_form(form: Json) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(form["name"]):
        yield "response_format", "the name of a form has other characters than letters, digits, _ and -"
    if not jsonschema_rs.meta.is_valid(form["schema"]) or form["schema"].get("type") != "object":
        yield "response_format", "the schema of a form is none of an object"
    if form.get("strict"):
        yield from (("response_format", breach) for breach in _check_strict(form["schema"]))


def _check_strict(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            properties = schema.get("properties", {})
            if schema.get("additionalProperties") is not False:
                yield "a strict schema has additionalProperties that are not false"
            if set(schema.get("required", ())) != set(properties):
                yield "a strict schema has properties that are not required"
        schema = list(schema.values())
    if isinstance(schema, list):
        for one in schema:
            yield from _check_strict(one)
