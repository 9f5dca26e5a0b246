"""This module holds a store of facts that lives as long as the run: for examples, and where nothing can be kept."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from operator import itemgetter

from reviewer.ports import FactStore, Segment


class MemoryStore(FactStore):
    """Facts in memory (see `FactStore`)."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._outlines: dict[tuple[str, str], bytes] = {}
        self._imports: dict[tuple[str, str], bytes] = {}
        self._trees: set[str] = set()
        self._dead: tuple[frozenset[tuple[str, str]], list[list[int]]] | None = None

    def missing(self, tree: str, wanted: Callable[[], Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
        """Return those (id, language) of a tree that no segment holds; `wanted` is asked only for an unknown tree."""
        return [] if tree in self._trees else [blob for blob in wanted() if blob not in self._outlines]

    def add(self, segment: Segment) -> None:
        """Keep a segment."""
        self._segments.append(segment)
        self._outlines |= {(oid, language): outline for oid, language, _, outline, _ in segment.blobs}
        self._imports |= {(oid, language): imports for oid, language, _, _, imports in segment.blobs}

    def finish(self, tree: str) -> bool:
        """Remember that every blob of a tree is held."""
        self._trees.add(tree)
        return True

    def find(self, key: int) -> list[tuple[str, str, int]]:
        """Return (id, language, number of the unit in its blob) of the units that have a key, of any revision."""
        found = []
        for segment in self._segments:
            for number in read_numbers(segment.postings.get(key, b"")):
                oid, language, first = find_blob(segment.blobs, number)[:3]
                found.append((oid, language, number - first))
        return found

    def count(self, key: int, live: frozenset[tuple[str, str]]) -> int:
        """Return how many units have a key, of the blobs (id, language) of one revision; whatever else is held."""
        if self._dead is None or self._dead[0] is not live or len(self._dead[1]) < len(self._segments):
            self._dead = live, self._find_dead(live)
        pairs = zip(self._segments, self._dead[1], strict=True)
        return sum(count_outside(read_numbers(segment.postings.get(key, b"")), dead) for segment, dead in pairs)

    def _find_dead(self, live: frozenset[tuple[str, str]]) -> list[list[int]]:
        seen: set[tuple[str, str]] = set()
        rows = [[(first, oid, language) for oid, language, first, _, _ in s.blobs] for s in self._segments]
        return [find_dead(blobs, live, seen) for blobs in rows]

    def outline(self, oid: str, language: str) -> bytes:
        """Return the encoded outline of a blob, empty when it is not held."""
        return self._outlines.get((oid, language), b"")

    def imports(self, oid: str, language: str) -> bytes:
        """Return the encoded imports of a blob, empty when it is not held."""
        return self._imports.get((oid, language), b"")


def find_dead(
    blobs: Iterable[tuple[int, str, str]], live: frozenset[tuple[str, str]], seen: set[tuple[str, str]]
) -> list[int]:
    """Return the numbers at which units of a segment stop and begin again to be live: dead from an even place on.

    `blobs` are (number of the first unit, id, language) by that number. What is in `seen`, to which the live ones are
    added, is held by another segment and counts there.
    """
    bounds: list[int] = []
    for first, oid, language in blobs:
        is_live = (oid, language) in live and (oid, language) not in seen
        if is_live:
            seen.add((oid, language))
        if is_live == bool(len(bounds) % 2):
            bounds.append(first)
    return bounds


def count_outside(numbers: "array[int]", dead: list[int]) -> int:
    """Return how many numbers, in ascending order, are live by the bounds of `find_dead`."""
    if len(numbers) <= len(dead):
        return sum(not bisect_right(dead, number) % 2 for number in numbers)
    places = [bisect_left(numbers, bound) for bound in dead]
    if len(places) % 2:
        places.append(len(numbers))
    return len(numbers) - sum(end - start for start, end in zip(places[::2], places[1::2], strict=True))


def read_numbers(posting: bytes) -> "array[int]":
    """Return the numbers of a posting (see `Segment`)."""
    numbers = array("I")
    numbers.frombytes(posting)
    return numbers


def find_blob(blobs: tuple[tuple[str, str, int, bytes, bytes], ...], number: int) -> tuple[str, str, int, bytes, bytes]:
    """Return the row of the blob that holds a unit."""
    return blobs[bisect_right(blobs, number, key=itemgetter(2)) - 1]
