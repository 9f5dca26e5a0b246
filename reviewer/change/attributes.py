"""This module holds the reader of `.gitattributes`: what a repository itself says about the class of its files.

The attributes are those that GitHub documents for linguist; matching is git's (gitattributes(5)): the last line that
matches wins, a deeper file wins over one nearer to the root, and a pattern never reaches into a directory it names.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.fileclass import classify_path
from reviewer.change.late import compile_late
from reviewer.change.patterns import find_fault
from reviewer.model.change import FileClass

if TYPE_CHECKING:
    from pathspec.pattern import RegexPattern

State = Literal["set", "unset", "unspecified"]
_CLASSES: tuple[tuple[str, FileClass], ...] = (
    ("linguist-generated", "generated"),
    ("linguist-vendored", "vendored"),
    ("linguist-documentation", "docs"),
)
_NAMES = dict(_CLASSES)
_QUOTED = compile_late(r'"((?:[^"\\]|\\.)*)"\s+(.*)')
_OFF = ("false", "0", "no")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a `.gitattributes` below `folder` (empty, or ending in a slash)."""

    folder: str
    pattern: "RegexPattern"
    states: Mapping[FileClass, State]

    def matches(self, path: str) -> bool:
        found = self.pattern.match_file(path.removeprefix(self.folder)) if path.startswith(self.folder) else None
        # pathspec matches as `.gitignore` does; its group `ps_d` marks a file that is only below what was named.
        return found is not None and not found.match.groupdict().get("ps_d")


def parse_attributes(files: Mapping[str, bytes]) -> Callable[[str], FileClass | None]:
    """Return what the `.gitattributes` of a repository say of a path: a class, or None where they say nothing.

    `files` maps the path of each `.gitattributes` to its content. An explicit "false" takes a class away: the path's
    own class then holds, or production code where that is the very class that was denied.
    """
    lines = [line for path in sorted(files, key=_depth) for line in _parse_lines(path, files[path])]

    def classify(path: str) -> FileClass | None:
        states: dict[FileClass, State] = {}
        for line in lines:
            if line.matches(path):
                states |= line.states
        return _decide(path, states)

    return classify


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path


def _parse_lines(path: str, data: bytes) -> list[_Line]:
    folder = path.rpartition("/")[0]
    folder = f"{folder}/" if folder else ""
    found = []
    for raw in data.decode("utf-8", "replace").splitlines():
        pattern, words = _split(raw.strip())
        states = dict(state for word in words if (state := _read_state(word)))
        compiled = _compile(pattern) if states else None
        if compiled is not None:
            found.append(_Line(folder, compiled, states))
    return found


def _split(line: str) -> tuple[str, list[str]]:
    if not line or line.startswith(("#", "!", "[attr]")) or "linguist-" not in line:
        return "", []
    quoted = _QUOTED.match(line)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted[1]), quoted[2].split()
    words = line.split()
    return words[0], words[1:]


def _read_state(word: str) -> tuple[FileClass, State] | None:
    name, _, value = word.lstrip("-!").partition("=")
    if name not in _NAMES:
        return None
    state: State = "unset" if word.startswith("-") or value.lower() in _OFF else "set"
    return _NAMES[name], "unspecified" if word.startswith("!") else state


def _compile(pattern: str) -> "RegexPattern | None":
    # Imported here because few repositories have such a line and every start would pay for it.
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    if pattern.endswith("/") or find_fault(pattern):
        return None
    compiled = GitIgnoreSpecPattern(pattern)
    return compiled if compiled.include else None


def _decide(path: str, states: Mapping[FileClass, State]) -> FileClass | None:
    for _, file_class in _CLASSES:
        if states.get(file_class) == "set":
            return file_class
    by_path = classify_path(path)
    if states.get("generated") == "unset" or states.get(by_path) == "unset":
        return "production" if states.get(by_path) == "unset" else by_path
    return None
