"""This module holds the contract: GitHub's own descriptions of REST and webhooks, as checks.

A description of REST is OpenAPI 3.0; its `nullable` becomes a union of types, and the rest is JSON Schema as it stands.
Every schema is compiled when it is first needed, once in a process.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012, Draft202012Validator, Registry

from tests.forge.records import Json

DATA = Path(__file__).resolve().parent.parent / "data" / "github"
_MOST_PROBLEMS = 5

# Where the description is wrong about what GitHub truly sends.
_MAY_BE_NULL = (
    ("pull-request", "properties", "head", "properties", "repo"),  # a fork that was deleted
    ("pull-request", "properties", "head", "properties", "user"),
    ("pull-request-simple", "properties", "head", "properties", "repo"),
    ("pull-request-simple", "properties", "head", "properties", "user"),
    ("pull-request-simple", "properties", "labels", "items", "properties", "description"),  # as labels are created
    ("pull-request-review-comment", "properties", "line"),  # of a comment that is outdated
    ("pull-request-review-comment", "properties", "position"),
    ("pull-request", "properties", "user"),  # an account that was deleted
)
_LABELS = ("/repos/{owner}/{repo}/issues/{issue_number}/labels", "post")


def _correct(document: dict[str, Any]) -> None:
    """Correct a description where it is wrong."""
    for name, *way, last in _MAY_BE_NULL:
        parent = document["components"]["schemas"].get(name)
        for step in way if parent else ():
            parent = parent[step]
        if parent:
            parent[last] = {"anyOf": [{"enum": [None]}, parent[last]]}
    path, method = _LABELS  # a bare list is taken, too; every client sends that
    if path in document.get("paths", {}):
        body = document["paths"][path][method]["requestBody"]
        body["content"]["application/json"]["schema"]["oneOf"].append({"type": "array", "items": {"type": "string"}})


def read_packed(name: str) -> str:
    """Return the text of a packed file of the vendored data."""
    return gzip.decompress((DATA / name).read_bytes()).decode()


def _as_json_schema(node: Json, document: str) -> Json:
    """Turn OpenAPI 3.0 into JSON Schema: null is a type, and references are absolute."""
    if isinstance(node, list):
        return [_as_json_schema(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _as_json_schema(value, document) for key, value in node.items()}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = document + made["$ref"]
    if made.pop("nullable", None) is not True:
        return made
    if isinstance(made.get("type"), str) and not {"enum", "oneOf", "anyOf", "allOf"} & made.keys():
        return {**made, "type": [made["type"], "null"]}
    return {"anyOf": [{"type": "null"}, made]}


class _Description:
    """One vendored document, with its schemas compiled on demand."""

    def __init__(self, name: str) -> None:
        raw = json.loads(read_packed(f"{name}.json.gz"))
        self.uri = f"urn:github:{name}"
        _correct(raw)
        self.document = _as_json_schema(raw, self.uri)
        self._registry = Registry([(self.uri, self.document)], draft=Draft202012)
        self._compiled: dict[str, Draft202012Validator] = {}

    def deref(self, node: Json) -> Json:
        """Follow a reference, if it is one."""
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix(f"{self.uri}#/").split("/"):
                target = target[step]
            node = target
        return node

    def find_problems(self, schema: Json, value: Json) -> list[str]:
        """Say what is wrong with a value."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._compiled:
            self._compiled[key] = Draft202012Validator(schema, registry=self._registry, validate_formats=True)
        errors = self._compiled[key].iter_errors(value)
        return [
            f"{'/'.join(map(str, error.instance_path)) or 'the body'}: {_shorten(error.message)}"
            for error in islice(errors, _MOST_PROBLEMS)
        ]


def _shorten(message: str) -> str:
    """A message begins with the value, however long it is, and ends with what is wrong with it."""
    return message if len(message) <= 400 else f"{message[:100]} ... {message[-250:]}"


