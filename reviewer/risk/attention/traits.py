"""This module holds what each added line shows by itself: whether it decides, calls, or stood there before."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import line_of, squeeze
from reviewer.change.syntax.source import Scope
from reviewer.change.weight import find_inline_tests
from reviewer.model.change import FileChange, FileClass
from reviewer.risk.attention.idle import find_idle

# What a person reads line by line because it runs.
READ: tuple[FileClass, ...] = ("production", "script", "migration")
_WORD = compile_late(r"[A-Za-z_$][\w$]*")
_STRING = compile_late(r"\"[^\"]*\"|'[^']*'|`[^`]*`")
_CONDITION = compile_late(r"\b(?:if|elif|unless|switch|case|match|when|guard|while)\b|&&|\|\||\?\s|\?\?| and | or ")
_LOG = compile_late(
    r"(?i)^\W*(?:this\.|self\.|await )?"
    r"(?:console|log|logger|logging|print|println|printf|fmt\.print\w*|debug|info|warn|warning|tracing|eprintln)!?\s*[.(!]"
)
_COMMON = 3_000
_FEW_LINES = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One added line of a file with its traits (see `TRAITS`); a line without `code` has no other trait.

    `function` is the innermost function around it. `rare` holds names on it that the repository hardly mentions.
    """

    path: str
    number: int
    function: Scope | None
    traits: frozenset[str]
    rare: tuple[str, ...] = ()


# Each trait with what it means; a span's factor of the same name counts the lines that have it.
TRAITS = {
    "code": "does something: no blank, comment, docstring, import or lone bracket",
    "body": "stands inside of a function",
    "signature": "belongs to the head of a function",
    "moved": "the same text is deleted by the change",
    "repeated": "the same text is added three times or more",
    "familiar": "the same text stands in the old file",
    "arm": "begins a case of a switch",
    "log": "only writes to a log",
    "condition": "decides",
    "call": "calls something",
    "long": "is among the longest tenth of the change",
    "rare": "its names are, together, among the rarest tenth of the change in this repository",
    "edit": "is one of at most ten lines added at one place",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of all lines of the change: texts that went and came, without white space."""

    gone: Counter[str]
    come: Counter[str]


@dataclass(slots=True)
class _Raw:
    line: Line
    length: int
    rarity: float


def read_lines(files: Sequence[ChangedFile], mentions: Callable[[str], int]) -> tuple[Line, ...]:
    """Return the added lines that run, by path and number, each with its traits.

    `mentions` tells how many units of the old revision mention a word. Left out are lines that were only laid out anew,
    and tests that stand in a file of production code.
    """
    seen = _Seen(
        Counter(squeeze(text) for file in files for text in file.change.deleted_lines.values()),
        Counter(squeeze(text) for file in files if file.new for text in file.change.added_lines.values()),
    )
    raw = [row for file in files if is_read(file) for row in _read_file(file, seen, mentions)]
    code = [row for row in raw if "code" in row.line.traits]
    long = _find_top_tenth([row.length for row in code])
    rare = _find_top_tenth([row.rarity for row in code])
    return tuple(_add_ranks(row, long, rare) for row in raw)


def is_read(file: ChangedFile) -> bool:
    """Tell whether a file is read line by line: its code runs, and a grammar reads it."""
    return file.new is not None and file.language is not None and file.file_class in READ


def find_reformatted(change: FileChange) -> frozenset[int]:
    """Return the added lines of hunks that change nothing but white space."""
    return frozenset(
        hunk.new_start + i
        for hunk in change.hunks
        if hunk.deleted and squeeze("".join(hunk.deleted)) == squeeze("".join(hunk.added))
        for i in range(len(hunk.added))
    )


def _read_file(file: ChangedFile, seen: _Seen, mentions: Callable[[str], int]) -> Iterator[_Raw]:
    if file.new is None:
        return
    old = frozenset(squeeze(text) for text in file.old.lines) if file.old else frozenset()
    idle = find_idle(file.new, file.change.added_lines)
    starts = {role: {line_of(node) for node in file.new.nodes[role]} for role in ("calls", "arms")}
    few = {
        hunk.new_start + i
        for hunk in file.change.hunks
        if len(hunk.added) <= _FEW_LINES
        for i in range(len(hunk.added))
    }
    plain = find_reformatted(file.change) | find_inline_tests(file)
    for number, text in sorted(file.change.added_lines.items()):
        if number in plain:
            continue
        function = file.new.function_at(number)
        if number in idle:
            yield _Raw(Line(file.path, number, function, frozenset()), 0, 0.0)
            continue
        plain_text = squeeze(text)
        words = {word for word in _WORD.findall(_STRING.sub("", text)) if len(word) > 2}
        counts = {word: mentions(word) for word in sorted(words)}
        found = {
            "code": True,
            "body": function is not None,
            "signature": function is not None and number < _body_line(function),
            "moved": len(plain_text) > 1 and seen.gone[plain_text] > 0,
            "repeated": seen.come[plain_text] >= 3,
            "familiar": len(plain_text) > 3 and plain_text in old,
            "arm": number in starts["arms"],
            "log": _LOG.search(text) is not None,
            "condition": _CONDITION.search(text) is not None,
            "call": number in starts["calls"],
            "edit": number in few,
        }
        rarest = tuple(sorted(counts, key=lambda word: (counts[word], word))[:2])
        rarity = sum(log(1 + _COMMON / (1 + count)) for count in counts.values())
        line = Line(file.path, number, function, frozenset(name for name, is_so in found.items() if is_so), rarest)
        yield _Raw(line, len(text.strip()), round(rarity, 2))


def _add_ranks(row: _Raw, long: float, rare: float) -> Line:
    line = row.line
    if "code" not in line.traits:
        return line
    # Where no line of a change has a rare name, one without names is none.
    is_rare = row.rarity >= rare and row.rarity > 0
    more = {name for name, is_so in (("long", row.length >= long), ("rare", is_rare)) if is_so}
    return Line(line.path, line.number, line.function, line.traits | more, line.rare)


def _find_top_tenth(values: list[float] | list[int]) -> float:
    ranked = sorted(values)
    return ranked[max(0, int(0.9 * len(ranked)) - 1)] if ranked else 0.0


def _body_line(function: Scope) -> int:
    return line_of(function.body) if function.body is not None else function.line
