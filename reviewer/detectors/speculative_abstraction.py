"""This module holds the detector of new abstract types with one implementation, and of factories of one product."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.copies.copied_functions import count_deleted, has_moved
from reviewer.detectors.indirection.abstract_types import find_new_types, find_product, is_abstract
from reviewer.detectors.indirection.implementers import Audience, find_audience
from reviewer.detectors.indirection.offered import is_offered
from reviewer.detectors.symbols.existing_symbol import place_of, shorten_name
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.view import View
from reviewer.model.finding import Related

if TYPE_CHECKING:
    from collections import Counter

_MOST_LOOKED_UP = 20


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield a hit for each new abstract type of production code that one class fills, and for each idle factory."""
    left, deleted = _MOST_LOOKED_UP, None
    for file in view.files:
        source = file.new
        if source is None or file.file_class != "production" or source.confidence < READABLE:
            continue
        for scope in find_new_types(file):
            product = find_product(scope, source)
            if not product and not is_abstract(scope, source):
                continue
            deleted = count_deleted(view) if deleted is None else deleted
            left -= 1
            if left >= 0 and not _is_excused(view, scope, source, deleted):
                audience = find_audience(scope, source, view.head)
                if audience is not None and len(audience.users) <= number_in(options, "places"):
                    yield from _judge(view, source, scope, product, audience)


def _is_excused(view: View, scope: Scope, source: Source, deleted: "Counter[str]") -> bool:
    return has_moved(source.lines[scope.line - 1 : scope.end_line], deleted) or is_offered(view, scope, source)


def _judge(view: View, source: Source, scope: Scope, product: str, audience: Audience) -> Iterator[Hit]:
    users = len(audience.users)
    values = {"name": scope.name, "users": f"{users} place" if users == 1 else f"{users or 'no'} places"}
    if product:
        sites = [s for s in view.head.find_definitions(product, source.language or "") if s.unit.role == "class"]
        if len(sites) == 1 and not audience.implementers:
            site = sites[0]
            related = (Related(site.path, site.unit.line, site.unit.end_line, product, "what it makes"),)
            values |= {"product": product, "place": place_of(site.path, site.unit.line)}
            yield _hit(source, scope, "factory", values, related)
        return
    if len(audience.implementers) != 1:
        return
    home, only = audience.implementers[0]
    if is_abstract(only, home):
        return  # which may have many children
    values |= {"only": shorten_name(only.symbol), "place": place_of(home.path, only.line)}
    related = (Related(home.path, only.line, only.end_line, only.symbol, "the only implementation"),)
    yield _hit(source, scope, "type", values, related)


def _hit(source: Source, scope: Scope, case: str, values: dict[str, str], related: tuple[Related, ...]) -> Hit:
    return Hit(source.path, scope.line, scope.line, symbol=scope.symbol, case=case, values=values, related=related)
