"""This module holds which class a test mocks although it is named for it, and then calls what it stubbed."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, callee_of, descendants, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase
from reviewer.detectors.testing.bindings import find_bindings
from reviewer.detectors.testing.replaced_functions import names_subject

if TYPE_CHECKING:
    from tree_sitter import Node

# Text without white space that makes a double of a class and of nothing else: no spy, no partial mock.
_MAKES = {
    "python": r"^(?:\w+\.)*(?:(?:Magic|Async)?Mock\(spec(?:_set)?=(?P<a>\w+)[,)]|create_autospec\((?P<b>\w+)[,)])",
    "java": r"^(?:Mockito\.)?mock\((?P<a>\w+)\.class\)$",
    "kotlin": r"^(?:mockk|mock)<(?P<a>\w+)>\(\)$|^mockk\(\)$|^mock\((?P<b>\w+)::class(?:\.java)?\)$",
    "csharp": r"^newMock<(?P<a>\w+)>\(\)$|^Substitute\.For<(?P<b>\w+)>\(\)$",
    "php": r"^\$this->createMock\((?P<a>\w+)::class\)$|^Mockery::mock\((?P<b>\w+)::class\)$",
}
_PATTERNS = {language: compile_late(pattern) for language, pattern in _MAKES.items()}
# What a call of the double stands in when it only says what to answer, or asks whether it was called.
_TELLS = compile_late(
    r"(^|\.)(when|whenever|given|willReturn|doReturn|doThrow|doNothing|doAnswer|verify\w*|coVerify\w*|every|coEvery|then|"
    r"Setup\w*|Verify\w*|Received\w*|DidNotReceive\w*|Returns\w*|Throws\w*|Configure|inOrder\.verify)$"
)


def find_mocked_classes(source: Source, test: TestCase) -> Iterator[tuple[str, int]]:
    """Yield each class that a test mocks, is named for and calls by what was stubbed, with the line of the double."""
    pattern = _PATTERNS.get(source.language or "")
    if pattern is None:
        return
    for name, value, whole in find_bindings(test.node):
        match = pattern.match(squeeze(text_of(value)))
        subject = next((g for g in match.groups() if g), "") if match else ""
        named = bool(subject) and names_subject(source, test, subject)
        if named and not _makes_real(test, subject) and _answers_itself(source, test, name):
            yield subject, line_of(whole)


def _makes_real(test: TestCase, subject: str) -> bool:
    return bool(re.search(rf"\bnew {subject}\(|(?<![\w.]){subject}\(", text_of(test.body)))


def _answers_itself(source: Source, test: TestCase, name: str) -> bool:
    """Tell whether a test calls a method of the double that it told what to answer."""
    text = squeeze(text_of(test.body))
    for call in descendants(test.node):
        if call.type in source.kinds.calls:
            receiver, method = _split_callee(source, call)
            told = receiver == name and bool(method) and _is_told(source, text, name, method)
            if told and not _is_instruction(source, call, test):
                return True
    return False


def _split_callee(source: Source, call: "Node") -> tuple[str, str]:
    receiver, _, method = callee_of(call).replace("->", ".").rpartition(".")
    receiver = receiver.removeprefix("$")
    return (receiver.removesuffix(".Object") if source.language == "csharp" else receiver), method


def _is_told(source: Source, text: str, name: str, method: str) -> bool:
    owner, call = re.escape(name), re.escape(method)
    told = {
        "python": rf"\b{owner}\.{call}\.(return_value|side_effect)=",
        "java": rf"\b(when|given)\({owner}\.{call}\(|\.when\({owner}\)\.{call}\(",
        "kotlin": rf"(every|coEvery)\{{{owner}\.{call}\(|(when`?|whenever)\({owner}\.{call}\(",
        "csharp": rf"\b{owner}\.Setup\w*\(\w+=>\w+\.{call}\(|\b{owner}\.{call}\([^;]*\)\.Returns",
        "php": rf"\${owner}->((expects\([^;]*\)->)?method|shouldReceive)\(['\"]{call}['\"]",
    }
    return re.search(told[source.language or ""], text) is not None


def _is_instruction(source: Source, call: "Node", test: TestCase) -> bool:
    if callee_of(call).rpartition(".")[2] in ("method", "shouldReceive", "expects"):
        return True
    if source.language == "java" and ".when(" in callee_of(call):
        return True
    for around in ancestors(call):
        if around.id == test.node.id:
            return False
        if around.type in source.kinds.calls and _TELLS.search(callee_of(around).replace("->", ".")):
            return True
    return False