@cache
def _read(name: str) -> _Description:
    return _Description(name)


class Operation:
    """What the description says of one endpoint; `path` is written as there."""

    def __init__(self, method: str, path: str) -> None:
        self._description = _read("rest")
        self._node = self._description.document["paths"][path][method.lower()]
        parameters = [self._description.deref(one) for one in self._node.get("parameters", ())]
        self._query = {one["name"]: one for one in parameters if one["in"] == "query"}

    def find_strange_parameters(self, query: Iterable[tuple[str, str]]) -> list[str]:
        """Name what the endpoint does not know, or not with such a value."""
        return [problem for name, text in query for problem in self._judge_parameter(name, text)]

    def _judge_parameter(self, name: str, text: str) -> Iterator[str]:
        if name not in self._query:
            yield f"the query parameter {name!r} is not described"
            return
        schema = self._query[name]["schema"]
        kind = self._description.deref(schema).get("type")
        value: Any = text
        if kind == "integer" and text.isdecimal():
            value = int(text)
        elif kind == "boolean" and text in ("true", "false"):
            value = text == "true"
        yield from (f"the query parameter {name!r}: {one}" for one in self._description.find_problems(schema, value))

    def find_faults(self, body: Json) -> list[str]:
        """Say what is wrong with the body of a request."""
        schema = self._body_schema()
        return [] if schema is None else self._description.find_problems(schema, body)

    def find_strange_keys(self, body: Json) -> list[str]:
        """Name the keys of a request that GitHub would pass over in silence."""
        schema = self._body_schema()
        return [] if schema is None else [f"the key {one!r} is not described" for one in self._list_keys(schema, body)]

    def _body_schema(self) -> Json:
        content = self._description.deref(self._node.get("requestBody", {})).get("content", {})
        return content.get("application/json", {}).get("schema")

    def _list_keys(self, schema: Json, value: Json, at: str = "") -> Iterator[str]:
        known, items = self._gather(schema)
        if isinstance(value, list):
            for one in value if items is not None else ():
                yield from self._list_keys(items, one, f"{at}[]")
        elif isinstance(value, dict) and known:
            for key, part in value.items():
                if key not in known:
                    yield f"{at}.{key}".lstrip(".")
                else:
                    yield from self._list_keys(known[key], part, f"{at}.{key}")

    def _gather(self, schema: Json) -> tuple[dict[str, Any], Any]:
        """Collect the keys, and the schema of items, over all branches of a schema."""
        schema = self._description.deref(schema)
        if not isinstance(schema, dict):
            return {}, None
        known, items = dict(schema.get("properties", {})), schema.get("items")
        for word in ("oneOf", "anyOf", "allOf"):
            for branch in schema.get(word, ()):
                more, of_branch = self._gather(branch)
                known, items = {**more, **known}, items if items is not None else of_branch
        return known, items

    def find_breaches(self, status: int, body: Json) -> list[str]:
        """Say what is wrong with an answer."""
        responses: Mapping[str, Any] = self._node["responses"]
        if str(status) in responses:
            content = self._description.deref(responses[str(status)]).get("content", {})
            schema = content.get("application/json", {}).get("schema")
        elif status >= 400:
            schema = {"$ref": f"{self._description.uri}#/components/schemas/basic-error"}
        else:
            return [f"the status {status} is not described"]
        if schema is None:
            return [] if body is None or status >= 400 else ["a body is not described"]
        return self._description.find_problems(schema, body)


@cache
def find_operation(method: str, path: str) -> Operation:
    """Return what the description says of an endpoint."""
    return Operation(method, path)


def find_event_breaches(name: str, payload: Json) -> list[str]:
    """Say what is wrong with the payload of a webhook, named as in the description (`pull-request-opened`)."""
    description = _read("webhooks")
    content = description.document["webhooks"][name]["post"]["requestBody"]["content"]
    return description.find_problems(content["application/json"]["schema"], payload)
