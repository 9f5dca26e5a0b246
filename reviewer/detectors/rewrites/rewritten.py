"""This module holds functions that were written anew under their old signature, beside a change of something else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.concerns import Part, find_parts
from reviewer.detectors.rewrites.idle_lines import read_words
from reviewer.index.view import View


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A function with the share of its words that it kept, and the part of the change that is about something else."""

    function: ChangedFunction
    kept: float
    rest: Part


def find_rewritten(view: View, kept: float, lines: int) -> Iterator[Rewritten]:
    """Yield functions of some lines that kept few of their words, in a small part of the change that has no test."""
    found = [(f, share) for f in view.changed_functions if len(f.lines) >= lines and (share := _measure(f)) < kept]
    parts = find_parts(view) if found else ()
    for function, share in found:
        home = next((p for p in parts if any(piece.path == function.path for piece in p.pieces)), None)
        if home is not None and home is not parts[-1] and home.own_lines == home.lines:
            yield Rewritten(function, share, parts[-1])


def _measure(function: ChangedFunction) -> float:
    """Return the share of its old words that a function kept; all for a new one, and for one with another signature."""
    old, new, before = function.file.old, function.file.new, function.before
    if before is None or old is None or new is None or _head(before, old) != _head(function.scope, new):
        return 1.0
    was, now = _count_words(before, old), _count_words(function.scope, new)
    return (was & now).total() / was.total() if was else 1.0


def _head(scope: Scope, source: Source) -> list[str]:
    end = scope.body.start_byte if scope.body is not None else scope.node.end_byte
    return read_words(source.data[scope.node.start_byte : end].decode("utf-8", "replace"), source.language or "")


def _count_words(scope: Scope, source: Source) -> Counter[str]:
    words = read_words(text_of(scope.body), source.language or "")
    return Counter(word for word in words if any(c.isalnum() for c in word))
