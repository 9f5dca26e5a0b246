"""This module holds what ties two changed files together: one of these signs is enough."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from reviewer.change.late import compile_late
from reviewer.detectors.concerns.pieces import Piece
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.revision import Index
from reviewer.index.view import View

Link = tuple[int, int]
# A name of one short word, such as `render`, may be meant anywhere.
_TELLING = compile_late(r"\w{9,}|\w*[a-z0-9][A-Z_]\w*|\w+_\w+")
# Of a folder with more files nobody knows that they belong together.
_MOST_BESIDE = 12
_LEAST_RARE, _MOST_RARE = 5, 40
_MOST_ASKED = 400


def find_links(view: View, pieces: Sequence[Piece]) -> Iterator[Link]:
    """Yield pairs of pieces, by their numbers, that belong together."""
    yield from _share(pieces, lambda piece: [piece.stem] if piece.stem else [])
    yield from _share(pieces, lambda piece: piece.edited)
    yield from _find_neighbours(view, pieces)
    yield from _find_mentions(pieces)
    yield from _find_imports(view.head, pieces)
    rare = find_rare(view.base, [piece.said for piece in pieces])
    yield from _share(pieces, lambda piece: piece.said & rare)


def find_rare(index: Index, said: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the words that several say and the repository hardly does: those are no accident."""
    counts: dict[str, int] = defaultdict(int)
    for words in said:
        for word in words:
            counts[word] += 1
    most = max(_LEAST_RARE, min(_MOST_RARE, len(index.paths) // 25))
    # Long words tell most; of a change that shares more words than these nothing needs to be asked.
    asked = sorted((word for word, count in counts.items() if count > 1), key=lambda word: (-len(word), word))
    return frozenset(word for word in asked[:_MOST_ASKED] if index.count_mentions(word) <= most)


def _share(pieces: Sequence[Piece], signs: Callable[[Piece], Iterable[str]]) -> Iterator[Link]:
    first: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        for sign in signs(piece):
            if first.setdefault(sign, number) != number:
                yield first[sign], number


def _find_neighbours(view: View, pieces: Sequence[Piece]) -> Iterator[Link]:
    """Yield the files of one small folder."""
    tree = resolver_of(view.head).tree
    beside: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        names = tree.children.get(piece.folder, set())
        if piece.folder and len(names) <= _MOST_BESIDE and beside.setdefault(piece.folder, number) != number:
            yield beside[piece.folder], number


def _find_mentions(pieces: Sequence[Piece]) -> Iterator[Link]:
    """Yield files of which one speaks of what the other defines and the change touched."""
    for number, piece in enumerate(pieces):
        names = {name for name in piece.defined if _TELLING.fullmatch(name)}
        for other, target in enumerate(pieces):
            if other != number and not names.isdisjoint(target.known):
                yield number, other


def _find_imports(index: Index, pieces: Sequence[Piece]) -> Iterator[Link]:
    resolver = resolver_of(index)
    numbers = {piece.path: number for number, piece in enumerate(pieces)}
    for number, piece in enumerate(pieces):
        for imported in index.imports(piece.path):
            target = resolver.resolve(piece.path, imported).path
            if numbers.get(target, number) != number:
                yield number, numbers[target]
