"""This module holds the way back from a function to the tests that reach it, level by level of callers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.change.syntax.source import Scope
from reviewer.index.revision import Index
from reviewer.index.testmap.entries import find_entries, is_entry
from reviewer.index.testmap.placing import is_test_side, place_entry, place_user
from reviewer.index.testmap.target import (
    Target,
    bound_name,
    holder_of,
    is_called_unseen,
    target_of_name,
    target_of_scope,
    target_of_site,
)
from reviewer.index.testmap.users import User, find_users
from reviewer.model.evidence import TestLink

# Past this many functions between a test and the code nobody would say that the test is about it.
MOST_HOPS = 4
_MOST_TARGETS = 25


@dataclass(frozen=True, slots=True)
class Level:
    """The tests with the same number of functions between them and the code, and whether all were looked at."""

    links: tuple[TestLink, ...]
    whole: bool


@dataclass(slots=True)
class _Step:
    """What one level found: tests, the functions from which to go on, and those for the level after the next."""

    links: dict[TestLink, None] = field(default_factory=dict)
    callers: list[Target] = field(default_factory=list)
    later: list[Target] = field(default_factory=list)
    whole: bool = True


def walk_tests(index: Index, path: str, scope: Scope) -> Iterator[Level]:
    """Yield the tests that reach a function, nearest first; each level is worked out when it is asked for."""
    source = index.source(path)
    targets = [target_of_scope(path, scope, (source.language if source else None) or "")]
    seen = {targets[0].key}
    later: list[Target] = []
    for hops in range(MOST_HOPS + 1):
        step = _Step(whole=len(targets) <= _MOST_TARGETS)
        for target in targets[:_MOST_TARGETS]:
            _look_around(index, target, hops, step)
        yield Level(tuple(sorted(step.links, key=lambda link: (link.path, link.line, link.kind))), step.whole)
        callers = {target.key: target for target in reversed([*step.callers, *later])}
        targets = sorted((t for t in callers.values() if t.key not in seen), key=lambda t: (t.path, t.line))
        seen |= {target.key for target in targets}
        later = step.later
        if not targets and not later:
            return
    # Farther callers were not followed.
    yield Level((), whole=False)


def _look_around(index: Index, target: Target, hops: int, step: _Step) -> None:
    """Add to a step the tests that use a target, and the functions from which to go on."""
    users, whole = find_users(index, target)
    step.whole = step.whole and whole
    outside = [user for user in users if not is_test_side(index, user.site)]
    for user in users:
        if user in outside:
            step.callers += _go_on(index, user)
            continue
        for placed in place_user(index, user, target, hops):
            if isinstance(placed, TestLink):
                step.links[placed] = None
            else:
                step.callers.append(placed)
    for entry in find_entries(index, target, outside):
        step.links |= dict.fromkeys(place_entry(index, entry, hops))
    if not users and is_called_unseen(index, target) and not is_entry(index, target):
        # That a class is used says less than a call.
        step.later.append(holder_of(target))


def _go_on(index: Index, user: User) -> Iterator[Target]:
    """Yield the function that uses a target, or the tables at the top level of a file in which it stands."""
    if user.site.unit.role == "function":
        yield target_of_site(user.site)
        return
    source = index.source(user.site.path)
    for line in user.lines if source is not None else ():
        name = bound_name(source, line) if source is not None else ""
        if name:
            yield target_of_name(user.site, name, line)
