"""This module holds the detector of raw calls where the neighbours go through a wrapper."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, line_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.calls.local_wrappers import (
    Custom,
    Wrapper,
    calls_in,
    calls_wrapper,
    count_custom,
    find_wrappers,
    shown,
    split_name,
    wraps,
)
from reviewer.detectors.calls.plain_callees import is_builtin, is_raised
from reviewer.detectors.intent.moved_code import is_moved, join_removed
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

if TYPE_CHECKING:
    from tree_sitter import Node

_LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go", "java", "rust"})
_SHORTEST = 3


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every new raw call that nearly all neighbours of the function make through a wrapper."""
    removed = join_removed(view)
    for file in view.files:
        source = view.head.source(file.path) if file.new is not None else None
        if source is None or source.language not in _LANGUAGES or file.file_class != "production":
            continue
        for raw, call, scope in _drop_moved(_find_new_calls(file, source, removed), view):
            yield from _judge(raw, call, scope, source, view, options)


def _find_new_calls(file: ChangedFile, source: Source, removed: str) -> dict[str, tuple["Node", Scope]]:
    """Return the first call of each name that the change added, outside of what wraps it itself."""
    found: dict[str, tuple[Node, Scope]] = {}
    for scope in source.functions:
        if not file.touches(scope.line, scope.end_line):
            continue
        for call in calls_in(scope, source):
            raw = callee_of(call)
            is_new = line_of(call) in file.change.added_lines and raw not in found and not is_moved(call, removed)
            if is_new and _may_be_wrapped(raw, call, scope, source) and not _made_before(raw, scope, file):
                found[raw] = (call, scope)
    return found


def _may_be_wrapped(raw: str, call: "Node", scope: Scope, source: Source) -> bool:
    last = raw.replace("::", ".").rpartition(".")[2]
    if len(last) < _SHORTEST or last == split_name(scope)[1] or wraps(scope, raw, source):
        return False
    return not is_builtin(raw, source.language or "") and not is_raised(call, raw)


def _made_before(raw: str, scope: Scope, file: ChangedFile) -> bool:
    """Tell whether the function made the call before the change."""
    old = file.old
    if old is None:
        return False
    same = (other for other in old.functions if split_name(other)[1] == split_name(scope)[1])
    return any(callee_of(call) == raw for other in same for call in calls_in(other, old))


def _drop_moved(found: dict[str, tuple["Node", Scope]], view: View) -> Iterator[tuple[str, "Node", Scope]]:
    """Yield the calls of which the change took out none elsewhere: what goes here and comes there has moved."""
    for raw, (call, scope) in found.items():
        written = compile_late(rf"(?<![\w.$:]){re.escape(raw)}\s*\(")
        lines = (line for file in view.files for hunk in file.change.hunks for line in hunk.deleted)
        if not any(raw in line and written.search(line) for line in lines):
            yield raw, call, scope


def _judge(raw: str, call: "Node", scope: Scope, source: Source, view: View, options: Options) -> Iterator[Hit]:
    most = int(number_in(options, "most_files"))
    for wrapper in find_wrappers(raw, scope, source, view.head, most):
        is_this = wrapper.scope.line == scope.line and wrapper.source.path == source.path
        if (
            is_this
            or calls_wrapper(scope, source, wrapper)
            or not view.base.find_definitions(wrapper.name, source.language or "")
        ):
            continue
        custom = count_custom(wrapper, raw, scope, source, view.head, most)
        if custom is not None and _is_custom(custom, options):
            yield _make_hit(raw, call, wrapper, custom, source)
            return


def _is_custom(custom: Custom, options: Options) -> bool:
    total = custom.wrapped + custom.raw
    return total >= number_in(options, "least_neighbours") and custom.wrapped >= number_in(options, "share") * total


def _make_hit(raw: str, call: "Node", wrapper: Wrapper, custom: Custom, source: Source) -> Hit:
    at, line, path = line_of(call), wrapper.scope.line, wrapper.source.path
    values = {
        "raw": raw,
        "wrapper": shown(wrapper),
        "wrapped": str(custom.wrapped),
        "total": str(custom.wrapped + custom.raw),
        "neighbours": f"methods of {wrapper.owner}" if wrapper.is_method else "functions in this folder",
    }
    related = (Related(path, line, wrapper.scope.end_line, wrapper.scope.symbol, f"wraps `{raw}`"),)
    return Hit(source.path, at, at, symbol=source.symbol_at(at), values=values, related=related)
