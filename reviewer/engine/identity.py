"""This module holds what makes a hit the same hit after lines shift, code moves or a file is renamed."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from reviewer.change.syntax.names import squeeze
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit


def identify_place(hit: Hit, source: Source | None) -> str:
    """Return what a hit says and where, by content: its case, its symbol and the text of its first line."""
    text = hit.key or (squeeze(source.line_text(hit.line)) if source else "")
    symbol = hit.symbol.rsplit(".", 1)[-1]
    return "\0".join((hit.case, symbol, text))


def identify_text(hit: Hit, source: Source) -> str:
    """Return a hit's whole text, which stays the same when the function around it is renamed."""
    first, last = hit.scope or (hit.line, hit.end_line)
    return hit.case + "\0" + squeeze("\n".join(source.lines[first - 1 : last]))


def fingerprint_hits(places: Iterable[tuple[str, str]]) -> list[str]:
    """Turn (rule id, place) pairs into fingerprints of 16 hex digits; equal pairs are numbered in their order."""
    seen: Counter[tuple[str, str]] = Counter()
    prints = []
    for pair in places:
        seen[pair] += 1
        prints.append(
            hashlib.sha256("\0".join((*pair, str(seen[pair]))).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        )
    return prints
