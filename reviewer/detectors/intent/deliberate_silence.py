"""This module holds the signs that a failure was dropped on purpose."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.handlers import Handler
from reviewer.change.syntax.names import ancestors, callee_of, decorators_of, descendants, end_line_of, line_of, text_of
from reviewer.change.syntax.source import Scope, Source

if TYPE_CHECKING:
    from tree_sitter import Node

# What a linter is told is not what a reader is told; and a promise to do it later explains nothing.
_DIRECTIVE = compile_late(
    r"noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|"
    r"pragma:?\s*no\s*cover|pylint:[^#]*|type:\s*ignore\S*|nosec\S*|nolint\S*|eslint-disable[\w\- /,@]*|"
    r"NOSONAR|NOPMD|noinspection \w+|biome-ignore[^:]*:?|(TODO|FIXME|XXX|HACK).*",
    re.IGNORECASE,
)
_WORD = compile_late(r"[^\W\d_]{3,}")
_EXCUSE = compile_late(
    r"best[- ]effort|ignor|optional|may (fail|not)|might (fail|not)|non[- ]?(fatal|critical|blocking)|"
    r"never (raise|throw|fail)|(not|n't) (raise|throw|fail|crash|break|block)|silent|swallow|"
    r"fall(s|ing)?[- ]?(back|through)|if available|"
    r"if possible|gracefully|tolerat|defensive|(None|null|nil|empty|default)\b.{0,40}\b(if|on|when|otherwise)\b|"
    r"\b(if|on|when)\b.{0,60}\b(fail|error|exception|unavailable|missing|cannot|can't|unable|invalid)",
    re.IGNORECASE,
)
_CLEANUP = compile_late(
    r"(closes?|kill|unlink|rollback|shutdown|dispose|clean(up)?|remove|rm|rmtree|rmdir|cancel|terminate|stop|disconnect|"
    r"destroy|release|free|delete|del|abort|detach|teardown|unsubscribe|unregister|flush|revoke|quit|reap|drain|unlock|"
    r"end|finish|dismiss|clear|reset|purge|evict|invalidate|join|unmount|uninstall|deregister|restore|sigkill|sigterm|"
    r"finalize|unbind|unwatch|unref|logout|exit|discard|hangup)$"
)
_SHELL_CLEANUP = compile_late(r"[\"'`](rm -|rmdir |kill |pkill |taskkill )")
_PROBE = compile_late(
    r"(is|has|can|supports?|exists|check|probe|detect|should|does|was|contains|try|maybe|validate|ping|guess|safe|safely|"
    r"parse|coerce|attempt|quiet|quietly|silent|silently|ignore|optional|peek|sniff|available|looks|alive|healthy|valid|"
    r"health|best|tolerant|lenient|hint|fallback)$"
)
_FINALIZERS = frozenset(
    {"__del__", "__exit__", "__aexit__", "finalize", "deinit", "Dispose", "DisposeAsync", "onDestroy"}
)
_REPORTING = compile_late(
    r"(^|[/_.-])(telemetry|analytics|metrics?|tracing|observability|sentry|posthog|tracking|instrumentation|"
    r"logging|loggers?|log)([/_.-]|$)",
    re.IGNORECASE,
)
_WORDS = compile_late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_IMPORTS = frozenset({"import_statement", "import_from_statement", "import_declaration"})
_WAITS = compile_late(r"(^|[._])(sleep\w*|delay|wait\w*|backoff|setTimeout|After|poll\w*|Sleep|await_\w+)$")
_LOGS = compile_late(
    r"(^|[._])(\w*[lL]og(ger|ging|f|ln)?|get\w*[lL]ogger|console|print(ln|f)?)\b|\.(debug|info|warn|warning)$"
)
_SMALL = compile_late(r"(len|str|repr|int|join|format|String|\w+\.(join|format|get|toString))$")
_IGNORED = compile_late(r"\b(ignored?|expected|unused|swallow\w*)\b", re.IGNORECASE)
_SHORT = 3


def is_deliberate(source: Source, handler: Handler) -> bool:
    """Tell whether a comment, a name or the kind of work says that a dropped failure is meant."""
    function = source.function_at(handler.line)
    return (
        bool(_IGNORED.search(handler.head))
        or bool(_REPORTING.search(source.path))
        or _is_explained(source, handler)
        or _is_probe(source, handler, function)
        or _is_cleanup(source, handler, function)
        or _is_report(source, handler)
        or _is_import_guard(source, handler)
        or _is_polling(source, handler)
        or _is_documented(source, function)
    )


def _is_explained(source: Source, handler: Handler) -> bool:
    column = handler.node.start_point[1]
    around = source.nodes["tries"]
    tries = {line_of(t) - 1 for t in around if line_of(t) <= handler.line <= end_line_of(t)}
    for comment in source.nodes["comments"]:
        line, text = line_of(comment), _DIRECTIVE.sub("", text_of(comment))
        inside = handler.line <= line <= handler.end_line and comment.start_byte >= handler.node.start_byte
        below = line == handler.end_line + 1 and comment.start_point[1] > column
        above = line == handler.line - 1 and comment.start_point[1] == column
        if (inside or below or above) and _WORD.search(text):
            return True
        if line in tries and _EXCUSE.search(text):
            return True
    return False


def _is_probe(source: Source, handler: Handler, function: Scope | None) -> bool:
    returned = [text_of(n).lower() for n in handler.statements]
    if any(re.search(r"\b(true|false)\b", text) for text in returned):
        return True
    if function is None:
        return False
    words = _words_of(function.name)
    head = text_of(function.node).split("\n")[0]
    asked = bool(words) and bool(
        _PROBE.match(words[0]) or words[-2:-1] == ["or"] or words[-1] in ("safe", "safely", "quietly")
    )
    return asked or (bool(re.search(r"->\s*bool\b", head)) and source.language == "python")


def _is_cleanup(source: Source, handler: Handler, function: Scope | None) -> bool:
    if function is not None:
        words = _words_of(function.name)
        if function.name in _FINALIZERS or function.name.startswith("~") or (words and _CLEANUP.match(words[0])):
            return True
        if any("atexit" in mark for mark in decorators_of(function.node, source.kinds.decorators)):
            return True
    if any(_SHELL_CLEANUP.search(text_of(n)) for n in handler.guarded[:_SHORT]):
        return True
    verbs = [_words_of(name.rsplit(".", 1)[-1].rsplit("::", 1)[-1]) for name in _callees(source, handler.guarded)]
    cleaning = [words for words in verbs if words and (_CLEANUP.match(words[0]) or _CLEANUP.match(words[-1]))]
    return bool(cleaning) and (len(handler.guarded) <= _SHORT or len(cleaning) * 2 >= len(verbs))


def _is_report(source: Source, handler: Handler) -> bool:
    """A failure to log has nowhere to be told."""
    names = [name for name in _callees(source, handler.guarded) if not _SMALL.match(name)]
    return sum(bool(_LOGS.search(name)) for name in names) * 2 > len(names)


def _is_import_guard(source: Source, handler: Handler) -> bool:
    if any(n.type in _IMPORTS for n in handler.guarded):
        return True
    return any(name in ("require", "import", "importlib.import_module") for name in _callees(source, handler.guarded))


def _is_polling(source: Source, handler: Handler) -> bool:
    """Try until it works: the loop around the handler waits and goes round again."""
    for around in ancestors(handler.node):
        if around.type in source.kinds.functions:
            return False
        if around.type in source.kinds.loops:
            return any(_WAITS.search(name) for name in _callees(source, (around,)))
    return False


def _is_documented(source: Source, function: Scope | None) -> bool:
    if function is None:
        return False
    body = function.body
    first = body.named_children[0] if body is not None and body.named_children else None
    doc = text_of(first) if first is not None and first.child_count and text_of(first)[:1] in "\"'ruf" else ""
    ends = {line_of(function.node) - 1}
    above = [text_of(c) for c in source.nodes["comments"] if end_line_of(c) in ends]
    return bool(_EXCUSE.search(doc[:2000])) or any(_EXCUSE.search(text) for text in above)


def _callees(source: Source, nodes: "tuple[Node, ...]") -> Iterator[str]:
    for top in nodes:
        for node in (top, *descendants(top)):
            if node.type in source.kinds.calls:
                yield callee_of(node)
            elif node.type == "delete_statement":
                yield "del"


def _words_of(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(name.rsplit(".", 1)[-1])]
