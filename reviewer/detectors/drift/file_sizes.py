"""This module holds how large the files of a repository are, as their outlines say."""

from dataclasses import dataclass

from reviewer.change.syntax.languages import recognise_language, share_namespace
from reviewer.change.syntax.outline import Unit
from reviewer.index.revision import Index

# Rust keeps the tests of a file in a module of it.
_INLINE_TESTS = frozenset({"test", "tests"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a file is: its lines, its functions, and how many of the lines stand inside of functions."""

    lines: int
    functions: int
    inside: int


def measure_file(index: Index, path: str) -> Size | None:
    """Return the size of a file, or None where no grammar reads it."""
    return _measure(index.outline(path), recognise_language(path))


def measure_files(index: Index, language: str) -> list[Size]:
    """Return the sizes of the production files of a language."""
    paths = (p for p in sorted(index.paths) if share_namespace(recognise_language(p) or "", language))
    sizes = (measure_file(index, path) for path in paths if index.file_class(path) == "production")
    return [size for size in sizes if size is not None and size.functions]


def count_smaller(sizes: list[Size], size: Size) -> int:
    """Return how many files have fewer lines than one."""
    return sum(other.lines < size.lines for other in sizes)


def _measure(units: tuple[Unit, ...], language: str | None) -> Size | None:
    module = next((unit for unit in units if unit.role == "module"), None)
    if module is None:
        return None
    tests = [unit for unit in units if language == "rust" and unit.role == "class" and unit.name in _INLINE_TESTS]
    functions = [u for u in units if u.role == "function" and not any(t.line <= u.line <= t.end_line for t in tests)]
    lines = module.end_line - sum(test.end_line - test.line + 1 for test in tests)
    return Size(lines, len(functions), sum(f.end_line - f.line + 1 for f in functions))
