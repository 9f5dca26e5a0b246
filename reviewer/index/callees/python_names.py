"""This module holds what a name of a Python file stands for: followed through imports, as long as it is bound once."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import, find_imports_of
from reviewer.change.syntax.names import ancestors
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import find_bindings, is_written_to
from reviewer.index.callees.definition import Definition, open_module
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

# Longer chains of re-exports exist and are not followed.
_DEEPEST = 5
_IMPORTS = frozenset({"import_statement", "import_from_statement", "aliased_import"})


def find_definition(dotted: str, source: Source, index: Index, at: "Node | None" = None) -> Definition | None:
    """Return what `name` or `module.name` stands for in a file, or None where that is not certain."""
    head, *rest = dotted.split(".")
    found = look_up(head, source, index, at=at)
    for name in rest:
        found = look_in(found, name, index) if found is not None and found.is_file else None
    return found


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
    return _follow(name, source, index, depth) if binder.type in _IMPORTS else None


def look_in(module: Definition, name: str, index: Index, depth: int = 0) -> Definition | None:
    """Return what a name of an imported module stands for: what it binds, or a module in its package."""
    path = module.source.path
    if b"__getattr__" in module.source.data:
        return None
    found = look_up(name, module.source, index, depth=depth + 1)
    if found is not None or find_bindings(module.source, name) != [] or not path.endswith("/__init__.py"):
        return found
    return open_module(module.source, Import(name, level=1), index)


def _reaches(binder: "Node", at: "Node | None") -> bool:
    around = next((a for a in ancestors(binder) if a.type == "function_definition"), None)
    return around is None or (at is not None and around.start_byte <= at.start_byte < around.end_byte)


def _is_plain(definition: "Node") -> bool:
    """Tell whether a definition stands directly in its module or function, not under a condition."""
    around = next((a for a in ancestors(definition) if a.type != "decorated_definition"), None)
    if around is not None and around.type == "block":
        around = around.parent
    return around is not None and around.type in ("module", "function_definition")


def _follow(name: str, source: Source, index: Index, depth: int) -> Definition | None:
    imports = find_imports_of(source, name)
    if len(imports) != 1 or (imports[0][0].guarded and not imports[0][0].conditional):
        return None
    imported, original = imports[0]
    if not original:  # `import a.b` binds a
        return open_module(source, Import(imported.module if imported.alias else name), index)
    found = open_module(source, Import(imported.module, level=imported.level), index)
    if found is not None:
        return look_in(found, original, index, depth)
    # A folder without __init__.py is a package too, of which only modules can be imported.
    inner = f"{imported.module}.{original}".lstrip(".")
    return open_module(source, Import(inner, level=imported.level), index)
