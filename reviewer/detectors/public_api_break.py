"""This module holds the detector of published names that a change removes or lets be called in fewer ways."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.signatures import Call, Parameter, Signature, fit
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.calls.forgotten_callers import find_altered
from reviewer.detectors.calls.unfitting_calls import is_read
from reviewer.detectors.published.symbols import PublishedSymbols
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_ANNOUNCED = compile_late(r"(?i)deprecat|\bexperimental\b|\bbeta\b")
_MOST_NAMED = 3
_MOST_RELATED = 5


class _Broken(NamedTuple):
    path: str
    scope: Scope
    reason: str


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for the published names that are gone, and one for those that take less than before."""
    most, published = int(number_in(options, "symbols")), PublishedSymbols(view.base)
    for case, broken in (
        ("narrowed", _find_narrowed(view, published, most)),
        ("removed", _find_removed(view, published, most)),
    ):
        by_name = {b.scope.symbol: b for b in reversed(list(broken))}  # a name that several files lose is one fact
        if by_name:
            yield _tell(case, sorted(by_name.values(), key=lambda b: (b.path, b.scope.line)))


def find_break(before: Signature, after: Signature, language: str) -> str | None:
    """Return why some call that fitted before no longer fits, or None where every one still does."""
    takers = [p for p in before.parameters if p.kind not in ("keyword-only", "variadic", "keywords")]
    required = sum(p.is_required for p in takers)
    needed = tuple(p.name for p in before.parameters if p.kind == "keyword-only" and p.is_required)
    calls = [Call(count, needed) for count in {required, len(takers)}]
    if language == "python":
        calls += [Call(0, _name_all(before, p)) for p in before.parameters if p.kind in ("positional", "keyword-only")]
    possible = sorted((c for c in calls if fit(before, c) is None), key=lambda c: (c.positional, c.keywords))
    reasons = (fit(after, call) for call in possible)
    return next((reason for reason in reasons if reason is not None), None)


def _name_all(before: Signature, also: Parameter) -> tuple[str, ...]:
    """Return the keywords of a call that names one parameter and all that are required."""
    named = [p for p in before.parameters if p.kind in ("positional", "keyword-only") and (p.is_required or p == also)]
    return tuple(p.name for p in named)


def _find_narrowed(view: View, published: PublishedSymbols, most: int) -> Iterator[_Broken]:
    for altered in islice(find_altered(view), most):
        reason = find_break(altered.before, altered.after, altered.file.language or "")
        if reason is None or altered.file.old is None:
            continue
        old = next(s for s in altered.file.old.functions if s.symbol == altered.scope.symbol)
        if (old, altered.file.old) in published and not _is_announced(old):
            yield _Broken(altered.file.path, altered.scope, reason.removeprefix("it "))


def _find_removed(view: View, published: PublishedSymbols, most: int) -> Iterator[_Broken]:
    lost = ((f, f.old, s) for f in view.files if f.old and is_read(f.old) for s in _find_lost(f.old, f.new))
    for file, source, scope in islice(lost, most):
        if (scope, source) in published and _is_gone(scope, file, view):
            yield _Broken(file.path, scope, "")


def _find_lost(old: Source, new: Source | None) -> Iterator[Scope]:
    """Yield the outermost definitions of the old side that the new one has no name for."""
    kept = {scope.symbol for scope in new.scopes} if new is not None else set()
    gone: set[int] = set()
    for scope in old.scopes:
        if scope.owner is not None and scope.owner.node.id in gone:
            gone.add(scope.node.id)
        elif scope.symbol not in kept and scope.node.type not in ("mod_item", "impl_item"):
            gone.add(scope.node.id)
            yield scope


def _is_announced(scope: Scope) -> bool:
    """Tell whether a definition said that it would go, or never promised to stay."""
    before = scope.node.prev_named_sibling
    around = scope.node.parent if scope.node.parent and scope.node.parent.type == "decorated_definition" else scope.node
    return bool(_ANNOUNCED.search(text_of(around)) or (before and _ANNOUNCED.search(text_of(before))))


def _is_gone(scope: Scope, file: ChangedFile, view: View) -> bool:
    """Tell whether nothing in the head stands in for a name: no alias in its file, no definition elsewhere."""
    name = scope.name.rpartition(".")[2]
    if file.new is not None and name.encode() in file.new.data:
        return False
    return not _is_announced(scope) and not view.head.find_definitions(name, file.language or "")


def _tell(case: str, broken: Sequence[_Broken]) -> Hit:
    first, count = broken[0], len(broken)
    named = [f"`{b.scope.symbol}` {b.reason}".strip() for b in broken[:_MOST_NAMED]]
    more = [f", {name}" for name in named[1:]] + ["", ""]
    return Hit(
        first.path,
        first.scope.line,
        first.scope.line,
        side="old" if case == "removed" else "new",
        symbol=first.scope.symbol,
        case=case,
        values={
            "count": f"{count} published name" if count == 1 else f"{count} published names",
            "first": named[0],
            "second": more[0],
            "third": more[1],
            "more": f", and {count - _MOST_NAMED} more" if count > _MOST_NAMED else "",
            "name": first.scope.symbol,
        },
        related=tuple(
            Related(b.path, b.scope.line, b.scope.line, b.scope.symbol, b.reason or "gone")
            for b in broken[1 : 1 + _MOST_RELATED]
        ),
    )
