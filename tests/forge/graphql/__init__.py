"""This package holds the GraphQL half of the fake: GitHub's full published schema over what the world holds.

A field of the schema that the fake does not model is a breach, which names it: add it to `pulls.py` or `talk.py`.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from tests.forge.contract import read_packed
from tests.forge.graphql.asking import Asking, name_type
from tests.forge.graphql.costs import measure_price
from tests.forge.graphql.fields import FIELDS
from tests.forge.graphql.pages import PAGE_FIELDS, Page
from tests.forge.records import Json
from tests.forge.rest.routing import Refusal

__all__ = ["Asking", "answer"]
_UNKNOWN_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")
_UNKNOWN_ARGUMENT = re.compile(r"Unknown argument '(\w+)' on field '(\w+)\.(\w+)'")


@cache
def _read_schema() -> GraphQLSchema:
    # The published text defines two fields twice, so it cannot be held to the letter.
    return build_schema(read_packed("schema.graphql.gz"), assume_valid=True, no_location=True)


@lru_cache(maxsize=128)
def _check(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    try:
        document = parse(query)
    except GraphQLSyntaxError as error:
        return None, (error,)
    return document, tuple(validate(_read_schema(), document))


def answer(asking: Asking, sent: Json) -> dict[str, Any]:
    """Answer a query or do a mutation."""
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
        raise Refusal(400, "A query attribute must be specified and must be a string.")
    document, errors = _check(sent["query"])
    if document is None or errors:
        return {"errors": [_write_invalid(error) for error in errors]}
    operations = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    asking.is_write = any(part.operation is OperationType.MUTATION for part in operations)
    asking.price = measure_price(document, sent.get("variables") or {})
    points = asking.world.points
    if points.left < asking.price.points:
        return {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded for installation ID 1."}]}
    points.used += asking.price.points
    done = execute_sync(
        _read_schema(),
        document,
        context_value=asking,
        variable_values=sent.get("variables") or {},
        operation_name=sent.get("operationName"),
        field_resolver=_resolve,
        type_resolver=lambda value, _info, _kind: name_type(value),
    )
    strange = [error for error in done.errors or () if not isinstance(error.original_error, GraphQLError | None)]
    asking.breaches += [f"GraphQL: {'.'.join(map(str, error.path or ()))}: {error.message}" for error in strange]
    written = {"errors": [_write_error(error) for error in done.errors]} if done.errors else {}
    return {"data": done.data, **written}


def _resolve(source: Json, info: GraphQLResolveInfo[Asking], **arguments: Json) -> Json:
    asking = info.context
    kind, name = info.parent_type.name, info.field_name
    if asking.quirks.get("broken") == f"{kind}.{name}" and asking.quirks.get("node", "") in ("", _name_node(source)):
        raise GraphQLError("Something went wrong while executing your query.")
    known: Mapping[str, Any] = PAGE_FIELDS if isinstance(source, Page) else FIELDS.get(kind, {})
    if name not in known:
        asking.breaches.append(f"GraphQL: the fake does not model {kind}.{name}")
        raise GraphQLError(f"The fake does not model {kind}.{name}")
    return known[name](source, asking, {**arguments, "field": name})


def _name_node(source: Json) -> str:
    return str(getattr(source, "node_id", ""))


def _write_invalid(error: GraphQLError) -> dict[str, Any]:
    """Say in GitHub's words what is wrong with a query."""
    message, extensions = error.message, {}
    field, argument = _UNKNOWN_FIELD.match(message), _UNKNOWN_ARGUMENT.match(message)
    if field:
        message = f"Field '{field[1]}' doesn't exist on type '{field[2]}'"
        extensions = {"code": "undefinedField", "typeName": field[2], "fieldName": field[1]}
    elif argument:
        message = f"Field '{argument[3]}' doesn't accept argument '{argument[1]}'"
        extensions = {"code": "argumentNotAccepted", "name": argument[3], "argumentName": argument[1]}
    written: dict[str, Any] = {"path": [], "message": message, "locations": _write_places(error)}
    return {**written, "extensions": extensions} if extensions else written


def _write_error(error: GraphQLError) -> dict[str, Any]:
    kind = (error.extensions or {}).get("type")
    named = {"type": kind} if kind else {}
    return {**named, "path": list(error.path or ()), "locations": _write_places(error), "message": error.message}


def _write_places(error: GraphQLError) -> list[dict[str, int]]:
    return [{"line": place.line, "column": place.column} for place in error.locations or ()]
