"""This module holds the folders that the imports of C# lead to."""

from collections.abc import Mapping
from functools import cached_property
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.tree import Tree
from reviewer.index.revision import Index


class CsharpTargets:
    """The folders of the namespaces that C# uses, where all files of a namespace lie in one; or the file of a type."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the folder of a namespace, or the file of the type that is named."""
        if imported.declares:
            return ()
        folders = self._folders.get(imported.module)
        if folders is not None:
            return tuple(folders) if len(folders) == 1 and dirname(path) not in folders else ()
        space, _, name = imported.module.rpartition(".")
        files = [f"{folder}/{name}.cs".lstrip("/") for folder in self._folders.get(space, ())]
        found = [file for file in files if file in self._tree.files]
        return tuple(found) if len(found) == 1 else ()

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        """Folders by the namespace that files in them declare; those of tests are not asked."""
        folders: dict[str, set[str]] = {}
        for path in self._tree.files:
            if path.endswith(".cs") and self._index.file_class(path) != "test":
                for imported in self._index.imports(path):
                    if imported.declares:
                        folders.setdefault(imported.module, set()).add(dirname(path) or ".")
        return {name: sorted(found) for name, found in folders.items()}
