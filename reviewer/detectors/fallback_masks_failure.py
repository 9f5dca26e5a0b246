"""This module holds the detector of failures that are answered with data which looks like a result."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, callee_of, descendants, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors import swallowed_exception
from reviewer.detectors.fallbacks.answers import Answer, find_answers, name_failed
from reviewer.detectors.fallbacks.invented import (
    claims_success,
    find_invention,
    is_empty,
    is_plausible,
    says_invention,
    words_of,
)
from reviewer.detectors.intent.deliberate_silence import is_deliberate
from reviewer.engine.hit import Hit, Options

if TYPE_CHECKING:
    from tree_sitter import Node

_MEANT = frozenset(
    {
        "mock",
        "mocks",
        "mocked",
        "fake",
        "demo",
        "test",
        "tests",
        "testing",
        "dry",
        "simulate",
        "simulated",
        "simulation",
    }
    | {"sandbox", "offline", "preview", "dev", "development", "sample", "samples", "example", "dummy", "stub", "debug"}
    | {"storybook", "story", "fixture", "fixtures", "playground", "placeholder", "skeleton", "benchmark", "seed"}
)
_TELLS = compile_late(
    r"(?:^|[._])(?:\w*[lL]og(?:ger|ging|f|ln)?|console|print(?:ln|f)?|warn\w*|captureException|capture_exception|"
    r"report\w*|record\w*|notify\w*|emit\w*|set\w*Error|on[Ee]rror|show\w*|toast\w*|track\w*|slog|add_error|append)\b"
    r"|\.(?:debug|info|warn|warning|error|exception|Debug|Info|Warn|Error)$"
)
_WEBHOOK = compile_late(r"(?i)webhook|callback|health|ready|alive|ping|probe|middleware|catch_?all")
_GO_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})
_GO_FAILS = compile_late(r"\berror\)?$")
_GO_NOTHING = compile_late(r"(?:nil|\"\"|``|0|false|(?:\[\]|map\[\w+\])?[\w.*]+\{\})$")
# A failure of one of these is an answer.
_ASKS = compile_late(
    r"(?:^|\.)(?:L?[sS]tat|Abs|Rel|Getwd|LookPath|Lookup\w*|EvalSymlinks|UserHomeDir|Atoi|Parse\w*)\(\)$"
)
_WORD = compile_late(r"[^\W\d_]{3,}")


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:
    """Yield the answers to a failure that a caller cannot tell from a result."""
    silent = {hit.line for hit in swallowed_exception.find_in_source(source, options)}
    told: set[int] = set()
    for answer in find_answers(source):
        handler = answer.handler
        if handler.line in silent or handler.line in told or _raises(source, handler.statements):
            continue
        found = _judge(source, answer)
        if found is not None:
            case, value = found
            told.add(handler.line)
            values = {"handler": handler.head[:80], "call": name_failed(source, handler), "value": value}
            symbol = source.symbol_at(handler.line)
            yield Hit(source.path, handler.line, handler.end_line, symbol=symbol, case=case, values=values)


def _judge(source: Source, answer: Answer) -> tuple[str, str] | None:
    """Return the case that an answer makes and the value it gives, or None where nothing speaks against it."""
    invented = _find_invention(source, answer)
    if invented:
        return None if _is_meant(source, answer) else ("invented", invented)
    if answer.kind in ("operator", "missing", "expected"):
        return None
    if answer.kind in ("failure", "request"):
        success = next((value for value in answer.values if claims_success(value)), None)
        if success is not None:
            return None if _is_answered(source, answer) else ("success", _show(success))
    if is_deliberate(source, answer.handler):
        return None
    if source.language == "go" and answer.kind == "failure":
        return _judge_go(source, answer)
    return _judge_value(answer)


def _judge_value(answer: Answer) -> tuple[str, str] | None:
    if len(answer.given) != 1:
        return None
    value = answer.given[0]
    if answer.kind == "failure":
        return ("constant", _show(value)) if is_plausible(value) else None
    return ("refused", _show(value)) if is_empty(value) or is_plausible(value) else None


def _judge_go(source: Source, answer: Answer) -> tuple[str, str] | None:
    """Judge `if err != nil` in a named function that can return an error, and returns nothing and none."""
    handler, values = answer.handler, answer.values
    last = handler.statements[-1]
    function = source.function_at(handler.line)
    if last.type != "return_statement" or len(handler.statements) != 1 or not values or function is None:
        return None
    inner = next((n for n in ancestors(handler.node) if n.type in _GO_FUNCTIONS), None)
    if inner != function.node or _ASKS.search(name_failed(source, handler)):
        return None
    fails = _GO_FAILS.search(text_of(function.node.child_by_field_name("result")))
    nothing = all(_GO_NOTHING.match(squeeze(text_of(value))) for value in values)
    return ("cleared", _show(last)) if fails and nothing else None


def _find_invention(source: Source, answer: Answer) -> str:
    sent = () if answer.kind in ("missing", "operator") else answer.values
    quiet = [value for value in sent if not _TELLS.search(callee_of(value))]
    named = find_invention(answer.given) or find_invention(quiet)
    if named or answer.kind == "operator":
        return named
    handler = answer.handler
    for comment in source.nodes["comments"]:
        if handler.line <= line_of(comment) <= handler.end_line and says_invention(text_of(comment)):
            return " ".join(text_of(comment).split())[:80] if answer.values else ""
    return ""


def _is_meant(source: Source, answer: Answer) -> bool:
    """Tell whether what stands around an answer says that it is for tests, demos or dry runs."""
    scope = source.scope_at(answer.handler.line)
    around = [*source.path.split("/"), scope.symbol if scope else "", answer.handler.head]
    around += [text_of(node)[:300] for node in answer.handler.guarded]
    for node in ancestors(answer.handler.node):
        if node.type in source.kinds.functions:
            break
        around += [text_of(node.child_by_field_name("condition"))[:300]] if node.type in source.kinds.ifs else []
    return any(not _MEANT.isdisjoint(words_of(text)) for text in around)


def _is_answered(source: Source, answer: Answer) -> bool:
    """Tell whether a success is what the other side must be told, whatever happened here."""
    function = source.function_at(answer.handler.line)
    name = function.symbol if function else ""
    handler = answer.handler
    comments = (c for c in source.nodes["comments"] if handler.line <= line_of(c) <= handler.end_line)
    explained = any(_WORD.search(text_of(comment)) for comment in comments)
    return explained or bool(_WEBHOOK.search(name) or _WEBHOOK.search(source.path))


def _raises(source: Source, statements: "tuple[Node, ...]") -> bool:
    kinds = source.kinds.raises
    return any(n.type in kinds for s in statements for n in (s, *descendants(s)))


def _show(node: "Node") -> str:
    text = " ".join(text_of(node).split())
    return text if len(text) <= 80 else f"{text[:79]}…"
