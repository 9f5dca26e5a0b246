"""This module holds which old lines of code a change replaces, and where their replacement stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.change.behaviour.quiet import is_log_call
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import decorators_of, end_line_of, line_of, statements_of
from reviewer.change.syntax.source import Source
from reviewer.engine.run import READABLE
from reviewer.history.memory import WIDE
from reviewer.history.szz import find_removed
from reviewer.model.change import Side

# What says nothing by itself: a keyword alone, or with a name that the next line explains.
_SLIGHT = compile_late(r"\W*(?:else|try|finally|do|end|then|fi|done|esac|pass|break|continue|return|begin|default)?\W*")
_IS_TEST = compile_late(r"\bcfg\((?:all\(|any\()?\s*test\b|#\[\s*(?:\w+::)*test\b")
_RUNNING = ("production", "script", "migration")


def find_removed_code(file: ChangedFile) -> dict[int, str]:
    """Return the old lines of code that a change takes out of a file that runs, by number.

    Only of a file that a grammar reads. Blank lines, comments, docstrings, imports, brackets and lone keywords are no
    code; log calls and tests that stand beside the code are left out.
    """
    old = file.old
    if old is None or old.language is None or old.file_class not in _RUNNING or old.confidence < READABLE:
        return {}
    # What holds for production holds for migrations here.
    runs = replace(old, file_class="production") if old.file_class == "migration" else old
    idle = {line for rows in (*_find_tests(old), *_find_logs(old)) for line in rows}
    texts = file.change.deleted_lines
    code = sorted(find_removed(file.change, runs).code - idle)
    return {line: texts[line] for line in code if not _SLIGHT.fullmatch(texts[line])}


def is_sweep(files: Sequence[ChangedFile]) -> bool:
    """Tell whether a change touches very many files of code: the same edit in all of them, and no work on one thing."""
    return sum(file.language is not None for file in files) > WIDE


def find_heads(source: Source) -> frozenset[int]:
    """Return the lines that say the names and parameters of functions and classes, and none of what they do."""
    heads: set[int] = set()
    for scope in source.scopes:
        first = next((line_of(node) for node in statements_of(scope.body)), scope.line)
        heads.update(range(scope.line, first))
    return frozenset(heads)


def place_in_new(file: ChangedFile, line: int) -> tuple[int, Side]:
    """Return where a reader sees what became of an old line: its replacement, or itself where there is none."""
    for hunk in file.change.hunks:
        if hunk.old_start <= line < hunk.old_start + len(hunk.deleted):
            offset = min(line - hunk.old_start, len(hunk.added) - 1)
            return (hunk.new_start + offset, "new") if hunk.added else (line, "old")
    return line, "old"


def near_in_new(file: ChangedFile, line: int) -> int:
    """Return the new line at which an old one was replaced, or after which it stood."""
    place, side = place_in_new(file, line)
    if side == "new":
        return place
    return max(
        1, next((h.new_start for h in file.change.hunks if h.old_start <= line < h.old_start + len(h.deleted)), 1)
    )


def place_of_change(file: ChangedFile) -> tuple[int, Side]:
    """Return the first line that a change writes into a file, or else the first that it takes out."""
    added = file.change.added_lines
    return (min(added), "new") if added else (min(file.change.deleted_lines, default=1), "old")


def _find_tests(source: Source) -> Iterator[Sequence[int]]:
    """Rust keeps tests beside what they test."""
    if source.language == "rust":
        for scope in source.scopes:
            if any(_IS_TEST.search(mark) for mark in decorators_of(scope.node, source.kinds.decorators)):
                yield range(scope.line, scope.end_line + 1)


def _find_logs(source: Source) -> Iterator[Sequence[int]]:
    for call in source.nodes["calls"]:
        if is_log_call(call):
            yield range(line_of(call), end_line_of(call) + 1)
