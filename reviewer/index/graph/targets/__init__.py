"""This package holds the files that an import leads to, found by paths and settings alone: no target is read."""

from collections.abc import Callable
from functools import cache
from typing import Protocol

from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.languages import LANGUAGES
from reviewer.index.graph.targets.compiled import GoTargets, JvmTargets, RustTargets
from reviewer.index.graph.targets.csharp import CsharpTargets
from reviewer.index.graph.targets.php import PhpTargets
from reviewer.index.graph.targets.python import PythonTargets
from reviewer.index.graph.targets.ruby import RubyTargets
from reviewer.index.graph.targets.script import ScriptTargets
from reviewer.index.resolve.resolver import Resolver
from reviewer.index.resolve.tree import Tree
from reviewer.index.revision import Index

Find = Callable[[str, Import], tuple[str, ...]]


class Finder(Protocol):
    """Where the imports of a family of languages lead."""

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the files or folders that an import in a file certainly leads to."""


_FAMILIES = {
    "python": ("python",),
    "script": ("javascript", "typescript", "tsx"),
    "go": ("go",),
    "jvm": ("java", "kotlin"),
    "rust": ("rust",),
    "csharp": ("csharp",),
    "php": ("php",),
    "ruby": ("ruby",),
}
_FAMILY = {
    suffix: family
    for family, languages in _FAMILIES.items()
    for language in languages
    for suffix in LANGUAGES[language].suffixes
}
# What a file ends with whose imports are followed.
READ = tuple(_FAMILY)


class Targets:
    """The files that the imports of one revision lead to."""

    def __init__(self, index: Index, resolver: Resolver) -> None:
        self._index, self._resolver = index, resolver
        self._tree = resolver.tree
        self._finder = cache(self._make_finder)

    def find(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the files or folders of the repository that an import in a file certainly leads to."""
        suffix = path[path.rfind(".") :]
        return self._finder(_FAMILY[suffix])(path, imported) if suffix in _FAMILY else ()

    def list_package(self, folder: str) -> list[str]:
        """Return the files of a package of Go, which an import takes as one."""
        return [path for path in self.list_inside(folder) if path.endswith(".go")]

    def list_inside(self, folder: str) -> list[str]:
        """Return the files directly in a folder whose imports are followed, in order."""
        here = "" if folder == "." else folder
        names = sorted(name for name in self._tree.children.get(here, ()) if name.endswith(READ))
        return [f"{here}/{name}" if here else name for name in names]

    def package_around(self, path: str) -> str:
        """Return the package of a file of Go, by which others know it, and of any other file the file itself."""
        return (path.rpartition("/")[0] or ".") if path.endswith(".go") else path

    def _make_finder(self, family: str) -> Find:
        by_resolver: dict[str, Callable[[Resolver], Finder]] = {
            "python": PythonTargets,
            "script": ScriptTargets,
            "go": GoTargets,
            "jvm": JvmTargets,
            "rust": RustTargets,
        }
        by_tree: dict[str, Callable[[Index, Tree], Finder]] = {
            "csharp": CsharpTargets,
            "php": PhpTargets,
            "ruby": RubyTargets,
        }
        made = (
            by_resolver[family](self._resolver) if family in by_resolver else by_tree[family](self._index, self._tree)
        )
        return made.find
