"""This module holds the files that the imports of Python lead to."""

from functools import cache
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolver import Resolver

_SUFFIXES = (".py", ".pyi", ".pyw")


class PythonTargets:
    """The files that the imports of Python lead to: a module, or the `__init__` of a package."""

    def __init__(self, resolver: Resolver) -> None:
        self._python, self._tree = resolver.python, resolver.tree
        self._place = cache(self._find_place)

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the files that an import leads to; what is taken out of a package may be a module of its own."""
        place = self._place(dirname(path), imported.module, imported.level, imported.dynamic)
        if place is None:
            return ()
        if not self._tree.is_folder(place):
            return (place,) if place.endswith(_SUFFIXES) else ()
        inner = (self._find_below(place, name) for name, _ in imported.names)
        found = [file or self._find_init(place) for file in inner] or [self._find_init(place)]
        return tuple(file for file in dict.fromkeys(found) if file)

    def _find_place(self, folder: str, module: str, level: int, dynamic: bool) -> str | None:  # noqa: FBT001
        """Where a module is found depends on the folder of who imports it."""
        path = f"{folder}/_.py" if folder else "_.py"
        found = self._python.resolve(path, Import(module, level=level, dynamic=dynamic))
        if found.status != "found":
            return None
        # A folder that is no package may go on elsewhere; what is found inside of it is meant all the same.
        is_bare = self._tree.is_folder(found.path) and not self._find_init(found.path)
        return found.path if found.certain or is_bare else None

    def _find_init(self, folder: str) -> str:
        return self._find_file(folder, "__init__")

    def _find_below(self, folder: str, name: str) -> str:
        inner = f"{folder}/{name}" if folder else name
        return self._find_init(inner) or self._find_file(folder, name)

    def _find_file(self, folder: str, name: str) -> str:
        names = self._tree.children.get(folder, ())
        found = next((name + suffix for suffix in _SUFFIXES if name + suffix in names), "")
        return f"{folder}/{found}" if folder and found else found
