"""This module holds where an object comes from, by the imports of the file that uses it."""

import re
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.resolve.resolution import UNKNOWN, Resolution
from reviewer.index.resolve.resolver import resolve_import
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_WORD = compile_late(r"[A-Za-z_$][\w$]*")
_MEMBER = compile_late(r"(?:self|this)\.[A-Za-z_$][\w$]*")
_LONGEST = 500
# What is imported from these says nothing about whose an object is.
_TYPING = frozenset({"typing", "typing_extensions", "collections.abc", "types"})


def find_origin(access: "Node", source: Source, index: Index) -> Resolution:
    """Return what the import leads to that gave an object, or the class that the file says it is of."""
    imports = _bind(source)
    held = squeeze(text_of(access.child_by_field_name("object"))).lstrip("(")
    member, word = _MEMBER.match(held), _WORD.match(held)
    name = member[0] if member else word[0] if word else ""
    for bound in (name, *_find_classes(name, access, source)):
        if bound in imports:
            found = resolve_import(index, source.path, imports[bound])
            return _settle(found, index)
    return UNKNOWN


def _bind(source: Source) -> dict[str, Import]:
    """Return the import behind every name that a file imports."""
    bound: dict[str, Import] = {}
    for imported in find_imports(source):
        if imported.module in _TYPING:
            continue
        for _, name in imported.names:
            bound.setdefault(name, imported)
        if not imported.names:
            bound.setdefault(imported.alias or imported.module.split(".")[0], imported)
    return bound


def _find_classes(name: str, access: "Node", source: Source) -> list[str]:
    """Return the names after which the file says an object is: its annotation, or what it is made by."""
    if not name or name in ("self", "this", "cls"):
        return []
    line = access.start_point[0] + 1
    scope = source.function_at(line)
    own = source.lines[scope.line - 1 : scope.end_line] if scope is not None and "." not in name else source.lines
    typed = r"(?::\s*([^=,)\n]{1,80}))?(?:=\s*(?:await\s+|new\s+)?([\w$]+)[\w.$]{0,80}\()?"
    told = compile_late(rf"(?<![\w.$]){re.escape(name)}\s*{typed}")
    return [
        word
        for text in own
        if name in text and len(text) <= _LONGEST
        for match in told.finditer(text)
        for kind in match.groups()
        for word in _WORD.findall(kind or "")
    ]


def _settle(found: Resolution, index: Index) -> Resolution:
    """Return a package as its first file."""
    first = f"{found.path}/__init__.py"
    return Resolution(found.status, first) if found.status == "found" and first in index.paths else found
