"""This module holds the comparison of the guards of each function, and of security settings, on both sides."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from reviewer.change.changed import ChangedFile
from reviewer.change.sensitive.guards import read_guards
from reviewer.change.sensitive.reading import read_traits
from reviewer.change.sensitive.trait import Trait
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.sensitive.traits import list_names
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View

_DECORATING = ("@", "[")
_REACH = 12


def find_guards(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the shape of the parts
    """Yield the guards that are gone from functions that stay, and the security settings that have another value."""
    arrived = cache(lambda: _find_arrived(view))
    for file in view.files:
        if file.old is None or file.new is None or file.change.status == "copied":
            continue
        before = _read(file.old)
        after = _read(file.new) if before else []
        yield from _compare_guards(file, before, after, arrived)
        yield from _compare_settings(file, before, after)


def _read(source: Source) -> list[Trait]:
    return [t for t in read_traits(source) if t.kind in ("guard", "setting")] if source.language else []


def _find_arrived(view: View) -> Counter[str]:
    """Return the guards that the change adds somewhere: a guard that moved is not lost."""
    arrived: Counter[str] = Counter()
    for file in view.files:
        for source, sign in ((file.new, 1), (file.old, -1)):
            if source is not None and source.language and file.change.status != "copied":
                for trait in read_guards(source):
                    arrived[trait.what] += sign if trait.kind == "guard" else 0
    return arrived


def _compare_guards(
    file: ChangedFile, before: list[Trait], after: list[Trait], arrived: Callable[[], Counter[str]]
) -> Iterator[Hit]:
    old, new = file.old, file.new
    if old is None or new is None:
        return
    if not any(t.kind == "guard" for t in before):
        return
    guarded, kept = _by_symbol(old, before), _by_symbol(new, after)
    symbols = {scope.symbol for scope in new.functions} | {new.symbol_at(line) for line in _class_lines(new)} | {""}
    for symbol, traits in guarded.items():
        if symbol not in symbols:
            continue
        left = Counter(t.what for t in kept.get(symbol, ()))
        gone = [t for t in traits if not _take(left, t.what) and _is_lost(t, arrived())]
        if gone:
            added = list(left.elements())
            values = {"what": list_names(t.what for t in gone), "name": symbol or file.path, "after": list_names(added)}
            case = "guard-changed" if added else "guard-removed"
            line = gone[0].line
            yield Hit(old.path, line, line, side="old", symbol=symbol, case=case, values=values)


def _is_lost(trait: Trait, arrived: Counter[str]) -> bool:
    """A check that is called may have moved into a function; a decorator elsewhere guards something else."""
    return trait.what.startswith(_DECORATING) or arrived[trait.what] < 0


def _by_symbol(source: Source, traits: list[Trait]) -> dict[str, list[Trait]]:
    found: dict[str, list[Trait]] = {}
    for trait in traits:
        if trait.kind == "guard":
            found.setdefault(_guarded_symbol(source, trait), []).append(trait)
    return found


def _guarded_symbol(source: Source, trait: Trait) -> str:
    """A decorator or attribute guards what follows it, a call the function that it stands in."""
    if trait.what.startswith(_DECORATING):
        below = [s for s in source.functions if trait.line <= s.end_line and s.line <= trait.line + _REACH]
        scope: Scope | None = min(
            (s for s in below if s.line >= trait.line or _starts_at(s, trait.line)), key=lambda s: s.line, default=None
        )
        return scope.symbol if scope else source.symbol_at(trait.line)
    function = source.function_at(trait.line)
    return function.symbol if function else source.symbol_at(trait.line)


def _starts_at(scope: Scope, line: int) -> bool:
    """Some grammars count an annotation as part of the function."""
    body = scope.body
    return scope.line <= line and (body is None or line <= body.start_point[0])


def _class_lines(source: Source) -> list[int]:
    return [node.start_point[0] + 1 for node in source.nodes["classes"]]


def _take(left: Counter[str], what: str) -> bool:
    if left[what] > 0:
        left[what] -= 1
        return True
    return False


def _compare_settings(file: ChangedFile, before: list[Trait], after: list[Trait]) -> Iterator[Hit]:
    known = {t.key: t for t in before if t.kind == "setting"}
    for trait in after:
        was = known.get(trait.key) if trait.kind == "setting" else None
        if was is not None and was.what != trait.what:
            values = {"name": trait.key, "before": was.what, "what": trait.what}
            yield Hit(file.path, trait.line, trait.line, case="setting", values=values, key=trait.key)
