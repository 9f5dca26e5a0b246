"""This module holds the normal form of a function: what it does, without names of locals, layout, types and logs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewer.change.behaviour.bound import binds, is_name
from reviewer.change.behaviour.quiet import is_quiet, look_through
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Scope, Source

if TYPE_CHECKING:
    from tree_sitter import Node

# The structure says what these say; `let` or `const` changes nothing that is done.
_SIGNS = frozenset(
    {",", ";", ":", "(", ")", "{", "}", "[", "]", '"', "'", "`", '"""', "'''", "->", "=>", "end", "then"}
)
_SIGNS |= {"let", "const", "var", "val", "def", "fun", "func", "fn", "function", "string_end"}
_ALIASES = {
    "typed_default_parameter": "default_parameter",
    "optional_parameter": "required_parameter",
    "variable_declaration": "lexical_declaration",
}
_OWN = frozenset({"self", "this", "cls", "Self", "$this"})
_ITSELF = "<itself>"
_BARE = frozenset({"else", "try", "finally", "begin", "ensure", "do", "loop", "unsafe"})
_LEAVES = frozenset({"variable_name"})


@dataclass(frozen=True, slots=True)
class NormalForm:
    """What a function does: `head` is of its parameters, `body` of the rest; `rows` has the words by line, 1-based.

    Names that the function binds are numbered in the order of their first use. `rows` leaves out lines of the head.
    """

    head: tuple[str, ...]
    body: tuple[str, ...]
    rows: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False)
    head_rows: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the form; `row` is 0 for a sign of structure. `is_own` tells of a name that may be a local's."""

    text: str
    is_head: bool
    row: int = 0
    is_own: bool = False
    is_bound: bool = False


def normalise_function(scope: Scope, source: Source) -> NormalForm:
    """Bring a function into its normal form."""
    tokens = list(_read(scope, source))
    bound = {token.text for token in tokens if token.is_bound}.difference(_OWN)
    numbers: dict[str, str] = {}
    rows: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
    words: tuple[list[str], list[str]] = ([], [])
    for token in tokens:
        text = token.text
        if token.is_own and text in bound:
            text = numbers.setdefault(text, f"_{len(numbers)}")
        words[token.is_head].append(text)
        if token.row and text not in _BARE:
            for row, line in enumerate(text.split("\n"), token.row):
                rows[token.is_head].setdefault(row, []).extend([line.strip()] if line.strip() else [])
    body, head = ({row: tuple(said) for row, said in side.items()} for side in rows)
    return NormalForm(tuple(words[1]), tuple(words[0]), body, head)


def _read(scope: Scope, source: Source) -> Iterator[_Token]:
    language, kinds = source.language or "", source.kinds
    own = scope.name.replace("::", ".").rpartition(".")[2]
    start = scope.body.start_byte if scope.body is not None else scope.node.end_byte
    stack: list[_Place | _Token] = list(_children(scope.node, inherited=False))
    before = ["", ""]
    while stack:
        item = stack.pop()
        if isinstance(item, _Token):
            yield item
            continue
        node, parent = item.node, item.parent
        is_name_of_it = parent.id == scope.node.id and item.field == "name"
        if is_name_of_it or is_quiet(node, parent, item.field, kinds, language):
            continue
        inner = look_through(node, parent, kinds, language)
        if inner is not None:
            stack.append(_Place(inner, parent, item.field, item.is_bound))
        elif node.child_count and node.type not in _LEAVES:
            is_head = node.start_byte < start
            yield _Token(f"({_ALIASES.get(node.type, node.type)}", is_head)
            stack.append(_Token(")", is_head))
            stack += _children(node, inherited=item.is_bound)
        elif node.type not in _SIGNS and not (node.type == "?" and parent.type == "optional_parameter"):
            yield _leaf(item, text_of(node), own, before, is_head=node.start_byte < start)
            before = [before[1], text_of(node)]


@dataclass(frozen=True, slots=True)
class _Place:
    """A node below its parent."""

    node: "Node"
    parent: "Node"
    field: str | None
    is_bound: bool


def _children(node: "Node", *, inherited: bool) -> Iterator[_Place]:
    """Yield the children of a node, the last one first."""
    found = []
    cursor = node.walk()
    more = cursor.goto_first_child()
    while more:
        if cursor.node is not None:
            name = cursor.field_name
            found.append(_Place(cursor.node, node, name, binds(node, name, inherited=inherited)))
        more = cursor.goto_next_sibling()
    return reversed(found)


def _leaf(place: _Place, text: str, own: str, before: list[str], *, is_head: bool) -> _Token:
    node = place.node
    row = node.start_point[0] + 1
    if node.type == "string_start":
        text = text.lower().rstrip("'\"")
    is_own = is_name(node, place.parent, place.field)
    if text == own and node.type.endswith(("identifier", "name")) and (is_own or not _OWN.isdisjoint(before)):
        return _Token(_ITSELF, is_head, row)
    is_key = node.type == "shorthand_property_identifier_pattern"
    is_variable = node.type == "variable_name" and text.startswith("$")  # PHP binds whatever it assigns
    return _Token(text, is_head, row, is_own, is_key or is_variable or (is_own and place.is_bound))
