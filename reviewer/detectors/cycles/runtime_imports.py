"""This module holds which imports bind one file to another when the program runs, so that a loop of them is one."""

from collections.abc import Iterator
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.languages import SCRIPTS, recognise_language
from reviewer.change.syntax.names import ancestors, descendants, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.graph import Edge
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_LANGUAGES = SCRIPTS | {"python"}
_READ = frozenset({"production", "script"})
# What TypeScript takes out of the program again.
_OF_TYPES = frozenset({"nested_type_identifier", "type_query"})
_CHAINS = frozenset({"nested_identifier", "member_expression"})
_IMPORTS = frozenset({"import_specifier", "import_clause", "namespace_import"})
_VALUES = frozenset({"identifier", "shorthand_property_identifier"})


def find_import(index: Index, edge: Edge) -> Import | None:
    """Return the import that an edge stands for: the first of its line."""
    return next((i for i in index.imports(edge.source) if i.line <= edge.line <= i.end_line), None)


def binds_at_runtime(index: Index, edge: Edge) -> bool:
    """Tell whether an edge joins two files of the product when it runs, and not its compiler alone.

    TypeScript drops an import of which only types are used.
    """
    ends = (edge.source, edge.target)
    if any(recognise_language(p) not in _LANGUAGES or index.file_class(p) not in _READ for p in ends):
        return False
    if recognise_language(edge.source) not in ("typescript", "tsx"):
        return True
    source, imports = index.source(edge.source), _imports_to(index, edge)
    if source is None or any(i.reexport or i.star or i.dynamic for i in imports):
        return source is not None
    names = {bound for i in imports for _, bound in i.names} | {i.alias for i in imports if i.alias}
    return not names or uses_as_value(source, names)


def uses_as_value(source: Source, names: set[str]) -> bool:
    """Tell whether a file of TypeScript uses one of some imported names where a value stands."""
    return any(True for _ in _find_values(source, names))


def count_uses(source: Source, imported: Import) -> int:
    """Return how often a file says the names that an import binds, beyond the import itself."""
    names = {bound for _, bound in imported.names} | ({imported.alias} if imported.alias else set())
    names = names or {imported.module.rpartition(".")[2]}
    root = source.root
    if root is None:
        return 0
    lines = range(imported.line, imported.end_line + 1)
    leaves = (n for n in descendants(root) if not n.child_count and n.is_named and line_of(n) not in lines)
    return sum(text_of(node) in names for node in leaves)


def is_own_barrel(edge: Edge) -> bool:
    """Tell whether an edge leads from a file to the index of a folder that it stands in."""
    folder = dirname(edge.target)
    inside = not folder or edge.source.startswith(f"{folder}/")
    return inside and basename(edge.target).split(".")[0] in ("index", "__init__")


def is_bound_before(index: Index, taken: Edge, onward: Edge) -> bool:
    """Tell whether what is taken out of a package stands there before the import that leads on around the loop.

    A package that was begun is found when a module of it asks for it; what it has bound by then can be taken.
    """
    imported, source = find_import(index, taken), index.source(taken.target)
    if imported is None or source is None or source.root is None or imported.star:
        return False
    return {name for name, _ in imported.names} <= set(_bind_before(source, onward.line))


def _imports_to(index: Index, edge: Edge) -> list[Import]:
    """Return the imports of the module that an edge stands for, on whatever lines they are."""
    found = find_import(index, edge)
    if found is None:
        return []
    return [i for i in index.imports(edge.source) if i.module == found.module and not i.type_only and not i.deferred]


def _find_values(source: Source, names: set[str]) -> Iterator["Node"]:
    if source.root is None:
        return
    for node in descendants(source.root):
        if node.type in _VALUES and text_of(node) in names:
            outer = next((n for n in ancestors(node) if n.type not in _CHAINS), None)
            if outer is not None and outer.type not in _OF_TYPES | _IMPORTS:
                yield node


def _bind_before(source: Source, line: int) -> Iterator[str]:
    for imported in find_imports(source):
        if imported.line < line and not imported.deferred:
            yield from (bound for _, bound in imported.names)
    for scope in source.scopes:
        if scope.owner is None and scope.line < line:
            yield scope.name
    for node in source.root.named_children if source.root else ():
        if line_of(node) < line and node.type == "expression_statement" and node.named_children:
            left = node.named_children[0].child_by_field_name("left")
            yield from text_of(left).replace(" ", "").split(",") if left is not None else ()
