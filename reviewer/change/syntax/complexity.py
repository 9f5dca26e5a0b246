"""This module holds how long, how deep, how wide and how branched a function is, on its syntax tree."""

import warnings
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.branches import is_chained
from reviewer.change.syntax.kinds import KINDS
from reviewer.change.syntax.names import end_line_of, line_of, name_scope, squeeze, text_of
from reviewer.change.syntax.source import Scope, Source

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
_RECEIVER = compile_late(r"(self|cls|this)\b")
_DEFAULT = compile_late(r"(default|else)\b|(case)?_(?=[:=,-])|\*\)")


def measure_function(source: Source, scope: Scope) -> Metrics:
    """Measure a named function of a source. For Python the complexity is radon's own, where Python reads the file."""
    measured = measure_on_tree(source, scope)
    if source.language != "python":
        return measured
    return replace(measured, complexity=measure_with_radon(source.data).get(scope.line, measured.complexity))


def measure_on_tree(source: Source, scope: Scope) -> Metrics:
    """Measure a named function by its syntax tree alone: the same figures without reading the file once more."""
    decisions, nesting = _walk(source, _parts_that_count(scope))
    return Metrics(
        lines=_count_lines(source, scope),
        nesting=nesting,
        parameters=_count_parameters(source, scope.node),
        complexity=1 + decisions,
    )


def count_plain_arms(source: Source, scope: Scope) -> int:
    """Return how many arms of the switches in a function are at most three lines long: a table, not a decision."""
    arms = [n for n in source.nodes["arms"] if scope.node.start_byte <= n.start_byte < scope.node.end_byte]
    return sum(end_line_of(arm) - line_of(arm) < 3 for arm in arms)


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


def _parts_that_count(scope: Scope) -> list["Node"]:
    """Defaults and annotations of the function itself do not count, where the grammar names its body."""
    return scope.node.named_children if scope.body is None else [scope.body]


def _count_lines(source: Source, scope: Scope) -> int:
    idle = _idle_lines(source)
    return sum(line not in idle for line in range(scope.line, scope.end_line + 1))


@lru_cache(maxsize=4)
def _idle_lines(source: Source) -> frozenset[int]:
    """Return the lines of a source on which there is nothing, or nothing but a comment or a docstring."""
    idle = {number for number, text in enumerate(source.lines, start=1) if not text.strip()}
    docstrings = [n for n in source.nodes["strings"] if _is_docstring(source, n)]
    for node in [*source.nodes["comments"], *docstrings]:
        first, last = line_of(node), end_line_of(node)
        text = text_of(node).strip().splitlines() or [""]
        if source.line_text(first).strip() == text[0].strip():
            idle.add(first)
        if source.line_text(last).strip() == text[-1].strip():
            idle.add(last)
        idle.update(range(first + 1, last))
    return frozenset(idle)


def _is_docstring(source: Source, text: "Node") -> bool:
    holder = text.parent
    if source.language != "python" or holder is None or holder.type != "expression_statement" or holder.parent is None:
        return False
    first = next((c for c in holder.parent.named_children if c.type != "comment"), None)
    return holder.parent.type == "block" and first == holder


def _walk(source: Source, parts: list["Node"]) -> tuple[int, int]:
    """Return the decisions and the deepest nesting of a function without the functions and classes inside of it."""
    interesting, control = _kinds_of_interest(source.language or "")
    asserts = source.kinds.asserts if source.language == "python" else frozenset()
    decisions = deepest = 0
    stack = [(part, 0) for part in parts]
    while stack:
        node, depth = stack.pop()
        kind = node.type
        if kind in interesting:
            if _counts_by_itself(source, node) or (kind in source.kinds.decorators and source.language == "python"):
                continue
            decisions += _weigh(source, node)
            if kind in control and not (kind in source.kinds.ifs and is_chained(source, node)):
                depth += 1
                deepest = max(deepest, depth)
            if kind in asserts:
                continue
        stack += [(child, depth) for child in node.named_children]
    return decisions, deepest


@cache
def _kinds_of_interest(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the node kinds that a walk must look at, and those of them that nest."""
    kinds = KINDS[language]
    control = kinds.ifs | kinds.loops | kinds.switches | kinds.tries
    branches = kinds.elifs | kinds.elses | kinds.ternaries | kinds.handlers | kinds.arms
    rest = kinds.operators | kinds.functions | kinds.classes | kinds.asserts | kinds.decorators
    return control | branches | rest | (_CLAUSES if language == "python" else frozenset()), control


def _counts_by_itself(source: Source, node: "Node") -> bool:
    if node.type in source.kinds.classes:
        return True
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
    patterns = [[c for c in arm.named_children if c.type == "case_pattern"] for arm in arms]
    return any(len(found) == 1 and _is_name(text_of(found[0])) for found in patterns)


def _is_name(pattern: str) -> bool:
    bare = pattern.strip("() \n\t\\")
    return bare.isidentifier() and bare not in ("None", "True", "False")


def _is_boolean(node: "Node") -> int:
    """A list of shell commands holds one operator, as do all the others."""
    if node.type in ("boolean_operator", "conjunction_expression", "disjunction_expression"):
        return 1
    return sum(c.type in _BOOLEAN or text_of(c) in _BOOLEAN for c in node.children[1:2])


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
