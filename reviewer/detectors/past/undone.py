"""This module holds which lines a change puts right: not those that move, grow, or get the same edit as many others."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze
from reviewer.detectors.past.removed import find_heads, find_removed_code
from reviewer.model.change import Hunk

_WORD = compile_late(r"\w+|[^\w\s]")
_CONDITION = compile_late(
    r"\b(?:if|elif|elsif|else|unless|while|until|case|when|match|switch|guard|assert|and|or|not)\b|&&|\|\|"
)
# By these a condition that grows becomes another one; an argument more in it changes nothing of what it asks.
_ASKS = frozenset({"&", "|", "!", "=", "<", ">", "and", "or", "not", "in", "is", "if", "unless"})
_QUOTES = "\"'`"
# What code is qualified by where it stands, and not where it came from.
_QUALIFIER = compile_late(r"\b\w+(?:\.|::|->)(?=[A-Za-z_])")
# The same words taken out of so many lines are a rename.
_REPEATED = 4
# A line that grew is looked for in so many new lines, one below the other.
_WINDOW = 6
# In larger places nobody looks for lines that grew.
_MOST_PAIRS = 20_000
# Of a place with so many lines, of which so many stand elsewhere, the rest was only fitted in.
_LARGE, _MOVED = 6, 0.65


class Undone:
    """The lines that a change takes out of its files and replaces by something else."""

    def __init__(self, files: Sequence[ChangedFile]) -> None:
        added = [text for file in files for text in file.change.added_lines.values()]
        self._added = frozenset(map(squeeze, added))
        self._plain = frozenset(map(_strip, added))
        self._edits = Counter(sign for file in files for _, sign in _sign_lines(file))

    def find_gone(self, file: ChangedFile) -> frozenset[int]:
        """Return the old lines of code of a file that stand nowhere in the change any more."""
        removed = find_removed_code(file)
        return frozenset(line for hunk in file.change.hunks for line in self._list_gone(hunk, removed))

    def find(self, file: ChangedFile) -> frozenset[int]:
        """Return the old lines of code of a file whose meaning the change takes back."""
        removed = find_removed_code(file)
        if not removed or file.old is None:
            return frozenset()
        repeated = {line for line, sign in _sign_lines(file) if self._edits[sign] >= _REPEATED}
        idle = repeated | find_heads(file.old)
        return frozenset(line for hunk in file.change.hunks for line in self._find_in(hunk, removed, idle))

    def _find_in(self, hunk: Hunk, removed: Mapping[int, str], idle: Container[int]) -> Iterator[int]:
        lines = [line for line in _rows(hunk) if line in removed]
        gone = self._list_gone(hunk, removed)
        if len(lines) >= _LARGE and len(lines) - len(gone) >= _MOVED * len(lines):
            return
        rows = [_WORD.findall(text) for text in hunk.added] if gone else []
        told = (line for line in gone if line not in idle and not _is_prose(removed[line]))
        yield from (line for line in told if not _only_grows(hunk, rows, removed[line]))

    def _list_gone(self, hunk: Hunk, removed: Mapping[int, str]) -> list[int]:
        """List the lines that have not moved; where nothing replaces them, what qualifies a name may have changed."""
        gone = [line for line in _rows(hunk) if line in removed and squeeze(removed[line]) not in self._added]
        return gone if hunk.added else [line for line in gone if _strip(removed[line]) not in self._plain]


def _rows(hunk: Hunk) -> range:
    return range(hunk.old_start, hunk.old_start + len(hunk.deleted))


def _strip(text: str) -> str:
    return squeeze(_QUALIFIER.sub("", text))


def _sign_lines(file: ChangedFile) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield for each replaced line the words that are gone from it: the same for each place of a rename."""
    for hunk in file.change.hunks:
        if hunk.added and hunk.deleted:
            come = Counter(_WORD.findall("\n".join(hunk.added[: 5 * len(hunk.deleted) + _WINDOW])))
            for at, text in enumerate(hunk.deleted):
                words = Counter(_WORD.findall(text))
                gone = tuple(sorted(word for word, count in words.items() if count > come[word]))
                if gone:
                    yield hunk.old_start + at, gone


def _is_prose(text: str) -> bool:
    """Tell whether a line is nothing but text of several words, as a message has them."""
    plain = text.strip().rstrip("+,;)\\ ").lstrip("(+ ")
    return plain[:1] in _QUOTES and plain[-1:] == plain[:1] and plain.count(plain[:1]) == 2 and plain.count(" ") > 2


def _only_grows(hunk: Hunk, rows: Sequence[Sequence[str]], text: str) -> bool:
    """Tell whether a line is there still, with words added: an argument more, but no more of a condition.

    `rows` are the words of the new lines.
    """
    words = _WORD.findall(text)
    if not words or len(hunk.deleted) * len(hunk.added) > _MOST_PAIRS:
        return False
    asks = _CONDITION.search(text) is not None
    for start, row in enumerate(rows):
        if words[0] in row:
            more = _subtract((word for after in rows[start : start + _WINDOW] for word in after), words)
            if more is not None and not (asks and not _ASKS.isdisjoint(more)):
                return True
    return False


def _subtract(words: Iterable[str], wanted: Sequence[str]) -> list[str] | None:
    """Return the words that stand between wanted ones, or None where these are not all there in their order."""
    between: list[str] = []
    at = 0
    for word in words:
        if word == wanted[at]:
            at += 1
            if at == len(wanted):
                return between
        elif at:
            between.append(word)
    return None
