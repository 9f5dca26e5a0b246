"""This module holds what a test file repeats of the code under test: whole functions, and expressions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.syntax.names import descendants, text_of
from reviewer.change.syntax.outline import body_shape
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.syntax.tokens import Shape, shape_of
from reviewer.change.testing.cases import TestCase
from reviewer.detectors.testing.bindings import bare, find_bindings
from reviewer.detectors.testing.comparisons import Comparison, Side, find_comparisons
from reviewer.detectors.testing.mirrored_calls import called_name
from reviewer.index.revision import Index, Site

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_DEFINITIONS = 3
# What computes and does not only build a value.
_COMPUTES = frozenset({"+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>", "?", "&&", "||", "=>"})
_COMPUTES |= {"if", "for", "and", "or", "not", "in", "==", "!=", "<", ">", "<=", ">=", ".join(", ".map("}
_LEAST_WORK = 2


@dataclass(frozen=True, slots=True)
class Paste:
    """Code of a test that stands in the code under test too. `line` is in the test, `original` is what it repeats."""

    name: str
    line: int
    tokens: int
    original: Site


def find_pasted_function(index: Index, source: Source, scope: Scope, least: int) -> Paste | None:
    """Return the production function whose body a function of a test file repeats to the letter."""
    shape = body_shape(scope, source)
    if len(shape.tokens) < least or not _computes(shape):
        return None
    for site in index.find_bodies(shape.hash, source.language or "")[:_MOST_DEFINITIONS]:
        if index.file_class(site.path) in ("production", "script"):
            original = _scope_of(index, site)
            if original is not None and _equal(body_shape(original[1], original[0]), shape):
                return Paste(scope.name.rpartition(".")[2], scope.line, len(shape.tokens), site)
    return None


def find_pasted_expressions(
    index: Index, source: Source, test: TestCase, least: int
) -> Iterator[tuple[Comparison, Paste]]:
    """Yield the comparisons of a function's answer with an expression that stands in that very function."""
    for comparison in find_comparisons(source, test):
        for actual, expected in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
            name = called_name(source, actual)
            if name:
                paste = _find_expression(index, source, name, expected, least)
                if paste is not None:
                    yield comparison, paste
                    break


def _find_expression(index: Index, source: Source, name: str, expected: Side, least: int) -> Paste | None:
    shape = shape_of(text_of(expected.node), source.language or "")
    if len(shape.tokens) < least or not _computes(shape):
        return None
    for site in index.find_definitions(name, source.language or "")[:_MOST_DEFINITIONS]:
        if site.unit.role != "function" or index.file_class(site.path) not in ("production", "script"):
            continue
        original = _scope_of(index, site)
        if original is not None and any(_equal(found, shape) for found in _expressions(*original, least)):
            return Paste(name, expected.node.start_point[0] + 1, len(shape.tokens), site)
    return None


def _expressions(source: Source, scope: Scope, least: int) -> Iterator[Shape]:
    nodes: list[Node] = [value for _, value, _ in find_bindings(scope.node)]
    nodes += [
        n.named_children[0] for n in descendants(scope.node) if n.type in source.kinds.returns and n.named_children
    ]
    for node in nodes:
        shape = shape_of(text_of(bare(node)), source.language or "")
        if len(shape.tokens) >= least:
            yield shape


def _equal(one: Shape, other: Shape) -> bool:
    return one.tokens == other.tokens and one.literals == other.literals


def _computes(shape: Shape) -> bool:
    return sum(token in _COMPUTES for token in shape.tokens) >= _LEAST_WORK


def _scope_of(index: Index, site: Site) -> tuple[Source, Scope] | None:
    source = index.source(site.path)
    if source is None:
        return None
    found = next((s for s in source.functions if s.line == site.unit.line), None)
    return (source, found) if found is not None else None
