"""This module holds which test of the base became which test of the head: by name, by body, by likeness."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase, find_tests

_WORD = compile_late(r"\w+")
_LIKE = 0.8
# In one file a test with a new title and half of the old words is the old test, edited.
_LIKE_NEARBY = 0.5
# Above this many unpaired tests on both sides likeness is not looked for: it would take too long to be worth it.
_MOST_COMPARISONS = 40_000


@dataclass(frozen=True, slots=True)
class Sited:
    """A test with the file side it stands in."""

    source: Source
    test: TestCase

    @property
    def text(self) -> str:
        """The whole test as written, with its marks, which may hold the values of a parametrised test."""
        body = text_of(self.test.node) if self.test.body is not None else self._lines
        return "\n".join((*self.test.marks, body))

    @property
    def _lines(self) -> str:
        return "\n".join(self.source.lines[self.test.line - 1 : self.test.end_line])


@dataclass(frozen=True, slots=True)
class Pairing:
    """Tests of the base with what became of them, tests that are gone, and tests that are new."""

    pairs: tuple[tuple[Sited, Sited], ...]
    lost: tuple[Sited, ...]
    added: tuple[Sited, ...]


def pair_tests(files: Iterable[ChangedFile]) -> Pairing:
    """Pair the tests of all changed files, first within a file, then across files."""
    pairs: list[tuple[Sited, Sited]] = []
    lost: list[Sited] = []
    added: list[Sited] = []
    for file in files:
        old = [Sited(file.old, t) for t in find_tests(file.old)] if file.old is not None else []
        new = [Sited(file.new, t) for t in find_tests(file.new)] if file.new is not None else []
        old = [] if file.change.status == "copied" else old
        old, new = _take(old, new, pairs, lambda s: s.test.symbol)
        old, new = _take(old, new, pairs, lambda s: s.test.name)
        old, new = _take(old, new, pairs, lambda s: squeeze(text_of(s.test.body)) or s.test.symbol)
        old, new = _take_alike(old, new, pairs, _LIKE_NEARBY)
        lost += old
        added += new
    lost, added = _take(lost, added, pairs, lambda s: squeeze(text_of(s.test.body)) or s.test.symbol)
    lost, added = _take(lost, added, pairs, lambda s: s.test.name)
    lost, added = _take_alike(lost, added, pairs, _LIKE)
    return Pairing(tuple(pairs), tuple(lost), tuple(added))


def words_of(text: str) -> Counter[str]:
    """Count the words of a piece of code."""
    return Counter(_WORD.findall(text))


def _take(
    old: list[Sited], new: list[Sited], pairs: list[tuple[Sited, Sited]], key: Callable[[Sited], str]
) -> tuple[list[Sited], list[Sited]]:
    by_key: dict[str, list[Sited]] = {}
    for sited in new:
        by_key.setdefault(key(sited), []).append(sited)
    left: list[Sited] = []
    taken: set[int] = set()
    for sited in old:
        waiting = by_key.get(key(sited), [])
        if waiting:
            partner = waiting.pop(0)
            taken.add(id(partner))
            pairs.append((sited, partner))
        else:
            left.append(sited)
    return left, [s for s in new if id(s) not in taken]


def _take_alike(
    old: list[Sited], new: list[Sited], pairs: list[tuple[Sited, Sited]], least: float
) -> tuple[list[Sited], list[Sited]]:
    """Pair what is mostly the same text, and what was merged into one larger (parametrised, tabular) test."""
    if len(old) * len(new) > _MOST_COMPARISONS:
        return old, new
    words = [words_of(s.text) for s in new]
    likely = sorted(
        (-likeness, number, i, is_merged)
        for number, sited in enumerate(old)
        for i, (likeness, is_merged) in enumerate(_compare(words_of(sited.text), words))
        if likeness >= least
    )
    partners: dict[int, int] = {}
    used: set[int] = set()
    # The most alike first, so that what is gone does not take the place of what was edited.
    for _, number, i, is_merged in likely:
        if number not in partners and (i not in used or is_merged):
            partners[number] = i
            used.add(i)
    pairs += [(old[number], new[i]) for number, i in sorted(partners.items())]
    return [s for n, s in enumerate(old) if n not in partners], [s for i, s in enumerate(new) if i not in used]


def _compare(old: Counter[str], others: list[Counter[str]]) -> Iterator[tuple[float, bool]]:
    """Yield how alike each other test is, and whether the old one may have become a part of it."""
    size = sum(old.values())
    for new in others:
        both = 2 * sum((old & new).values()) / max(1, size + sum(new.values()))
        # Merged: nearly every distinct word lives on in a test that is larger.
        kept = len(old.keys() & new.keys()) / max(1, len(old))
        is_merged = kept >= _LIKE and sum(new.values()) >= size
        yield max(both, kept if is_merged else 0.0), is_merged
