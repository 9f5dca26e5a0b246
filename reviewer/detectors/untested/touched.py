"""This module holds whether a change touches a test: a file of tests, what tests compare with, or tests in the code."""

from collections.abc import Iterable

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.testing.cases import find_tests
from reviewer.model.change import FileClass

_TESTED: tuple[FileClass, ...] = ("test", "fixture")
# Examples in comments that a tool runs, and tests that vitest finds in the code.
_INLINE = compile_late(r"^\s*>>> |^\s*//[/!] ?```(?:rust)?\s*$|^\s*//[/!].*\bassert|import\.meta\.vitest")


def touches_tests(files: Iterable[ChangedFile]) -> bool:
    """Tell whether a change adds or edits a test or what one is compared with; a test that only goes is none."""
    return any(_is_touched(file) for file in files)


def find_test_modules(source: Source) -> list[Scope]:
    """Return the modules of tests that Rust keeps in the file of the code."""
    if source.language != "rust":
        return []
    return [s for s in source.scopes if s.role == "class" and s.name in ("test", "tests")]


def _is_touched(file: ChangedFile) -> bool:
    if file.change.status == "deleted":
        return False
    if file.file_class not in _TESTED:
        return _touches_inline(file)
    if file.change.added_lines or file.change.content != "text" or file.change.status == "added":
        return True
    return file.new is not None and any(file.touches(test.line, test.end_line) for test in find_tests(file.new))


def _touches_inline(file: ChangedFile) -> bool:
    if file.new is None or file.language is None or file.file_class != "production":
        return False
    if any(_INLINE.search(text) for text in file.change.added_lines.values()):
        return True
    if any(file.touches(s.line, s.end_line) for s in find_test_modules(file.new)):
        return True
    return any(file.touches(test.line, test.end_line) for test in find_tests(file.new))
