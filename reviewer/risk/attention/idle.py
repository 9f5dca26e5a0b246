"""This module holds which added lines do nothing by themselves: blank ones, comments, docstrings, imports, brackets."""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.imports.statement import find_statements
from reviewer.change.syntax.names import end_line_of, line_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

# The words with which an import begins, and the statements that are nothing else.
_SCRIPT = (rb"\b(?:import|export)\b", frozenset({"import_statement", "export_statement"}))
_DECLARED = (rb"\bimport\b", frozenset({"import_declaration"}))
_IMPORTS = {
    "python": (rb"\bimport\b", frozenset({"import_statement", "import_from_statement", "future_import_statement"})),
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "tsx": _SCRIPT,
    "go": _DECLARED,
    "java": _DECLARED,
    "scala": _DECLARED,
    "swift": _DECLARED,
    "kotlin": (rb"\bimport\b", frozenset({"import"})),
    "rust": (rb"\b(?:use|extern)\b", frozenset({"use_declaration", "extern_crate_declaration"})),
    "csharp": (rb"\busing\b", frozenset({"using_directive"})),
    "cpp": (rb"\busing\b", frozenset({"using_declaration"})),
    "php": (rb"\buse\b", frozenset({"namespace_use_declaration"})),
}
# What imports without a statement of its own: a call, or a line for the preprocessor. A package is only named.
_IMPORT = compile_late(
    r"\s*+(?:#\s*+include\b|(?:package\s++[\w.]++|(?:require|require_relative)\b\s*+\(?\s*+(?:\"[^\"]*\"|'[^']*')\)?|"
    r"(?:const|let|var) [^=]*= require\([^()]*\)[\w.]*+)\s*+;?\s*+(?:$|//|/\*|#))"
)
_COMMENT = compile_late(r"\s*(?://|#(?!\[|!|include|define|if|else|endif)|/\*|\*(?!\w)|\*/|<!--|--\s)")
_BRACKETS = compile_late(r"[\W_]*|\s*(?:else|try|finally|do|begin|end|\} else \{|pass)\W*|\}\s*+catch(?>.*\{)\W*")


def find_idle(source: Source, numbers: Collection[int]) -> frozenset[int]:
    """Return those of some lines that do nothing by themselves; a line with code beside an import does something."""
    beside = _read_beside_imports(source)
    silent = _find_comments(source)
    return frozenset(n for n in numbers if n in silent or not 0 < n <= len(beside) or _is_trivial(beside[n - 1]))


def _is_trivial(text: str) -> bool:
    return any(pattern.match(text) for pattern in (_COMMENT, _IMPORT)) or _BRACKETS.fullmatch(text.strip()) is not None


def _read_beside_imports(source: Source) -> list[str]:
    """Return the lines of a file with nothing where its imports are."""
    left = bytearray(source.data)
    for node in _find_imports(source):
        left[node.start_byte : node.end_byte] = re.sub(rb"[^\n]", b" ", left[node.start_byte : node.end_byte])
    return left.decode("utf-8", "replace").split("\n")


def _find_imports(source: Source) -> Iterator["Node"]:
    words, kinds = _IMPORTS.get(source.language or "", (b"", frozenset()))
    for node in find_statements(source, re.compile(words), kinds) if words else ():
        # Without a source, an export names what is defined here.
        if node.type != "export_statement" or node.child_by_field_name("source") is not None:
            yield node


def _find_comments(source: Source) -> frozenset[int]:
    """Return the lines that hold nothing but a comment or a docstring."""
    lines: set[int] = set()
    for node in source.nodes["comments"]:
        first = line_of(node)
        begins = not source.line_text(first)[: node.start_point[1]].strip()
        lines.update(range(first if begins else first + 1, end_line_of(node) + 1))
    for node in source.nodes["strings"]:
        parent = node.parent
        if parent is not None and parent.type == "expression_statement" and parent.named_child_count == 1:
            lines.update(range(line_of(node), end_line_of(node) + 1))
    return frozenset(lines)
