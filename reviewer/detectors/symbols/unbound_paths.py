"""This module holds the ways through a Python function on which a name is used and was never bound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.bindings.frames import Binding, Frame, Load, Names
from reviewer.change.syntax.names import ancestors, callee_of, descendants, squeeze, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_BROAD = compile_late(r"(except:|except.{0,80}\b(Base)?Exception\b)")
_LEAVES = frozenset({"return_statement", "raise_statement", "continue_statement", "break_statement"})
_LOOPS = frozenset({"for_statement", "while_statement"})
_INNER = frozenset({"function_definition", "class_definition", "lambda"})
# What stands below one of these runs only sometimes; a first operand or a condition always does.
_SOMETIMES = {
    "if_statement": ("condition",),
    "while_statement": ("condition",),
    "for_statement": ("right",),
    "boolean_operator": ("left",),
}
_NEVER_SURE = frozenset({"elif_clause", "else_clause", "except_clause", "try_statement", "match_statement"}) | {
    "conditional_expression", "assert_statement", "finally_clause",
}  # fmt: skip
# Calls that come back and do not fail.
_SAFE = compile_late(
    r"(dict|list|set|tuple|str|repr|len|bool|type|object|super|print|isinstance|range|deepcopy|"
    r"(time|datetime|datetime\.datetime)\.\w+|uuid\.?uuid4|(self\.)?_?(log|logger|logging|LOG|LOGGER)(\.\w+)+|"
    r"warnings\.warn|traceback\.\w+|[\w.]+\.(append|add|update|setdefault|join|format|strip|extend))$"
)


@dataclass(frozen=True, slots=True)
class Unbound:
    """A use that fails on one way: `case` names the way, `bound` is the first place that would bind the name."""

    case: str
    load: Load
    bound: Binding


def find_unbound(names: Names) -> Iterator[Unbound]:
    """Yield the first use of each local name that some way through its function reaches without binding it."""
    loads: dict[tuple[int, str], list[Load]] = {}
    for load in names.loads:
        loads.setdefault((id(load.frame), load.name), []).append(load)
    for frame in names.frames:
        if frame.role == "function":
            for name, bound in frame.bound.items():
                used = loads.get((id(frame), name), [])
                if used and name not in frame.shared:
                    yield from _examine(frame, sorted(bound, key=lambda b: b.node.start_byte), used)


def _examine(frame: Frame, bound: list[Binding], loads: list[Load]) -> Iterator[Unbound]:
    roles = {binding.role for binding in bound}
    if not roles <= {"plain", "import", "augmented"} or any(_expects_unbound(load.node) for load in loads):
        return
    early = next((load for load in loads if _is_early(load, bound, frame)), None)
    if early is not None:
        yield Unbound("early", early, bound[0])
        return
    around = next((n for n in ancestors(bound[0].node) if _holds(n, bound)), None)
    if around is None or not _is_within(around, frame.node):
        return
    found = _in_try(around, bound, loads) if around.type == "try_statement" else _after_if(around, bound, loads)
    if found is not None:
        yield found


def _is_early(load: Load, bound: list[Binding], frame: Frame) -> bool:
    """Tell whether a use comes before everything that binds the name, and no loop comes back to it."""
    first, at = bound[0], load.node.start_byte
    if at > first.node.start_byte or (at == first.node.start_byte and first.role != "augmented"):
        return False
    around = [n for n in ancestors(load.node) if _is_within(n, frame.node)]
    return not any(n.type in _LOOPS and any(_is_within(b.node, n) for b in bound) for n in around)


def _holds(node: "Node", bound: list[Binding]) -> bool:
    is_branching = node.type in ("try_statement", "if_statement")
    return is_branching and all(_is_within(binding.node, node) for binding in bound)


def _in_try(node: "Node", bound: list[Binding], loads: list[Load]) -> Unbound | None:
    """Find a use in a handler, or after a handler that falls through, of what only the guarded part binds."""
    body = node.child_by_field_name("body")
    first = bound[0]
    if body is None or not _is_within(first.node, body) or not _may_fail_before(body, first):
        return None
    if any(binding.role == "import" for binding in bound):
        return None  # an import in a function hardly ever fails
    parts = [c for c in node.named_children if c.type in ("except_clause", "finally_clause")]
    if any(_is_within(binding.node, part) for binding in bound for part in parts):
        return None
    for part in parts:
        if part.type == "finally_clause" or _BROAD.match(text_of(part)[:120]):
            for load in loads:
                if _is_within(load.node, part) and _is_sure(load.node, part):
                    return Unbound("handler", load, first)
    falls = any(c.type == "except_clause" and _falls_through(c.named_children[-1]) for c in parts)
    after = _find_after(node, loads) if falls else None
    return Unbound("after", after, first) if after is not None else None


def _after_if(node: "Node", bound: list[Binding], loads: list[Load]) -> Unbound | None:
    """Find a use after a condition that binds the name in one branch and falls through another."""
    if any(n.type in _LOOPS for n in ancestors(node)):
        return None  # an earlier round may have bound it
    others = node.children_by_field_name("alternative")
    bodies = [n for part in (node, *others) for f in ("consequence", "body") for n in part.children_by_field_name(f)]
    bare = [n for n in bodies if not any(_is_within(b.node, n) for b in bound)]
    open_end = not any(part.type == "else_clause" for part in others)
    if not (open_end or any(_falls_through(n) for n in bare)):
        return None
    condition = squeeze(text_of(node.child_by_field_name("condition")))
    after = _find_after(node, loads)
    if after is None or condition in ("True", "1"):
        return None
    return Unbound("branch" if not others else "branches", after, bound[0])


def _find_after(node: "Node", loads: list[Load]) -> Load | None:
    """Return the first use that is sure to run after a statement, up to one that may leave the block."""
    after = node.next_named_sibling
    while after is not None:
        for load in loads:
            if _is_within(load.node, after) and _is_sure(load.node, after):
                return load
        if any(n.type in _LEAVES for n in (after, *descendants(after))):
            return None
        after = after.next_named_sibling
    return None


def _is_sure(node: "Node", top: "Node") -> bool:
    """Tell whether a node runs whenever the statement `top` does."""
    inner, outer = node, node.parent
    while outer is not None and inner.id != top.id:
        if outer.type in _INNER or (outer.type in _NEVER_SURE and outer.id != top.id):
            return False
        fields = _SOMETIMES.get(outer.type)
        if fields and not any(c.id == inner.id for f in fields for c in outer.children_by_field_name(f)):
            return False
        if outer.type == "with_statement" and "suppress" in text_of(outer)[:200]:
            return False
        inner, outer = outer, outer.parent
    return top.type not in ("try_statement", "match_statement")


def _falls_through(block: "Node") -> bool:
    """Tell whether a block surely goes on behind its end: the last statement is no exit and no unknown call."""
    last = block.named_children[-1] if block.named_children else block
    while last.type == "comment" and last.prev_named_sibling is not None:
        last = last.prev_named_sibling
    if last.type == "pass_statement":
        return True
    inner = last.named_children[0] if last.type == "expression_statement" and last.named_children else None
    if inner is None:
        return False
    if inner.type in ("assignment", "augmented_assignment", "string", "ellipsis"):
        return True
    return inner.type == "call" and bool(_SAFE.match(callee_of(inner)))


def _may_fail_before(body: "Node", first: Binding) -> bool:
    """Tell whether something may be raised before a name is bound: its own statement or one before it calls."""
    statement = next((n for n in ancestors(first.node) if n.type.endswith(("statement", "assignment"))), first.node)
    end = statement.end_byte if statement.type not in ("with_statement", "for_statement") else first.node.end_byte
    calls = (n for n in descendants(body) if n.type in ("call", "await") and n.start_byte < end)
    return any(n.type == "await" or not _SAFE.match(callee_of(n)) for n in calls)


def _expects_unbound(node: "Node") -> bool:
    for outer in ancestors(node):
        if outer.type == "try_statement":
            handlers = (text_of(c)[:200] for c in outer.named_children if c.type == "except_clause")
            if any("NameError" in h or "UnboundLocalError" in h for h in handlers):
                return True
    return False


def _is_within(node: "Node", outer: "Node") -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte
