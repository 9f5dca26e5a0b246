"""This module holds which module a test file mocks although the file is named for it, and nothing else is left real."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import find_tests

if TYPE_CHECKING:
    from tree_sitter import Node

_MOCK = compile_late(r"^(jest|vi)\.(mock|doMock)$")
_KEEPS = compile_late(r"importActual|requireActual|importOriginal|__esModule:true,\.\.\.|\.\.\.actual|spy:\s*true")
_STEM = compile_late(r"\.(unit|integration|int)?\.?(test|spec|tests)$")
_IMPORT = compile_late(
    r"""(?:\bfrom\s*|\bimport\s*\(\s*|\brequire\s*\(\s*|^\s*import\s+)(['"])([^'"\n]{1,300})\1""", re.MULTILINE
)
_TYPES_ONLY = compile_late(r"""^\s*import\s+type\b[^;'"]*from\s*(['"])[^'"\n]*\1""", re.MULTILINE)
_SUPPORT = compile_late(r"test|mock|fixture|helper|setup|util|types?$|constants?$|stub|factor", re.IGNORECASE)
# These name what a folder holds, not one module.
_PLAIN = frozenset({"index", "main", "types", "app", "client", "server", "utils", "constants"})


def find_mocked_modules(source: Source) -> Iterator[tuple[str, int, int]]:
    """Yield the module that a file mocks and is named for, with the line, and how many tests the file has."""
    if source.language not in ("javascript", "typescript", "tsx") or source.root is None or source.file_class != "test":
        return
    stem = _STEM.sub("", PurePosixPath(source.path).stem)
    if stem in _PLAIN or "." in stem:
        return
    mocked = {path: call for call in _calls(source.root) if (path := _mocked_path(call))}
    if not any(_stem_of(path) == stem for path in mocked):
        return
    text = _TYPES_ONLY.sub("", "\n".join(source.lines))
    for path in {m[2] for m in _IMPORT.finditer(text)}:
        if path.startswith((".", "@/", "~", "#")) and path not in mocked and not _SUPPORT.search(path):
            return
    for path, call in mocked.items():
        if _stem_of(path) == stem and not _KEEPS.search(text_of(call)):
            tests = len(find_tests(source))
            if tests:
                yield path, line_of(call), tests


def _calls(root: "Node") -> Iterator["Node"]:
    for statement in root.named_children:
        call = (
            statement.named_children[0]
            if statement.type == "expression_statement" and statement.named_children
            else None
        )
        if call is not None and call.type == "call_expression" and _MOCK.match(callee_of(call)):
            yield call


def _mocked_path(call: "Node") -> str:
    given = arguments_of(call)
    match = re.match(r"""^(?:import\()?['"`]([^'"`]+)['"`]\)?$""", text_of(given[0])) if given else None
    return match[1] if match else ""


def _stem_of(path: str) -> str:
    return re.sub(r"\.[cm]?[jt]sx?$", "", path.rsplit("/", 1)[-1]) if path.startswith((".", "@/", "~", "#")) else ""
