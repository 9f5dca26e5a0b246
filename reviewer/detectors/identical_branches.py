"""This module holds the detector of conditions that decide nothing."""

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.branches import Branch, arms_of, chain_of, is_chained, spell
from reviewer.change.syntax.names import end_line_of, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit, Options, number_in

if TYPE_CHECKING:
    from tree_sitter import Node

# Words with which a comment says that the branches are equal on purpose, or not finished.
_EXPLAINS = compile_late(
    r"\b(same|identical|equal|both|either|regardless|for now|currently|temporar\w*|until|not yet|placeholder|"
    r"todo|fixme|intentional\w*|on purpose|deliberate\w*|future|equivalent|duplicate[sd]?|no difference)\b",
    re.IGNORECASE,
)
# In a branch that follows a type test the same text can mean another overload, and a binding another value.
_RETYPES = compile_late(r"\b(typeof|instanceof|is|as|in|let|case|var|isArray|constexpr)\b")
_TYPED = frozenset({"typescript", "tsx", "java", "csharp", "kotlin", "swift", "rust", "cpp", "scala"})
_BINDING = frozenset({"rust", "scala", "swift", "kotlin", "csharp", "java", "python", "ruby"})
_NAME = compile_late(r"\b[a-z_]\w*")


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:
    """Yield every conditional with a final else whose branches all have the same body."""
    for node in source.nodes["ifs"]:
        if node.type not in source.kinds.elifs and not is_chained(source, node):
            branches = chain_of(source, node)
            if not any(_is_retyped(source, branch.condition) for branch in branches):
                yield from _examine(source, node, branches, options)
    for node in source.nodes["switches"]:
        if node.type not in ("select_statement", "type_switch_statement"):
            branches = arms_of(source, node)
            if not any(_is_bound(source, branch) for branch in branches):
                yield from _examine(source, node, branches, options)
    for node in source.nodes["ternaries"]:
        yield from _examine_ternary(source, node)


def _examine(source: Source, node: "Node", branches: list[Branch], options: Options) -> Iterator[Hit]:
    pairs = list(itertools.pairwise(branches))
    equal = [_is_equal(source, before, after) for before, after in pairs]
    if not any(equal) or node.has_error or _is_explained(source, node):
        return
    if all(equal) and any(not branch.condition for branch in branches):
        yield _report(source, node, spell(source, branches[0].statements))
        return
    least = number_in(options, "adjacent_statements")
    for (before, after), same in zip(pairs, equal, strict=True):
        if same and len(after.statements) >= least:
            yield _report_pair(source, node, before, after)


def _examine_ternary(source: Source, node: "Node") -> Iterator[Hit]:
    if source.language == "python":
        arms = [n for n in node.named_children if n.type != "comment"]
        first, second = (arms[0], arms[2]) if len(arms) == 3 else (None, None)
    else:
        first = _field(node, "consequence", "body", "if_true")
        second = _field(node, "alternative", "if_false")
    if first is None or second is None or first.type != second.type or node.has_error:
        return
    body = spell(source, [first])
    if body == spell(source, [second]) and not _is_retyped(source, text_of(node)) and not _is_explained(source, node):
        yield _report(source, node, body)


def _is_equal(source: Source, before: Branch, after: Branch) -> bool:
    kinds = [[n.type for n in branch.statements] for branch in (before, after)]
    return (
        bool(kinds[0]) and kinds[0] == kinds[1] and spell(source, before.statements) == spell(source, after.statements)
    )


def _report(source: Source, node: "Node", body: str) -> Hit:
    first, last = line_of(node), end_line_of(node)
    values = {"keyword": _keyword(source, node)}
    return Hit(source.path, first, last, symbol=source.symbol_at(first), values=values, key=body)


def _report_pair(source: Source, node: "Node", before: Branch, after: Branch) -> Hit:
    return Hit(
        source.path,
        after.line,
        after.end_line,
        symbol=source.symbol_at(line_of(node)),
        case="adjacent",
        values={"keyword": _keyword(source, node), "line": str(before.line)},
        scope=(before.line, after.end_line),
        key=spell(source, after.statements),
    )


def _keyword(source: Source, node: "Node") -> str:
    if node.type in source.kinds.ternaries:
        return "if" if source.language == "python" else "?:"
    return next((c.type for c in node.children if c.type.isalpha() and not c.is_named), "match")


def _field(node: "Node", *names: str) -> "Node | None":
    return next((found for name in names if (found := node.child_by_field_name(name)) is not None), None)


def _is_retyped(source: Source, condition: str) -> bool:
    return source.language in _TYPED and bool(_RETYPES.search(condition))


def _is_bound(source: Source, arm: Branch) -> bool:
    if source.language not in _BINDING or not arm.statements:
        return False
    used = set(_NAME.findall(" ".join(text_of(n) for n in arm.statements)))
    return not used.isdisjoint(_NAME.findall(arm.condition))


def _is_explained(source: Source, node: "Node") -> bool:
    first, last = line_of(node) - 1, end_line_of(node)
    return any(first <= line_of(c) <= last and _EXPLAINS.search(text_of(c)) for c in source.nodes["comments"])
