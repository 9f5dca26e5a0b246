"""This module holds where the imports of Java and Kotlin lead."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolution import EXTERNAL, UNKNOWN, NameStatus, Resolution
from reviewer.index.resolve.tree import Tree
from reviewer.index.revision import Index

_SUFFIXES = (".java", ".kt", ".kts", ".scala", ".groovy")


class JvmImports:
    """Where the imports of Java and Kotlin files of one revision lead.

    Nothing is ever missing here: classes are made by annotation processors, and a file may hold more than its name.
    """

    def __init__(self, index: Index, tree: Tree) -> None:  # noqa: ARG002 - the shape of every language's imports
        self._tree = tree

    def resolve(self, path: str, imported: Import) -> Resolution:  # noqa: ARG002 - packages are known everywhere
        """Return what an import in a file leads to: a file, or a folder for a whole package."""
        parts = imported.module.split(".")
        names: dict[str, NameStatus] = {name: "unknown" for name, _ in imported.names}
        for count in range(len(parts), 1, -1):
            found = self.find_files(parts[:count])
            if found:
                return Resolution("found", found[0], names, certain=len(found) == 1 and count == len(parts))
        folders = self.find_folders(parts)
        if imported.star and folders:
            return Resolution("found", folders[0], names)
        is_own = bool(folders or self.find_folders(parts[:-1]))
        return UNKNOWN if is_own or len(parts) < 2 else EXTERNAL

    @cached_property
    def _files(self) -> Mapping[str, list[str]]:
        """Files by the name of the class that they are named after."""
        files: dict[str, list[str]] = {}
        for path in sorted(self._tree.files):
            if path.endswith(_SUFFIXES):
                files.setdefault(path.rpartition("/")[2].partition(".")[0], []).append(path)
        return files

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        """Folders of packages by their last part."""
        folders: dict[str, list[str]] = {}
        for folder in sorted({dirname(path) for paths in self._files.values() for path in paths}):
            folders.setdefault(folder.rpartition("/")[2], []).append(folder)
        return folders

    def find_files(self, parts: Sequence[str]) -> list[str]:
        """Return the files of a class: in a source root its folders are its package."""
        tail = "/".join(parts)
        return [p for p in self._files.get(parts[-1], ()) if _ends_with(p.rpartition(".")[0], tail)]

    def find_folders(self, parts: Sequence[str]) -> list[str]:
        """Return the folders of a package."""
        tail = "/".join(parts)
        return [folder for folder in self._folders.get(parts[-1], ()) if _ends_with(folder, tail)] if parts else []


def _ends_with(path: str, tail: str) -> bool:
    return path == tail or path.endswith(f"/{tail}")
