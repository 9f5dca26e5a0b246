"""This module holds where a repository has tests: for a language, and for a folder, by the paths alone."""

from collections.abc import Iterable
from functools import cached_property

from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import recognise_language, share_namespace
from reviewer.change.testing.cases import find_tests
from reviewer.index.revision import Index
from reviewer.index.testmap.naming import find_test_files

# Folders that say what kind of file is in them, and not what it is about.
_KINDS = compile_late(
    r"(?i)_*(?:tests?|specs?|e2e|unit|units|integration|functional|src|lib|main|java|kotlin|scala|app|code|source|sources"
    r"|\w*[a-z]Tests?|\w+[._-]tests?)_*"
)
_TESTS = compile_late(r"(?i)(?:^|/)_*(?:tests?|specs?|e2e|\w*Test|\w+[._-]tests?)_*/")


class TestedAreas:
    """Which parts of a revision have tests."""

    __test__ = False  # the name is the field's word; pytest must not collect it

    def __init__(self, index: Index) -> None:
        self._index = index

    def has_tests_for(self, path: str, language: str) -> bool:
        """Tell whether there are tests for the folder or package of a file, or in the file itself."""
        source = self._index.source(path)
        if language == "rust" and source is not None and find_tests(source):
            return True
        about = _subject(path)
        return any(share_namespace(tongue, language) and _is_near(test, about) for test, tongue in self._tests)

    @cached_property
    def _tests(self) -> list[tuple[str, str]]:
        return [(path, recognise_language(path) or "") for path in find_test_files(self._index)]


def _is_near(test: str, about: tuple[str, ...]) -> bool:
    """Tell whether a test stands with its subject, or in the folder of tests of a package around it."""
    subject = _subject(test)
    if subject == about or subject[: len(about)] == about:
        return True
    if _TESTS.search(test):
        # `tests/server/` is about `prefect/server/`; `tests/` is about all of the package that it stands in.
        return subject == about[: len(subject)] or about[-len(subject) :] == subject or subject[-1:] == about[-1:]
    return False


def _subject(path: str) -> tuple[str, ...]:
    parts: Iterable[str] = path.split("/")[:-1]
    return tuple(part for part in parts if not _KINDS.fullmatch(part))
