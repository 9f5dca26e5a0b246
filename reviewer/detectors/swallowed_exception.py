"""This module holds the detector of failures that are caught and dropped."""

from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.syntax.handlers import Handler, find_handlers, is_broad
from reviewer.change.syntax.names import callee_of, descendants, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.intent.deliberate_silence import is_deliberate
from reviewer.engine.hit import Hit, Options

_NOTHING = compile_late(r"(pass|\.\.\.|\(\)|;|nil|Unit)?;?$")
_JUMP = compile_late(r"(continue|break|next)\w*;?$")
_CONSTANT = compile_late(
    r"(return)?(None|null|nil|undefined|NULL|nullptr|True|False|true|false|-?\d[\d_.]*|\[\]|\{\}|\(\)|dict\(\)|list\(\)|"
    r"set\(\)|\"[^\"{}]*\"|'[^'{}]*')?;?$"
)
_CONVERTS = compile_late(r"\b(Integer|Float|Rational|parse\w*|strptime|iso8601|constantize|decode\w*)\(")
_PLAIN = compile_late(r"[\w$.:>\\!?-]+$")
_SMALL = compile_late(r"(isinstance|len|str|int|float|bool|list|dict|set|getattr|hasattr|type|String|Number|\w+\.get)$")


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the detectors' shape
    """Yield every handler that catches nearly everything and drops it, where nothing says that this is meant."""
    for handler in find_handlers(source):
        case = _judge(source, handler)
        if case and is_broad(handler) and not is_deliberate(source, handler):
            values = {
                "handler": handler.head,
                "call": _name_guarded(source, handler),
                "body": "; ".join(" ".join(text_of(n).split()) for n in handler.statements),
            }
            symbol = source.symbol_at(handler.line)
            yield Hit(source.path, handler.line, handler.end_line, symbol=symbol, case=case, values=values)


def _judge(source: Source, handler: Handler) -> str:
    """Return the case that a handler's body makes, or an empty string when it does something."""
    if handler.head == "recover()":
        return "panic"
    texts = [squeeze(text_of(n)) for n in handler.statements]
    if handler.node.type == "rescue_modifier":
        return "modifier" if texts == ["nil"] and not _CONVERTS.search(_name_guarded(source, handler)) else ""
    if source.language == "ruby" and texts:
        return "fallback" if _CONSTANT.match(texts[-1]) and len(texts) == 1 else ""
    if all(_NOTHING.match(text) for text in texts):
        return "silent" if source.language == "python" else "empty"
    if len(texts) == 1 and (_JUMP.match(texts[0]) or _CONSTANT.match(texts[0])):
        return "silent" if source.language == "python" else "fallback"
    return ""


def _name_guarded(source: Source, handler: Handler) -> str:
    """Return the first telling call that the handler guards, or the first line of what it guards."""
    nodes = (node for statement in handler.guarded for node in (statement, *descendants(statement)))
    names = [callee_of(node) for node in nodes if node.type in source.kinds.calls]
    plain = [name for name in names if _PLAIN.match(name)]
    telling = next((name for name in plain if not _SMALL.match(name)), plain[0] if plain else "")
    if telling:
        return f"{telling}()"
    first = text_of(handler.guarded[0]) if handler.guarded else ""
    return first.split("\n")[0].strip() or "the guarded code"
