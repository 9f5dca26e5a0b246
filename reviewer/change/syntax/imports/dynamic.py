"""This module holds how the imports of PHP and Ruby are read."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports.statement import Import, find_statements, look_around
from reviewer.change.syntax.names import arguments_of, descendants, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_PHP = re.compile(rb"\b(?:use|require|include|require_once|include_once)\b", re.IGNORECASE)
_LOADS = frozenset(f"{verb}{once}_expression" for verb in ("require", "include") for once in ("", "_once"))
_RUBY = re.compile(rb"\b(?:require|require_relative|load)\b")


def read_php(source: Source) -> Iterator[Import]:
    """Yield the names that a PHP file uses and the files that it requires by a literal; these are `dynamic`."""
    for node in find_statements(source, _PHP, _LOADS | {"namespace_use_declaration"}):
        here = look_around(node, source)
        if node.type == "namespace_use_declaration":
            prefix = next((text_of(c) + "\\" for c in node.named_children if c.type == "namespace_name"), "")
            for clause in (n for n in descendants(node) if n.type == "namespace_use_clause"):
                alias = clause.child_by_field_name("alias")
                named = next((c for c in clause.named_children if c != alias), None)
                yield here.make(prefix + text_of(named).lstrip("\\"), alias=text_of(alias))
        elif node.named_children and node.named_children[0].type in ("string", "encapsed_string"):
            yield here.make(_plain(node.named_children[0]), marks={"dynamic"})


def read_ruby(source: Source) -> Iterator[Import]:
    """Yield what a Ruby file requires or loads by a literal."""
    for node in find_statements(source, _RUBY, frozenset({"call"})):
        method, arguments = text_of(node.child_by_field_name("method")), arguments_of(node)
        if node.child_by_field_name("receiver") is None and arguments and arguments[0].type == "string":
            relative = 1 if method == "require_relative" else 0
            yield look_around(node, source).make(_plain(arguments[0]), level=relative, marks={"dynamic"})


def _plain(node: "Node") -> str:
    whole = all(c.type in ("string_content", "escape_sequence") for c in node.named_children)
    return text_of(node)[1:-1] if whole else ""
