"""This module holds the files that the imports of JavaScript and TypeScript lead to."""

from functools import cache
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolver import Resolver

_CODE = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


class ScriptTargets:
    """The files that the imports of JavaScript and TypeScript lead to."""

    def __init__(self, resolver: Resolver) -> None:
        self._script = resolver.script
        self._found = cache(self._find_file)

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the file that an import leads to."""
        found = self._found(dirname(path), imported.module)
        return (found,) if found else ()

    def _find_file(self, folder: str, module: str) -> str:
        path = f"{folder}/_.ts" if folder else "_.ts"
        if module.startswith("#"):
            inner = self._script.find_inner(path, module)
            return inner if inner.endswith(_CODE) else ""
        found = self._script.resolve(path, Import(module))
        if found.status != "found":
            return ""
        if found.path.endswith(_CODE):
            return found.path
        return self._script.find_written(module)
