"""This module holds the functions that a run of the tests measured, and whether it ran them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.adapters.coverage.formats import read_report
from reviewer.adapters.coverage.laying import join_files, lay_report
from reviewer.adapters.coverage.mapping import Hints
from reviewer.adapters.git.repository import open_repository
from reviewer.adapters.workers import spread_work
from reviewer.change.fileclass import classify_file
from reviewer.change.syntax.names import decorators_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.index.build import ensure_facts
from reviewer.index.memory import MemoryStore
from reviewer.index.revision import Index, RevisionIndex
from reviewer.model.evidence import FileCoverage
from reviewer.ports import FactStore, Range

if TYPE_CHECKING:
    from tree_sitter import Node

MEASURED_CLASSES = ("production", "script")
_MODULE = re.compile(r"^module[ \t]+(\S+)", re.MULTILINE)
_ABSTRACT = re.compile(r"abstract|overload")
_STUB = re.compile(r"(\{\s*\}|\.\.\.|pass|return( None)?|raise NotImplementedError.*)?;?")


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """An outermost function whose body the run measured. `tests` ran it, where the report names them."""

    path: str
    scope: Scope
    language: str
    is_reached: bool
    tests: frozenset[str]

    @property
    def place(self) -> str:
        """Where it stands, and its name."""
        return f"{self.path}:{self.scope.line} {self.scope.symbol}"


@dataclass(frozen=True, slots=True)
class Ground:
    """One clone with its measured functions. `left_out` counts the others by why they say nothing.

    `contexts` are all tests that the report names; empty where it names none.
    """

    name: str
    index: Index
    functions: tuple[Measured, ...]
    left_out: Counter[str] = field(default_factory=Counter)
    contexts: frozenset[str] = frozenset()


@contextmanager
def open_ground(clone: Path, reports: Sequence[Path]) -> Iterator[Ground]:
    """Yield the measured functions of the HEAD of a clone; its index works while the clone is open."""
    with open_repository(str(clone)) as repository:
        head = repository.resolve(Range("HEAD", "HEAD")).head
        entries = repository.tree(head)

        def fill() -> FactStore:
            store = MemoryStore()
            ensure_facts(head.tree, entries, store, read=repository.read, spread=spread_work)
            return store

        def read(paths: Collection[str]) -> dict[str, bytes | None]:
            found = repository.read([f"{head.tree}:{path}" for path in paths])
            return {p: data if isinstance(data := found[f"{head.tree}:{p}"], bytes) else None for p in paths}

        blobs = {entry.path: entry.blob for entry in entries}
        index = RevisionIndex(lambda: blobs, fill, read=read, classify=classify_file)
        coverage = _lay_reports(index, clone, reports)
        left_out: Counter[str] = Counter()
        functions = tuple(f for path in sorted(coverage) for f in _measure_file(index, path, coverage[path], left_out))
        contexts = frozenset(name for file in coverage.values() for names in file.tests.values() for name in names)
        yield Ground(clone.absolute().name, index, functions, left_out, contexts)


def _lay_reports(index: Index, clone: Path, reports: Sequence[Path]) -> dict[str, FileCoverage]:
    texts = {path: text for path in index.paths if (text := index.read(path)) is not None}
    modules = {
        found[1]: path.removesuffix("go.mod").removesuffix("/")
        for path in texts
        if path.rpartition("/")[2] == "go.mod" and (found := _MODULE.search(texts[path].decode("utf-8", "replace")))
    }
    files: dict[str, FileCoverage] = {}
    for place in reports:
        report = read_report(place.read_bytes())
        hints = Hints(top=clone.resolve().as_posix(), roots=report.roots, modules=modules, place="")
        files = join_files(files, lay_report(report, index.paths, texts, hints).files)
    return files


def _measure_file(index: Index, path: str, file: FileCoverage, left_out: Counter[str]) -> Iterator[Measured]:
    source = index.source(path)
    if source is None or not source.language:
        return
    outermost = [scope for scope in source.functions if not _is_inner(scope)]
    if source.file_class not in MEASURED_CLASSES:
        left_out[f"{source.file_class} file"] += len(outermost)
        return
    for scope in outermost:
        found = _measure(source, scope, file)
        if isinstance(found, str):
            left_out[found] += 1
        else:
            yield found


def _measure(source: Source, scope: Scope, file: FileCoverage) -> Measured | str:
    """Return a function with what ran of its body, or why it says nothing."""
    body = scope.body
    if body is None or any(map(_ABSTRACT.search, decorators_of(scope.node, source.kinds.decorators))):
        return "abstract"
    if _is_stub(source, scope):
        return "stub"
    # The line of a definition runs when its file is loaded, and with it what stands beside it.
    start = body.start_point[0] + 1
    is_block = text_of(body).startswith("{")
    first = start + 1 if is_block or start == scope.line else start
    lines = frozenset(range(first, body.end_point[0] + 2))
    ran, missed = lines & file.ran, lines & file.missed
    if scope.line == scope.end_line:
        return "on one line"
    if not ran and not missed:
        return "not measured"
    tests = _find_tests(file.tests, ran)
    if file.tests and ran and not tests:
        return "ran outside of tests only"
    return Measured(source.path, scope, source.language or "", bool(ran), tests)


def _find_tests(tests: Mapping[int, frozenset[str]], lines: frozenset[int]) -> frozenset[str]:
    return frozenset(name for line in lines for name in tests.get(line, ()) if name)


def _is_stub(source: Source, scope: Scope) -> bool:
    body = scope.body
    if body is None:
        return True
    if source.language != "python":
        return bool(_STUB.fullmatch(text_of(body).strip()))
    statements = [n for n in body.children if n.type != "comment"]
    if statements and _is_docstring(statements[0]):
        statements = statements[1:]
    return len(statements) <= 1 and bool(_STUB.fullmatch("".join(map(text_of, statements)).strip()))


def _is_docstring(statement: "Node") -> bool:
    return statement.type == "expression_statement" and [n.type for n in statement.children] == ["string"]


def _is_inner(scope: Scope) -> bool:
    owner = scope.owner
    while owner is not None and owner.role != "function":
        owner = owner.owner
    return owner is not None
