"""This module holds who implements a type and who else names it, read from the files that mention it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.indirection.parents import PARENTS, names_parent
from reviewer.detectors.symbols.symbol_references import find_words
from reviewer.index.revision import COMMON, Index

if TYPE_CHECKING:
    from tree_sitter import Node

# A type that more files speak of is in use, whatever each of them says.
_MOST_FILES = 8
_IMPORTS = compile_late(r"import|use_|using|export_(?:clause|specifier)|namespace_use")


@dataclass(frozen=True, slots=True)
class Audience:
    """The classes that name a type as a parent, and the places (path, line) that name it for anything else."""

    implementers: tuple[tuple[Source, Scope], ...]
    users: tuple[tuple[str, int], ...]


def find_audience(scope: Scope, source: Source, index: Index) -> Audience | None:
    """Return who speaks of a type, or None where that cannot be known or tests do: a fake is an implementation."""
    name = scope.name
    if index.count_mentions(name) > COMMON or len(index.find_definitions(name, source.language or "")) > 1:
        return None
    paths = sorted({site.path for site in index.find_mentions(name)} | {source.path})
    if len(paths) > _MOST_FILES:
        return None
    found: list[tuple[Source, Scope]] = []
    users: list[tuple[str, int]] = []
    for path in paths:
        file_class = index.file_class(path)
        if file_class in ("docs", "generated", "vendored"):
            continue
        known = index.source(path)
        if known is None or known.root is None or file_class not in ("production", "script"):
            return None
        found += [(known, s) for s in known.scopes if s.role == "class" and names_parent(s.node, name)]
        users += [(path, line) for line in _find_uses(known, scope)]
    return Audience(tuple(found), tuple(users))


def _find_uses(source: Source, scope: Scope) -> list[int]:
    """Return the functions, or else lines, that name a type other than as a parent, in an import or a comment."""
    lines: list[int] = []
    for at in find_words(source, scope.name):
        leaf = source.root.descendant_for_byte_range(at, at + len(scope.name) - 1) if source.root else None
        line = source.data.count(b"\n", 0, at) + 1
        if leaf is None or not _is_idle([leaf, *ancestors(leaf)], source, scope):
            around = source.function_at(line)
            lines.append(around.line if around is not None else line)
    return sorted(set(lines))


def _is_idle(chain: "list[Node]", source: Source, scope: Scope) -> bool:
    if any(n.type in source.kinds.comments or _IMPORTS.match(n.type) for n in chain):
        return True
    if any(n.type in PARENTS and n.parent is not None and n.parent.type in source.kinds.classes for n in chain):
        return True
    text = next((n for n in chain if n.type == "string" and source.language == "python"), None)
    if text is not None and text.parent is not None and text.parent.type == "expression_statement":
        return True
    # Its own name, and what it says of itself.
    return any(n.start_byte == scope.node.start_byte and n.type == scope.node.type for n in chain)
