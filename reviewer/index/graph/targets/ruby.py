"""This module holds the files that the imports of Ruby lead to."""

from functools import cached_property
from posixpath import dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.tree import Tree, ancestors_of, join_path
from reviewer.index.revision import Index


class RubyTargets:
    """The files that Ruby requires: relative to the file, or in the `lib` of a gem of the repository."""

    def __init__(self, index: Index, tree: Tree) -> None:  # noqa: ARG002 - the shape of every language's targets
        self._tree = tree

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the file that is required. What a framework loads by a constant's name is not written down."""
        wanted = imported.module.removesuffix(".rb")
        if not wanted or "#{" in wanted:
            return ()
        if imported.level:
            place = join_path(dirname(path), wanted)
            return self._exists(f"{place}.rb") if place else ()
        around = [folder for folder in ancestors_of(path) if folder in self._gems]
        for folder in dict.fromkeys((*around, *self._gems)):
            place = join_path(folder, "lib", wanted)
            found = self._exists(f"{place}.rb") if place else ()
            if found:
                return found
        return ()

    def _exists(self, path: str) -> tuple[str, ...]:
        return (path,) if path in self._tree.files else ()

    @cached_property
    def _gems(self) -> list[str]:
        """The folders of gems, and the top of the repository."""
        described = (f for f, names in self._tree.children.items() if any(n.endswith(".gemspec") for n in names))
        return ["", *sorted(folder for folder in described if folder)]
