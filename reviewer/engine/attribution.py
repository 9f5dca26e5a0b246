"""This module holds the difference between what a change introduced and what was there before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit
from reviewer.engine.identity import identify_place, identify_text

Scan = Callable[[Source], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class _Seen:
    hit: Hit
    place: str
    text: str
    is_fresh: bool = False


Likeness = Callable[[_Seen], object]


def find_introduced(scan: Scan, files: Iterable[ChangedFile]) -> list[Hit]:
    """Return the hits of the new sides that the change caused.

    A hit is a candidate when the change touched its scope. It is inherited when an old side of the change has the
    same hit, by its place (symbol and first line) or by its whole text, and the change touched it there too: then it
    was only edited around, moved or renamed. A hit that stands untouched on the old side does not excuse a new one.
    """
    files = list(files)
    candidates = [
        _Seen(hit, identify_place(hit, file.new), identify_text(hit, file.new), hit.line in file.change.added_lines)
        for file in files
        if file.new is not None
        for hit in scan(file.new)
        if file.touches(*(hit.scope or (hit.line, hit.end_line)))
    ]
    if not candidates:
        return []
    # Hits whose own line was added claim the old ones last; an old hit excuses one new hit, the most alike first.
    left, old = sorted(candidates, key=lambda seen: seen.is_fresh), list(_find_old(scan, files))
    for likeness in (lambda seen: (seen.place, seen.text), lambda seen: seen.place, lambda seen: seen.text):
        left, old = _match(left, old, likeness)
    introduced = {id(seen) for seen in left}
    return [seen.hit for seen in candidates if id(seen) in introduced]


def _find_old(scan: Scan, files: Iterable[ChangedFile]) -> Iterator[_Seen]:
    for file in files:
        if file.old is not None and file.change.status != "copied":
            for hit in scan(file.old):
                if file.touches_old(*(hit.scope or (hit.line, hit.end_line))):
                    yield _Seen(hit, identify_place(hit, file.old), identify_text(hit, file.old))


def _match(new: list[_Seen], old: list[_Seen], likeness: Likeness) -> tuple[list[_Seen], list[_Seen]]:
    """Pair off hits that are alike, and return those that are left on both sides."""
    stock: dict[object, list[_Seen]] = {}
    for seen in old:
        stock.setdefault(likeness(seen), []).append(seen)
    rest = []
    for seen in new:
        alike = stock.get(likeness(seen))
        if alike:
            alike.pop()
        else:
            rest.append(seen)
    return rest, [seen for group in stock.values() for seen in group]
