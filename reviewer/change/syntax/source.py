"""This module holds one side of a file: its lines, its syntax tree and the nodes that rules ask for, each made once."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reviewer.change.syntax.kinds import KINDS
from reviewer.change.syntax.kinds.roles import Kinds
from reviewer.change.syntax.languages import load_parser
from reviewer.change.syntax.names import name_scope
from reviewer.model.change import FileClass

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node, Tree

# A file can nest without end; nobody reads a name of more parts.
_DEEPEST = 50
# What holds no definition that has a name.
_HOLLOW = frozenset({"list", "dictionary", "tuple", "set", "array", "array_initializer", "composite_literal"})
_HOLLOW |= {"import_statement", "import_from_statement", "import_declaration", "use_declaration"}


@dataclass(frozen=True, slots=True)
class Scope:
    """A named function or class. Lines are 1-based and inclusive; `owner` is the scope around it."""

    role: str
    name: str
    node: "Node"
    owner: "Scope | None"

    @property
    def line(self) -> int:
        """First line of the definition, without its decorators."""
        return self.node.start_point[0] + 1

    @property
    def end_line(self) -> int:
        """Last line of the definition."""
        return self.node.end_point[0] + 1

    @property
    def symbol(self) -> str:
        """The name with the names of everything around it, joined by dots."""
        return f"{self.owner.symbol}.{self.name}" if self.owner else self.name

    @property
    def body(self) -> "Node | None":
        """The block of statements, where the grammar names one."""
        named = self.node.child_by_field_name("body")
        return named or next((c for c in self.node.children if c.type.endswith(("body", "block"))), None)


@dataclass(frozen=True, eq=False)
class Source:
    """One side of one file. `language` is None where no grammar reads it; rules then see lines only.

    `focus` holds the lines that the change touched on this side: functions without any are named and not looked into.
    None means that the whole file is looked at. `parse` makes the tree, where the other side can help (see `Trees`).
    """

    path: str
    data: bytes
    language: str | None
    file_class: FileClass
    focus: frozenset[int] | None = None
    parse: "Callable[[str, bytes], Tree] | None" = None

    @cached_property
    def lines(self) -> list[str]:
        """The text by lines without their ends; line n is `lines[n - 1]`."""
        return [line.removesuffix("\r") for line in self.data.decode("utf-8", "replace").split("\n")]

    def line_text(self, line: int) -> str:
        """Return one line's text, or an empty string outside of the file."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    @property
    def kinds(self) -> Kinds:
        """The node kinds of the language by role."""
        return KINDS[self.language] if self.language else Kinds()

    @cached_property
    def root(self) -> "Node | None":
        """The root of the syntax tree."""
        if self.language is None:
            return None
        parse = self.parse or (lambda language, data: load_parser(language).parse(data))
        return parse(self.language, self.data).root_node

    def refocus(self, focus: frozenset[int] | None) -> "Source":
        """Return the same text and tree, looked at elsewhere (see `focus`)."""
        other = replace(self, focus=focus)
        other.__dict__["root"] = self.root
        return other

    @cached_property
    def confidence(self) -> float:
        """Share of the bytes that stand outside of syntax errors, 0 to 1; 1 for a file without a grammar."""
        if self.root is None or not self.root.has_error:
            return 1.0
        broken, stack = 0, [self.root]
        while stack:
            node = stack.pop()
            if node.is_error:
                broken += node.end_byte - node.start_byte
            elif node.has_error:
                stack += node.children
        return 1.0 - broken / max(1, len(self.data))

    @cached_property
    def _walked(self) -> tuple[dict[str, list["Node"]], list[Scope]]:
        nodes: dict[str, list[Node]] = {role: [] for role in Kinds.__slots__}
        scopes: list[Scope] = []
        if self.root is None or self.language is None:
            return nodes, scopes
        roles = _roles_by_kind(self.language)
        stack: list[tuple[Node, Scope | None, int]] = [(self.root, None, 0)]
        while stack:
            node, owner, depth = stack.pop()
            found = roles.get(node.type, ()) if node.is_named else ()  # Ruby's keywords are named like their nodes
            for role in found:
                nodes[role].append(node)
            if "functions" in found or "classes" in found:
                name = name_scope(node) if depth < _DEEPEST else ""
                if name:
                    owner, depth = Scope("function" if "functions" in found else "class", name, node, owner), depth + 1
                    scopes.append(owner)
                if "functions" in found and not self.is_touched(node.start_point[0] + 1, node.end_point[0] + 1):
                    continue
            stack += [(child, owner, depth) for child in reversed(node.children)]
        return nodes, scopes

    def is_touched(self, first: int, last: int) -> bool:
        """Tell whether a stretch holds a line of the focus; every stretch does where there is none."""
        if self.focus is None:
            return True
        at = bisect_left(self._focus_lines, first)
        return at < len(self._focus_lines) and self._focus_lines[at] <= last

    @cached_property
    def touched_lines(self) -> list[tuple[int, str]]:
        """Number and text of the lines of the focus, or of every line where there is none."""
        if self.focus is None:
            return list(enumerate(self.lines, 1))
        return [(n, self.lines[n - 1]) for n in self._focus_lines if 0 < n <= len(self.lines)]

    @cached_property
    def _focus_lines(self) -> list[int]:
        return sorted(self.focus or ())

    @property
    def nodes(self) -> Mapping[str, list["Node"]]:
        """Nodes by role (see `Kinds`) outside of functions that the change left alone, in the order of the text."""
        return self._walked[0]

    @property
    def scopes(self) -> Sequence[Scope]:
        """Every named function and class, at most 50 inside of one another, in the order of the text."""
        return self._outlined if self.focus is not None and not self.focus else self._walked[1]

    @cached_property
    def _outlined(self) -> list[Scope]:
        """The scopes of a source into whose functions nobody looks: with less work, since no node has a role."""
        scopes: list[Scope] = []
        functions, classes = self.kinds.functions, self.kinds.classes
        hollow = _HOLLOW | self.kinds.strings | self.kinds.comments
        stack: list[tuple[Node, Scope | None, int]] = [(self.root, None, 0)] if self.root is not None else []
        while stack:
            node, owner, depth = stack.pop()
            kind = node.type
            if (kind in functions or kind in classes) and node.is_named:
                name = name_scope(node) if depth < _DEEPEST else ""
                if name:
                    owner, depth = Scope("function" if kind in functions else "class", name, node, owner), depth + 1
                    scopes.append(owner)
                if kind in functions:
                    continue
            stack += [(c, owner, depth) for c in reversed(node.children) if c.child_count and c.type not in hollow]
        return scopes

    @cached_property
    def functions(self) -> tuple[Scope, ...]:
        """Every named function and method, in the order of the text."""
        return tuple(s for s in self.scopes if s.role == "function")

    def scope_at(self, line: int) -> Scope | None:
        """Return the innermost named function or class around a line."""
        return self._scope_by_line.get(line)

    def function_at(self, line: int) -> Scope | None:
        """Return the innermost named function around a line."""
        return self._function_by_line.get(line)

    @cached_property
    def _scope_by_line(self) -> dict[int, Scope]:
        return _spread(self.scopes)

    @cached_property
    def _function_by_line(self) -> dict[int, Scope]:
        return _spread(self.functions)

    def symbol_at(self, line: int) -> str:
        """Return the dotted name of the innermost scope around a line, or an empty string."""
        scope = self.scope_at(line)
        return scope.symbol if scope else ""


def _spread(scopes: Iterable[Scope]) -> dict[int, Scope]:
    """Map every line to its scope; what stands inside of a scope comes after it."""
    by_line: dict[int, Scope] = {}
    for scope in scopes:
        by_line |= dict.fromkeys(range(scope.line, scope.end_line + 1), scope)
    return by_line


_ROLES: dict[str, dict[str, tuple[str, ...]]] = {}


def _roles_by_kind(language: str) -> dict[str, tuple[str, ...]]:
    if language not in _ROLES:
        table: dict[str, tuple[str, ...]] = {}
        for role in Kinds.__slots__:
            for kind in getattr(KINDS[language], role):
                table[kind] = (*table.get(kind, ()), role)
        _ROLES[language] = table
    return _ROLES[language]
