"""This module holds functions that wrap a call, and how many of their neighbours go through them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import (
    ancestors,
    arguments_of,
    callee_of,
    descendants,
    squeeze,
    statements_of,
    text_of,
)
from reviewer.change.syntax.outline import parameters_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.index.revision import COMMON, Index

if TYPE_CHECKING:
    from tree_sitter import Node

_NAME = compile_late(r"[A-Za-z_$][\w$]*")
_PLAIN = compile_late(r"[A-Za-z_$][\w$.:]*$")
# A longer function does more than wrap.
_MOST_STATEMENTS = 6
_MOST_LINES = 20
_ASSIGNMENTS = frozenset(
    {"assignment", "short_var_declaration", "variable_declarator", "assignment_statement", "let_declaration"}
)
_PLAIN_LIST = compile_late(r"\w+(?:,\w+)*+$")
_LONGEST_CHAIN = 20
# What stands around an expression and leaves it as it is.
_PEELED = frozenset(
    {"expression_statement", "return_statement", "return_expression", "await", "await_expression", "try_expression"}
    | {"parenthesized_expression", "expression_list", "block"}
)


@dataclass(frozen=True, eq=False, slots=True)
class Wrapper:
    """A function that hands its own parameters to a raw call and returns or ends with it. `owner` is its class."""

    source: Source
    scope: Scope
    name: str
    owner: str

    @property
    def is_method(self) -> bool:
        """Tell whether the wrapper is called on an object."""
        return bool(self.owner)


@dataclass(frozen=True, slots=True)
class Custom:
    """How many neighbours call the wrapper, and how many make the raw call themselves."""

    wrapped: int
    raw: int


def split_name(scope: Scope) -> tuple[str, str]:
    """Return class and name of a function; Go writes both into one name, and a function in a function has no class."""
    owner, _, name = scope.name.rpartition(".")
    if scope.owner is not None:
        owner = scope.owner.name if scope.owner.role == "class" else "?"
    return owner, name


def calls_in(scope: Scope, source: Source) -> Iterator["Node"]:
    """Yield the calls in a function whose callee is a plain dotted name."""
    for node in descendants(scope.node):
        if node.type in source.kinds.calls and _PLAIN.match(callee_of(node)):
            yield node


def find_wrappers(raw: str, scope: Scope, source: Source, index: Index, most: int) -> list[Wrapper]:
    """Return the functions of the same folder that wrap a raw call and that a function could use in its place."""
    last = _last(raw)
    folder, owner = _folder(source.path), split_name(scope)[0]
    sites = [
        site
        for site in index.find_mentions(last, source.language or "")
        if site.unit.role == "function"
        and site.unit.end_line - site.unit.line <= _MOST_LINES
        and _folder(site.path) == folder
        and index.file_class(site.path) == "production"
    ]
    if len({site.path for site in sites}) > most:
        return []
    found = []
    for site in sites:
        holder = index.source(site.path)
        for other in holder.functions if holder is not None else ():
            if other.line == site.unit.line and holder is not None:
                wrapper = Wrapper(holder, other, split_name(other)[1], split_name(other)[0])
                if wrapper.owner in ("", owner) and wraps(other, raw, holder):
                    found.append(wrapper)
    return found


def wraps(scope: Scope, raw: str, source: Source) -> bool:
    """Tell whether a function does little but hand its own parameters to a raw call."""
    body, parameters = scope.body, parameters_of(scope.node)
    names = {t for n in descendants(parameters) for t in _NAME.findall(text_of(n))} if parameters is not None else set()
    names -= {"self", "this", "cls"}
    statements = statements_of(body)
    if not statements or len(statements) > _MOST_STATEMENTS or not names:
        return False
    for call in calls_in(scope, source):
        gives = any(names & set(_NAME.findall(text_of(a))) for a in arguments_of(call))
        if callee_of(call) == raw and gives and _is_given_back(call, scope, source):
            return True
    return False


def _is_given_back(call: "Node", scope: Scope, source: Source) -> bool:
    """Tell whether a function returns a call, at once or under a name, or does nothing after it."""
    statements = statements_of(scope.body)
    returned = [n.named_children[0] for n in _returns_of(scope, source) if n.named_children]
    if any(_starts_with(node, call) for node in (scope.body, statements[-1], *returned) if node is not None):
        return True
    holder = next((n for n in ancestors(call) if n.type in _ASSIGNMENTS), None)
    value = holder.child_by_field_name("right") or holder.child_by_field_name("value") if holder is not None else None
    if holder is None or value is None or not _starts_with(value, call):
        return False
    named = _NAME.search(text_of(holder.child_by_field_name("left") or holder.child_by_field_name("name")))
    return named is not None and any(_PLAIN_LIST.match(t) and t.split(",")[0] == named[0] for t in map(_flat, returned))


def _returns_of(scope: Scope, source: Source) -> Iterator["Node"]:
    """Yield the `return` statements of a function, and not those of functions inside of it."""
    stack = list(scope.node.named_children)
    while stack:
        node = stack.pop()
        if node.type in ("return_statement", "return_expression"):
            yield node
        elif node.type not in source.kinds.functions:
            stack += node.named_children


def _starts_with(node: "Node", call: "Node") -> bool:
    """Tell whether a statement is a call, or what is awaited of it, or a chain of calls that starts with it."""
    inner: Node | None = node
    for _ in range(_LONGEST_CHAIN):
        if inner is None or inner == call:
            return inner is not None
        fields = ("function", "object", "operand", "value", "receiver")
        holder = next((h for field in fields if (h := inner.child_by_field_name(field)) is not None), None)
        inner = holder or (inner.named_children[0] if inner.type in _PEELED and inner.named_children else None)
    return False


def _flat(node: "Node") -> str:
    return squeeze(text_of(node))


def count_custom(wrapper: Wrapper, raw: str, scope: Scope, source: Source, index: Index, most: int) -> Custom | None:
    """Count the neighbours of a function: methods of its class, or functions of its folder; None for too many.

    Whoever makes the raw call at all does not count as going through the wrapper.
    """
    folder = _folder(source.path)
    words = (wrapper.name, _last(raw))
    if any(index.count_mentions(word) > COMMON for word in words):
        return None
    paths = {s.path for word in words for s in index.find_mentions(word, source.language or "")}
    paths = {path for path in paths if _folder(path) == folder}
    if len(paths) > most:
        return None
    wrapped = bare = 0
    for path in sorted(paths):
        found = index.source(path)
        if found is None or index.file_class(path) != "production":
            continue
        for other in _neighbours(found, wrapper, scope, source):
            is_bare = _calls_raw(other, found, raw, wrapper)
            bare += is_bare
            wrapped += not is_bare and calls_wrapper(other, found, wrapper)
    return Custom(wrapped, bare)


def _neighbours(found: Source, wrapper: Wrapper, scope: Scope, source: Source) -> Iterable[Scope]:
    for other in found.functions:
        is_self = found.path == source.path and other.line == scope.line
        is_wrapper = found.path == wrapper.source.path and other.line == wrapper.scope.line
        owner = split_name(other)[0]
        if not is_self and not is_wrapper and owner != "?" and (not wrapper.owner or owner == wrapper.owner):
            yield other


def calls_wrapper(scope: Scope, source: Source, wrapper: Wrapper) -> bool:
    """Tell whether a function calls a wrapper, by itself or on the object of its class."""
    return any(_is_through(callee_of(call), wrapper) for call in calls_in(scope, source))


def _calls_raw(scope: Scope, source: Source, raw: str, wrapper: Wrapper) -> bool:
    """Tell whether a function makes a raw call, on whatever object."""
    callees = (callee_of(node) for node in descendants(scope.node) if node.type in source.kinds.calls)
    return any(name == raw or (_last(name) == _last(raw) and not _is_through(name, wrapper)) for name in callees)


def _is_through(name: str, wrapper: Wrapper) -> bool:
    if not wrapper.is_method:
        return name == wrapper.name
    return name.count(".") == 1 and name.endswith(f".{wrapper.name}")


def _last(dotted: str) -> str:
    return dotted.replace("::", ".").rpartition(".")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def shown(wrapper: Wrapper) -> str:
    """Return the wrapper as its callers write it."""
    receivers = {"python": "self", "javascript": "this", "typescript": "this", "tsx": "this", "java": "this"}
    receiver = receivers.get(wrapper.source.language or "", "") if wrapper.is_method else ""
    return f"{receiver}.{wrapper.name}()" if receiver else f"{wrapper.name}()"
