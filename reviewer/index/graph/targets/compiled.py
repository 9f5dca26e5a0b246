"""This module holds the files and packages that the imports of Go, Java, Kotlin and Rust lead to."""

from collections.abc import Sequence
from functools import cache
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolver import Resolver

_ROOTS = ("java", "kotlin", "scala", "groovy", "src")


class GoTargets:
    """The packages that the imports of Go lead to: folders."""

    def __init__(self, resolver: Resolver) -> None:
        self._go = resolver.go
        self._found = cache(self._find_folder)

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the folder of the package that an import leads to."""
        return self._found(dirname(path), imported.module)

    def _find_folder(self, folder: str, module: str) -> tuple[str, ...]:
        found = self._go.resolve(f"{folder}/_.go" if folder else "_.go", Import(module))
        return (found.path or ".",) if found.status == "found" else ()


class JvmTargets:
    """The files that the imports of Java and Kotlin lead to, or the folder of a package that is imported as a whole.

    A name of Kotlin may stand in a file that is named otherwise: then only the package is known.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._jvm = resolver.jvm
        self._found = cache(self._find_place)

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the file or folder that an import leads to."""
        found = self._found(dirname(path), imported.module, imported.star)
        return (found,) if found and found != dirname(path) else ()

    def _find_place(self, folder: str, module: str, star: bool) -> str:  # noqa: FBT001 - a key of what is kept
        parts = module.split(".")
        for count in range(len(parts), 1, -1):
            files = self._jvm.find_files(parts[:count])
            if count == 2:
                files = [path for path in files if dirname(dirname(path)).rpartition("/")[2] in ("", *_ROOTS)]
            if files:
                return _pick(files, folder)
        folders = self._jvm.find_folders(parts if star else parts[:-1]) if len(parts) > 2 else []
        return _pick(folders, folder)


class RustTargets:
    """The files of modules that the `use` of Rust leads to. What declares a module does not use it."""

    def __init__(self, resolver: Resolver) -> None:
        self._rust = resolver.rust

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the files that a `use` leads to: the module, and those of its modules that are taken out of it."""
        return () if imported.declares else self._rust.find_files(path, imported)


def _pick(places: Sequence[str], folder: str) -> str:
    """Return the only place, or of several with one name the one that shares most with a folder, if there is one."""
    if len(places) < 2:
        return next(iter(places), "")
    here = folder.split("/")
    shared = [_count_shared(here, place.split("/")) for place in places]
    return places[shared.index(max(shared))] if shared.count(max(shared)) == 1 else ""


def _count_shared(first: Sequence[str], second: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
