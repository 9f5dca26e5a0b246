"""This module holds the four kinds of contract between Python modules, as import-linter defines them.

Sentences end before the file's name. Chains through other modules are not followed: an edge is judged by its two ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from reviewer.index.layers.contract import name_contract, quote
from reviewer.index.layers.module_names import Name, find_package, is_within, matches

Judge = Callable[[Name, Name], str]
_Place = tuple[int, Name]


@dataclass(frozen=True, slots=True)
class Level:
    """One layer: the modules on it, and whether they may not know each other."""

    tails: tuple[Name, ...]
    independent: bool = True


def judge_layers(title: str, levels: Sequence[Level], containers: Sequence[Name]) -> Judge:
    """Return the judge of an order of layers, the highest first, in each of the containers or by full names."""

    def judge(source: Name, target: Name) -> str:
        for container in containers or ((),):
            around = find_package(container, source) if container else ()
            if (container and not around) or not is_within(target, around):
                continue
            one, other = (_place(levels, name[len(around) :]) for name in (source, target))
            if one is not None and other is not None:
                said = _compare(one, other, levels)
                if said:
                    return f"{said} in {name_contract(title)}"
        return ""

    return judge


def _place(levels: Sequence[Level], name: Name) -> _Place | None:
    """Return the level of a module and the part of its name that stands there; the longest wins."""
    found = [
        (level, tail) for level, said in enumerate(levels) for tail in said.tails if tail and is_within(name, tail)
    ]
    return max(found, key=lambda place: (len(place[1]), -place[0]), default=None)


def _compare(one: _Place, other: _Place, levels: Sequence[Level]) -> str:
    here, there = quote(".".join(one[1])), quote(".".join(other[1]))
    if one[0] > other[0]:
        return f"{here} is below {there}"
    if one[0] == other[0] and one[1] != other[1] and levels[one[0]].independent:
        return f"{here} and {there} may not know each other"
    return ""


def judge_forbidden(
    title: str, sources: Sequence[Name], targets: Sequence[Name], *, find: Callable[[Name, Name], Name]
) -> Judge:
    """Return the judge of modules that may not import others. Packages that hold each other are left in peace."""

    def judge(source: Name, target: Name) -> str:
        for one, other in product(sources, targets):
            here, there = find(one, source), find(other, target)
            if here and there and not (is_within(here, there) or is_within(there, here)):
                return f"{quote('.'.join(here))} may not import {quote('.'.join(there))} by {name_contract(title)}"
        return ""

    return judge


def judge_independence(title: str, modules: Sequence[Name]) -> Judge:
    """Return the judge of modules that may not import each other."""

    def judge(source: Name, target: Name) -> str:
        here = next((found for m in modules if (found := find_package(m, source))), ())
        there = next((found for m in modules if (found := find_package(m, target))), ())
        if not here or not there or is_within(here, there) or is_within(there, here):
            return ""
        one, other = quote(".".join(here)), quote(".".join(there))
        return f"{one} and {other} may not know each other by {name_contract(title)}"

    return judge


def judge_protected(
    title: str, protected: Sequence[Name], allowed: Sequence[Name], *, find: Callable[[Name, Name], Name]
) -> Judge:
    """Return the judge of modules that only some others may import."""

    def judge(source: Name, target: Name) -> str:
        there = next((found for p in protected if (found := find(p, target))), ())
        if not there or is_within(source, there) or any(find(a, source) for a in allowed):
            return ""
        return f"{quote('.'.join(there))} is protected from {quote('.'.join(source))} by {name_contract(title)}"

    return judge


def find_module(pattern: Name, name: Name) -> Name:
    """Return a module that an expression means itself, without what lies in it, or ()."""
    return name if matches(pattern, name) else ()
