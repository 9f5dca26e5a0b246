"""This module holds which production functions lie bare once some tests are gone, and which are checked still."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from reviewer.change.syntax.outline import body_shape
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.testing.cases import find_tests
from reviewer.change.testing.intent import is_idle
from reviewer.change.testing.pairs import Sited
from reviewer.detectors.safety.rumour import Place, may_be_reached
from reviewer.index.revision import Index, Site
from reviewer.index.testmap import walk_tests
from reviewer.index.testmap.subjects import find_subjects
from reviewer.index.view import View
from reviewer.model.evidence import TestLink
from reviewer.model.finding import Related

_MOST_TESTS = 20
_MOST_SUBJECTS = 25
_NAMED = 5
# A shorter body gives nothing back that a test could miss.
_LEAST_TOKENS = 10
_CODE = ("production", "script")


@dataclass(frozen=True, slots=True)
class Guard:
    """A production function of the head that `test` exercised, with a test that still does; `link` is None else."""

    test: Sited
    path: str
    scope: Scope
    link: TestLink | None


def find_guards(
    view: View, index: Index, tests: Sequence[Sited], idle: frozenset[Place] = frozenset()
) -> tuple[Guard, ...]:
    """Return what the tests of a revision exercise and the head still has, in the order of the tests.

    Tests of the head in `idle` guard nothing. What cannot be known is left out.
    """
    return tuple(_judge(view, index, tests[:_MOST_TESTS], idle))


def name_bare(guards: Sequence[Guard]) -> str:
    """Return the names of the functions that nothing is seen to check any more, or an empty string."""
    names = list(dict.fromkeys(_short(g.scope) for g in guards if g.link is None))
    return ", ".join(f"`{name}`" for name in names[:_NAMED]) + (", …" if len(names) > _NAMED else "")


def relate(guards: Sequence[Guard]) -> tuple[Related, ...]:
    """Return the places of the functions, bare ones first, each with what is seen to check it."""
    ordered = sorted(guards, key=lambda g: g.link is not None)
    return tuple(
        Related(g.path, g.scope.line, g.scope.end_line, g.scope.symbol, _tell(g.link)) for g in ordered[:_NAMED]
    )


def _tell(link: TestLink | None) -> str:
    if link is None:
        return "nothing else is seen to check it"
    return f"still reached by {link.path}" + (f"::{link.symbol}" if link.symbol else "")


def _short(scope: Scope) -> str:
    return ".".join(scope.symbol.replace("::", ".").split(".")[-2:])


def _judge(view: View, index: Index, tests: Sequence[Sited], idle: frozenset[Place]) -> Iterator[Guard]:
    sites: dict[Site, Sited] = {}
    for sited in tests:
        for site in find_subjects(index, sited.source, sited.test)[:_NAMED]:
            sites.setdefault(site, sited)
    for site, sited in islice(sites.items(), _MOST_SUBJECTS):
        path = _new_path(view, site.path)
        scopes = _find_standing(view.head, path, site)
        if not scopes:
            continue
        known = True
        link = None
        for scope in scopes:
            here, complete = _find_link(view.head, path, scope, idle)
            link, known = link or here, known and complete
        is_bare = link is None and known and _is_worth_a_test(view.head, path, scopes)
        if link is not None or (is_bare and not may_be_reached(view.head, site, idle)):
            yield Guard(sited, path, scopes[0], link)


def _is_worth_a_test(head: Index, path: str, scopes: Sequence[Scope]) -> bool:
    """Tell whether there is something to check: not a stub, and not what only its own file can use and nobody does."""
    source = head.source(path)
    if source is None or all(len(body_shape(scope, source).tokens) < _LEAST_TOKENS for scope in scopes):
        return False
    name = scopes[0].name.replace("::", ".").rpartition(".")[2]
    if not _is_internal(source, scopes[0], name):
        return True
    users = (s for s in head.find_mentions(name, source.language or "") if head.file_class(s.path) in _CODE)
    # The comment above it names it too, outside of any function.
    return any(s.path != path or (s.unit.role == "function" and s.unit.line != scopes[0].line) for s in users)


def _is_internal(source: Source, scope: Scope, name: str) -> bool:
    head = source.line_text(scope.line).partition(name)[0]
    if source.language == "go":
        return not name[:1].isupper()
    if source.language in ("rust", "javascript", "typescript", "tsx"):
        return scope.owner is None and not ("pub" in head or "export" in head)
    return "private" in head or name.startswith("_")


def _new_path(view: View, path: str) -> str:
    moved = {f.change.old_path: f.change.new_path for f in view.files if f.change.status == "renamed"}
    return moved.get(path) or path


def _find_standing(head: Index, path: str, site: Site) -> list[Scope]:
    """Return the functions of the head with the path and the name of a site of another revision."""
    source = head.source(path) if path in head.paths else None
    if source is None:
        return []
    return [s for s in source.functions if s.symbol.replace("::", ".") == site.unit.symbol]


def _find_link(head: Index, path: str, scope: Scope, idle: frozenset[Place]) -> tuple[TestLink | None, bool]:
    """Return the nearest test that reaches a function and runs, and whether all of the search was done."""
    whole = True
    for level in walk_tests(head, path, scope):
        whole = whole and level.whole
        found = next((link for link in level.links if not _is_off(head, link, idle)), None)
        if found is not None:
            return found, whole
    return None, whole


def _is_off(head: Index, link: TestLink, idle: frozenset[Place]) -> bool:
    if any(p == link.path and first <= link.line <= last for p, first, last in idle):
        return True
    source = head.source(link.path)
    tests = find_tests(source) if source is not None and link.symbol else ()
    return any(t.line == link.line and is_idle(t) for t in tests)
