"""This module holds the search for runs of statements that a change wrote more than once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.names import callee_of, descendants, end_line_of, line_of, squeeze, statements_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.syntax.tokens import Shape, read_tokens, shape_of
from reviewer.detectors.copies.copied_functions import count_deleted, find_test_lines, has_moved, is_program
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

# Longer runs are found by their first part, and a run of very many statements is a table.
_LONGEST_RUN = 40
_MOST_STATEMENTS = 20_000
_FEWEST_TOKENS = 40
_FEWEST_CALLS = 2
_MOST_LITERALS = 1
_MOST_NAMES = 4


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement all of whose lines are new, with its shape.

    `lines` counts its lines of code, `weight` those that count for a family: a guard that hands on an error has none.
    """

    source: Source
    node: "Node"
    shape: Shape
    lines: int
    weight: int


@dataclass(frozen=True, eq=False)
class Run:
    """Statements that follow one another in one block."""

    statements: tuple[Statement, ...]

    @property
    def source(self) -> Source:
        """The source of all of them."""
        return self.statements[0].source

    @property
    def line(self) -> int:
        """First line."""
        return line_of(self.statements[0].node)

    @property
    def end_line(self) -> int:
        """Last line."""
        return end_line_of(self.statements[-1].node)

    @property
    def lines(self) -> int:
        """How many lines of code."""
        return sum(statement.lines for statement in self.statements)

    @property
    def weight(self) -> int:
        """How many lines of code without guards."""
        return sum(statement.weight for statement in self.statements)

    @cached_property
    def text(self) -> str:
        """The whole as written."""
        data = self.source.data[self.statements[0].node.start_byte : self.statements[-1].node.end_byte]
        return data.decode("utf-8", "replace")

    @cached_property
    def shape(self) -> Shape:
        """The shape of the whole."""
        return shape_of(self.text, self.source.language or "")

    def overlaps(self, other: "Run") -> bool:
        """Tell whether two runs have a line in common."""
        return self.source is other.source and self.line <= other.end_line and other.line <= self.end_line


def find_repeated(view: View, *, twice: int, thrice: int) -> Iterator[list[Run]]:
    """Yield families of equal runs: at least two of `twice` lines, or at least three of `thrice` lines.

    The one that saves most lines comes first. Code that moved within the change is not new.
    """
    blocks = list(find_blocks(view))
    known = Counter(s.shape.hash for block in blocks for s in block)
    if known.total() > _MOST_STATEMENTS:
        return
    families: dict[tuple[int, ...], list[Run]] = {}
    for block in blocks:
        for run in _find_runs(block, known, thrice):
            families.setdefault(tuple(s.shape.hash for s in run.statements), []).append(run)
    found = [kept for runs in families.values() if len(runs) > 1 and len(kept := _disjoint(runs)) > 1]
    for runs in sorted(found, key=lambda r: (-_saved(r), r[0].source.path, r[0].line)):
        if runs[0].weight >= (twice if len(runs) == 2 else thrice) and says_enough(runs[0]):
            equal = _equal(runs)
            if len(equal) > 2 or (len(equal) == 2 and equal[0].weight >= twice):
                yield equal


def says_enough(run: Run) -> bool:
    """Tell whether a run does more than hand on an error, set fields or list data."""
    shape = run.shape
    literals = sum(token in ("N", "S") for token in shape.tokens)
    if len(shape.tokens) < _FEWEST_TOKENS or literals * 4 >= len(shape.tokens):
        return False
    return len({call for statement in run.statements for call in _calls_in(statement)}) >= _FEWEST_CALLS


def _calls_in(statement: Statement) -> Iterator[str]:
    """Yield what a statement calls; what a guard returns or raises counts for nothing."""
    kinds, stack = statement.source.kinds, [statement.node]
    while stack:
        node = stack.pop()
        if node.type in kinds.calls:
            yield callee_of(node).rpartition(".")[2]
        if node.type in kinds.returns or node.type in kinds.raises or node.type in kinds.jumps:
            inside = node.parent
            while inside is not None and inside.id != statement.node.id and inside.type not in kinds.ifs:
                inside = inside.parent
            if inside is not None and inside.type in kinds.ifs:
                continue
        stack += node.children


