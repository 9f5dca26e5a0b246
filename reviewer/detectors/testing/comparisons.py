"""This module holds the comparisons of a test: the two sides of each equality, with what their names are bound to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, arguments_of, callee_of, descendants, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import Assertion, find_assertions
from reviewer.change.testing.cases import TestCase
from reviewer.change.testing.checks import read_check
from reviewer.detectors.testing.bindings import bare, find_bindings

if TYPE_CHECKING:
    from tree_sitter import Node

_EXPECT = compile_late(r"(^|\.)(expect|assertThat|assert_that|expectThat)\((?!.*\)\.not\b)")
# Whether two answers are one object is a question of its own.
_IDENTITY = compile_late(r"([sS]ame|Is|\bis|be_equal)(Instance)?(As)?$|assert_same$")
_HANDLES = frozenset({"t", "s", "tb"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the expression, and the binding that it was read from, where it was a name."""

    node: "Node"
    binding: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An assertion that two expressions are equal."""

    assertion: Assertion
    left: Side
    right: Side


def find_comparisons(source: Source, test: TestCase) -> Iterator[Comparison]:
    """Yield the equalities that a test asserts; a name that is bound once, just before it, stands for its value."""
    bound: dict[str, list[tuple[Node, Node]]] = {}
    for name, value, whole in find_bindings(test.node):
        bound.setdefault(name, []).append((value, whole))
    for assertion in find_assertions(source, test.node):
        if read_check(source, assertion).relation == "equal" and not _asks_identity(assertion):
            sides = [_resolve(source, bound, assertion, bare(node)) for node in _operands(source, assertion)[:2]]
            if len(sides) == 2:
                yield Comparison(assertion, *sides)


def _asks_identity(assertion: Assertion) -> bool:
    if not assertion.callee:
        return any(n.type == "is" for n in descendants(assertion.node))
    return bool(_IDENTITY.search(assertion.callee))


def _operands(source: Source, assertion: Assertion) -> list["Node"]:
    node = assertion.node
    if not assertion.callee:
        condition = node.named_children[0] if node.named_children else None
        if condition is None or condition.type != "comparison_operator":
            return []
        return condition.named_children if len(condition.named_children) == 2 else []
    given = [_unwrap(a) for a in arguments_of(node)]
    inner = next((n for n in descendants(node) if n.type in source.kinds.calls and _opens(n)), None)
    if inner is not None and inner.end_byte < node.end_byte and len(given) == 1:
        return [_unwrap(a) for a in arguments_of(inner)][:1] + given
    if source.language == "go" and given and text_of(given[0]) in _HANDLES:
        return given[1:]
    return given


def _opens(call: "Node") -> bool:
    return bool(_EXPECT.search(f"{callee_of(call)}("))


def _unwrap(argument: "Node") -> "Node":
    kind = argument.type
    return (
        argument.named_children[-1] if kind in ("argument", "value_argument") and argument.named_children else argument
    )


def _resolve(source: Source, bound: dict[str, list[tuple["Node", "Node"]]], assertion: Assertion, node: "Node") -> Side:
    values = bound.get(text_of(node).removeprefix("$"), [])
    if len(values) != 1:
        return Side(node)
    value, whole = values[0]
    near = whole.end_byte <= assertion.node.start_byte and _block_of(source, whole) == _block_of(source, assertion.node)
    return Side(value, whole) if near else Side(node)


def _block_of(source: Source, node: "Node") -> int:
    kinds = source.kinds.blocks
    return next((around.id for around in ancestors(node) if around.type in kinds), 0)
