"""This module holds what the static map claims of measured functions, set against the truth."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from contexts import name_test
from truth import Ground, Measured

from reviewer.index.testmap import Reach, find_tests_of
from reviewer.metrics.estimates.shares import enclose_share
from reviewer.model.evidence import TestLink


@dataclass(frozen=True)
class Claim:
    """One measured function with the tests that the map links to it.

    `named` are the links to tests that the report knows by name, `confirmed` those of them that ran the function.
    """

    function: Measured
    reach: Reach
    named: tuple[TestLink, ...]
    confirmed: tuple[TestLink, ...]

    @property
    def is_claimed(self) -> bool:
        """Tell whether the map says that a test reaches the function."""
        return bool(self.reach.links)


@dataclass(frozen=True)
class Score:
    """The counts of some claims."""

    claims: tuple[Claim, ...]

    @cached_property
    def reached(self) -> int:
        """How many functions a test ran."""
        return sum(c.function.is_reached for c in self.claims)

    @cached_property
    def claimed(self) -> int:
        """How many functions the map links to a test."""
        return sum(c.is_claimed for c in self.claims)

    @cached_property
    def right(self) -> int:
        """How many of the claimed a test ran."""
        return sum(c.is_claimed and c.function.is_reached for c in self.claims)

    @cached_property
    def cut(self) -> int:
        """How many searches a bound cut short without a link."""
        return sum(not c.is_claimed and not c.reach.complete for c in self.claims)


def judge_ground(ground: Ground, tell: Callable[[str], object]) -> tuple[Claim, ...]:
    """Ask the map about every measured function of a clone."""
    contexts = frozenset(map(name_test, ground.contexts))
    claims = []
    for number, function in enumerate(ground.functions):
        reach = find_tests_of(ground.index, function.path, function.scope)
        ran = frozenset(map(name_test, function.tests))
        named = tuple(link for link in reach.links if _is_in(link, contexts))
        claims.append(Claim(function, reach, named, tuple(link for link in named if _is_in(link, ran))))
        if number % 200 == 199:
            tell(f"{ground.name}: {number + 1} of {len(ground.functions)} functions\n")
    return tuple(claims)


def show_share(hits: int, n: int) -> str:
    """Write a share with its interval."""
    low, high = enclose_share(hits, n)
    return f"{hits / n:.3f} ({low:.3f} to {high:.3f})" if n else "-"


def _is_in(link: TestLink, contexts: Iterable[str]) -> bool:
    """Tell whether a test is among some contexts, which pytest-cov and coverage.py spell differently."""
    if not link.symbol:
        return any(name.startswith(f"{link.path}::") for name in contexts)
    by_node = f"{link.path}::{link.symbol.replace('.', '::')}"
    by_function = f"{link.path.removesuffix('.py').replace('/', '.')}.{link.symbol}"
    return by_node in contexts or by_function in contexts
