"""This module holds what a function does that others may do as well: calls, decorators, errors, its head."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, decorators_of, descendants, statements_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.calls.plain_callees import is_builtin, is_raised

if TYPE_CHECKING:
    from tree_sitter import Node

_PLAIN = compile_late(r"[A-Za-z_$][\w$.:]*!?$")
_NAME = compile_late(r"[A-Za-z_$][\w$.]*")
_MARK = compile_late(r"[@#\[!\s]*([A-Za-z_$][\w$.:]*)")
_LONGEST = 60
# What wraps a value in Rust is no call of anything.
WRAPPING = frozenset({"Ok", "Err", "Some"})


@dataclass(frozen=True, eq=False, slots=True)
class Member:
    """One function of a group, with its file."""

    source: Source
    scope: Scope


def read_habits(member: Member) -> frozenset[str]:
    """Return what a function does, each as words that follow "most functions": `call self.select`, `catch KeyError`."""
    source, scope = member.source, member.scope
    found = {f"carry {mark[0].strip()}" for text in _marks(member) if (mark := _MARK.match(text)) is not None}
    found |= _read_head(member)
    for node in descendants(scope.node):
        if node.type in source.kinds.calls:
            found |= _read_call(node, source)
        elif node.type in source.kinds.handlers:
            found |= {"catch errors", *_name_types(node, "catch")}
        elif node.type in source.kinds.raises:
            found |= {"raise errors", *_name_types(node, "raise")}
    return frozenset(found)


def _marks(member: Member) -> list[str]:
    return decorators_of(member.scope.node, member.source.kinds.decorators)


def _read_head(member: Member) -> set[str]:
    node, found = member.scope.node, set()
    if any(child.type == "async" for child in node.children):
        found.add("are async")
    if node.child_by_field_name("return_type") is not None:
        found.add("say what they return")
    first = next(iter(statements_of(member.scope.body)), None)
    if member.source.language == "python" and first is not None and _is_docstring(first):
        found.add("have a docstring")
    return found


def _is_docstring(statement: "Node") -> bool:
    inner = statement.named_children[0] if statement.named_children else statement
    return "string" in (statement.type, inner.type)


def _read_call(call: "Node", source: Source) -> set[str]:
    name = callee_of(call)
    if len(name) > _LONGEST or not _PLAIN.match(name) or name in WRAPPING or is_raised(call, name):
        return set()
    return set() if is_builtin(name, source.language or "") else {f"call {name}"}


def _name_types(node: "Node", verb: str) -> set[str]:
    """Return the first type that is caught or raised, where the line names one."""
    line = text_of(node).partition("\n")[0].partition(" as ")[0]
    names = [word for word in _NAME.findall(line) if word.rpartition(".")[2][:1].isupper()]
    return {f"{verb} {names[0]}"} if names else set()
