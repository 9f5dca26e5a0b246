"""This module holds which faults are planted when not all can be, and in which order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, get_args

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.syntax.languages import load_parser
from reviewer.change.syntax.source import Source
from reviewer.change.syntax.tokens import read_tokens
from reviewer.change.testing.mutation.expressions import edit_expressions
from reviewer.change.testing.mutation.fault import Edit, Fault, Operator, make_fault
from reviewer.change.testing.mutation.places import find_places
from reviewer.change.testing.mutation.returns import edit_returns
from reviewer.change.testing.mutation.statements import edit_statements

if TYPE_CHECKING:
    from tree_sitter import Node

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go"})
_RANK: dict[Operator, int] = {operator: rank for rank, operator in enumerate(get_args(Operator))}


def choose_faults(functions: Iterable[ChangedFunction], most: int) -> tuple[tuple[ChangedFunction, Fault], ...]:
    """Return up to `most` faults, each with its function: in turns one a function, the most telling first.

    Each one can be parsed, and is not the same program written in another way.
    """
    queues = [(function, _order(function)) for function in functions]
    turns = zip_longest(*([(function, fault) for fault in faults] for function, faults in queues))
    chosen: list[tuple[ChangedFunction, Fault]] = []
    for pair in (pair for turn in turns for pair in turn if pair is not None):
        if len(chosen) >= most:
            break
        source = pair[0].file.new
        if source is not None and _is_another_program(source, pair[1]):
            chosen.append(pair)
    return tuple(chosen)


def _order(function: ChangedFunction) -> list[Fault]:
    """Return the faults of one function: first the most telling one of each line, then the second of each."""
    faults = sorted(set(_find_faults(function)), key=lambda f: (_RANK[f.operator], f.start, f.end, f.replacement))
    seen: Counter[int] = Counter()
    turns: list[tuple[int, int, Fault]] = []
    for at, fault in enumerate(faults):
        turns.append((seen[fault.line], at, fault))
        seen[fault.line] += 1
    return [fault for _, _, fault in sorted(turns, key=lambda turn: turn[:2])]


def _find_faults(function: ChangedFunction) -> Iterator[Fault]:
    source = function.file.new
    if source is None or source.language not in LANGUAGES:
        return
    edits = _whole_body(function, source.language)
    for node in find_places(function):
        edits += edit_expressions(node, source.language)
        edits += edit_statements(node, function.scope.node, source.language)
        edits += edit_returns(node, source.language)
    for edit in edits:
        fault = make_fault(function, edit)
        if fault is not None:
            yield fault


def _whole_body(function: ChangedFunction, language: str) -> list[Edit]:
    """An arrow function without braces is all body: it returns what it is made of."""
    return list(edit_returns(function.scope.node, language))


def _is_another_program(source: Source, fault: Fault) -> bool:
    language = source.language or ""
    before = source.data[fault.start : fault.end].decode("utf-8", "replace")
    after = fault.replacement.decode("utf-8", "replace")
    if read_tokens(before, language) == read_tokens(after, language):
        return False
    mutant = load_parser(language).parse(fault.plant(source.data))
    return source.root is None or _count_errors(mutant.root_node) <= _count_errors(source.root)


def _count_errors(root: "Node") -> int:
    count, stack = 0, [root] if root.has_error else []
    while stack:
        node = stack.pop()
        count += node.is_error or node.is_missing
        stack += [child for child in node.children if child.has_error]
    return count
