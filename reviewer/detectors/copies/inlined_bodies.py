"""This module holds the search for added statements that are the whole body of an existing helper."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from reviewer.change.syntax.names import line_of
from reviewer.change.syntax.source import Scope
from reviewer.change.syntax.tokens import Shape, shape_of
from reviewer.detectors.copies.copied_functions import Body
from reviewer.detectors.copies.copy_worth import are_forks, can_share
from reviewer.detectors.copies.repeated_blocks import Run, Statement, find_blocks
from reviewer.detectors.copies.similar_functions import Candidate, Search

_MOST_STATEMENTS = 8
_LEAST_TOKENS = 12
# A name that weighs this much is one of this code base, or of a library that it seldom uses.
_SPECIFIC = 3.0
_UNBRACED = frozenset({"python", "ruby"})


class Inlined(NamedTuple):
    """Added statements inside of a function with the helper whose body they are."""

    run: Run
    scope: Scope
    helper: Candidate


def find_inlined(search: Search, written: Iterable[Body], languages: frozenset[str], most: int) -> Iterator[Inlined]:
    """Yield added statements that are the body of an existing helper; `most` stretches of them are looked up."""
    whole = {(body.path, body.scope.line) for body in written}
    seen: set[tuple[str, int]] = set()
    blocks = (b for b in find_blocks(search.view) if b[0].source.language in languages)
    for run in islice((run for block in blocks for run in _list_stretches(block)), most):
        scope = run.source.function_at(run.line)
        if scope is None or (run.source.path, run.line) in seen:
            continue
        found = _look_up(search, run, scope, is_new=(run.source.path, scope.line) in whole)
        if found is not None:
            seen.add((run.source.path, run.line))
            yield Inlined(run, scope, found)


def _list_stretches(block: list[Statement]) -> Iterator[Run]:
    """Yield every stretch of a few statements, longer ones first."""
    for start in range(len(block)):
        for count in range(min(_MOST_STATEMENTS, len(block) - start), 0, -1):
            yield Run(tuple(block[start : start + count]))


def _look_up(search: Search, run: Run, scope: Scope, *, is_new: bool) -> Candidate | None:
    shape = _read(run)
    if len(shape.tokens) < _LEAST_TOKENS or (is_new and _fills(run, scope)):
        return None
    around = Body(run.source, scope)
    for site in search.view.base.find_bodies(shape.hash, run.source.language or ""):
        if search.view.base.file_class(site.path) not in ("production", "script") or are_forks(around.path, site.path):
            continue
        helper = search.read_candidate(site)
        if helper is not None and not helper.is_gone and _is_reachable(helper, around):
            same = helper.reading.shape.tokens == shape.tokens and helper.reading.shape.literals == shape.literals
            if same and any(search.weigh(name) >= _SPECIFIC for name in helper.reading.names):
                return helper
    return None


def _read(run: Run) -> Shape:
    """Read statements as the body of a function: in Python the indentation of the first line counts too."""
    language = run.source.language or ""
    if language in _UNBRACED:
        return shape_of("\n" + " " * run.statements[0].node.start_point[1] + run.text, language)
    return shape_of(f"{{\n{run.text}\n}}", language)


def _fills(run: Run, scope: Scope) -> bool:
    """Tell whether some statements are all that a function has: then it is a copy, and not a stretch of one."""
    body = scope.body
    return body is not None and run.line <= line_of(body) + 1 and run.end_line >= scope.end_line - 1


def _is_reachable(helper: Candidate, around: Body) -> bool:
    """Tell whether a helper is no method of an object, and neither the function around nor one that calls it."""
    scope, name = helper.scope, around.scope.name.rpartition(".")[2]
    head = helper.source.data[scope.node.start_byte : scope.body.start_byte if scope.body else scope.node.end_byte]
    if helper.site.unit.owner and b"static" not in head.partition(b"(")[0].split():
        return False
    if scope.name.rpartition(".")[2] == name or name in helper.reading.names:
        return False
    return can_share(around, Body(helper.source, scope))
