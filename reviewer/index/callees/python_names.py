"""This module holds what a name of a Python file stands for: followed through imports, as long as it is bound once."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from reviewer.change.syntax.names import ancestors, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings, is_written_to
from reviewer.index.callees.definition import Definition
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

# Longer chains of re-exports exist and are not followed.
_DEEPEST = 5


def look_up(name: str, source: Source, index: Index, *, at: "Node | None" = None, depth: int = 0) -> Definition | None:
    """Return what a name stands for in a file, or None where that is not certain.

    What a function binds counts only where the place (`at`) of the name is inside of that function.
    """
    if depth > _DEEPEST or source.root is None or source.path.endswith(".pyi") or b"import *" in source.data:
        return None
    bindings = find_bindings(source, name)
    if bindings is None or len(bindings) != 1 or is_written_to(source, name, but=("self", "cls")):
        return None
    binder = bindings[0]
    if not _reaches(binder, at):
        return None
    if binder.type in ("function_definition", "class_definition"):
        return Definition(source, binder) if _is_plain(binder) else None
    return _follow(binder, name, source, index, depth)


def look_in(module: Definition, name: str, index: Index, depth: int = 0) -> Definition | None:
    """Return what a name of an imported module stands for: what it binds, or a module in its package."""
    path = module.source.path
    if b"__getattr__" in module.source.data:
        return None
    found = look_up(name, module.source, index, depth=depth + 1)
    if found is not None or find_bindings(module.source, name) != [] or not path.endswith("/__init__.py"):
        return found
    return _open(path.removesuffix("__init__.py") + name, index)


def find_module(dotted: str, source: Source, index: Index) -> Definition | None:
    """Return the one file of the repository that a module's name, with leading dots or without, stands for."""
    name = dotted.lstrip(".")
    dots, tail = len(dotted) - len(name), name.replace(".", "/")
    folder = source.path.rpartition("/")[0]
    if dots:
        parts = folder.split("/")
        if dots - 1 > len(parts):
            return None
        around = "/".join(parts[: len(parts) - dots + 1])
        return _open("/".join(part for part in (around, tail) if part), index)
    found = {f.source.path: f for root in _roots(folder, index) if (f := _open(f"{root}{tail}", index)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _roots(folder: str, index: Index) -> Iterator[str]:
    """Yield the folders that a module's name may start from: those around a file that are no package themselves."""
    parts = folder.split("/") if folder else []
    for count in range(len(parts) + 1):
        root = "".join(f"{part}/" for part in parts[:count])
        if f"{root}__init__.py" not in index.paths:
            yield from chain((root,), (f"{root}{inner}/" for inner in ("src", "lib", "python")))


def _open(stem: str, index: Index) -> Definition | None:
    package, module = f"{stem}/__init__.py", f"{stem}.py"
    if (package in index.paths) == (module in index.paths):
        return None
    source = index.source(package if package in index.paths else module)
    return Definition(source, source.root) if source is not None and source.root is not None else None


def _reaches(binder: "Node", at: "Node | None") -> bool:
    around = next((a for a in ancestors(binder) if a.type == "function_definition"), None)
    return around is None or (at is not None and around.start_byte <= at.start_byte < around.end_byte)


def _is_plain(definition: "Node") -> bool:
    """Tell whether a definition stands directly in its module or function, not under a condition."""
    around = next((a for a in ancestors(definition) if a.type != "decorated_definition"), None)
    if around is not None and around.type == "block":
        around = around.parent
    return around is not None and around.type in ("module", "function_definition")


def _follow(binder: "Node", name: str, source: Source, index: Index, depth: int) -> Definition | None:
    original = name
    if binder.type == "aliased_import":
        original = text_of(binder.child_by_field_name("name"))
        statement = binder.parent
    else:
        statement = binder
    if statement is None or any(a.type == "try_statement" for a in ancestors(statement)):
        return None
    if statement.type == "import_statement":
        return (
            find_module(original, source, index) if binder is not statement or _is_undotted(statement, name) else None
        )
    if statement.type != "import_from_statement":
        return None
    module = text_of(statement.child_by_field_name("module_name"))
    found = find_module(module, source, index)
    if found is not None:
        return look_in(found, original, index, depth)
    # A folder without __init__.py is a package too, of which only modules can be imported.
    return find_module(f"{(module.rstrip('.') and module + '.') or module}{original}", source, index)


def _is_undotted(statement: "Node", name: str) -> bool:
    return [text_of(n) for n in statement.children_by_field_name("name")].count(name) == 1
