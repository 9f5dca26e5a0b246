"""This module holds the detector of code that a change wrote more than once."""

from collections.abc import Iterable, Iterator

from reviewer.detectors.copies.copied_functions import Body, compare, find_written
from reviewer.detectors.copies.copy_worth import are_siblings, are_variants, can_share, says_something
from reviewer.detectors.copies.repeated_blocks import Run, find_repeated
from reviewer.detectors.symbols.existing_symbol import place_of, shorten_name
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_SHOWN = 5
# A longer literal, such as a query, is what a function does and not an argument of it.
_CONTENT = 40


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the largest family of equal new functions, and the largest one of equal blocks that stand elsewhere."""
    families = _find_families(view, options)
    if families:
        yield _report_functions(max(families, key=lambda f: (len(f[0].shape.tokens) * (len(f) - 1), f[0].path)))
    repeated = find_repeated(view, twice=int(number_in(options, "twice")), thrice=int(number_in(options, "thrice")))
    told = [body for family in families for body in family]
    paths = {body.path for body in told}
    for runs in repeated:
        # Copies in files of which the copied functions are told already are one story.
        left = _keep_apart(run for run in runs if run.source.path not in paths)
        if len(left) > 1:
            yield _report_blocks(left)
            break


def _find_families(view: View, options: Options) -> list[list[Body]]:
    groups: dict[tuple[str, ...], list[Body]] = {}
    for body in find_written(view):
        if len(body.shape.tokens) >= number_in(options, "tokens") and says_something(body):
            groups.setdefault(body.shape.tokens, []).append(body)
    families = []
    for bodies in groups.values():
        first = bodies[0]
        if len(bodies) > 1 and not view.base.find_bodies(first.shape.hash, first.language):
            family = [first, *(body for body in bodies[1:] if _belongs(first, body, options))]
            families += [family] if len(family) > 1 else []
    return families


def _belongs(first: Body, body: Body, options: Options) -> bool:
    difference = compare(first, body)
    if difference is None or difference.names or len(difference.literals) > number_in(options, "literals"):
        return False
    if any(len(text) > _CONTENT for pair in difference.literals for text in pair):
        return False
    if are_siblings(first, body) and len(body.shape.tokens) < number_in(options, "sibling_tokens"):
        return False
    return can_share(first, body) and not are_variants(first, body)


def _report_functions(family: list[Body]) -> Hit:
    first, *others = family
    related = tuple(Related(b.path, b.scope.line, b.scope.end_line, b.scope.symbol, "the same") for b in others)
    scope = first.scope
    values = _describe(related, first.path) | {"name": shorten_name(scope.symbol)}
    return _hit(first.path, (scope.line, scope.end_line), scope.symbol, "functions", values, related)


def _report_blocks(runs: list[Run]) -> Hit:
    first, *others = runs
    related = tuple(
        Related(r.source.path, r.line, r.end_line, r.source.symbol_at(r.line), "the same lines") for r in others
    )
    values = _describe(related, first.source.path) | {"lines": str(first.lines)}
    symbol = first.source.symbol_at(first.line)
    return _hit(first.source.path, (first.line, first.end_line), symbol, "blocks", values, related)


def _describe(related: tuple[Related, ...], path: str) -> dict[str, str]:
    other = related[0]
    place = f"line {other.line}" if other.path == path else place_of(other.path, other.line)
    return {"count": str(len(related) + 1), "other": shorten_name(other.symbol), "place": place}


def _hit(
    path: str, lines: tuple[int, int], symbol: str, case: str, values: dict[str, str], related: tuple[Related, ...]
) -> Hit:
    return Hit(path, *lines, symbol=symbol, case=case, values=values, related=related[:_SHOWN])


def _keep_apart(runs: Iterable[Run]) -> list[Run]:
    """Return one run a function: what one function does twice stands before the eyes of whoever mends it."""
    return list({(run.source.path, run.source.symbol_at(run.line)): run for run in reversed(list(runs))}.values())[::-1]
