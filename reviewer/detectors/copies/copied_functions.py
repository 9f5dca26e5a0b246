"""This module holds the functions that a change wrote, and what two bodies of the same shape differ in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reviewer.change.behaviour import find_added_functions
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.syntax.outline import body_shape, body_text, parameters_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.syntax.tokens import ITSELF, Shape, read_tokens
from reviewer.change.testing.cases import find_tests
from reviewer.index.view import View

_READABLE = 0.5
# No function that is worth a word has fewer lines.
_FEWEST_LINES = 3
# A stretch of which more than this share was deleted elsewhere in the change has moved.
_MOVED = 0.7
_NAME = compile_late(r"[A-Za-z_$@][\w$]*")
# What makes a name a local one: a word or a sign of a binding beside it, or a type before it.
_BOUND = compile_late(
    r"\b(?:let|const|var|val|mut|ref|for|as|def|fn|func|function|catch|local|declare)\b[\s(&*]*+([A-Za-z_$][\w$]*)|"
    r"(?<![\w$])([A-Za-z_$@][\w$]*+)(?=\s*+(?:=(?![=~>])|:=|=>|->|\bin\b|\bof\b|<-|:\s))|"
    r"\b[A-Z][\w$.]*+(?:<[^<>;\n]{0,80}+>)?(?:\[\])*+[&*\s]++([a-z_][\w$]*+)(?=\s*+[=;:,)])"
)
# Several at once: the parameters of a lambda, the left side of an assignment that takes something apart.
_BOUND_TOGETHER = compile_late(
    r"\|([^|\n]{1,80})\||\(([^()\n]{1,120})\)\s?(?:=>|->)|[{\[]([^{}\[\]=\n]{1,160})[}\]]\s?=(?![=>])|"
    r"(?<![\w$])([A-Za-z_$][\w$]{0,60}(?:, ?[A-Za-z_$][\w$]{0,60}){1,9})(?=\s?(?::?=(?!=)|->|\bin\b))"
)


@dataclass(frozen=True, eq=False)
class Body:
    """A function with the shape of its body, in the source that it stands in."""

    source: Source
    scope: Scope

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.source.path

    @property
    def language(self) -> str:
        """The language of the file."""
        return self.source.language or ""

    @cached_property
    def text(self) -> str:
        """The body as written."""
        return body_text(self.scope, self.source)

    @cached_property
    def shape(self) -> Shape:
        """The body by its content."""
        return body_shape(self.scope, self.source)

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens of the body as written, as many as the shape has."""
        return read_tokens(self.text, self.language)[-len(self.shape.tokens) :]

    @cached_property
    def locals(self) -> frozenset[str]:
        """Names that the function binds itself; rather a few too many than too few."""
        bound = {name for match in _BOUND.findall(self.text) for name in match if name}
        bound.update(name for match in _BOUND_TOGETHER.findall(self.text) for name in _NAME.findall(" ".join(match)))
        return frozenset(bound.union(_NAME.findall(text_of(parameters_of(self.scope.node)))))


@dataclass(frozen=True, slots=True)
class Difference:
    """What two bodies of one shape differ in: pairs of literals, and pairs of names that neither of them binds."""

    literals: frozenset[tuple[str, str]]
    names: frozenset[tuple[str, str]]


def find_written(view: View) -> Iterator[Body]:
    """Yield the functions that the change wrote in production code and scripts.

    Tests inside of the file are left out, and functions that only moved.
    """
    deleted: Counter[str] | None = None
    for file in view.files:
        if file.new is None or not is_program(file) or file.new.confidence < _READABLE:
            continue
        added = list(find_added_functions(file))
        if not added:
            continue
        deleted = count_deleted(view) if deleted is None else deleted
        tests = find_test_lines(file.new)
        for scope in added:
            if scope.line not in tests and not has_moved(file.new.lines[scope.line - 1 : scope.end_line], deleted):
                yield Body(file.new, scope)


def is_program(file: ChangedFile) -> bool:
    """Tell whether a changed file is code, run in production or beside it, that got a few lines in a row."""
    is_code = file.file_class in ("production", "script") and file.language is not None
    return is_code and any(len(hunk.added) >= _FEWEST_LINES for hunk in file.change.hunks)


def find_test_lines(source: Source) -> frozenset[int]:
    """Return the lines of a source that belong to tests, where they stand beside the code."""
    modules = [s for s in source.scopes if s.role == "class" and s.name in ("test", "tests")]
    stretches = [*((s.line, s.end_line) for s in modules), *((t.line, t.end_line) for t in find_tests(source))]
    return frozenset(line for first, last in stretches for line in range(first, last + 1))


def count_deleted(view: View) -> Counter[str]:
    """Count the lines that the change deleted, without their white space."""
    return Counter(squeeze(text) for file in view.files for text in file.change.deleted_lines.values())


def has_moved(lines: list[str], deleted: Counter[str]) -> bool:
    """Tell whether most of some lines were deleted elsewhere in the change."""
    told = [plain for line in lines if len(plain := squeeze(line)) > 2]
    return sum(plain in deleted for plain in told) > _MOVED * len(told)


def find_body(source: Source, line: int) -> Body | None:
    """Return the function whose definition starts on a line."""
    scope = next((s for s in source.functions if s.line == line), None)
    return Body(source, scope) if scope else None


def compare(first: Body, second: Body) -> Difference | None:
    """Return what two bodies differ in, or None when they have not the same shape."""
    if first.shape.tokens != second.shape.tokens:
        return None
    literals, names = set(), set()
    for mark, mine, other in zip(first.shape.tokens, first.tokens, second.tokens, strict=True):
        if mine == other or mark == ITSELF:
            continue
        if mark in ("N", "S"):
            literals.add((mine, other))
        elif squeeze(mine) != squeeze(other) and (mine not in first.locals or other not in second.locals):
            names.add((mine, other))
    return Difference(frozenset(literals), frozenset(names))
