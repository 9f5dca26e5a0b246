"""This module holds how a test command is narrowed to some test files."""

import posixpath
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from reviewer.errors import ReviewerError

Runner = Literal["pytest", "go", "jest", "vitest", "template", "other"]
_TESTS = "{tests}"
_EXAMPLE = 'Write it as in a terminal, such as --prove "pytest -q"; {tests} stands for the test files.'
_PROGRAMS: dict[str, Runner] = {"pytest": "pytest", "py.test": "pytest", "jest": "jest", "vitest": "vitest"}
_SCRIPT = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
_SUFFIXES: dict[Runner, tuple[str, ...]] = {
    "pytest": (".py",),
    "go": ("_test.go",),
    "jest": _SCRIPT,
    "vitest": _SCRIPT,
    "template": ("",),
}


@dataclass(frozen=True, slots=True)
class TestCommand:
    """A command that runs tests in a folder of the repository, and what runs them; `other` is run as it is given."""

    __test__ = False  # the name is the field's word; pytest must not collect it

    words: tuple[str, ...]
    runner: Runner
    folder: str = ""

    def narrow(self, tests: Iterable[str]) -> tuple[str, ...] | None:
        """Return the command for some test files of the repository; None where it can run none of them."""
        if self.runner == "other":
            return self.words
        found = sorted({path for path in tests if path.endswith(_SUFFIXES[self.runner])})
        if not found:
            return None
        if self.runner == "go":
            return _name_packages(self.words, [self._see(posixpath.dirname(path)) for path in found])
        paths = [self._see(path) for path in found]
        if self.runner == "template":
            return _fill_in(self.words, paths)
        return (*self.words, *(["--runTestsByPath"] if self.runner == "jest" else []), *paths)

    def _see(self, path: str) -> str:
        """Return a path as it is seen from the folder; none can be taken for an option."""
        seen = posixpath.relpath(path or ".", self.folder or ".")
        return f"./{seen}" if self.runner == "go" or seen.startswith("-") else seen


def parse_command(text: str, folder: str, exists: Callable[[str], bool]) -> TestCommand:
    """Read a command as a shell would split it; no shell ever runs it.

    `exists` tells whether the copy has a path: a command that names its tests itself is run as it is given.
    """
    try:
        words = tuple(shlex.split(text))
    except ValueError as problem:
        raise ReviewerError(f"The command of --prove cannot be read: {str(problem).lower()}.", _EXAMPLE) from problem
    if not words:
        raise ReviewerError("The command of --prove is empty.", _EXAMPLE)
    runner, arguments = _recognise(words)
    named = [posixpath.join(folder, a.partition("::")[0]) for a in arguments if not a.startswith("-")]
    if runner == "go":
        chooses = any(a.startswith(("./", "../")) and not a.endswith("...") for a in arguments)
    else:
        chooses = runner != "template" and any(exists(posixpath.normpath(name)) for name in named)
    return TestCommand(words, "other" if chooses else runner, folder)


def _recognise(words: Sequence[str]) -> tuple[Runner, Sequence[str]]:
    """Return what runs the tests, and the words behind its name."""
    if any(_TESTS in word for word in words):
        return "template", ()
    for at, word in enumerate(words):
        name = PurePosixPath(word).name
        if name in _PROGRAMS:
            rest = words[at + 1 :]
            return _PROGRAMS[name], rest[1:] if rest[:1] == ("run",) else rest
        if name == "go" and words[at + 1 : at + 2] == ("test",):
            return "go", words[at + 2 :]
    return "other", ()


def _name_packages(words: Sequence[str], packages: Iterable[str]) -> tuple[str, ...]:
    """Put packages in the place of `./...`, or behind the options of `go test` itself."""
    kept = [word for word in words if not (word.startswith(("./", "../")) and word.endswith("..."))]
    at = kept.index("-args") if "-args" in kept else len(kept)
    return (*kept[:at], *dict.fromkeys(packages), *kept[at:])


def _fill_in(words: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    filled: list[str] = []
    for word in words:
        filled += paths if word == _TESTS else [word.replace(_TESTS, " ".join(paths))]
    return tuple(filled)
