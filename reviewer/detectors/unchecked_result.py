"""This module holds the detector of results that are dropped: errors, coroutines, and values that all others use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import SCRIPTS
from reviewer.change.syntax.names import ancestors, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.calls.dropped_calls import Usage, fate_of, find_usage, is_quiet, name_called
from reviewer.detectors.intent.moved_code import is_moved, join_removed
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.callees import Callee, resolve_callee
from reviewer.index.revision import Index
from reviewer.index.view import View
from reviewer.model.finding import Related

if TYPE_CHECKING:
    from tree_sitter import Node

_LANGUAGES = SCRIPTS | {"python", "go", "rust", "java"}
# Whose error nobody can act upon, or that say by their name that they only report.
_EXCUSED = compile_late(
    r"(?i)(must|try)?(close|write|fprint|print|flags?|flush|sync|remove|cleanup|clean_up|rollback|unlock|release|kill|"
    r"stop|shutdown|log|track|emit|notify|set\w*deadline|markflag|send|drop|register|unregister|touch)(?![a-z])"
)
_DELIBERATE = compile_late(
    r"(?i)fire[- ]and[- ]forget|background|best[- ]effort|ignor|no-floating-promises|nolint|errcheck|not await|"
    r"no await|without await|do(n't| not) (a?wait|block)|intentional|detached|asynchronously"
)
_ERROR = compile_late(r"(^|[\s,(])error\)?$")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every new call that drops what the function returns, where the other callers do not."""
    removed = join_removed(view)
    for file in view.files:
        source = view.head.source(file.path) if file.new is not None else None
        if source is None or source.language not in _LANGUAGES or source.confidence < 1:
            continue
        if file.file_class in ("production", "script"):
            yield from _find_in_source(file, source, view.head, options, removed)


def _find_in_source(file: ChangedFile, source: Source, index: Index, options: Options, removed: str) -> Iterator[Hit]:
    for call in source.nodes["calls"]:
        at = line_of(call)
        if at not in file.change.added_lines or is_moved(call, removed):
            continue
        fate = fate_of(call)
        if fate in ("bare", "blank") and not _is_excused(call, source):
            yield from _judge(call, source, index, options)


def _judge(call: "Node", source: Source, index: Index, options: Options) -> Iterator[Hit]:
    callee = resolve_callee(call, source, index)
    if source.language in ("go", "rust"):
        if _gives_error(call, callee, source, index):
            yield from _weigh("error", call, source, callee, index, options)
            return
        if fate_of(call) == "blank":
            return
    if callee is None:
        return
    if _is_async(callee) and fate_of(call) == "bare":
        yield from _judge_coroutine(call, source, callee, index, options)
    elif fate_of(call) == "bare" and is_quiet(callee):
        yield from _weigh("value", call, source, callee, index, options)


def _weigh(
    case: str, call: "Node", source: Source, callee: Callee | None, index: Index, options: Options
) -> Iterator[Hit]:
    usage = find_usage(call, source, callee, index, int(number_in(options, "most_files")))
    share = number_in(options, "error_share" if case == "error" else "value_share")
    if usage is None or usage.total < number_in(options, "least_callers") or usage.taken < share * usage.total:
        return
    yield _make_hit(case, call, source, callee, usage)


def _judge_coroutine(call: "Node", source: Source, callee: Callee, index: Index, options: Options) -> Iterator[Hit]:
    if source.language == "python":
        yield _make_hit("await", call, source, callee, Usage(0, 0))
        return
    around = next((a for a in ancestors(call) if a.type in source.kinds.functions), None)
    if around is None or not any(c.type == "async" for c in around.children):
        return  # nothing could wait here
    usage = find_usage(call, source, callee, index, int(number_in(options, "most_files")))
    if usage is not None and usage.total and usage.taken >= number_in(options, "error_share") * usage.total:
        yield _make_hit("promise", call, source, callee, usage)


def _make_hit(case: str, call: "Node", source: Source, callee: Callee | None, usage: Usage) -> Hit:
    at = line_of(call)
    values = {"name": name_called(call), "taken": str(usage.taken), "total": str(usage.total)}
    related: tuple[Related, ...] = ()
    if callee is not None:
        symbol = callee.source.symbol_at(callee.line)
        related = (Related(callee.source.path, callee.line, callee.line, symbol, "is defined here"),)
    return Hit(source.path, at, at, symbol=source.symbol_at(at), case=case, values=values, related=related)


def _gives_error(call: "Node", callee: Callee | None, source: Source, index: Index) -> bool:
    if callee is not None:
        returned = callee.node.child_by_field_name("result") or callee.node.child_by_field_name("return_type")
        text = " ".join(text_of(returned).split())
        return bool(_ERROR.search(text)) if source.language == "go" else "Result" in text.split("<")[0]
    return source.language == "go" and _all_give_error(call, index)


def _all_give_error(call: "Node", index: Index) -> bool:
    """Tell whether every method of a name in the repository returns an error last: whichever it is, it does."""
    target = call.child_by_field_name("function")
    if target is None or target.type != "selector_expression":
        return False
    name = name_called(call)
    sites = [s for s in index.find_definitions(name, "go") if s.unit.role == "function"]
    if not 0 < len(sites) <= _MOST_METHODS or not all(s.unit.owner for s in sites):
        return False
    return all(_returns_error(index.source(s.path), s.unit.line) for s in sites)


_MOST_METHODS = 6


def _returns_error(source: Source | None, line: int) -> bool:
    for scope in source.functions if source is not None else ():
        if scope.line == line:
            return bool(_ERROR.search(" ".join(text_of(scope.node.child_by_field_name("result")).split())))
    return False


def _is_async(callee: Callee) -> bool:
    if not any(c.type == "async" for c in callee.node.children):
        return False
    around = callee.node.parent
    return around is None or around.type != "decorated_definition"


def _is_excused(call: "Node", source: Source) -> bool:
    """Tell whether the name of the function or a word beside the call says that the result may go."""
    if _EXCUSED.match(name_called(call)):
        return True
    at = line_of(call)
    return any(_DELIBERATE.search(source.line_text(line)) for line in (at, at - 1, at - 2))