def find_blocks(view: View) -> Iterator[list[Statement]]:
    """Yield the stretches of statements inside of functions, outside of tests, that the change wrote."""
    deleted = count_deleted(view)
    for file in view.files:
        if is_program(file) and file.new is not None and file.change.added_lines:
            skipped = find_test_lines(file.new)
            seen: set[int] = set()
            for block in file.new.nodes["blocks"]:
                if block.parent is None or file.new.function_at(line_of(block)) is None or line_of(block) in skipped:
                    continue
                for run in _split(file, statements_of(block), deleted):
                    if run[0].node.id not in seen:
                        seen.update(s.node.id for s in run)
                        yield run


def _split(file: ChangedFile, nodes: Sequence["Node"], deleted: Counter[str]) -> Iterator[list[Statement]]:
    """Yield the stretches of statements that the change wrote."""
    run: list[Statement] = []
    for node in nodes:
        statement = _read(file, node, deleted)
        if statement is not None:
            run.append(statement)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _read(file: ChangedFile, node: "Node", deleted: Counter[str]) -> Statement | None:
    source = file.new
    first, last = line_of(node), end_line_of(node)
    if source is None or first not in file.change.added_lines or node.has_error:
        return None
    told = [n for n in range(first, last + 1) if source.line_text(n).strip()]
    if any(n not in file.change.added_lines for n in told) or has_moved([source.line_text(n) for n in told], deleted):
        return None
    shape = shape_of(text_of(node), source.language or "")
    return Statement(
        source, node, shape, len(told), _weigh_guard(source, node) if _is_guard(source, node) else len(told)
    )


def _is_guard(source: Source, node: "Node") -> bool:
    """Tell whether a statement does nothing but leave on a condition."""
    kinds = source.kinds
    if node.type not in kinds.ifs or node.child_by_field_name("alternative") is not None:
        return False
    body = node.child_by_field_name("consequence") or node.child_by_field_name("body")
    inner = statements_of(body)
    if body is not None and body.type not in kinds.blocks:
        inner = [body]
    last = inner[0] if len(inner) == 1 else None
    if last is not None and last.type == "expression_statement" and last.named_children:
        last = last.named_children[0]
    return last is not None and last.type in kinds.returns | kinds.raises | kinds.jumps


def _weigh_guard(source: Source, node: "Node") -> int:
    """A condition that calls something is a line of its own."""
    tested = node.child_by_field_name("condition"), node.child_by_field_name("initializer")
    parts = [part for part in tested if part is not None]
    return int(any(n.type in source.kinds.calls for part in parts for n in (part, *descendants(part))))


def _find_runs(block: list[Statement], known: Counter[int], least: int) -> Iterator[Run]:
    for start in range(len(block)):
        weight = 0
        for end in range(start, min(start + _LONGEST_RUN, len(block))):
            if known[block[end].shape.hash] < 2:
                break
            weight += block[end].weight
            if weight >= least:
                yield Run(tuple(block[start : end + 1]))


def _disjoint(runs: Iterable[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in sorted(runs, key=lambda r: (r.source.path, r.line)):
        if not (kept and run.overlaps(kept[-1])) and (not kept or _can_share(run, kept[0])):
            kept.append(run)
    return kept


def _can_share(run: Run, other: Run) -> bool:
    """Scripts of different folders are often run alone."""
    if "script" not in (run.source.file_class, other.source.file_class):
        return True
    return run.source.path.rpartition("/")[0] == other.source.path.rpartition("/")[0]


def _equal(runs: list[Run]) -> list[Run]:
    """Keep those that are equal to the first as a whole, but for what could be the arguments of one function."""
    first = runs[0]
    return [run for run in runs if run.shape.tokens == first.shape.tokens and _are_arguments(run, first)]


def _are_arguments(run: Run, first: Run) -> bool:
    language = run.source.language or ""
    raw = [read_tokens(r.text, language)[-len(r.shape.tokens) :] for r in (run, first)]
    pairs = {(a, b, mark[0]) for mark, a, b in zip(first.shape.tokens, *raw, strict=True) if squeeze(a) != squeeze(b)}
    literals = sum(mark in "NS" for _, _, mark in pairs)
    most = _MOST_LITERALS if language in ("bash", "ruby") else _MOST_NAMES
    return literals <= _MOST_LITERALS and len(pairs) - literals <= most


def _saved(runs: list[Run]) -> int:
    return runs[0].weight * (len(runs) - 1)
