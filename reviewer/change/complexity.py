"""This module holds how long, how deep, how wide and how branched a function is, on its syntax tree."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reviewer.change.branches import is_chained
from reviewer.change.names import name_scope, squeeze, text_of
from reviewer.change.source import Scope, Source

if TYPE_CHECKING:
    from tree_sitter import Node

METRICS = ("lines", "nesting", "parameters", "complexity")


@dataclass(frozen=True, slots=True)
class Metrics:
    """The size of one function.

    `lines` counts its lines of code: no blank lines, comments or docstring; functions inside of it are part of it.
    `nesting` is the deepest chain of control structures (an else-if is no deeper than its if).
    `parameters` leaves out the receiver. `complexity` is the cyclomatic complexity as radon defines it: 1 and one for
    each branch, loop, handler, switch arm but the default, boolean operator, and for each part of a comprehension;
    `assert`, and the `else` of a loop or a try count in Python; named functions and classes inside count by themselves.
    """

    lines: int
    nesting: int
    parameters: int
    complexity: int

    def by_name(self) -> dict[str, int]:
        """Return the figures by their names, in the order of `METRICS`."""
        return {name: getattr(self, name) for name in METRICS}


_BOOLEAN = frozenset({"&&", "||", "and", "or"})
_CLAUSES = frozenset({"for_in_clause", "if_clause"})
_PARAMETER_LISTS = frozenset(
    {"parameters", "formal_parameters", "parameter_list", "method_parameters", "function_value_parameters"}
)
_RECEIVER = re.compile(r"(self|cls|this)\b")
_DEFAULT = re.compile(r"(default|else)\b|(case)?_(?=[:=,-])|\*\)")
_CAUGHT_ALL = re.compile(r"case\(*[^\W\d]\w*\)*(if\b|:)")


def measure_function(source: Source, scope: Scope) -> Metrics:
    """Measure a named function of a source."""
    return Metrics(
        lines=len(_code_lines(source, scope)),
        nesting=_measure_nesting(source, scope.node),
        parameters=_count_parameters(source, scope.node),
        complexity=_measure_complexity(source, scope),
    )


def count_decisions(source: Source, scope: Scope) -> int:
    """Return the cyclomatic complexity of a function as its syntax tree shows it."""
    body = scope.body
    own = _own_nodes(source, scope.node if body is None else body)
    return 1 + sum(_weigh(source, node) for node in own)


def _measure_complexity(source: Source, scope: Scope) -> int:
    """Python's own parser decides where it can read the file: radon is what teams compare with."""
    if source.language == "python":
        by_line = measure_with_radon(source.data)
        if scope.line in by_line:
            return by_line[scope.line]
    return count_decisions(source, scope)


