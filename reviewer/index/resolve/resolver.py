"""This module holds the one question after an import, by language."""

from typing import cast
from weakref import WeakKeyDictionary, proxy

from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.languages import recognise_language
from reviewer.index.resolve.go import GoImports
from reviewer.index.resolve.jvm import JvmImports
from reviewer.index.resolve.python import PythonImports
from reviewer.index.resolve.resolution import UNKNOWN, Resolution
from reviewer.index.resolve.rust import RustImports
from reviewer.index.resolve.script import ScriptImports
from reviewer.index.resolve.tree import Tree
from reviewer.index.revision import Index

_SCRIPT = frozenset({"javascript", "typescript", "tsx"})


class Resolver:
    """Answers for one revision; what was read once is kept."""

    def __init__(self, index: Index) -> None:
        self.tree = Tree(index)
        self.python = PythonImports(index, self.tree)
        self.script = ScriptImports(index, self.tree)
        jvm = JvmImports(index, self.tree)
        self.others: dict[str, GoImports | JvmImports | RustImports] = {
            "go": GoImports(index, self.tree),
            "java": jvm,
            "kotlin": jvm,
            "rust": RustImports(index, self.tree),
        }

    def resolve(self, path: str, imported: Import) -> Resolution:
        """Return what an import in a file leads to."""
        language = recognise_language(path)
        if language == "python":
            return self.python.resolve(path, imported)
        if language in _SCRIPT:
            return self.script.resolve(path, imported)
        other = self.others.get(language or "")
        return other.resolve(path, imported) if other is not None else UNKNOWN

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
