"""This module holds how many parts become few: small ones are counted to the folder that they lie in."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

_TOP = "."


def fold_parts(files: Mapping[str, int], most: int) -> dict[str, str]:
    """Return the part or folder that each part is counted to, `most` of them at most; `files` is the size of each.

    From the top on, the folder with the most files is taken out of the one around it, as long as there is room.
    """
    sizes = dict.fromkeys([_TOP], sum(files.values()))
    inside: dict[str, set[str]] = {}
    for part, number in sorted(files.items()):
        chain = _list_chain(part)
        for around, place in pairwise(chain):
            inside.setdefault(around, set()).add(place)
            sizes[place] = sizes.get(place, 0) + number
    chosen, left, full = {_TOP}, {_TOP: sizes[_TOP]}, 1
    waiting = set(inside.get(_TOP, ()))
    while waiting:
        best = min(waiting, key=lambda place: (-sizes[place], place))
        around = next(folder for folder in reversed(_list_chain(best)[:-1]) if folder in chosen)
        grown = full + (left[around] > sizes[best])
        if grown > most:
            break
        chosen.add(best)
        left[around] -= sizes[best]
        left[best] = sizes[best]
        full = grown
        waiting = (waiting - {best}) | inside.get(best, set())
    return {part: next(f for f in reversed(_list_chain(part)) if f in chosen) for part in files}


def _list_chain(part: str) -> list[str]:
    """Return the folders around a part from the top, and the part itself."""
    if part == _TOP:
        return [_TOP]
    names = part.split("/")
    return [_TOP, *("/".join(names[:depth]) for depth in range(1, len(names) + 1))]


def agree(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return of pairs of a thing and a name the name of each thing, empty where more than one is given."""
    found: dict[str, set[str]] = {}
    for thing, name in names:
        found.setdefault(thing, set()).add(name)
    return {thing: min(said) if len(said) == 1 else "" for thing, said in found.items()}
