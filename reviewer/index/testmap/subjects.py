"""This module holds what a test exercises: the production functions it calls, itself or through its own file."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, descendants
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.intent import spell_words
from reviewer.index.callees import resolve_callee
from reviewer.index.revision import Index, Site

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_CALLS = 80
_MOST_HELPERS = 6
# A name that so many functions have says nothing about any of them.
_MOST_NAMESAKES = 12
_CODE = ("production", "script")
_LAST = compile_late(r"[A-Za-z_$][\w$]*(?=\W*$)")
_WORD = compile_late(r"[A-Za-z_$][\w$]*")
# Where the files of one folder share their names without an import.
_FOLDER_IS_PACKAGE = frozenset({"go"})


def find_subjects(index: Index, source: Source, test: TestCase) -> tuple[Site, ...]:
    """Return the production functions that a test of the revision exercises directly, best first.

    A call counts where it is resolved, or where the only production function of its name belongs to a class or a file
    that the test's file names. Functions that the test is named after come first, then those of a class that it is
    named after, then the others as they are called; constructors come last. Overloads are named once.
    """
    found: dict[tuple[str, str], Site] = {}
    words = frozenset(_WORD.findall(source.data.decode("utf-8", "replace")))
    for call in _find_calls(source, test):
        for site in _resolve(index, source, call, words):
            found.setdefault((site.path, site.unit.symbol), site)
    named = f" {spell_words(test.symbol)} "
    order = {site: number for number, site in enumerate(found.values())}

    def rank(site: Site) -> tuple[bool, bool, bool, int]:
        is_titled, is_home = (f" {spell_words(word)} " in named for word in (site.unit.name, site.unit.owner or "-"))
        return _is_constructor(site), not is_titled, not is_home, order[site]

    return tuple(sorted(order, key=rank))


def _find_calls(source: Source, test: TestCase) -> "list[Node]":
    """Return the calls of a test and of the functions of its own file that it calls, in this order."""
    own = _calls_below(source, test.body or test.node)
    tests = {t.node.id for t in find_tests(source)}
    by_name: dict[str, list[Scope]] = {}
    for scope in source.functions:
        if scope.node.id not in tests:
            by_name.setdefault(_bare(scope.name), []).append(scope)
    called = dict.fromkeys(_name_of(call) for call in own)
    helpers = [by_name[name][0] for name in called if len(by_name.get(name, ())) == 1][:_MOST_HELPERS]
    return [*own, *(call for scope in helpers for call in _calls_below(source, scope.node))][:_MOST_CALLS]


def _calls_below(source: Source, node: "Node") -> "list[Node]":
    return [n for n in descendants(node) if n.type in source.kinds.calls]


def _resolve(index: Index, source: Source, call: "Node", words: frozenset[str]) -> Iterator[Site]:
    callee = resolve_callee(call, source, index)
    name = _bare(callee.name) if callee is not None else _name_of(call)
    sites = [s for s in index.find_definitions(name, source.language or "") if s.unit.role == "function"]
    if callee is not None:
        sites = [s for s in sites if s.path == callee.source.path and s.unit.line <= callee.line <= s.unit.end_line]
    elif len(sites) > _MOST_NAMESAKES:
        return
    sites = [s for s in sites if index.file_class(s.path) in _CODE]
    if callee is None:
        sites = [s for s in sites if _is_named(s, source, words)]
    if len({(s.path, s.unit.owner) for s in sites}) == 1:
        yield sites[0]


def _is_named(site: Site, source: Source, words: frozenset[str]) -> bool:
    """Tell whether a test's file names the class or the module that a function belongs to."""
    path = PurePosixPath(site.path)
    if source.language in _FOLDER_IS_PACKAGE and path.parent == PurePosixPath(source.path).parent:
        return True
    owner = site.unit.owner.rpartition(".")[2]
    home = path.parent.name if path.stem in ("__init__", "index", "mod", "lib") else path.stem
    return owner in words if owner else home in words or home.replace("-", "_") in words


def _name_of(call: "Node") -> str:
    last = _LAST.search(callee_of(call))
    return last[0] if last else ""


def _bare(name: str) -> str:
    return name.replace("::", ".").rpartition(".")[2]


def _is_constructor(site: Site) -> bool:
    unit = site.unit
    return unit.name in ("__init__", "constructor", "new", "init") or unit.name == unit.owner.rpartition(".")[2]
