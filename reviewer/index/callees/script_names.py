"""This module holds what a name of a JavaScript or TypeScript file stands for, followed through relative imports."""

from collections.abc import Iterator
from posixpath import join, normpath
from typing import TYPE_CHECKING

from reviewer.change.syntax.names import ancestors, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings, is_written_to
from reviewer.index.callees.definition import Definition
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 5
_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_DECLARED = frozenset({"function_declaration", "generator_function_declaration"})
FUNCTIONS = _DECLARED | {"arrow_function", "function_expression", "generator_function"}
CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})
_BLOCKS = frozenset({"program", "statement_block", "switch_case", "switch_default"})


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
        return _follow(binder, name, source, index, depth)
    return None


def look_in(module: Definition, name: str, index: Index, depth: int = 0) -> Definition | None:
    """Return what a module exports under a name, or None where that is not certain."""
    source = module.source
    found = [e for e in list_exports(source) if name in (e[0], "*")] if depth <= _DEEPEST else []
    if len(found) != 1 or found[0][0] == "*":
        return None
    _, local, node, origin = found[0]
    if origin:
        target = find_module(origin, source, index)
        return look_in(target, local, index, depth + 1) if target is not None else None
    if node is not None:
        return Definition(source, node)
    return look_up(local, source, index, depth=depth + 1)


def find_module(specifier: str, source: Source, index: Index) -> Definition | None:
    """Return the one file that a relative module specifier stands for."""
    if not specifier.startswith("."):
        return None
    stem = normpath(join(source.path.rpartition("/")[0], specifier))
    names = [stem, *(stem + suffix for suffix in _SUFFIXES), *(f"{stem}/index{suffix}" for suffix in _SUFFIXES)]
    bare, _, ending = stem.rpartition(".")
    if ending in ("js", "mjs", "cjs", "jsx"):
        names += [bare + suffix for suffix in (".ts", ".tsx", ".mts", ".cts", ".d.ts")]
    found = [name for name in names if name in index.paths]
    target = index.source(found[0]) if len(found) == 1 else None
    return Definition(target, target.root) if target is not None and target.root is not None else None


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


def _follow(binder: "Node", name: str, source: Source, index: Index, depth: int) -> Definition | None:
    statement = next((a for a in ancestors(binder) if a.type == "import_statement"), None)
    origin = text_of(statement.child_by_field_name("source"))[1:-1] if statement is not None else ""
    module = find_module(origin, source, index)
    if module is None or binder.type == "namespace_import":
        return module
    original = text_of(binder.child_by_field_name("name")) if binder.type == "import_specifier" else "default"
    return look_in(module, original or name, index, depth + 1)


def list_exports(source: Source) -> "Iterator[tuple[str, str, Node | None, str]]":
    """Yield what a file exports: name outside, name inside, the node of a nameless default, the module it is from."""
    for statement in source.root.named_children if source.root is not None else ():
        if statement.type != "export_statement":
            continue
        origin = text_of(statement.child_by_field_name("source"))[1:-1]
        clause = next((c for c in statement.named_children if c.type == "export_clause"), None)
        if clause is not None:
            for named in clause.named_children:
                local = text_of(named.child_by_field_name("name"))
                yield text_of(named.child_by_field_name("alias")) or local, local, None, origin
        elif origin:
            yield "*", "*", None, origin
        else:
            yield from _exported(statement)


def _exported(statement: "Node") -> "Iterator[tuple[str, str, Node | None, str]]":
    declared = statement.child_by_field_name("declaration") or statement.child_by_field_name("value")
    is_default = any(c.type == "default" for c in statement.children)
    if declared is None:
        return
    if declared.type in ("lexical_declaration", "variable_declaration"):
        for declarator in declared.named_children:
            name = text_of(declarator.child_by_field_name("name"))
            yield name, name, None, ""
        return
    name = text_of(declared) if declared.type == "identifier" else text_of(declared.child_by_field_name("name"))
    if not is_default:
        yield name, name, None, ""
    elif name:
        yield "default", name, None, ""
    elif declared.type in FUNCTIONS:
        yield "default", "", declared, ""
