"""This module holds what a query of GraphQL costs by GitHub's published rule: a point for each 100 lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from tests.forge.records import Json

_PER_POINT = 100


@dataclass(frozen=True)
class Price:
    """What a query costs, and how many things it may bring."""

    points: int = 1
    nodes: int = 0


def measure_price(document: DocumentNode, variables: Mapping[str, Any]) -> Price:
    """Measure a query before it is answered: every list counts as often as what it hangs on may be there."""
    fragments = {part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)}
    lists = nodes = 0
    for part in document.definitions:
        if isinstance(part, OperationDefinitionNode):
            for times, size in _find_lists(part.selection_set, fragments, variables, 1):
                lists += times
                nodes += times * size
    return Price(max(1, round(lists / _PER_POINT)), nodes)


def _find_lists(
    chosen: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
    times: int,
) -> Iterator[tuple[int, int]]:
    for part in chosen.selections if chosen else ():
        if isinstance(part, FragmentSpreadNode):
            yield from _find_lists(fragments[part.name.value].selection_set, fragments, variables, times)
        elif isinstance(part, InlineFragmentNode):
            yield from _find_lists(part.selection_set, fragments, variables, times)
        elif isinstance(part, FieldNode):
            given = {argument.name.value: _read_value(argument.value, variables) for argument in part.arguments or ()}
            size = given.get("first") or given.get("last")
            if isinstance(size, int):
                yield times, size
            elif part.name.value == "nodes" and isinstance(given.get("ids"), list):
                size = len(given["ids"])
            yield from _find_lists(part.selection_set, fragments, variables, times * (size or 1))


def _read_value(value: ValueNode, variables: Mapping[str, Any]) -> Json:
    if isinstance(value, VariableNode):
        return variables.get(value.name.value)
    return int(value.value) if isinstance(value, IntValueNode) else None
