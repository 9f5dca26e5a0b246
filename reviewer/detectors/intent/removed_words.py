"""This module holds what a change took out of the production code: names that are gone, literals that changed."""

from collections import Counter

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.index.view import View

_WORD = compile_late(r"[A-Za-z_]\w{3,}")
_COMPOUND = compile_late(r"[a-z0-9][A-Z]|[A-Za-z0-9]_[A-Za-z0-9]")
_LITERAL = compile_late(r"\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_MANY = 60
_DISTINCTIVE = 6
_PRODUCTION = ("production", "script", "config", "migration")


def touches_production(view: View) -> bool:
    """Tell whether the change edits code that tests protect."""
    return any(_is_code(file) and (file.change.added_lines or file.change.deleted_lines) for file in view.files)


def is_removal(view: View) -> bool:
    """Tell whether the change mostly takes production code away: then its tests go with it."""
    code = [file.change for file in view.files if _is_code(file)]
    deleted = sum(len(change.deleted_lines) for change in code)
    added = sum(len(change.added_lines) for change in code)
    return deleted >= _MANY and deleted > 2 * added


def find_removed_words(view: View) -> frozenset[str]:
    """Return the words of deleted production lines that no production line of the changed files holds any more."""
    left: set[str] = set()
    for file in view.files:
        if not _is_test(file) and file.new is not None:
            left |= set(_WORD.findall(file.new.data.decode("utf-8", "replace")))
    return frozenset(_words_of_lines(view)[0] - left)


def find_dropped_words(view: View) -> frozenset[str]:
    """Return what may have left with deleted production lines although its name still stands in the code.

    These are compound names that no added line holds (a signature changed), and functions and classes of which fewer
    are added than deleted (an overload, a generic variant).
    """
    deleted, added = _words_of_lines(view)
    names = {word for word in deleted - added if len(word) >= _DISTINCTIVE and _COMPOUND.search(word)}
    return frozenset(names | _find_removed_definitions(view))


def _words_of_lines(view: View) -> tuple[set[str], set[str]]:
    deleted: set[str] = set()
    added: set[str] = set()
    for file in view.files:
        if not _is_test(file):
            for text in file.change.deleted_lines.values():
                deleted |= set(_WORD.findall(text))
            for text in file.change.added_lines.values():
                added |= set(_WORD.findall(text))
    return deleted, added


def _find_removed_definitions(view: View) -> set[str]:
    balance: Counter[str] = Counter()
    for file in view.files:
        if _is_test(file):
            continue
        for source, lines, weight in (
            (file.old, file.change.deleted_lines, 1),
            (file.new, file.change.added_lines, -1),
        ):
            for scope in source.scopes if source is not None else ():
                if scope.line in lines:
                    balance[scope.name.rsplit(".", 1)[-1]] += weight
    return {name for name, count in balance.items() if count > 0 and len(name) >= _DISTINCTIVE}


def literal_changes(view: View) -> frozenset[tuple[str, str]]:
    """Return the pairs of literals that took each other's place in production lines."""
    pairs: set[tuple[str, str]] = set()
    for file in view.files:
        if _is_test(file):
            continue
        for hunk in file.change.hunks:
            for before, after in zip(hunk.deleted, hunk.added, strict=False):
                old, new = _LITERAL.findall(before), _LITERAL.findall(after)
                if len(old) == len(new) and _LITERAL.sub("", before) == _LITERAL.sub("", after):
                    pairs |= {(a, b) for a, b in zip(old, new, strict=True) if a != b}
    return frozenset(pairs)


def _is_code(file: ChangedFile) -> bool:
    return file.file_class in ("production", "script") and file.language is not None


def _is_test(file: ChangedFile) -> bool:
    return file.file_class not in _PRODUCTION
