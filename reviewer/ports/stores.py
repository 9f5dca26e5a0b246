"""This module holds what the program asks of the places where it keeps what it learnt."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reviewer.model.history import PastChange, PastTouch, Touch


@dataclass(frozen=True, slots=True)
class Segment:
    """What one run found in some blobs (see `reviewer.index.facts`).

    `blobs` are (id, language, number of its first unit, encoded outline, encoded imports), by that number. `postings`
    are numbers of units as unsigned 32-bit integers of this machine, in ascending order, by key.
    """

    blobs: tuple[tuple[str, str, int, bytes, bytes], ...]
    postings: Mapping[int, bytes]


class LostFacts(Exception):  # noqa: N818 - an event that is mended, not an error
    """Facts that were held are gone: the store was broken and begins anew. Whoever hears it fills it again."""


class FactStore(Protocol):
    """Facts of blobs by git id and language, kept from run to run. They are right for ever, so nothing is updated.

    Any question may raise `LostFacts`.
    """

    def missing(self, tree: str, wanted: Callable[[], Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
        """Return those (id, language) of a tree that no segment holds; `wanted` is asked only for an unknown tree."""

    def add(self, segment: Segment) -> None:
        """Keep a segment."""

    def finish(self, tree: str) -> bool:
        """Remember that every blob of a tree is held, and hold on to them; false when another run has cleared some."""

    def find(self, key: int) -> list[tuple[str, str, int]]:
        """Return (id, language, number of the unit in its blob) of the units that have a key, of any revision."""

    def count(self, key: int, live: frozenset[tuple[str, str]]) -> int:
        """Return how many units have a key, of the blobs (id, language) of one revision; whatever else is held."""

    def outline(self, oid: str, language: str) -> bytes:
        """Return the encoded outline of a blob, empty when it is not held."""

    def imports(self, oid: str, language: str) -> bytes:
        """Return the encoded imports of a blob, empty when it is not held."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a kept log that leads to a commit: a segment, and the place in it from which on all counts."""

    segment: int
    first: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The kept log of a commit, newest part first; `missing` is the commit from which on nothing is kept, or empty."""

    reaches: tuple[Reach, ...]
    missing: str


class HistoryStore(Protocol):
    """The changes of main lines, kept from run to run. What is kept of a commit is right for ever."""

    def chain(self, commit: str) -> Chain:
        """Return what is kept of the changes that lead to a commit."""

    def holds(self, commit: str) -> bool:
        """Tell whether the log of a commit is kept, as far down as it goes."""

    def add(self, tip: str, changes: Sequence[tuple[PastChange, Sequence[Touch]]], below: str) -> None:
        """Keep the changes that lead to a commit, newest first; `below` is where the log goes on, or empty."""

    def touches(self, chain: Chain, path: str, since: int = 0) -> tuple[PastTouch, ...]:
        """Return how the changes of a chain touched the file that has a path now, newest first, through renames.

        Only changes from a time on (seconds since 1970) count.
        """

    def count(self, chain: Chain) -> int:
        """Return how many changes a chain has."""

    def newest(self, chain: Chain, limit: int) -> tuple[PastChange, ...]:
        """Return the newest changes of a chain, newest first."""

    def area(self, chain: Chain, folder: str, since: int) -> tuple[PastChange, ...]:
        """Return the changes from a time on that touched a file below a folder, newest first; "" is the root."""

    def companions(self, chain: Chain, touches: Sequence[PastTouch]) -> Mapping[str, int]:
        """Return how many of the changes behind some touches touched each other path."""

    def find(self, chain: Chain, commit: str) -> PastChange | None:
        """Return a change of a chain by its id or the beginning of it."""

    def changes(self, chain: Chain) -> Iterator[tuple[PastChange, tuple[str, ...]]]:
        """Yield the changes of a chain, newest first, with the paths that each touched."""
