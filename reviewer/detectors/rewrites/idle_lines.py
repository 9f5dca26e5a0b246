"""This module holds the changed lines of a file that change nothing which runs: layout, quotes, comments, renames."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reviewer.change.behaviour.normal import normalise_function
from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.names import end_line_of, line_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.syntax.tokens import read_tokens, shape_of
from reviewer.model.change import Hunk

# Hunks with no more lines between them are read as one: a statement that was broken anew keeps some of its lines.
_GAP = 2
# Nobody compares longer stretches line by line.
_MOST_LINES = 1500
_QUOTES = "\"'`"


@dataclass(frozen=True, slots=True)
class IdleLines:
    """One file with its changed lines that are not blank, and how many of them change nothing which runs."""

    file: ChangedFile
    total: int
    idle: int
    first: int

    @property
    def rest(self) -> int:
        """The changed lines that may change what the code does."""
        return self.total - self.idle


def count_idle(file: ChangedFile) -> IdleLines:
    """Count the changed lines of a file; nothing of a new, deleted or unreadable file is idle."""
    change = file.change
    total = sum(bool(text.strip()) for text in (*change.added_lines.values(), *change.deleted_lines.values()))
    old, new = file.old, file.new
    if old is None or new is None or new.language is None or old.language != new.language:
        return IdleLines(file, total, 0, 1)
    sides = _Sides(frozenset(), frozenset())
    for found in (_find_equal_groups, _find_equal_functions, _find_equal_imports, _find_equal_lines):
        sides = sides.join(found(file, old, new))
    # A comment that is reworded beside an edit belongs to the edit.
    reworded = sides.join(_find_comments(file, old, new))
    if all(n in reworded.new for n in change.added_lines) and all(n in reworded.old for n in change.deleted_lines):
        sides = reworded
    idle_new = sorted(n for n in sides.new if n in change.added_lines and change.added_lines[n].strip())
    idle_old = [n for n in sides.old if n in change.deleted_lines and change.deleted_lines[n].strip()]
    return IdleLines(file, total, len(idle_new) + len(idle_old), idle_new[0] if idle_new else 1)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Lines of the old and of the new side."""

    old: frozenset[int]
    new: frozenset[int]

    def join(self, others: "Iterable[_Sides]") -> "_Sides":
        found = [self, *others]
        return _Sides(frozenset().union(*(s.old for s in found)), frozenset().union(*(s.new for s in found)))


def read_words(text: str, language: str) -> list[str]:
    """Return code as words without comments and layout; a string is the same in whatever quotes it stands."""
    return [_unquote(token) for token in read_tokens(text, language)]


def _unquote(token: str) -> str:
    if token[0] in _QUOTES and len(token) > 1:
        return f'"{token.strip(_QUOTES)}"' if "\\" not in token else token
    return "".join(token.split()) if token[0] not in "<>" else token


def _find_equal_groups(file: ChangedFile, old: Source, new: Source) -> Iterator[_Sides]:
    """Yield neighbouring hunks whose code says the same in other lines."""
    yield from (sides for sides, has_code in _compare_groups(file, old, new) if has_code)


def _find_comments(file: ChangedFile, old: Source, new: Source) -> Iterator[_Sides]:
    """Yield neighbouring hunks without any code."""
    yield from (sides for sides, has_code in _compare_groups(file, old, new) if not has_code)


def _compare_groups(file: ChangedFile, old: Source, new: Source) -> Iterator[tuple[_Sides, bool]]:
    """Yield neighbouring hunks whose code is the same on both sides, and whether they have any."""
    language = new.language or ""
    texts = _find_text(old), _find_text(new)
    for group in _group(file.change.hunks):
        first, last = group[0], group[-1]
        was = range(_start(first.old_start, first.deleted), _end(last.old_start, last.deleted))
        now = range(_start(first.new_start, first.added), _end(last.new_start, last.added))
        has_code = bool(read_words("\n".join(new.lines[now.start - 1 : now.stop - 1]), language))
        spans = (was, now) if language != "python" else (_widen(old, was, now, new), _widen(new, now, was, old))
        before, after = (
            read_words("\n" + "\n".join(source.lines[span.start - 1 : span.stop - 1]), language)
            for source, span in zip((old, new), spans, strict=True)
        )
        if not texts[0].isdisjoint(was) or not texts[1].isdisjoint(now):
            continue
        # Whoever only adds comments explains; whoever rewords them lets others read them again.
        if before == after and any(hunk.deleted for hunk in group):
            yield _Sides(frozenset(was), frozenset(now)), has_code


def _find_text(source: Source) -> frozenset[int]:
    """Return the lines that begin inside of a string, where white space means something."""
    spans = (range(line_of(node) + 1, end_line_of(node) + 1) for node in source.nodes["strings"])
    return frozenset(line for span in spans for line in span)


