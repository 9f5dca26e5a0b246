"""This module holds what a word on a line is: code, a text, the name that is given, or a call."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors
from reviewer.change.syntax.source import Source
from reviewer.index.testmap.target import Target

if TYPE_CHECKING:
    from tree_sitter import Node

# In larger files, in bytes, nobody asks, and nobody reads a line with more of one word.
_LARGE, _MOST_FOUND = 400_000, 50
_LAST = compile_late(r"(?<![\w$])[A-Za-z_$][\w$]*+(?=\W*+$)")
# Where a method is never named without being called but behind `::`; a field may have its name.
_CALLED_BY_BRACKET = ("rust", "java")
# Where a name is given, announced or handed through, by the field in which it stands; any field where none is named.
_NAMING = {
    "export_specifier": "",
    "function_declaration": "name",
    "function_declarator": "declarator",
    "function_signature": "name",
    "import_specifier": "",
    "keyword_argument": "name",
    "method_definition": "name",
    "method_signature": "name",
    "preproc_def": "name",
    "preproc_function_def": "name",
    "preproc_ifdef": "name",
    "property_signature": "name",
    "public_field_definition": "name",
    "variable_declarator": "name",
}


def find_last_name(text: str) -> str:
    """Return the name with which a callee ends, or nothing: `total` of `self.order.total`."""
    found = _LAST.search(text)
    return found[0] if found else ""


def stands_in_code(source: Source, line: int, word: str) -> bool | None:
    """Tell whether a line has a word outside of strings and comments; None for a large file, of which nobody asks."""
    if source.root is None or len(source.data) > _LARGE:
        return None
    quoted = source.kinds.strings | source.kinds.comments
    return any(not any(n.type in quoted for n in _around(node)) for node in _find_nodes(source, line, word))


def can_call(source: Source, line: int, target: Target) -> bool:
    """Tell whether a line may call a function or hand it on, and does not only give, announce or import its name."""
    if stands_in_code(source, line, target.name) is False:
        return False
    nodes = list(_find_nodes(source, line, target.name))
    if nodes and all(map(_is_named, nodes)):
        return False
    has_fields = target.owner and target.language in _CALLED_BY_BRACKET
    return not has_fields or _is_called(source.line_text(line), target.name)


def _is_named(node: "Node") -> bool:
    """Tell whether a name is only given or handed through where it stands: by a prototype, a key, an import."""
    parent = node.parent
    if parent is None or parent.type not in _NAMING:
        return parent is not None and parent.type == "pair" and node.type == "property_identifier"
    field = _NAMING[parent.type]
    return not field or parent.child_by_field_name(field) == node


def _is_called(text: str, name: str) -> bool:
    word = re.escape(name)
    return re.search(rf"::{word}(?![\w$])|(?<![\w$]){word}\s*+(?:\(|::<)", text) is not None


def _find_nodes(source: Source, line: int, word: str) -> "Iterator[Node]":
    """Yield the smallest nodes in which a word stands on a line."""
    text = source.line_text(line)
    for found in islice(re.finditer(rf"(?<![\w$]){re.escape(word)}(?![\w$])", text), _MOST_FOUND):
        at = len(text[: found.start()].encode())
        node = source.root.descendant_for_point_range((line - 1, at), (line - 1, at + 1)) if source.root else None
        if node is not None:
            yield node


def _around(node: "Node") -> "Iterator[Node]":
    """Yield a node and those around it, up to what is filled into a string."""
    for each in (node, *ancestors(node)):
        if "interpolation" in each.type or "substitution" in each.type:
            return
        yield each
