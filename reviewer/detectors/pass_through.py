"""This module holds the detector of new functions that only hand their parameters on to another function."""

from collections import Counter
from collections.abc import Iterator

from reviewer.change.behaviour import find_added_functions
from reviewer.change.syntax.names import ancestors, decorators_of, squeeze
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.copies.copied_functions import count_deleted, find_test_lines, has_moved
from reviewer.detectors.indirection.callers import count_plain_callers
from reviewer.detectors.indirection.forwarding import (
    Forwarding,
    list_parameters,
    read_forwarding,
    read_return_type,
)
from reviewer.detectors.indirection.offered import is_offered, modifiers_of
from reviewer.detectors.indirection.parents import parents_of
from reviewer.detectors.symbols.existing_symbol import name_symbol, place_of
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.revision import Site
from reviewer.index.view import View
from reviewer.model.finding import Related

_MOST_LOOKED_UP = 40
_HOLDERS = frozenset({"interface_declaration", "trait_item", "protocol_declaration", "trait_definition"})


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield a hit for each new function of production code that only forwards."""
    left = _MOST_LOOKED_UP
    deleted: Counter[str] | None = None
    for file in view.files:
        source = file.new
        if source is None or file.file_class != "production" or source.confidence < READABLE:
            continue
        found = [
            (s, f) for s in find_added_functions(file) if (f := read_forwarding(s, source)) and _is_free(s, source)
        ]
        tests = find_test_lines(source) if found else frozenset()
        deleted = count_deleted(view) if found and deleted is None else deleted
        for scope, forwarding in found:
            if scope.line in tests or has_moved(source.lines[scope.line - 1 : scope.end_line], deleted or Counter()):
                continue
            left -= 1
            hit = _judge(view, source, scope, forwarding, number_in(options, "callers")) if left >= 0 else None
            if hit is not None:
                yield hit


def _is_free(scope: Scope, source: Source) -> bool:
    """Tell whether a function may go: nothing but its callers wants it under this name."""
    if decorators_of(scope.node, source.kinds.decorators) or "override" in modifiers_of(scope.node):
        return False
    holder = next((n for n in ancestors(scope.node) if n.type in source.kinds.classes or n.type in _HOLDERS), None)
    if holder is None:
        return scope.owner is None or scope.owner.role != "function"
    if holder.type in _HOLDERS or holder.child_by_field_name("trait") is not None:
        return False
    return not parents_of(holder)


def _judge(view: View, source: Source, scope: Scope, forwarding: Forwarding, most: float) -> Hit | None:
    name = scope.name.rpartition(".")[2]
    language = source.language or ""
    own = (source.path, scope.line)
    site = _find_callee(view, language, forwarding, own)
    if site is None or (site.unit.name == name and site.path == source.path):
        return None
    namesakes = [s for s in view.head.find_definitions(name, language) if (s.path, s.unit.line) != own and s != site]
    callee = view.head.source(site.path)
    twin = next((s for s in callee.functions if s.line == site.unit.line), None) if callee else None
    if namesakes or callee is None or twin is None or not _are_equal(scope, source, twin, callee):
        return None
    if _is_opened(scope, twin) or is_offered(view, scope, source):
        return None
    places = [own, (site.path, site.unit.line)] if site.unit.name == name else [own]
    callers = count_plain_callers(name, language, places, view.head)
    if callers is None or callers > most:
        return None
    return _report(view, source, scope, site, callers)


def _find_callee(view: View, language: str, forwarding: Forwarding, own: tuple[str, int]) -> Site | None:
    """Return the one function of the repository that bears the name of the callee."""
    found = [s for s in view.head.find_definitions(forwarding.name, language) if (s.path, s.unit.line) != own]
    if len(found) != 1 or found[0].unit.role != "function":
        return None
    return found[0] if view.head.file_class(found[0].path) == "production" else None


def _are_equal(scope: Scope, source: Source, twin: Scope, callee: Source) -> bool:
    """Tell whether two functions take the same parameters of the same types and say to return the same."""
    if [squeeze(p) for p in list_parameters(scope, source)] != [squeeze(p) for p in list_parameters(twin, callee)]:
        return False
    first, second = read_return_type(scope), read_return_type(twin)
    return not (first and second) or first == second


def _is_opened(scope: Scope, twin: Scope) -> bool:
    """Tell whether a function shows to others what they may not call themselves."""
    name, other = scope.name.rpartition(".")[2], twin.name.rpartition(".")[2]
    if other.startswith(("_", "#")) or (name[:1].isupper() and other[:1].islower()):
        return True
    hidden = {"private", "protected", "internal"}
    held = hidden & set(modifiers_of(twin.node))
    return bool(held - set(modifiers_of(scope.node))) or (
        "pub" in modifiers_of(scope.node) and "pub" not in modifiers_of(twin.node)
    )


def _report(view: View, source: Source, scope: Scope, site: Site, callers: int) -> Hit:
    values = {
        "name": scope.name.rpartition(".")[2],
        "callee": name_symbol(site, view.head),
        "place": place_of(site.path, site.unit.line),
        "callers": f"{callers} caller{'' if callers == 1 else 's'}",
    }
    unit = site.unit
    related = (Related(site.path, unit.line, unit.end_line, unit.symbol, "what it calls"),)
    return Hit(source.path, scope.line, scope.end_line, symbol=scope.symbol, values=values, related=related)