def _widen(source: Source, span: range, twin: range, other: Source) -> range:
    """Return a stretch with all that its indentation is relative to, and the line after it."""
    rows = [*source.lines[span.start - 1 : span.stop - 1], *other.lines[twin.start - 1 : twin.stop - 1]]
    least = min((_indent_of(text) for text in rows if text.strip()), default=0)
    first, last = span.start, span.stop
    while first > 1 and span.start - first < _MOST_LINES:
        first -= 1
        if source.line_text(first).strip() and _indent_of(source.line_text(first)) <= least:
            break
    while last < len(source.lines) and not source.line_text(last).strip():
        last += 1
    return range(first, last + 1)


def _indent_of(text: str) -> int:
    text = text.expandtabs()
    return len(text) - len(text.lstrip())


def _group(hunks: Sequence[Hunk]) -> list[list[Hunk]]:
    groups: list[list[Hunk]] = []
    for hunk in hunks:
        if groups and _start(hunk.new_start, hunk.added) - _end(groups[-1][-1].new_start, groups[-1][-1].added) <= _GAP:
            groups[-1].append(hunk)
        else:
            groups.append([hunk])
    return groups


def _start(at: int, lines: Sequence[str]) -> int:
    # Where a side has no lines, git names the line before.
    return at if lines else at + 1


def _end(at: int, lines: Sequence[str]) -> int:
    return at + len(lines) if lines else at + 1


def _find_equal_functions(file: ChangedFile, old: Source, new: Source) -> Iterator[_Sides]:
    """Yield functions that differ in layout and in the names of their locals alone."""
    counts = Counter(s.symbol for s in old.functions)
    former = {s.symbol: s for s in old.functions if counts[s.symbol] == 1}
    # Nobody but the tree knows for sure where a string ends.
    texts = _find_text(old) & file.change.deleted_lines.keys(), _find_text(new) & file.change.added_lines.keys()
    for scope in new.functions:
        was = former.get(scope.symbol)
        if was is not None and any(
            s.line < n <= s.end_line for s, rows in zip((was, scope), texts, strict=True) for n in rows
        ):
            continue
        if was is not None and file.touches(scope.line, scope.end_line) and _says_same(was, old, scope, new):
            yield _Sides(frozenset(range(was.line, was.end_line + 1)), frozenset(range(scope.line, scope.end_line + 1)))


def _says_same(was: Scope, old: Source, now: Scope, new: Source) -> bool:
    language = new.language or ""
    first, second = text_of(was.node), text_of(now.node)
    shapes = shape_of(first, language), shape_of(second, language)
    if shapes[0].tokens != shapes[1].tokens or was.body is None or now.body is None:
        return False
    # A shape takes every small name for a local; the normal form knows which names the function binds.
    if normalise_function(was, old) != normalise_function(now, new) and read_words(first, language) != read_words(
        second, language
    ):
        return False
    if [_unquote(t) for t in shapes[0].literals] != [_unquote(t) for t in shapes[1].literals]:
        return False
    # The names of parameters are what callers may write.
    heads = [
        source.data[scope.node.start_byte : scope.body.start_byte].decode("utf-8", "replace") if scope.body else ""
        for scope, source in ((was, old), (now, new))
    ]
    return read_words(heads[0], language) == read_words(heads[1], language)


def _find_equal_imports(file: ChangedFile, old: Source, new: Source) -> Iterator[_Sides]:  # noqa: ARG001 - one shape
    """Yield the imports of a file that imports the same in another order."""
    before, after = find_imports(old), find_imports(new)
    if before and Counter(map(_key, before)) == Counter(map(_key, after)):
        yield _Sides(_lines_of(before), _lines_of(after))


def _key(imported: Import) -> tuple[object, ...]:
    return (imported.module, imported.level, tuple(sorted(imported.names)), imported.alias, imported.type_only)


def _lines_of(imports: Iterable[Import]) -> frozenset[int]:
    return frozenset(n for found in imports for n in range(found.line, found.end_line + 1))


def _find_equal_lines(file: ChangedFile, old: Source, new: Source) -> Iterator[_Sides]:  # noqa: ARG001 - one shape
    """Yield lines of a larger edit that only got other quotes or spaces inside; a new indentation follows the edit."""
    language, texts = new.language or "", _find_text(new)
    for hunk in file.change.hunks:
        if not 0 < max(len(hunk.deleted), len(hunk.added)) <= _MOST_LINES or not hunk.deleted:
            continue
        before = ["".join(read_words(text.strip(), language)) for text in hunk.deleted]
        after = ["".join(read_words(text.strip(), language)) for text in hunk.added]
        for i, j, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            same = [n for n in range(size) if before[i + n] and _is_restyled(hunk.deleted[i + n], hunk.added[j + n])]
            same = [n for n in same if hunk.new_start + j + n not in texts]
            yield _Sides(
                frozenset(hunk.old_start + i + n for n in same), frozenset(hunk.new_start + j + n for n in same)
            )


def _is_restyled(before: str, after: str) -> bool:
    return before.strip() != after.strip() and _indent_of(before) == _indent_of(after)
