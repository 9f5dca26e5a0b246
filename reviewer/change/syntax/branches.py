"""This module holds the branches of a condition or a switch, in one shape for every grammar."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import end_line_of, line_of, squeeze, statements_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.change.syntax.source import Source


@dataclass(frozen=True, slots=True)
class Branch:
    """One way through a conditional. `condition` is empty for a final else and for a default arm.

    Lines are 1-based and inclusive; they hold the condition and the body.
    """

    line: int
    end_line: int
    condition: str
    statements: tuple["Node", ...]


_CONDITIONS = frozenset({"condition", "initializer", "bound_identifier"})
# Grammars in which an if below an else is a statement of the else's own block.
_CLOSED = frozenset({"ruby", "bash"})
_BRACKETED = compile_late(r"^\((.*)\)$", re.DOTALL)
_FALLING = frozenset({"c", "cpp", "javascript", "typescript", "tsx", "java", "php"})
_PATTERN_FIELDS = frozenset(
    {"value", "pattern", "condition", "type", "communication", "conditional_expressions", "guard"}
)
_PATTERN_KINDS = frozenset(
    {"switch_label", "switch_pattern", "default_keyword", "discard", "when_clause", "if_clause", "guard"}
)
_DEFAULT = compile_late(r"(default|else)\b|(case)?_(?=[:=,-])|\*\)")
_EXPRESSION_SWITCHES = frozenset({"switch_rule", "match_conditional_expression", "match_default_expression"})


def chain_of(source: "Source", node: "Node") -> list[Branch]:
    """Return the branches of an if with its else-ifs and its else; a Swift guard has one, its else."""
    condition, body, rest = _split(source, node)
    stop = body[-1] if body else node
    branches = [Branch(line_of(node), end_line_of(stop), _joined(source, condition), flatten(source, body))]
    if node.type == "guard_statement":
        return [Branch(line_of(node), end_line_of(node), _joined(source, condition), flatten(source, rest))]
    for part in rest:
        branches += _alternative(source, part)
    return branches


def is_chained(source: "Source", node: "Node") -> bool:
    """Tell whether an if is the else-if of another one."""
    if source.language in _CLOSED:
        return False
    before = node.prev_sibling
    while before is not None and before.type in source.kinds.comments:
        before = before.prev_sibling
    return before is not None and before.type == "else"


def arms_of(source: "Source", node: "Node") -> list[Branch]:
    """Return the arms of a switch or match without empty labels; nothing when an arm runs into the next one."""
    falls = source.language in _FALLING
    arms = list(_arm_nodes(source, node))
    branches: list[Branch] = []
    for arm in arms:
        statements = flatten(source, _arm_body(source, arm))
        if falls and not statements and arm is not arms[-1]:
            continue
        last = statements[-1] if statements else None
        if falls and arm is not arms[-1] and arm.type not in _EXPRESSION_SWITCHES and not _leaves(source, last):
            return []
        if last is not None and squeeze(text_of(last)).rstrip(";") == "break":
            statements = statements[:-1]
        default = arm.type == "default_case" or bool(_DEFAULT.match(squeeze(text_of(arm)[:40])))
        condition = "" if default else _before(arm, statements)
        branches.append(Branch(line_of(arm), end_line_of(arm), condition, statements))
    return branches


def flatten(source: "Source", nodes: Iterable["Node"]) -> tuple["Node", ...]:
    """Return the statements that some nodes stand for; a single block is looked into."""
    inner = [n for n in nodes if n.type not in source.kinds.comments]
    while len(inner) == 1 and (inner[0].type in source.kinds.blocks or inner[0].type == "block"):
        block = inner[0]
        inner = statements_of(block)
        if inner == [block]:
            break
    return tuple(inner)


def spell(source: "Source", nodes: Iterable["Node"]) -> str:
    """Return the code of some nodes with its structure, without comments and layout: equal code spells equal."""
    comments, strings = source.kinds.comments, source.kinds.strings
    words: list[str] = []
    stack: list[Node | None] = []
    stack += reversed(list(nodes))
    while stack:
        top = stack.pop()
        if top is None:
            words.append(")")
        elif top.type in comments or top.type == ";":
            continue
        elif top.child_count == 0 or top.type in strings or _has_gap(top):
            words.append(text_of(top))
        else:
            words.append("(")
            stack += [None, *reversed(top.children)]
    return " ".join(words)


def _has_gap(node: "Node") -> bool:
    """Tell whether a grammar leaves text of a node out of its children, as with Kotlin's character literals."""
    text, start = node.text or b"", node.start_byte
    ends = [start, *(c.end_byte for c in node.children)]
    starts = [*(c.start_byte for c in node.children), node.end_byte]
    return any(text[end - start : begin - start].strip() for end, begin in zip(ends, starts, strict=True))


