"""This module holds what is written on the nodes of a picture."""

from collections import Counter
from collections.abc import Iterable

_ROOM = 30


def label_parts(parts: Iterable[str]) -> dict[str, str]:
    """Return a label for every path: all of it, or its end where it is long; no two are equal."""
    labels = {part: _shorten(part) for part in parts}
    counts = Counter(labels.values())
    return {part: label if counts[label] == 1 else part for part, label in labels.items()}


def _shorten(part: str) -> str:
    if part == ".":
        return "(top folder)"
    while len(part) > _ROOM and "/" in part.removeprefix("…/"):
        part = "…/" + part.removeprefix("…/").split("/", 1)[1]
    return part
