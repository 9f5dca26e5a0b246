"""This module holds the function that a call in Go reaches, in its own package or in another one of the repository."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, descendants, text_of
from reviewer.change.syntax.signatures import read_signature
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings
from reviewer.index.callees.definition import Callee
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_MODULE = compile_late(r"(?m)^module[ \t]+\"?([^\s\"]+)")
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
    path = _find_import(text_of(holder), source)
    folder = _locate(path, source, index) if path else None
    return _find(name, "", folder, None, index) if folder is not None and name[:1].isupper() else None


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
            signature = read_signature(node, "go")
            return Callee(found, node, shown, signature) if signature is not None else None
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


def _find_import(name: str, source: Source) -> str:
    """Return the path of the package that a file knows by a name, or nothing where the name is something else too."""
    bound = find_bindings(source, name)
    paths = []
    for declaration in source.root.named_children if source.root is not None else ():
        if declaration.type != "import_declaration":
            continue
        for spec in (n for n in descendants(declaration) if n.type == "import_spec"):
            path, alias = text_of(spec.child_by_field_name("path"))[1:-1], text_of(spec.child_by_field_name("name"))
            if (alias or path.rpartition("/")[2]) == name:
                paths.append(path)
    is_bound = bound is None or any(b.type != "import_spec" for b in bound)
    return paths[0] if len(paths) == 1 and not is_bound else ""


def _locate(path: str, source: Source, index: Index) -> str | None:
    """Return the folder of an imported package in the module that a file belongs to."""
    folder = _folder(source.path)
    while True:
        manifest = f"{folder}/go.mod" if folder else "go.mod"
        if manifest in index.paths:
            break
        if not folder:
            return None
        folder = _folder(folder)
    named = _MODULE.search((index.read(manifest) or b"").decode("utf-8", "replace"))
    if named is None or not f"{path}/".startswith(f"{named[1]}/"):
        return None
    return "/".join(part for part in (folder, path[len(named[1]) + 1 :]) if part)
