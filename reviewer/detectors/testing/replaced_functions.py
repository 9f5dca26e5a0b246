"""This module holds which function a test replaces although it is named for it and calls it."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, descendants, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase
from reviewer.change.testing.doubles import Double, find_doubles
from reviewer.detectors.testing.bindings import find_bindings

_PREFIX = compile_late(r"^(tests?|should|it)_*", re.IGNORECASE)
_SUFFIX = compile_late(r"(Unit|Integration)?(Tests?|TestCase|Spec|Specs|IT)$")
_STEM = compile_late(r"\.(test|spec)$|^test_|_tests?$")
_NAME = compile_late(r"[A-Za-z_]\w*")
# What belongs to the language or its platform is never the subject.
_PLATFORM = frozenset(
    word
    for line in (
        "os sys time random subprocess shutil socket pathlib Path datetime json logging asyncio console Date Math",
        "process fs path global globalThis window document navigator localStorage sessionStorage crypto JSON",
    )
    for word in line.split()
)
_SHORTEST = 4


def find_replaced_functions(source: Source, test: TestCase) -> Iterator[tuple[str, int]]:
    """Yield each function that a test replaces, calls and is named for, with the line of the double."""
    if source.language not in ("python", "javascript", "typescript", "tsx"):
        return
    for double in find_doubles(source, test):
        platform = double.holder.rpartition(".")[2] in _PLATFORM
        if len(double.name) < _SHORTEST or platform or not names_subject(source, test, double.name):
            continue
        if _calls_double(source, test, double) and not _keeps_original(test, double):
            yield f"{double.holder.rpartition('.')[2] or double.holder}.{double.name}", double.line


def names_subject(source: Source, test: TestCase, subject: str) -> bool:
    """Tell whether a test, a suite around it or its file is named for something."""
    wanted = flatten(subject)
    if flatten(_PREFIX.sub("", test.name)).startswith(wanted):
        return True
    if any(c.isupper() or c == "_" for c in subject.strip("_")) and subject in _NAME.findall(test.name):
        return True
    suites = [_SUFFIX.sub("", re.sub(r"^Test(?=[A-Z])", "", s)) for s in re.split(r" > |\.", test.suite)]
    stem = _STEM.sub("", PurePosixPath(source.path).stem)
    return wanted in {flatten(name) for name in [*suites, stem, _SUFFIX.sub("", stem)]}


def flatten(name: str) -> str:
    """Return a name in lower case without anything that joins its words."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _calls_double(source: Source, test: TestCase, double: Double) -> bool:
    holder = double.holder.rpartition(".")[2]
    made = {name: callee_of(v) for name, v, _ in find_bindings(test.node) if v.type in source.kinds.calls}
    for call in descendants(test.node):
        if call.type not in source.kinds.calls or not double.start <= call.start_byte < double.end:
            continue
        receiver, _, name = callee_of(call).rpartition(".")
        if name != double.name or not receiver:
            continue
        last = receiver.rpartition(".")[2]
        if receiver == double.holder or (last == holder and "." in double.holder and "." not in receiver):
            return True
        if holder[:1].isupper() and (made.get(receiver) == holder or receiver.startswith(f"{holder}(")):
            return True
    return False


def _keeps_original(test: TestCase, double: Double) -> bool:
    """Tell whether a test holds on to the original, to which its double may hand on: `real = orders.place`."""
    own = f"{double.holder}.{double.name}"
    return any(
        squeeze(text_of(value)).startswith(own) for _, value, _ in find_bindings(test.node) if _is_plain(value.type)
    )


def _is_plain(kind: str) -> bool:
    return kind in ("attribute", "member_expression")
