"""This module holds one function as text with its tree, edits of it, and choices that depend on its content alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from grammar import GRAMMARS, Grammar, split_words

from reviewer.change.syntax.languages import load_parser
from reviewer.change.syntax.names import descendants, statements_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

T = TypeVar("T")
_FUNCTIONS = frozenset(
    split_words(
        "function_definition function_declaration function_item method_declaration arrow_function function_expression "
        "generator_function_declaration"
    )
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of bytes and what stands there afterwards."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Snippet:
    """A function that stands by itself, `name` as it is declared. Its first line is not indented in Python."""

    language: str
    name: str
    text: str

    @cached_property
    def data(self) -> bytes:
        """The text as bytes, which nodes count."""
        return self.text.encode()

    @cached_property
    def root(self) -> "Node":
        """The root of the tree of the text alone."""
        return load_parser(self.language).parse(self.data).root_node

    @property
    def grammar(self) -> Grammar:
        """What is known of the language."""
        return GRAMMARS[self.language]

    @cached_property
    def function(self) -> "Node":
        """The outermost function."""
        return next(node for node in descendants(self.root) if node.type in _FUNCTIONS)

    @cached_property
    def body(self) -> "Node | None":
        """The block of statements of the function."""
        return self.function.child_by_field_name("body")

    @property
    def statements(self) -> list["Node"]:
        """The statements of the body without comments and docstring."""
        found = statements_of(self.body)
        has_words = bool(found) and self.language == "python" and is_docstring(found[0])
        return found[1:] if has_words else found

    def edited(self, edits: Iterable[Edit]) -> "Snippet":
        """Return the snippet with edits that do not overlap."""
        data = self.data
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            data = data[: edit.start] + edit.text.encode() + data[edit.end :]
        return Snippet(self.language, self.name, data.decode())

    def between(self, start: int, end: int) -> str:
        """Return the text of a stretch of bytes."""
        return self.data[start:end].decode()

    @property
    def is_sound(self) -> bool:
        """Whether the text is read without a syntax error."""
        return not self.root.has_error


def is_docstring(statement: "Node") -> bool:
    """Tell whether a statement of Python is a string by itself."""
    return statement.type == "expression_statement" and [c.type for c in statement.named_children] == ["string"]


def rank(*parts: object) -> int:
    """Return a number that depends on nothing but the parts."""
    return int.from_bytes(sha256("\x00".join(map(str, parts)).encode()).digest()[:8])


def pick_one(options: Sequence[T], *parts: object) -> T:
    """Return one of the options, always the same for the same parts."""
    return options[rank(*parts) % len(options)]


def shuffle(options: Iterable[T], *parts: object) -> list[T]:
    """Return the options in an order that depends on them and the parts."""
    return sorted(options, key=lambda option: rank(option, *parts))


def indent_at(snippet: Snippet, byte: int) -> str:
    """Return the white space with which the line of a byte starts."""
    start = snippet.data.rfind(b"\n", 0, byte) + 1
    found = re.match(rb"[ \t]*", snippet.data[start:])
    return found[0].decode() if found else ""


def words_of(node: "Node") -> frozenset[str]:
    """Return the names in the text of a node, those in its strings too."""
    return frozenset(re.findall(r"[A-Za-z_$][\w$]*", text_of(node)))


def count_lines(text: str) -> int:
    """Return the number of lines that hold something."""
    return sum(bool(line.strip()) for line in text.splitlines())
