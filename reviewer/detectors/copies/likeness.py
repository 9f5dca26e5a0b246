"""This module holds how alike two functions are: their runs of tokens, their renaming, their literals, their names."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reviewer.change.late import compile_late
from reviewer.change.syntax.tokens import Shape
from reviewer.detectors.copies.control_skeleton import controls_of

# So many tokens in a row are a run; fewer stand in any two functions.
_RUN = 5
# What an interpolated string holds is code, and its names change with the locals.
_INTERPOLATED = compile_late(r"[$#]?\{[^{}]*+\}|\$[A-Za-z_]\w*+")
_PREFIXED = compile_late(r"^[A-Za-z@$]{0,3}(?=[\"'`])")
_PLAIN_LITERALS = frozenset({"0", "1", "2", "", "100", "1000"})
_SIGNS = ".?:&->(=! "

Weigh = Callable[[str], float]


@dataclass(frozen=True, eq=False)
class Reading:
    """A function's body as it is compared."""

    shape: Shape

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The tokens with every local under one name."""
        return tuple("_" if _is_local(token) else token for token in self.shape.tokens)

    @cached_property
    def literals(self) -> "Counter[str]":
        """The literals that say something, without their quotes and without what is filled into them."""
        texts = (_INTERPOLATED.sub("{}", _PREFIXED.sub("", text).strip("\"'`")) for text in self.shape.literals)
        return Counter(text for text in texts if text not in _PLAIN_LITERALS)

    @cached_property
    def names(self) -> frozenset[str]:
        """Callees, members, keys, types and constants."""
        return frozenset(n.strip(_SIGNS) for n in set(self.shape.marks).difference(self.shape.literals))

    @cached_property
    def calls(self) -> frozenset[str]:
        """Callees and members: what is done, unlike a key, which is often named after a local."""
        marks = set(self.shape.marks).difference(self.shape.literals)
        return frozenset(n.strip(_SIGNS) for n in marks if n[-1] in "(!" or n[0] in _SIGNS)

    @cached_property
    def words(self) -> frozenset[str]:
        """The names, and the literals that say something."""
        return self.names | self.literals.keys()

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """The runs of tokens, each once."""
        return frozenset(self.plain[at : at + _RUN] for at in range(len(self.plain) - _RUN + 1))

    @cached_property
    def controls(self) -> frozenset[str]:
        """What the body does with control."""
        return controls_of(self.shape.tokens)


class Likeness(NamedTuple):
    """Two functions compared. All but the last five figures are shares, 0 to 1.

    `runs` is the share of the tokens of both that stand in common runs, `covered` that of the old one alone,
    `renaming` how far one local stands for one other throughout, `literals` how many of the old one's the new one has.
    `kept` is the weighed share of the old one's names that the new one has, `names` and `words` that of the names, and
    of names and literals, of either that both have. `weight` is what the common names weigh, `literal_weight` what the
    common literals do, `distinct` the number of different runs in common.
    """

    runs: float
    covered: float
    renaming: float
    literals: float
    kept: float
    names: float
    words: float
    weight: float
    literal_weight: float
    distinct: int
    common: int
    all: int


def compare_functions(new: Reading, old: Reading, weigh: Weigh) -> Likeness:
    """Compare two bodies."""
    pairs, distinct = _align(new.plain, old.plain)
    sizes = len(new.plain), len(old.plain)
    common = new.words & old.words
    known = sum(map(weigh, old.names))
    names = new.names & old.names
    weight = sum(map(weigh, names))
    return Likeness(
        2 * len(pairs) / max(1, sum(sizes)),
        len(pairs) / max(1, sizes[1]),
        _measure_renaming(new.shape.tokens, old.shape.tokens, pairs),
        _count_kept(new.literals, old.literals),
        weight / known if known else 1.0,
        weigh_common(new.names, old.names, weigh),
        weigh_common(new.words, old.words, weigh),
        weight,
        sum(map(weigh, common - names)),
        distinct,
        len(common),
        len(new.words | old.words),
    )


def share_runs(first: Reading, second: Reading, *, of_second: bool = False) -> float:
    """Return the share of the runs of the one with fewer, or of the second, that the other has too."""
    size = len(second.runs) if of_second else min(len(first.runs), len(second.runs))
    return len(first.runs & second.runs) / max(1, size)


def weigh_overlap(first: frozenset[str], second: frozenset[str], weigh: Weigh) -> float:
    """Return the weighed share of the words of the one that says less which the other has too."""
    least = min(sum(map(weigh, first)), sum(map(weigh, second)))
    return sum(map(weigh, first & second)) / least if least else 0.0


def weigh_common(first: frozenset[str], second: frozenset[str], weigh: Weigh) -> float:
    """Return the weighed share of the words of either that both have."""
    union = sum(map(weigh, first | second))
    return sum(map(weigh, first & second)) / union if union else 1.0


def _is_local(token: str) -> bool:
    return token[0] == "_" and token[1:].isdigit()


def _align(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[list[tuple[int, int]], int]:
    """Pair the positions of tokens that stand in common runs, each at most once; a run may stand anywhere.

    Also return how many different runs are common.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(old) - _RUN + 1):
        places.setdefault(old[at : at + _RUN], []).append(at)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    follow = -1
    for at in range(len(new) - _RUN + 1):
        found = places.get(new[at : at + _RUN])
        if not found:
            follow = -1
            continue
        place = follow if follow in found else next((p for p in found if p not in taken), found[-1])
        for step in range(_RUN):
            if at + step not in pairs and place + step not in taken:
                pairs[at + step] = place + step
                taken.add(place + step)
        follow = place + 1
    return sorted(pairs.items()), len(places.keys() & {new[at : at + _RUN] for at in range(len(new) - _RUN + 1)})


def _measure_renaming(new: tuple[str, ...], old: tuple[str, ...], pairs: list[tuple[int, int]]) -> float:
    seen = Counter((new[i], old[j]) for i, j in pairs if _is_local(new[i]))
    total, agreed = seen.total(), 0
    ours: set[str] = set()
    theirs: set[str] = set()
    for (mine, other), count in seen.most_common():
        if mine not in ours and other not in theirs:
            ours.add(mine)
            theirs.add(other)
            agreed += count
    return agreed / total if total else 1.0


def _count_kept(new: "Counter[str]", old: "Counter[str]") -> float:
    return (new & old).total() / old.total() if old else 1.0
