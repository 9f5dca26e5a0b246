"""This package holds what a file imports, read from the import statements of each language."""

from collections.abc import Callable, Iterator, Mapping
from weakref import WeakKeyDictionary

from reviewer.change.syntax.imports import compiled, dynamic, python, script
from reviewer.change.syntax.imports.statement import Import
from reviewer.change.syntax.source import Source

__all__ = ["Import", "find_imports", "find_imports_of"]

_READERS: Mapping[str, Callable[[Source], Iterator[Import]]] = {
    "python": python.read_imports,
    "javascript": script.read_imports,
    "typescript": script.read_imports,
    "tsx": script.read_imports,
    "go": compiled.read_go,
    "java": compiled.read_jvm,
    "kotlin": compiled.read_jvm,
    "scala": compiled.read_scala,
    "rust": compiled.read_rust,
    "csharp": compiled.read_csharp,
    "php": dynamic.read_php,
    "ruby": dynamic.read_ruby,
}
# The part of a module's name under which a file knows it that gives it no other.
_NAMED_AFTER = {"python": (".", 0), "go": ("/", -1), "java": (".", -1), "kotlin": (".", -1), "rust": ("::", -1)}
_READ: "WeakKeyDictionary[Source, tuple[Import, ...]]" = WeakKeyDictionary()
_BOUND: "WeakKeyDictionary[Source, dict[str, tuple[tuple[Import, str], ...]]]" = WeakKeyDictionary()


def find_imports(source: Source) -> tuple[Import, ...]:
    """Return the imports of a file in the order of the text, inside of functions too, whatever its focus."""
    reader = _READERS.get(source.language or "")
    if reader is None or source.root is None:
        return ()
    if source not in _READ:
        _READ[source] = tuple(sorted(reader(source), key=lambda found: (found.line, found.end_line)))
    return _READ[source]


def find_imports_of(source: Source, name: str) -> tuple[tuple[Import, str], ...]:
    """Return the imports that bind a name in a file, each with what the name is in its module.

    The second is an empty string for the module itself; star imports and calls are left out.
    """
    if source not in _BOUND:
        bound: dict[str, tuple[tuple[Import, str], ...]] = {}
        for imported in find_imports(source):
            for known, original in _list_bound(imported, source.language):
                bound[known] = (*bound.get(known, ()), (imported, original))
        _BOUND[source] = bound
    return _BOUND[source].get(name, ())


def _list_bound(imported: Import, language: str | None) -> Iterator[tuple[str, str]]:
    if imported.star or imported.dynamic or imported.declares or (imported.reexport and language != "rust"):
        return
    yield from ((known, original) for original, known in imported.names)
    if imported.alias:
        yield imported.alias, ""
    elif not imported.names and language in _NAMED_AFTER:
        separator, place = _NAMED_AFTER[language]
        yield imported.module.split(separator)[place], ""
