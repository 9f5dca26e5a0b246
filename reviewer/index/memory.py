"""This module holds a store of facts that lives as long as the run: for examples, and where nothing can be kept."""

from array import array
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

    def count(self, key: int) -> int:
        """Return how many units have a key, in any revision: never fewer than there are in one."""
        return sum(len(segment.postings.get(key, b"")) // 4 for segment in self._segments)

    def outline(self, oid: str, language: str) -> bytes:
        """Return the encoded outline of a blob, empty when it is not held."""
        return self._outlines.get((oid, language), b"")

    def imports(self, oid: str, language: str) -> bytes:
        """Return the encoded imports of a blob, empty when it is not held."""
        return self._imports.get((oid, language), b"")


def read_numbers(posting: bytes) -> "array[int]":
    """Return the numbers of a posting (see `Segment`)."""
    numbers = array("I")
    numbers.frombytes(posting)
    return numbers


def find_blob(blobs: tuple[tuple[str, str, int, bytes, bytes], ...], number: int) -> tuple[str, str, int, bytes, bytes]:
    """Return the row of the blob that holds a unit."""
    from bisect import bisect_right

    return blobs[bisect_right(blobs, number, key=itemgetter(2)) - 1]
