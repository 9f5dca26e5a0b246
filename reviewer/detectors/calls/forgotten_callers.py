"""This module holds functions whose parameters a change altered, with the calls that it left alone and that broke."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.names import ancestors, decorators_of
from reviewer.change.syntax.signatures import Signature, read_signature
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.calls.unfitting_calls import Misfit, explain, find_misfit, is_read, is_written
from reviewer.index.callees.bindings import find_occurrences
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

_CONSTRUCTORS = frozenset({"__init__", "constructor"})
_REACH = 4


@dataclass(frozen=True, eq=False, slots=True)
class Altered:
    """A function that stands on both sides of a file with different parameters."""

    file: ChangedFile
    scope: Scope
    before: Signature
    after: Signature


@dataclass(frozen=True, eq=False, slots=True)
class Forgotten:
    """A function of the new side with the calls elsewhere that fitted before, each with its path."""

    path: str
    scope: Scope
    misfits: tuple[tuple[str, Misfit], ...]


def find_forgotten(view: View, most_files: int, most_functions: int) -> Iterator[Forgotten]:
    """Yield the functions of a change whose unchanged callers no longer fit; no more than these are looked at."""
    for altered in islice(find_altered(view), most_functions):
        misfits = tuple(_find_broken(altered, view, most_files))
        if misfits:
            yield Forgotten(altered.file.path, altered.scope, misfits)


def find_altered(view: View) -> Iterator[Altered]:
    """Yield the functions whose parameters a change altered, in the order of the text."""
    for file in view.files:
        if file.old is None or file.new is None or not is_read(file.new) or not is_read(file.old):
            continue
        before, after = _index_by_symbol(file.old), _index_by_symbol(file.new)
        for symbol, scope in after.items():
            old = before.get(symbol)
            if scope is None or old is None or not file.touches(scope.line, scope.end_line):
                continue
            was, now = _read(old, file.old), _read(scope, file.new)
            if was is not None and now is not None and was != now and _decorators(old) == _decorators(scope):
                yield Altered(file, scope, was, now)


def _index_by_symbol(source: Source) -> dict[str, Scope | None]:
    """Return the functions by their symbol; None for one that several share."""
    found: dict[str, Scope | None] = {}
    for scope in source.functions:
        found[scope.symbol] = None if scope.symbol in found else scope
    return found


def _read(scope: Scope, source: Source) -> Signature | None:
    return read_signature(scope.node, source.language or "")


def _decorators(scope: Scope) -> list[str]:
    return decorators_of(scope.node, frozenset({"decorator"}))


def _find_broken(altered: Altered, view: View, most_files: int) -> Iterator[tuple[str, Misfit]]:
    scope, language = altered.scope, altered.file.language or ""
    name = scope.name.rpartition(".")[2]
    words = [name]
    if name in _CONSTRUCTORS and scope.owner is not None:
        name = scope.owner.name
        words = [name, "super"]
    paths = {altered.file.path, *(site.path for site in view.head.find_mentions(name, language))}
    for path in sorted(paths) if len(paths) <= most_files else ():
        source = view.head.source(path)
        if source is None or not is_read(source):
            continue
        changed = view.by_path.get(path)
        added = changed.change.added_lines if changed is not None else {}
        for call in _find_calls(source, words):
            misfit = find_misfit(call, source, view.head) if not is_written(call, added) else None
            if misfit is not None and _broke(misfit, altered, source):
                yield path, misfit


def _find_calls(source: Source, words: list[str]) -> Iterator["Node"]:
    """Yield the calls of a name: those whose callee ends with it, or with a method of it."""
    seen: set[int] = set()
    for word in words:
        for node in find_occurrences(source, word) or ():
            near = islice(ancestors(node), _REACH)
            for call in (a for a in near if a.type in source.kinds.calls and a.id not in seen):
                seen.add(call.id)
                yield call


def _broke(misfit: Misfit, altered: Altered, source: Source) -> bool:
    """Tell whether a call reaches the altered function and fitted it before."""
    if misfit.callee.place != (altered.file.path, altered.scope.line):
        return False
    is_bound = len(misfit.callee.signature.parameters) < len(altered.after.parameters)
    before = altered.before.bind() if is_bound else altered.before
    return before is not None and explain(before, misfit.given, source) is None
