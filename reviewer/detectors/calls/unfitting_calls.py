"""This module holds calls that cannot fit the one function that they reach, and what excuses them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, end_line_of, line_of, text_of
from reviewer.change.syntax.signatures import Call, Signature, fit, read_call
from reviewer.change.syntax.source import Source
from reviewer.index.callees import Callee, resolve_callee
from reviewer.index.revision import Index
from reviewer.model.change import FileClass

if TYPE_CHECKING:
    from tree_sitter import Node

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go", "java", "rust"})
_READ: frozenset[FileClass] = frozenset({"production", "script", "test", "example"})
# Almost no byte may stand in a syntax error: what an error swallows may be an argument or a parameter.
_READABLE = 0.99
_SILENCED = compile_late(
    r"type:\s*ignore|pyright:\s*ignore|@ts-(?:expect-error|ignore|nocheck)|pylint:\s*disable|\bnoqa\b"
)
_EXPECTS_FAILURE = compile_late(r"\b(?:raises|assertRaises\w*|suppress)\b")


@dataclass(frozen=True, eq=False, slots=True)
class Misfit:
    """A call with the function that it reaches and why the two do not fit."""

    call: "Node"
    callee: Callee
    given: Call
    reason: str

    @property
    def line(self) -> int:
        """The line on which the call starts."""
        return line_of(self.call)


def is_read(source: Source | None) -> bool:
    """Tell whether calls and signatures of a source are looked at."""
    if source is None or source.language not in LANGUAGES or source.file_class not in _READ:
        return False
    return source.confidence >= _READABLE


def find_misfit(call: "Node", source: Source, index: Index) -> Misfit | None:
    """Return why a call cannot fit the function that it reaches, or None where it fits or nothing is certain."""
    given = read_call(call, source.language or "") if not call.has_error else None
    callee = resolve_callee(call, source, index) if given is not None else None
    if given is None or callee is None or not is_read(callee.source):
        return None
    reason = explain(callee.signature, given, source)
    if reason is None or _is_excused(call, source):
        return None
    return Misfit(call, callee, given, reason)


def explain(signature: Signature, given: Call, source: Source) -> str | None:
    """Return why what is given does not fit; in JavaScript whatever is missing is allowed to be."""
    return fit(signature.loosen() if source.language == "javascript" else signature, given)


def is_written(call: "Node", lines: "frozenset[int] | dict[int, str]") -> bool:
    """Tell whether some lines hold a part of a call itself, and not only of what its arguments hold."""
    arguments = call.child_by_field_name("arguments")
    parts = [*call.children, *(arguments.children if arguments is not None else [])]
    own = {line_of(part) for part in parts} | {end_line_of(call)}
    return any(line in lines for line in own)


def _is_excused(call: "Node", source: Source) -> bool:
    """Tell whether the author knows: a type checker is silenced here, or the call is meant to fail."""
    first = line_of(call)
    near = [source.line_text(n) for n in (first - 1, first, end_line_of(call))]
    if any(_SILENCED.search(text) for text in near):
        return True
    for around in ancestors(call):
        if around.type == "with_statement":
            clause = next((c for c in around.named_children if c.type == "with_clause"), None)
            if _EXPECTS_FAILURE.search(text_of(clause)):
                return True
    return False