@lru_cache(maxsize=4)
def measure_with_radon(data: bytes) -> dict[int, int]:
    """Return radon's complexity of every function of a Python text by line; nothing where Python cannot parse it.

    The last texts are kept, since the functions of a file are asked for in a row.
    """
    from radon.visitors import ComplexityVisitor

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            visitor = ComplexityVisitor.from_code(data.decode("utf-8", "replace"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    functions = [b for b in visitor.blocks if hasattr(b, "closures")]
    found: dict[int, int] = {}
    while functions:
        function = functions.pop()
        found[function.lineno] = function.complexity
        functions += function.closures
    return found


def _code_lines(source: Source, scope: Scope) -> set[int]:
    """Return the lines on which a token of the function stands that is neither comment nor docstring."""
    lines: set[int] = set()
    stack = [scope.node]
    while stack:
        node = stack.pop()
        if node.type in source.kinds.comments or _is_docstring(source, node):
            continue
        if node.children and node.type not in source.kinds.strings:
            stack += node.children
        else:
            # A token that ends at the start of a line (a here document, a newline) does not stand on that line.
            last = node.end_point[0] - (node.end_point[1] == 0 and node.end_point[0] > node.start_point[0])
            lines.update(range(node.start_point[0], last + 1))
    return {line for line in lines if source.line_text(line + 1).strip()}


def _is_docstring(source: Source, node: "Node") -> bool:
    if source.language != "python" or node.type != "expression_statement" or node.parent is None:
        return False
    only = node.named_children
    first = next((c for c in node.parent.named_children if c.type != "comment"), None)
    return len(only) == 1 and only[0].type in source.kinds.strings and first == node and node.parent.type == "block"


def _own_nodes(source: Source, top: "Node") -> Iterator["Node"]:
    """Yield the nodes of a function that belong to no named function or class inside of it."""
    kinds = source.kinds
    stack = list(top.children)
    while stack:
        node = stack.pop()
        if _counts_by_itself(source, node):
            continue
        yield node
        if not (source.language == "python" and node.type in kinds.asserts):
            stack += [c for c in node.children if c.type not in kinds.decorators or source.language == "rust"]


def _counts_by_itself(source: Source, node: "Node") -> bool:
    if node.type in source.kinds.classes:
        return bool(node.is_named)
    return node.type in source.kinds.functions and bool(name_scope(node))


def _weigh(source: Source, node: "Node") -> int:
    kinds = source.kinds
    if not node.is_named:
        return 0
    if node.type in kinds.operators:
        return _is_boolean(node)
    if node.type in kinds.switches:
        return -_catches_all(source, node)
    if node.type in kinds.arms:
        return source.language == "python" or not _DEFAULT.match(squeeze(text_of(node)[:40]))
    if source.language == "python" and node.type in _CLAUSES | kinds.elses | kinds.asserts | kinds.handlers:
        return _weigh_python(source, node)
    counted = kinds.ifs | kinds.elifs | kinds.ternaries | kinds.loops | kinds.handlers
    return node.type in counted


def _weigh_python(source: Source, node: "Node") -> int:
    """Count what radon counts in Python alone. The handlers of `except*` are no handlers to it."""
    around = node.parent
    if around is None:
        return 0
    if node.type in source.kinds.elses:
        return around.type in source.kinds.loops or (around.type in source.kinds.tries and not _is_group(around))
    if node.type in source.kinds.handlers:
        return not _is_group(around)
    return not (node.type == "if_clause" and around.type in source.kinds.arms)


def _is_group(attempt: "Node") -> bool:
    return any(c.type == "*" for handler in attempt.named_children for c in handler.children[:2])


def _catches_all(source: Source, switch: "Node") -> int:
    """Radon takes one arm off a Python match that has an arm for everything: `case _` or `case name`."""
    if source.language != "python":
        return 0
    block = switch.child_by_field_name("body") or switch
    arms = [c for c in block.named_children if c.type in source.kinds.arms]
    return any(_CAUGHT_ALL.match(squeeze(text_of(arm)[:200])) for arm in arms)


def _is_boolean(node: "Node") -> int:
    """A list of shell commands holds one operator, as do all the others."""
    if node.type in ("boolean_operator", "conjunction_expression", "disjunction_expression"):
        return 1
    return sum(c.type in _BOOLEAN or text_of(c) in _BOOLEAN for c in node.children[1:2])


def _measure_nesting(source: Source, top: "Node") -> int:
    kinds = source.kinds
    control = kinds.ifs | kinds.loops | kinds.switches | kinds.tries
    deepest, stack = 0, [(child, 0) for child in top.children]
    while stack:
        node, depth = stack.pop()
        if _counts_by_itself(source, node):
            continue
        if node.is_named and node.type in control and not (node.type in kinds.ifs and is_chained(source, node)):
            depth += 1
            deepest = max(deepest, depth)
        stack += [(child, depth) for child in node.children]
    return deepest


def _count_parameters(source: Source, node: "Node") -> int:
    if node.child_by_field_name("parameter") is not None:
        return 1
    lists = _parameter_lists(node)
    parts = [c for found in lists for c in found.named_children if c.type in source.kinds.parameters]
    if source.language == "swift":
        parts = [c for c in node.named_children if c.type in source.kinds.parameters]
    return sum(_count_names(part) for index, part in enumerate(parts) if not (index == 0 and _is_receiver(part)))


def _parameter_lists(node: "Node") -> list["Node"]:
    holder: Node | None = node
    while holder is not None:
        found = holder.children_by_field_name("parameters") or [
            c for c in holder.named_children if c.type in _PARAMETER_LISTS
        ]
        if found:
            return found
        holder = holder.child_by_field_name("declarator")
    return []


def _is_receiver(part: "Node") -> bool:
    return (
        part.type == "self_parameter" or bool(_RECEIVER.match(text_of(part).lstrip("&* "))) or text_of(part) == "void"
    )


def _count_names(part: "Node") -> int:
    """Go names several parameters of one type at once."""
    return max(1, len(part.children_by_field_name("name"))) if part.type == "parameter_declaration" else 1
