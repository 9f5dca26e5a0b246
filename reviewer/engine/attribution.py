"""This module holds the difference between what a change introduced and what was there before."""

from collections import Counter
from collections.abc import Callable, Iterable

from reviewer.change.source import Source
from reviewer.change.view import ChangedFile
from reviewer.engine.hit import Hit
from reviewer.engine.identity import identify_place, identify_text

Scan = Callable[[Source], Iterable[Hit]]


def find_introduced(scan: Scan, files: Iterable[ChangedFile]) -> list[Hit]:
    """Return the hits of the new sides that the change caused.

    A hit is a candidate when the change touched its scope. It is inherited when an old side of the change has the
    same hit, by its place (symbol and first line) or by its whole text, and the change touched it there too: then it
    was only edited around, moved or renamed. A hit that stands untouched on the old side does not excuse a new one.
    """
    files = list(files)
    candidates: list[tuple[Hit, Source]] = []
    for file in files:
        if file.new is not None:
            hits = [h for h in scan(file.new) if file.touches(*(h.scope or (h.line, h.end_line)))]
            candidates += [(hit, file.new) for hit in sorted(hits, key=lambda h: _is_fresh(h, file))]
    if not candidates:
        return []
    places, texts = _pool(scan, files)
    return [hit for hit, source in candidates if not _take(hit, source, places, texts)]


def _is_fresh(hit: Hit, file: ChangedFile) -> bool:
    """Hits whose own line was added claim the old ones last."""
    return hit.line in file.change.added_lines


def _pool(scan: Scan, files: list[ChangedFile]) -> tuple[Counter[str], Counter[str]]:
    places: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    for file in files:
        if file.old is not None and file.change.status != "copied":
            for hit in scan(file.old):
                if not file.touches_old(*(hit.scope or (hit.line, hit.end_line))):
                    continue
                places[identify_place(hit, file.old)] += 1
                texts[identify_text(hit, file.old)] += 1
    return places, texts


def _take(hit: Hit, source: Source, places: Counter[str], texts: Counter[str]) -> bool:
    place, text = identify_place(hit, source), identify_text(hit, source)
    if texts[text] > 0 or places[place] > 0:
        texts[text] -= 1
        places[place] -= 1
        return True
    return False
