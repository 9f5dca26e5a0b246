"""This package holds what a file imports, read from the import statements of each language."""

from collections.abc import Callable, Iterator, Mapping

from reviewer.change.syntax.imports import compiled, dynamic, python, script
from reviewer.change.syntax.imports.statement import Import
from reviewer.change.syntax.source import Source

__all__ = ["Import", "find_imports"]

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


def find_imports(source: Source) -> tuple[Import, ...]:
    """Return the imports of a file in the order of the text, inside of functions too, whatever its focus."""
    reader = _READERS.get(source.language or "")
    if reader is None or source.root is None:
        return ()
    return tuple(sorted(reader(source), key=lambda found: (found.line, found.end_line)))
