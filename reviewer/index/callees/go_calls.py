"""This module holds the function that a call in Go reaches, in its own package or in another one of the repository."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import find_imports_of
from reviewer.change.syntax.names import ancestors, descendants, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings
from reviewer.index.callees.definition import Callee, make_callee
from reviewer.index.resolve import resolve_import
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_PACKAGE = compile_late(r"(?m)^package[ \t]+(\w+)")
_FUNCTIONS = frozenset({"function_declaration", "method_declaration"})


def resolve_go(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call reaches, or None where that is not certain."""
    target = call.child_by_field_name("function")
    if target is None or target.type not in ("identifier", "selector_expression"):
        return None
    if target.type == "identifier":
        name = text_of(target)
        bound = find_bindings(source, name)
        if bound is None or any(b.type != "function_declaration" for b in bound):
            return None
        return _find(name, "", _folder(source.path), _package(source), index)
    holder, name = target.child_by_field_name("operand"), text_of(target.child_by_field_name("field"))
    if holder is None or holder.type != "identifier":
        return None
    owner = _find_receiver(text_of(holder), call, source)
    if owner:
        return _find(name, owner, _folder(source.path), _package(source), index)
    folder = _find_package(text_of(holder), source, index) if name[:1].isupper() else None
    return _find(name, "", folder, None, index) if folder is not None else None


def _find(name: str, owner: str, folder: str, package: str | None, index: Index) -> Callee | None:
    """Return the function of a package by its name, unless builds differ in it."""
    sites = [
        s
        for s in index.find_definitions(name, "go")
        if _folder(s.path) == folder and s.unit.role == "function" and s.unit.owner == owner
    ]
    if package is None:
        sites = [s for s in sites if not s.path.endswith("_test.go")]
    found = index.source(sites[0].path) if len(sites) == 1 else None
    if found is None or found.root is None or (package is not None and _package(found) != package):
        return None
    shown = f"{owner}.{name}" if owner else name
    for node in found.root.named_children:
        if node.type in _FUNCTIONS and text_of(node.child_by_field_name("name")) == name and _owner(node) == owner:
            return make_callee(found, node, shown)
    return None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _package(source: Source) -> str:
    named = _PACKAGE.search(source.data[:20_000].decode("utf-8", "replace"))
    return named[1] if named else ""


def _owner(function: "Node") -> str:
    receiver = function.child_by_field_name("receiver")
    named = next((n for n in descendants(receiver) if n.type == "type_identifier"), None) if receiver else None
    return text_of(named)


def _find_receiver(name: str, call: "Node", source: Source) -> str:
    """Return the type of the method around whose receiver has this name and is not bound again."""
    method = next((a for a in ancestors(call) if a.type == "method_declaration"), None)
    receiver = method.child_by_field_name("receiver") if method is not None else None
    if method is None or receiver is None or len(find_bindings(source, name, method) or ()) != 1:
        return ""
    named = [n for n in descendants(receiver) if n.type == "identifier"]
    return _owner(method) if [text_of(n) for n in named[:1]] == [name] else ""


def _find_package(name: str, source: Source, index: Index) -> str | None:
    """Return the folder of the package that a file knows by a name, unless the name is something else too."""
    bound, found = find_bindings(source, name), find_imports_of(source, name)
    if len(found) != 1 or bound is None or any(b.type != "import_spec" for b in bound):
        return None
    resolution = resolve_import(index, source.path, found[0][0])
    return resolution.path if resolution.certain else None
