"""This module holds the files that the imports of PHP lead to."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.tree import Tree, join_path
from reviewer.index.revision import Index

_MOST_MANIFESTS = 200


class PhpTargets:
    """The files of the classes that PHP uses, found as composer.json says (PSR-4: a class a file)."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree
        self._found = cache(self._find_class)

    def find(self, path: str, imported: Import) -> tuple[str, ...]:  # noqa: ARG002 - a class has one place for all
        """Return the file of a class; a file that is required by its path is looked for in many folders."""
        return () if imported.dynamic else self._found(imported.module)

    def _find_class(self, name: str) -> tuple[str, ...]:
        parts = name.split("\\")
        for count in range(len(parts) - 1, -1, -1):
            folders = self._folders.get("\\".join(parts[:count]), ())
            wanted = [join_path(folder, "/".join(parts[count:]) + ".php") for folder in folders]
            found = {path for path in wanted if path is not None and path in self._tree.files}
            if found:
                return tuple(found) if len(found) == 1 else ()
        return ()

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        """Folders by the prefix of a namespace."""
        folders: dict[str, list[str]] = {}
        manifests = [
            f"{folder}/composer.json".lstrip("/") for folder, names in self._tree.children.items() if _MANIFEST in names
        ]
        for manifest in sorted(manifests)[:_MOST_MANIFESTS]:
            for prefix, place in self._read(manifest):
                folder = join_path(dirname(manifest), place)
                if folder is not None:
                    folders.setdefault(prefix.strip("\\"), []).append(folder)
        return folders

    def _read(self, manifest: str) -> Iterator[tuple[str, str]]:
        try:
            said = json.loads(self._index.read(manifest) or b"{}")
        except (ValueError, RecursionError):
            return
        for key in ("autoload", "autoload-dev"):
            table = said.get(key) if isinstance(said, dict) else None
            prefixes = table.get("psr-4") if isinstance(table, dict) else None
            for prefix, places in prefixes.items() if isinstance(prefixes, dict) else ():
                for place in places if isinstance(places, list) else [places]:
                    if isinstance(place, str):
                        yield prefix, place


_MANIFEST = "composer.json"
