"""This module holds what the entries of a package offer, followed to the files that define it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.names import end_line_of, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.resolve.script_names import list_exports
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_FILES = 100
_LISTED = compile_late(r"(?m)^__all__\b[^=\n]*+=([^\])]*+)")
_NAME = compile_late(r"""["'](\w++)["']""")

# Name outside, name inside, and the import that brings it, or None for what the file defines. A star is every name.
_Link = tuple[str, str, Import | None]


class Reexports:
    """The files of one revision by what they pass on."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._resolver = resolver_of(index)
        self._links = cache(self._read_links)

    def follow(self, entries: Iterable[str]) -> frozenset[tuple[str, str]]:
        """Return path and name of the definitions that some files offer, by themselves or through others."""
        found: set[tuple[str, str]] = set()
        stack = [(entry, "*") for entry in entries]
        seen, files = set(stack), set[str]()
        while stack:
            path, wanted = stack.pop()
            if path not in files and len(files) >= _MOST_FILES:
                continue
            files.add(path)
            for outer, local, imported in self._links(path, wanted == "*"):
                if wanted not in ("*", outer) and outer != "*":
                    continue
                if imported is None:
                    found.add((path, local))
                    continue
                leads = set(self._lead(path, wanted if outer == "*" else local, imported)) - seen
                stack += sorted(leads)
                seen |= leads
        return frozenset(found)

    def _lead(self, path: str, name: str, imported: Import) -> Iterator[tuple[str, str]]:
        """Yield the file that an import leads to, with the name that is wanted of it."""
        place = self._find(path, imported)
        if path.endswith(".rs") and not place:
            place = self._find(path, replace(imported, module=f"self::{imported.module}"))
        if place.endswith("__init__.py") and name != "*":
            inner = self._find(path, replace(imported, module=f"{imported.module}.{name}".strip("."), names=()))
            source = self._index.source(inner) if inner else None
            if source is not None:  # a module offers what it lists
                place, name = (inner, "*") if _read_list(source) else ("", "")
        if place:
            yield place, name

    def _find(self, path: str, imported: Import) -> str:
        found = self._resolver.resolve(path, imported).path
        found = f"{found}/__init__.py" if self._resolver.tree.is_folder(found) and found else found
        return found if found in self._index.paths else ""

    def _read_links(self, path: str, whole: bool) -> tuple[_Link, ...]:  # noqa: FBT001 - a key of the cache
        source = self._index.source(path)
        if source is None or source.root is None:
            return ()
        readers = {"python": _read_python, "rust": _read_rust}
        return tuple(readers.get(source.language or "", _read_script)(source, whole))


def _read_list(source: Source) -> set[str] | None:
    """Return what `__all__` lists, or None without one."""
    lists = _LISTED.findall("\n".join(source.lines))
    return {name for listed in lists for name in _NAME.findall(listed)} if lists else None


def _read_python(source: Source, whole: bool) -> Iterator[_Link]:  # noqa: FBT001 - one shape for all languages
    listed, is_package = _read_list(source), source.path.endswith("__init__.py")
    passes_on = is_package or listed is not None or not whole
    for imported in find_imports(source):
        if imported.dynamic or imported.deferred:
            continue
        if imported.star:
            yield from ((n, n, imported) for n in sorted(listed or {"*"}))
        for local, bound in imported.names if passes_on else ():
            if bound in listed if listed is not None else not bound.startswith("_"):
                yield bound, local, imported
    for scope in source.scopes:
        if scope.owner is None and (scope.name in listed if listed is not None else not is_package):
            yield scope.name, scope.name, None


def _read_script(source: Source, whole: bool) -> Iterator[_Link]:  # noqa: ARG001, FBT001 - one shape for all languages
    imports = {bound: (name, i) for i in find_imports(source) if not i.reexport for name, bound in i.names}
    for outer, local, _, origin in list_exports(source):
        name, imported = imports.get(local, (local, None))
        yield (outer, local, Import(origin)) if origin else (outer, name, imported)


def _read_rust(source: Source, whole: bool) -> Iterator[_Link]:  # noqa: ARG001, FBT001 - one shape for all languages
    items = source.root.named_children if source.root is not None else []
    shown = {n for item in items if is_pub(item) for n in range(line_of(item), end_line_of(item) + 1)}
    for imported in find_imports(source):
        if imported.line in shown and not imported.deferred:
            if imported.star:
                yield "*", "*", imported
            elif imported.declares:
                yield imported.module, "*", imported
            yield from ((bound, local, imported) for local, bound in imported.names)
    for scope in source.scopes:
        if scope.owner is None and is_pub(scope.node) and (scope.body or scope.node.type != "mod_item"):
            yield scope.name, scope.name, None


def is_pub(node: "Node") -> bool:
    """Tell whether an item of Rust is public without a bound."""
    return any(c.type == "visibility_modifier" and text_of(c) == "pub" for c in node.children)
