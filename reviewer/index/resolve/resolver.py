"""This module holds the one question after an import, by language."""

from functools import cache
from typing import cast
from weakref import WeakKeyDictionary, proxy

from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.languages import SCRIPTS, recognise_language, share_namespace
from reviewer.change.syntax.source import Source
from reviewer.index.resolve.go import GoImports
from reviewer.index.resolve.jvm import JvmImports
from reviewer.index.resolve.python import PythonImports
from reviewer.index.resolve.resolution import UNKNOWN, Resolution
from reviewer.index.resolve.rust import RustImports
from reviewer.index.resolve.script import ScriptImports
from reviewer.index.resolve.tree import Tree
from reviewer.index.revision import Index


class Resolver:
    """Answers for one revision; what was read once is kept."""

    def __init__(self, index: Index) -> None:
        self._index, self.tree = index, Tree(index)
        self.resolve = cache(self._resolve)
        self.open = cache(self._open)
        self.python = PythonImports(index, self.tree)
        self.script = ScriptImports(index, self.tree)
        self.go, self.jvm = GoImports(index, self.tree), JvmImports(index, self.tree)
        self.rust = RustImports(index, self.tree)
        self.others: dict[str, GoImports | JvmImports | RustImports] = {
            "go": self.go,
            "java": self.jvm,
            "kotlin": self.jvm,
            "rust": self.rust,
        }

    def _resolve(self, path: str, imported: Import) -> Resolution:
        language = recognise_language(path)
        if language == "python":
            return self.python.resolve(path, imported)
        if language in SCRIPTS:
            return self.script.resolve(path, imported)
        other = self.others.get(language or "")
        return other.resolve(path, imported) if other is not None else UNKNOWN

    def _open(self, path: str, imported: Import) -> Source | None:
        found = self.resolve(path, imported)
        init = f"{found.path}/__init__.py"
        place = init if init in self.tree.files else found.path
        language, own = recognise_language(place) or "", recognise_language(path) or ""
        if not found.certain or place not in self.tree.files or not share_namespace(language, own):
            return None
        source = self._index.source(place)
        return source if source is not None and source.root is not None else None

    def offered(self, path: str) -> tuple[frozenset[str], bool]:
        """Return the names that a file of Python or JavaScript offers, and whether it may offer others too."""
        if recognise_language(path) == "python":
            python = self.python.offer_all(path)
            return python.names, python.open
        script = self.script.export_all(path)
        return script.names, script.open


# What is kept must not keep the revision itself.
_RESOLVERS: "WeakKeyDictionary[Index, Resolver]" = WeakKeyDictionary()


def resolver_of(index: Index) -> Resolver:
    """Return the resolver of a revision, made once."""
    found = _RESOLVERS.get(index)
    if found is None:
        found = _RESOLVERS[index] = Resolver(cast("Index", proxy(index)))
    return found


def resolve_import(index: Index, path: str, imported: Import) -> Resolution:
    """Return what an import in a file of a revision leads to; `unknown` for languages that are not read here."""
    return resolver_of(index).resolve(path, imported)


def open_import(index: Index, path: str, imported: Import) -> Source | None:
    """Return the file that an import in a file of a revision certainly leads to, a package of Python as `__init__.py`.

    None where anything else may be meant, or where that is a folder or a file of another family of languages.
    """
    return resolver_of(index).open(path, imported)
