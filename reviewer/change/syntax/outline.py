"""This module holds the outline of a file: its functions, classes and constants, and what each of them mentions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.syntax.names import decorators_of, end_line_of, line_of, squeeze, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.syntax.tokens import Shape, hash_shape, shape_of

if TYPE_CHECKING:
    from tree_sitter import Node

Role = Literal["module", "function", "class", "constant"]

# A body with fewer tokens says nothing that is worth finding again.
_LEAST_TOKENS = 12
_WORD = re.compile(rb"[A-Za-z_$][\w$]*+|\d{4,}+")
_VALUE = re.compile(r"""-?\d[\d_.]*|(?P<quote>["'`])[^"'`\n]{4,200}(?P=quote)""")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a file that is looked up by itself: a function, a class, a constant, or what stands outside of them.

    Lines are 1-based and inclusive. `owner` is the dotted name of what is around it, `parameters` the list as written
    with its brackets, `decorators` those of a function or class, `value` the text of a constant's literal.
    `tokens` counts the normalised tokens of a function's body and `shape` is their hash (see `Shape`); both are 0 for
    a body too small to be recognised.
    """

    role: Role
    name: str
    owner: str = ""
    line: int = 1
    end_line: int = 1
    parameters: str = ""
    decorators: tuple[str, ...] = ()
    tokens: int = 0
    shape: int = 0
    value: str = ""

    @property
    def symbol(self) -> str:
        """The name with the names of everything around it, joined by dots."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


def outline_of(source: Source) -> list[tuple[Unit, frozenset[bytes]]]:
    """Return the units of a source with the words that each mentions, names and words in strings and comments alike.

    The first is the module: what stands outside of functions, classes' own lines included. A function inside of
    another belongs to the outer one. Only the module is given for a file without a grammar.
    """
    functions = [s for s in source.scopes if s.role == "function" and not _is_inner(s)]
    units = [(_function_unit(s, source), _words(source.data[s.node.start_byte : s.node.end_byte])) for s in functions]
    rest = b"\n".join(_between(source.data, functions))
    module = Unit("module", "", end_line=max(1, source.data.count(b"\n")))
    classes = [s for s in source.scopes if s.role == "class" and not _is_inner(s)]
    none: frozenset[bytes] = frozenset()
    others = [*(_class_unit(s, source) for s in classes), *_constants(source)]
    return [(module, _words(rest)), *units, *((unit, none) for unit in others)]


def body_text(scope: Scope, source: Source) -> str:
    """Return the text of a function's body."""
    body = scope.body
    if body is None:
        return ""
    # In Python the indentation of the first line counts too.
    return "\n" + " " * body.start_point[1] + text_of(body) if source.language == "python" else text_of(body)


def body_shape(scope: Scope, source: Source) -> Shape:
    """Return the shape of a function's body: its hash is what the index knows it by."""
    name = scope.name.replace("::", ".").rpartition(".")[2]
    return shape_of(body_text(scope, source), source.language or "", name)


def _is_inner(scope: Scope) -> bool:
    owner = scope.owner
    while owner is not None:
        if owner.role == "function":
            return True
        owner = owner.owner
    return False


def _function_unit(scope: Scope, source: Source) -> Unit:
    # Go's receiver and the class of a method of C++ are part of the name.
    owner, _, name = scope.name.replace("::", ".").rpartition(".")
    tokens, shape = hash_shape(body_text(scope, source), source.language or "", name)
    known = tokens >= _LEAST_TOKENS
    return Unit(
        "function",
        name,
        ".".join(part for part in (scope.owner.symbol if scope.owner else "", owner) if part),
        line_of(scope.node),
        end_line_of(scope.node),
        text_of(parameters_of(scope.node))[:_LONGEST],
        tuple(text[:_LONGEST] for text in decorators_of(scope.node, source.kinds.decorators)),
        tokens if known else 0,
        shape if known else 0,
    )


def _class_unit(scope: Scope, source: Source) -> Unit:
    node = scope.node
    body = scope.body
    end = body.start_byte if body is not None else node.end_byte
    head = source.data[node.start_byte : end].decode("utf-8", "replace")
    return Unit(
        "class",
        scope.name,
        scope.owner.symbol if scope.owner else "",
        line_of(node),
        end_line_of(node),
        squeeze(head.partition(scope.name)[2])[:_LONGEST],
        tuple(text[:_LONGEST] for text in decorators_of(node, source.kinds.decorators)),
    )


def parameters_of(function: "Node") -> "Node | None":
    """Return the node of a function's parameter list."""
    found = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    if found is None:
        declarator = function.child_by_field_name("declarator")
        while declarator is not None and found is None:
            found = declarator.child_by_field_name("parameters")
            declarator = declarator.child_by_field_name("declarator")
    return found or next((c for c in function.children if c.type in _PARAMETER_LISTS), None)


_PARAMETER_LISTS = frozenset({"function_value_parameters", "formal_parameters", "parameters", "parameter_list"})


def _constants(source: Source) -> Iterator[Unit]:
    """Yield the names of a module or class that are bound to one number or string."""
    if source.root is None:
        return
    stack: list[tuple[Node, int]] = [(source.root, 0)]
    while stack:
        node, depth = stack.pop()
        found = _bound(node)
        if found is not None:
            name, value = found
            yield Unit("constant", name, "", line_of(node), end_line_of(node), value=value)
        elif depth < 6 and (node.type in _HOLDS_CONSTANTS or depth == 0):
            stack += [(child, depth + 1) for child in reversed(node.named_children)]


_HOLDS_CONSTANTS = frozenset(
    word
    for line in (
        "expression_statement export_statement lexical_declaration class_definition class_declaration class_body block",
        "const_declaration var_declaration source_file program declaration_list field_declaration impl_item mod_item",
        "class_specifier companion_object object_declaration property_declaration namespace_declaration body_statement",
        "const_spec_list var_spec_list modifiers decorated_definition internal_module statement_block module class",
    )
    for word in line.split()
)
_NAMES = ("name", "left", "property")
_VALUES = ("value", "right")


def _bound(node: "Node") -> tuple[str, str] | None:
    name = next((n for f in _NAMES if (n := node.child_by_field_name(f)) is not None), None)
    value = next((n for f in _VALUES if (n := node.child_by_field_name(f)) is not None), None)
    if name is None or value is None or name.child_count:
        return None
    if value.type == "expression_list" and value.named_child_count == 1:
        value = value.named_children[0]
    text = text_of(value) if value.end_byte - value.start_byte <= _LONGEST else ""
    return (text_of(name), text) if _VALUE.fullmatch(text) else None


def _between(data: bytes, functions: list[Scope]) -> Iterator[bytes]:
    at = 0
    for scope in functions:
        yield data[at : scope.node.start_byte]
        at = max(at, scope.node.end_byte)
    yield data[at:]


def _words(data: bytes) -> frozenset[bytes]:
    return frozenset(_WORD.findall(data))
