"""This module holds what a test replaces by a double, and whether that is the very thing that it tests."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import (
    arguments_of,
    callee_of,
    decorator_nodes_of,
    descendants,
    line_of,
    squeeze,
    text_of,
)
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase

if TYPE_CHECKING:
    from tree_sitter import Node

_PATCH = compile_late(r"^(mock\.|unittest\.mock\.|mocker\.)?patch$|^(mocker|monkeypatch)\.(patch|setattr)$")
_PATCH_OBJECT = compile_late(r"^(mock\.|unittest\.mock\.|mocker\.)?patch\.object$|^mocker\.spy$")
_SPY = compile_late(r"^(jest|vi|sinon)\.(spyOn|stub)$")
_MOCK_CLASS = compile_late(
    r"(?:\bmock|\bspyk?|\bmockk)(?:<(\w+)>\(|\((\w+)\.class\b)|new Mock<(\w+)>|Substitute\.For<(\w+)>"
)
_SUBJECT_SUFFIX = compile_late(r"(Unit|Integration)?(Tests?|TestCase|Spec|Specs|IT)$")
_STEM = compile_late(r"\.(test|spec)$|^test_|_test$")


def find_replacements(source: Source, test: TestCase) -> list[str]:
    """Return the targets that one test replaces, by decorators and in its body, in the order of the text."""
    return list(dict.fromkeys(target for call in _calls_of(source, test) if (target := _target(call))))


def find_replaced_subjects(source: Source, test: TestCase) -> Iterator[tuple[str, int]]:
    """Yield what a test replaces although it is what the test calls and is named for, with the line."""
    called = {callee_of(c) for c in _calls_of(source, test) if not _is_double(callee_of(c))}
    name = _flat(re.sub(r"^(test|should|it)_?", "", test.name))
    for call in _calls_of(source, test):
        target = _target(call)
        holder, _, last = target.rpartition(".")
        if len(last) <= 3 or not name.startswith(_flat(last)):
            continue
        # `os.kill` is not `manager.kill`: the holder must be the same, or the function is called by its bare name.
        own = f"{holder.rpartition('.')[2]}.{last}"
        if any(callee in (last, own) or callee.endswith(f".{own}") for callee in called):
            yield target, line_of(call)
    yield from _find_mocked_class(source, test)


def _target(call: "Node") -> str:
    callee = callee_of(call)
    if not (_PATCH.match(callee) or _PATCH_OBJECT.match(callee) or _SPY.match(callee)):
        return ""
    arguments = [squeeze(text_of(a)).strip("\"'`") for a in arguments_of(call)[:2]]
    named = arguments[:1] if arguments and _PATCH.match(callee) and "." in arguments[0] else arguments
    return ".".join(named)


def _calls_of(source: Source, test: TestCase) -> Iterator["Node"]:
    kinds = source.kinds.calls
    for mark in decorator_nodes_of(test.node, source.kinds.decorators):
        yield from (n for n in descendants(mark) if n.type in kinds)
    yield from (n for n in descendants(test.node) if n.type in kinds)


def _is_double(callee: str) -> bool:
    return bool(re.search(r"patch|mock|spy|stub|setattr|assert|expect", callee, re.IGNORECASE))


def _flat(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _find_mocked_class(source: Source, test: TestCase) -> Iterator[tuple[str, int]]:
    """A class `OrdersTest` that mocks `Orders` tests the double."""
    if source.language not in ("java", "kotlin", "csharp"):
        return
    subject = _SUBJECT_SUFFIX.sub("", test.suite.rsplit(".", 1)[-1] or _STEM.sub("", PurePosixPath(source.path).stem))
    for call in _calls_of(source, test):
        match = _MOCK_CLASS.search(text_of(call).split("\n", 1)[0])
        if match and subject and subject in match.groups():
            yield subject, line_of(call)
