"""This module holds the functions that a change wrote, and those that behave differently after it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.behaviour.normal import NormalForm, normalise_function
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import decorators_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.model.change import FileClass

# A function with fewer added lines than this share was there before.
_NEW = 0.8
_CLASSES: tuple[FileClass, ...] = ("production", "script")
# Words of a body that is found again elsewhere whatever its parameters are: with fewer it may be another one.
_LEAST_WORDS = 20
_IS_TEST = compile_late(r"#!?\[\s*(?:cfg\(\s*(?:all\(\s*)?test\b|(?:\w+::)*test\b|rstest|test_case|quickcheck|bench\b)")


@dataclass(frozen=True, eq=False, slots=True)
class ChangedFunction:
    """A function that does something else after the change, or is new.

    `scope` stands in the new side of the file; `before` in the old one, None when the function is new. `lines` are the
    added lines inside of it that carry behaviour: no comment, no lone bracket, import or log call, nothing that only
    declares a type. They are empty where the change only takes away.
    """

    file: ChangedFile
    scope: Scope
    before: Scope | None
    lines: tuple[int, ...]

    @property
    def is_new(self) -> bool:
        """Tell whether the function is new."""
        return self.before is None

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.file.path

    @property
    def symbol(self) -> str:
        """The name with the names of everything around it."""
        return self.scope.symbol

    @property
    def line(self) -> int:
        """First line of the definition, in the new file."""
        return self.scope.line

    @property
    def end_line(self) -> int:
        """Last line of the definition, in the new file."""
        return self.scope.end_line


def find_added_functions(file: ChangedFile) -> Iterator[Scope]:
    """Yield the functions of the new side that the change wrote, outermost only, in the order of the text.

    A function that the old side knows under the same symbol is an edited one, however much of it is new.
    """
    if file.new is None:
        return
    before = {scope.symbol for scope in file.old.functions} if file.old else set()
    added = file.change.added_lines
    end = 0
    for scope in file.new.functions:
        if scope.line <= end or scope.symbol in before:
            continue
        lines = range(scope.line, scope.end_line + 1)
        if sum(line in added for line in lines) >= _NEW * len(lines):
            end = scope.end_line
            yield scope


def find_changed_functions(files: Iterable[ChangedFile]) -> tuple[ChangedFunction, ...]:
    """Return the outermost functions of production and script files that do something else, by path and line.

    Comments, layout, docstrings, names of locals and of the function, types, log calls, decorators and moves do not
    count; neither does what stands outside of functions.
    """
    looked = [file for file in files if file.language is not None and file.file_class in _CLASSES]
    gone = _Gone(looked)
    found = [changed for file in looked for changed in _compare(file, gone)]
    return tuple(sorted(found, key=lambda c: (c.path, c.line)))


class _Gone:
    """The functions that the change took away, by what they do."""

    def __init__(self, files: Sequence[ChangedFile]) -> None:
        self._known: set[tuple[str, tuple[str, ...], tuple[str, ...] | None]] = set()
        for file in files:
            left = {scope.symbol for scope in _outermost(file.new)}
            for scope in _outermost(file.old):
                if file.old is not None and scope.symbol not in left:
                    form = normalise_function(scope, file.old)
                    self._known |= {_key(file.old, form), _key(file.old, form, with_head=False)}

    def has(self, source: Source, form: NormalForm) -> bool:
        """Tell whether a function that does just this stood elsewhere."""
        if _key(source, form) in self._known:
            return True
        return len(form.body) >= _LEAST_WORDS and _key(source, form, with_head=False) in self._known


def _key(
    source: Source, form: NormalForm, *, with_head: bool = True
) -> tuple[str, tuple[str, ...], tuple[str, ...] | None]:
    return (source.language or "", form.body, form.head if with_head else None)


def _compare(file: ChangedFile, gone: _Gone) -> Iterator[ChangedFunction]:
    if file.new is None:
        return
    former: dict[str, list[Scope]] = defaultdict(list)
    for scope in _outermost(file.old):
        former[scope.symbol].append(scope)
    counts = Counter(scope.symbol for scope in _outermost(file.new))
    turns: Counter[str] = Counter()
    for scope in _outermost(file.new):
        turn = turns[scope.symbol]
        turns[scope.symbol] += 1
        if scope.body is None or not file.touches(scope.line, scope.end_line) or _is_test(scope, file.new):
            continue
        named = former.get(scope.symbol, [])
        before = named[turn] if turn < len(named) else None
        overloads = named if max(counts[scope.symbol], len(named)) > 1 else named[:1]
        lines = _find_difference(file, scope, before, overloads, gone)
        if lines is not None:
            yield ChangedFunction(file, scope, before, lines)


def _find_difference(
    file: ChangedFile, scope: Scope, before: Scope | None, overloads: Sequence[Scope], gone: _Gone
) -> tuple[int, ...] | None:
    """Return the added lines that carry behaviour, or None where a function does what it did."""
    if file.new is None:
        return None
    form = normalise_function(scope, file.new)
    known = [normalise_function(other, file.old) for other in overloads] if file.old else []
    if form in known or (not known and (not form.rows or gone.has(file.new, form))):
        return None
    rows = dict(form.rows)
    if before is not None and file.old is not None:
        was = normalise_function(before, file.old)
        if was.head != form.head:
            rows = form.head_rows | rows
        deleted = file.change.deleted_lines
        return _find_lines(file, rows, Counter(w for at, w in (was.head_rows | was.rows).items() if at in deleted))
    return _find_lines(file, rows, Counter())


def _find_lines(file: ChangedFile, rows: dict[int, tuple[str, ...]], was: Counter[tuple[str, ...]]) -> tuple[int, ...]:
    """Return the added lines with words, without those that say what a deleted one said, where any others are left."""
    added = [row for row in sorted(rows) if rows[row] and row in file.change.added_lines]
    fresh = []
    for row in added:
        if was[rows[row]]:
            was[rows[row]] -= 1
        else:
            fresh.append(row)
    return tuple(fresh or added)


def _outermost(source: Source | None) -> list[Scope]:
    return [s for s in source.functions if not _is_inner(s)] if source else []


def _is_inner(scope: Scope) -> bool:
    owner = scope.owner
    while owner is not None and owner.role != "function":
        owner = owner.owner
    return owner is not None


def _is_test(scope: Scope, source: Source) -> bool:
    """Rust keeps tests beside what they test."""
    around: Scope | None = scope if source.language == "rust" else None
    while around is not None:
        marks = decorators_of(around.node, source.kinds.decorators)
        if (around.role == "class" and around.name in ("test", "tests")) or any(_IS_TEST.match(m) for m in marks):
            return True
        around = around.owner
    return False
