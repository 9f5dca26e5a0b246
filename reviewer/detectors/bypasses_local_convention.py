"""This module holds the detector of raw calls where the neighbours go through a wrapper."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.names import callee_of, line_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.calls.local_wrappers import (
    Custom,
    Wrapper,
    calls_in,
    count_custom,
    find_wrappers,
    shown,
    split_name,
    wraps,
)
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
        for raw, (call, scope) in _find_new_calls(file, source, removed).items():
            yield from _judge(raw, call, scope, source, view, options)


def _find_new_calls(file: ChangedFile, source: Source, removed: str) -> dict[str, tuple["Node", Scope]]:
    """Return the first call of each name that the change added, outside of what wraps it itself."""
    found: dict[str, tuple[Node, Scope]] = {}
    for scope in source.functions:
        if not file.touches(scope.line, scope.end_line):
            continue
        for call in calls_in(scope, source):
            raw, at = callee_of(call), line_of(call)
            is_new = at in file.change.added_lines and not is_moved(call, removed)
            last = raw.replace("::", ".").rpartition(".")[2]
            if is_new and len(last) >= _SHORTEST and last != split_name(scope)[1] and not wraps(scope, raw, source):
                found.setdefault(raw, (call, scope))
    return found


def _judge(raw: str, call: "Node", scope: Scope, source: Source, view: View, options: Options) -> Iterator[Hit]:
    most = int(number_in(options, "most_files"))
    for wrapper in find_wrappers(raw, scope, source, view.head, most):
        is_this = wrapper.scope.line == scope.line and wrapper.source.path == source.path
        if is_this or not view.base.find_definitions(wrapper.name, source.language or ""):
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
