"""This module holds the detector of new functions that are the same as one that was already there."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.detectors.copies.copied_functions import Body, Difference, compare, find_body, find_written
from reviewer.detectors.copies.copy_worth import are_forks, are_siblings, are_variants, can_share, says_something
from reviewer.detectors.symbols.existing_symbol import count_callers, name_symbol, place_of, shorten_name, shorten_path
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.revision import Site
from reviewer.index.view import View
from reviewer.model.finding import Related

_MOST_READ = 40
# Of so many equal ones the one with the most callers is named.
_MOST_COMPARED = 6
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """A new function with the one that it is a copy of; `callers` is None where they cannot be counted."""

    body: Body
    original: Site
    difference: Difference
    callers: int | None


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield a hit for each pair of folders of which one got copies of the functions of the other."""
    pairs: dict[tuple[str, str], list[Copy]] = {}
    for copy in find_copies(view, options):
        pairs.setdefault((_folder_of(copy.body.path), _folder_of(copy.original.path)), []).append(copy)
    for copies in pairs.values():
        yield _report(view, copies)


def find_copies(view: View, options: Options) -> Iterator[Copy]:
    """Yield the functions that the change wrote although an equal one stood, and still stands, in the repository."""
    written = list(find_written(view))
    new = {(body.path, body.scope.line) for body in written}
    left = _MOST_READ
    for body in written:
        if len(body.shape.tokens) >= number_in(options, "tokens") and says_something(body):
            sites = _find_sites(view, body, new)[: min(left, _MOST_COMPARED)]
            left -= len(sites)
            found = [copy for site in sites if (copy := _examine(view, body, site, options))]
            if found:
                yield max(found, key=lambda copy: copy.callers or 0)


def _find_sites(view: View, body: Body, new: set[tuple[str, int]]) -> list[Site]:
    """Return where equal bodies stand that the change did not write; none when as many are gone as came: a move."""
    before = view.base.find_bodies(body.shape.hash, body.language)
    after = view.head.find_bodies(body.shape.hash, body.language) if before else ()
    if len(before) >= len(after):
        return []
    stood = {(site.path, site.unit.symbol) for site in before}
    renamed = {f.change.new_path: f.change.old_path for f in view.files}
    return [
        site
        for site in after
        if (site.path, site.unit.line) not in new
        and (renamed.get(site.path, site.path), site.unit.symbol) in stood
        and view.head.file_class(site.path) in ("production", "script")
    ]


def _examine(view: View, body: Body, site: Site, options: Options) -> Copy | None:
    source = view.head.source(site.path)
    twin = find_body(source, site.unit.line) if source else None
    difference = compare(body, twin) if twin else None
    if twin is None or difference is None or difference.names:
        return None
    if are_forks(body.path, site.path) or are_variants(body, twin) or not can_share(body, twin):
        return None
    if are_siblings(body, twin) and len(body.shape.tokens) < number_in(options, "sibling_tokens"):
        return None
    if len(difference.literals) > number_in(options, "literals"):
        return None
    return Copy(body, site, difference, count_callers(site, view.base))


def _report(view: View, copies: list[Copy]) -> Hit:
    first = max(copies, key=lambda copy: (len(copy.body.shape.tokens), -copy.body.scope.line))
    scope, site = first.body.scope, first.original
    names = [f"`{copy.body.scope.name}`" for copy in copies]
    values = {
        "name": shorten_name(scope.symbol),
        "original": name_symbol(site, view.head),
        "place": place_of(site.path, site.unit.line, first.callers),
        "where": shorten_path(
            site.path if len({copy.original.path for copy in copies}) == 1 else _folder_of(site.path)
        ),
        "count": str(len(copies)),
        "names": ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else ""),
        "literals": ", ".join(f"{mine} for {other}" for mine, other in sorted(first.difference.literals)),
    }
    case = "several" if len(copies) > 1 else "literals" if first.difference.literals else ""
    related = tuple(
        Related(
            c.original.path,
            c.original.unit.line,
            c.original.unit.end_line,
            c.original.unit.symbol,
            f"the same as `{c.body.scope.name}`",
        )
        for c in copies[:5]
    )
    return Hit(
        first.body.path, scope.line, scope.end_line, symbol=scope.symbol, case=case, values=values, related=related
    )


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0] + "/"
