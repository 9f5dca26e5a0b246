"""This module holds where the imports of Go lead."""

import re
from collections.abc import Mapping
from functools import cached_property

from reviewer.change.late import compile_late
from reviewer.change.packages.standard import is_standard
from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolution import EXTERNAL, UNKNOWN, Resolution
from reviewer.index.resolve.tree import Tree, ancestors_of
from reviewer.index.revision import Index

_MODULE = compile_late(r"^\s*module\s+\"?([^\s\"]+)", re.MULTILINE)
_MOST_MODULES = 200


class GoImports:
    """Where the imports of the Go files of one revision lead: to folders, for a package is one."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree

    def resolve(self, path: str, imported: Import) -> Resolution:
        """Return what an import in a file leads to."""
        wanted = imported.module
        if wanted.startswith("."):
            return UNKNOWN
        folder = next((f for f in ancestors_of(path) if f in self._modules), None)
        owner = self._find_owner(wanted, folder)
        if owner is None:
            return EXTERNAL if folder is not None or is_standard("go", wanted) else UNKNOWN
        rest = wanted[len(self._modules[owner]) + 1 :]
        place = "/".join(part for part in (owner, rest) if part)
        if self._holds_go(place):
            return Resolution("found", place, certain=owner == folder)
        # What another module of the repository lacks may come from the release of it that is required.
        if owner != folder or self._tree.may_be_made(place) or self._is_vendored(folder, wanted):
            return UNKNOWN
        return Resolution("missing", place)

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        """Module paths by the folder of their go.mod."""
        folders = sorted(folder for folder, names in self._tree.children.items() if "go.mod" in names)[:_MOST_MODULES]
        found = {folder: _MODULE.search(self._read(folder)) for folder in folders}
        return {folder: match[1] for folder, match in found.items() if match}

    def _read(self, folder: str) -> str:
        return (self._index.read(f"{folder}/go.mod" if folder else "go.mod") or b"").decode("utf-8", "replace")

    def _find_owner(self, wanted: str, own: str | None) -> str | None:
        """Return the folder of the module that a package belongs to: the one with the longest path, at best the own."""
        owners = [f for f, module in self._modules.items() if wanted == module or wanted.startswith(f"{module}/")]
        return max(owners, key=lambda f: (len(self._modules[f]), f == own, f), default=None)

    def _holds_go(self, folder: str) -> bool:
        return any(name.endswith(".go") for name in self._tree.children.get(folder, ()))

    def _is_vendored(self, folder: str | None, wanted: str) -> bool:
        return self._tree.is_folder(f"{folder}/vendor/{wanted}" if folder else f"vendor/{wanted}")
