"""This module holds what a name of a JavaScript or TypeScript file stands for, followed through imports."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports_of
from reviewer.change.syntax.names import ancestors
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings, is_written_to
from reviewer.index.callees.definition import Definition, open_module
from reviewer.index.resolve import resolve_import
from reviewer.index.resolve.script_names import Export, list_exports
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 5
_DECLARED = frozenset({"function_declaration", "generator_function_declaration"})
FUNCTIONS = _DECLARED | {"arrow_function", "function_expression", "generator_function"}
CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})
_BLOCKS = frozenset({"program", "statement_block", "switch_case", "switch_default"})


def find_definition(dotted: str, source: Source, index: Index, at: "Node | None" = None) -> Definition | None:
    """Return what `name` or `module.name` stands for in a file, or None where that is not certain."""
    head, *rest = dotted.split(".")
    found = look_up(head, source, index, at=at)
    for name in rest:
        found = look_in(found, name, index) if found is not None and found.is_file else None
    return found


def look_up(name: str, source: Source, index: Index, *, at: "Node | None" = None, depth: int = 0) -> Definition | None:
    """Return what a name stands for in a file, or None where that is not certain."""
    if depth > _DEEPEST or source.root is None:
        return None
    bindings = find_bindings(source, name)
    if bindings is None or len(bindings) != 1 or is_written_to(source, name, but=("this",)):
        return None
    binder = bindings[0]
    if binder.type in _DECLARED or binder.type in CLASSES:
        return Definition(source, binder) if _reaches(binder, at) else None
    if binder.type == "variable_declarator":
        return _read_constant(binder, source) if _reaches(binder, at) else None
    if binder.type in ("import_specifier", "import_clause", "namespace_import"):
        return _follow(name, source, index, depth)
    return None


def look_in(module: Definition, name: str, index: Index, depth: int = 0) -> Definition | None:
    """Return what a module exports under a name, or None where that is not certain."""
    source = module.source
    exports = list_exports(source) if depth <= _DEEPEST else ()
    # What a module exports by name beats what its `export *` pass on.
    found = [e for e in exports if e.name == name] or [
        Export(name, name, origin=e.origin) for e in exports if e.name == "*" and _offers(e.origin, name, source, index)
    ]
    if len(found) != 1:
        return None
    export = found[0]
    if export.origin:
        target = open_module(source, Import(export.origin), index)
        return look_in(target, export.local, index, depth + 1) if target and export.local != "*" else target
    if export.given is not None and not export.local:
        return Definition(source, export.given) if export.given.type in FUNCTIONS else None
    return look_up(export.local, source, index, depth=depth + 1)


def _offers(origin: str, name: str, source: Source, index: Index) -> bool:
    names = resolve_import(index, source.path, Import(origin, ((name, name),))).names
    return name != "default" and names.get(name) == "found"


def _reaches(binder: "Node", at: "Node | None") -> bool:
    block = next((a for a in ancestors(binder) if a.type in _BLOCKS), None)
    if block is None or block.type == "program":
        return True
    return at is not None and block.start_byte <= at.start_byte < block.end_byte


def _read_constant(binder: "Node", source: Source) -> Definition | None:
    value, statement = binder.child_by_field_name("value"), binder.parent
    if value is None or statement is None or binder.child_by_field_name("type") is not None:
        return None
    is_constant = any(c.type == "const" for c in statement.children)
    return Definition(source, value) if is_constant and value.type in FUNCTIONS else None


def _follow(name: str, source: Source, index: Index, depth: int) -> Definition | None:
    imports = find_imports_of(source, name)
    module = open_module(source, imports[0][0], index) if len(imports) == 1 else None
    original = imports[0][1] if imports else ""
    return look_in(module, original, index, depth + 1) if module is not None and original else module
