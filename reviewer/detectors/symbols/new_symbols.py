"""This module holds the symbols that a change adds to production code: functions, classes, methods and constants."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.behaviour import find_added_functions
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, decorators_of, descendants, end_line_of, line_of, text_of
from reviewer.change.syntax.source import Scope, Source

if TYPE_CHECKING:
    from tree_sitter import Node

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go", "java", "rust"})
_NEW = 0.8
_NAME = compile_late(r"[A-Za-z_$][\w$]{3,}")
_CONSTANTS = frozenset({"assignment", "variable_declarator", "const_spec", "var_spec", "const_item", "static_item"})
_WRAPPERS = frozenset(
    word
    for line in (
        "expression_statement export_statement lexical_declaration variable_declaration const_declaration program",
        "var_declaration var_spec_list source_file module field_declaration class_body class_declaration enum_body",
    )
    for word in line.split()
)
# Types vanish when the program runs, and an `impl` or a module only groups what is in it.
_NO_SYMBOL = frozenset({"interface_declaration", "internal_module", "impl_item", "mod_item", "trait_item"})
_CALLS = frozenset({"call", "call_expression", "new_expression", "method_invocation", "object_creation_expression"})
_CALLS |= {"await_expression", "await", "macro_invocation"}
_PURE = compile_late(r"(?:new\s+)?(?:re\.compile|frozenset|set|dict|tuple|list|Set|Map|RegExp|Object\.freeze)\(")


@dataclass(frozen=True, slots=True)
class NewSymbol:
    """A definition that the change wrote. `owner` is the class or type around a method, as written in the source."""

    role: str
    name: str
    owner: str
    node: "Node"
    source: Source

    @property
    def line(self) -> int:
        """First line of the definition."""
        return line_of(self.node)

    @property
    def end_line(self) -> int:
        """Last line of the definition."""
        return end_line_of(self.node)

    @property
    def symbol(self) -> str:
        """The name with its owner."""
        return f"{self.owner}.{self.name}" if self.owner else self.name

    @property
    def decorators(self) -> list[str]:
        """Decorators, annotations or attributes, as written."""
        return decorators_of(self.node, self.source.kinds.decorators)

    @property
    def head(self) -> str:
        """The text of the definition up to its body."""
        body = self.node.child_by_field_name("body")
        start = self.node.start_byte
        end = body.start_byte if body is not None else min(self.node.end_byte, start + 300)
        return self.source.data[start:end].decode("utf-8", "replace")

    @property
    def is_exported(self) -> bool:
        """Tell whether it, or what it stands in, is part of an export statement of JavaScript or TypeScript."""
        return any(n.type == "export_statement" for n in ancestors(self.node))


def find_new_symbols(file: ChangedFile) -> Iterator[NewSymbol]:
    """Yield what the new side defines and the old side does not; the members of a new class come after it."""
    source = file.new
    if source is None or source.language not in LANGUAGES or source.root is None:
        return
    before = {scope.symbol for scope in file.old.scopes} if file.old else set()
    for scope in source.scopes:
        if scope.role == "class" and scope.symbol not in before and _is_class(scope) and _is_added(scope, file):
            yield NewSymbol("class", scope.name, "", scope.node, source)
    for scope in find_added_functions(file):
        owner, _, name = scope.name.rpartition(".")
        role = _role_of(scope, owner)
        if role and _NAME.fullmatch(name):
            owner = owner or (scope.owner.name if scope.owner and scope.owner.role == "class" else "")
            yield NewSymbol(role, name, owner, scope.node, source)
    yield from _find_constants(file, source)


def _is_class(scope: Scope) -> bool:
    inside = scope.owner is not None and scope.owner.role == "function"
    return not inside and scope.node.type not in _NO_SYMBOL and bool(_NAME.fullmatch(scope.name))


def _is_added(scope: Scope, file: ChangedFile) -> bool:
    lines = range(scope.line, scope.end_line + 1)
    return sum(line in file.change.added_lines for line in lines) >= _NEW * len(lines)


def _role_of(scope: Scope, owner: str) -> str:
    """Functions that are values of an object, arguments or results are reached through what holds them."""
    node, parent = scope.node, scope.node.parent
    if parent is None:
        return ""
    if parent.type == "variable_declarator":
        holder = parent.parent.parent if parent.parent is not None else None
        return "function" if holder is not None and holder.type in ("program", "export_statement") else ""
    if node.type == "method_definition":
        return "method" if parent.type == "class_body" else ""
    if node.type in ("arrow_function", "function_expression"):
        return "method" if parent.type in ("public_field_definition", "field_definition") else ""
    return "method" if owner or scope.owner is not None else "function"


def _find_constants(file: ChangedFile, source: Source) -> Iterator[NewSymbol]:
    known = {name for name, _ in _bound_names(file.old)} if file.old else set()
    for name, node in _bound_names(source):
        lines = range(line_of(node), end_line_of(node) + 1)
        if name not in known and all(n in file.change.added_lines for n in lines) and _is_plain(node, source):
            yield NewSymbol("constant", name, "", node, source)


def _bound_names(source: Source | None) -> Iterator[tuple[str, "Node"]]:
    stack = [source.root] if source is not None and source.root is not None else []
    while stack:
        node = stack.pop()
        if node.type in _CONSTANTS:
            name = node.child_by_field_name("name") or node.child_by_field_name("left")
            if name is not None and not name.child_count and _NAME.fullmatch(text_of(name)):
                yield text_of(name), node
        elif node.type in _WRAPPERS:
            stack += reversed(node.named_children)


def _is_plain(node: "Node", source: Source) -> bool:
    """Tell whether a constant only holds something: a call may register it, a function has its own entry."""
    value = node.child_by_field_name("value") or node.child_by_field_name("right")
    if value is None or value.type in source.kinds.functions:
        return False
    if _PURE.match(text_of(value)):
        return True
    return value.type not in _CALLS and not any(n.type in _CALLS for n in descendants(value))