def _split(source: "Source", node: "Node") -> tuple[list["Node"], list["Node"], list["Node"]]:
    """Return the nodes of a conditional's condition, body and alternatives."""
    condition: list[Node] = []
    body: list[Node] = []
    rest: list[Node] = []
    kinds, past = source.kinds, False
    for index, child in enumerate(node.children):
        field = node.field_name_for_child(index)
        if not child.is_named or (child.type == "else" and child.child_count == 0):
            if child.type == "then":
                condition, body = [*condition, *body], []
            past = past or child.type == "else"
        elif child.type in kinds.comments:
            continue
        elif field in _CONDITIONS:
            condition.append(child)
        elif past or field == "alternative" or child.type in kinds.elifs or child.type in kinds.elses:
            rest.append(child)
        else:
            body.append(child)
    return condition, body, rest


def _alternative(source: "Source", part: "Node") -> list[Branch]:
    if part.type in source.kinds.ifs:
        return chain_of(source, part)
    if part.type in source.kinds.elifs:
        return chain_of(source, part)
    if part.type in source.kinds.elses:
        inner = [c for c in part.named_children if c.type not in source.kinds.comments]
        if len(inner) == 1 and inner[0].type in source.kinds.ifs and is_chained(source, inner[0]):
            return chain_of(source, inner[0])
        return [Branch(line_of(part), end_line_of(part), "", flatten(source, inner))]
    return [Branch(line_of(part), end_line_of(part), "", flatten(source, [part]))]


def _joined(source: "Source", nodes: list["Node"]) -> str:
    if not nodes:
        return ""
    text = source.data[nodes[0].start_byte : nodes[-1].end_byte].decode("utf-8", "replace").strip()
    bracketed = _BRACKETED.match(text)
    return (
        bracketed[1].strip()
        if bracketed and nodes[0].type in ("parenthesized_expression", "condition_clause")
        else text
    )


def _arm_nodes(source: "Source", node: "Node") -> Iterator["Node"]:
    kinds = source.kinds
    for child in node.named_children:
        if child.type in kinds.arms or (child.type == "else" and source.language == "ruby"):
            yield child
        elif child.type not in kinds.switches and child.type.endswith(("body", "block", "compound_statement")):
            yield from (c for c in child.named_children if c.type in kinds.arms)


def _arm_body(source: "Source", arm: "Node") -> list["Node"]:
    if source.language == "rust":
        value = arm.child_by_field_name("value")
        return [value] if value is not None else []
    if source.language == "swift":
        return [c for c in arm.named_children if c.type == "statements"]
    kept = []
    for index, child in enumerate(arm.children):
        pattern = arm.field_name_for_child(index) in _PATTERN_FIELDS or child.type in _PATTERN_KINDS
        if child.is_named and not pattern and not child.type.endswith("_pattern"):
            kept.append(child)
    return kept


def _before(arm: "Node", statements: tuple["Node", ...]) -> str:
    """Return an arm's text before its first statement: its pattern."""
    stop = statements[0].start_byte - arm.start_byte if statements else None
    return (arm.text or b"")[:stop].decode("utf-8", "replace")


def _leaves(source: "Source", last: "Node | None") -> bool:
    kinds = source.kinds
    if last is None:
        return False
    inner = last.named_children[0].type if last.type == "expression_statement" and last.named_children else last.type
    return bool({last.type, inner} & (kinds.returns | kinds.jumps | kinds.raises))
