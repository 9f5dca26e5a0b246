"""This module holds the detector of functions that a change makes, or grows, past what is usual in the repository."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.complexity import METRICS, count_plain_arms, measure_function, measure_on_tree
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View

_CLASSES = ("production", "script")
_READABLE = 0.5
_CONSTRUCTORS = frozenset({"__init__", "__new__", "constructor", "init", "initialize", "__construct"})
_NONE = dict.fromkeys(METRICS, 0)


@dataclass(frozen=True, slots=True)
class _Growth:
    """A function that grew: its figures before (zeros for a new one) and after, and the metrics it grew in."""

    file: ChangedFile
    source: Source
    scope: Scope
    before: Mapping[str, int]
    after: Mapping[str, int]
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Base:
    """The functions of the old sides: their texts, those that are gone from their file by name, and deleted lines."""

    bodies: frozenset[str]
    vanished: Mapping[str, tuple[Source, Scope]]
    deleted: frozenset[str]


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the functions that grew past the 99th percentile of their language, the worst first."""
    usual: dict[str, dict[str, int] | None] = {}
    found: list[tuple[float, Hit]] = []
    for growth in _find_growth(view, options):
        language = growth.source.language or ""
        if language not in usual:
            usual[language] = view.around.usual_function(language)
        limits = usual[language]
        metrics = [
            m for m in growth.metrics if limits and growth.after[m] >= limits[m] * (1 + _number(options, "margin"))
        ]
        if limits and metrics:
            worst = max(growth.after[m] / max(1, limits[m]) for m in metrics)
            found.append((worst, _word(growth, limits, metrics)))
    ranked = sorted(found, key=lambda f: (-f[0], f[1].path, f[1].line))
    yield from (hit for _, hit in ranked[: int(_number(options, "most"))])


def _word(growth: _Growth, limits: Mapping[str, int], metrics: list[str]) -> Hit:
    scope, is_new = growth.scope, not any(growth.before.values())
    before = {m: "" if is_new else f"{growth.before[m]} -> " for m in metrics}
    parts = [f"{m} {before[m]}{growth.after[m]} ({limits[m]})" for m in metrics]
    return Hit(
        growth.file.path,
        scope.line,
        scope.line,
        symbol=scope.symbol,
        case="new" if is_new else "grown",
        values={"name": scope.name, "figures": ", ".join(parts)},
        key=scope.symbol,
    )


def _find_growth(view: View, options: Options) -> Iterator[_Growth]:
    base = _read_base(view)
    for file in view.files:
        source = file.new
        if source is None or not _fits(source):
            continue
        before = _pair(file.old if file.change.status != "copied" else None)
        counted: Counter[str] = Counter()
        for scope in source.functions:
            counted[scope.symbol] += 1
            if not file.touches(scope.line, scope.end_line) or squeeze(text_of(scope.node)) in base.bodies:
                continue
            old = before.get((scope.symbol, counted[scope.symbol])) or base.vanished.get(scope.name)
            if old or not _is_moved(file, source, scope, base):
                yield from _compare(file, source, scope, old, options)


def _compare(
    file: ChangedFile, source: Source, scope: Scope, old: tuple[Source, Scope] | None, options: Options
) -> Iterator[_Growth]:
    rough = measure_on_tree(source, scope).by_name()
    if scope.end_line - scope.line < 2 or all(rough[m] <= _number(options, m) for m in METRICS):
        return
    after = measure_function(source, scope).by_name()
    before = measure_function(*old).by_name() if old else _NONE
    grown = 1 + _number(options, "growth")
    metrics = tuple(
        m
        for m in METRICS
        if after[m] > _number(options, m) and after[m] >= before[m] * grown and not _is_plain(source, scope, m, after)
    )
    if metrics:
        yield _Growth(file, source, scope, before, after, metrics)


def _is_plain(source: Source, scope: Scope, metric: str, after: Mapping[str, int]) -> bool:
    """Tables and dispatchers are long without being hard; a framework or the fields decide over some parameters."""
    if metric == "lines":
        return after["complexity"] * 15 < after["lines"] or _dispatches(source, scope, after)
    if metric == "complexity":
        return _dispatches(source, scope, after)
    decorated = scope.node.parent is not None and scope.node.parent.type == "decorated_definition"
    return metric == "parameters" and (decorated or _constructs(scope))


def _constructs(scope: Scope) -> bool:
    of_class = scope.owner is not None and scope.name == scope.owner.name
    return of_class or "constructor" in scope.node.type or scope.name in _CONSTRUCTORS


def _dispatches(source: Source, scope: Scope, after: Mapping[str, int]) -> bool:
    return count_plain_arms(source, scope) * 2 >= after["complexity"]


def _fits(source: Source) -> bool:
    return source.language is not None and source.file_class in _CLASSES and source.confidence >= _READABLE


def _pair(source: Source | None) -> dict[tuple[str, int], tuple[Source, Scope]]:
    """Return the functions of an old side by symbol and by their place among those of one symbol (overloads)."""
    counted: Counter[str] = Counter()
    paired: dict[tuple[str, int], tuple[Source, Scope]] = {}
    if source is None:
        return paired
    for scope in source.functions:
        counted[scope.symbol] += 1
        paired[scope.symbol, counted[scope.symbol]] = (source, scope)
    return paired


def _is_moved(file: ChangedFile, source: Source, scope: Scope, base: _Base) -> bool:
    """Tell whether most lines of a function stood here or elsewhere before: it was renamed, or taken out of another."""
    lines = {n: squeeze(source.line_text(n)) for n in range(scope.line, scope.end_line + 1)}
    telling = {n: text for n, text in lines.items() if len(text) > 3}
    stood = sum(n not in file.change.added_lines or text in base.deleted for n, text in telling.items())
    return stood * 2 >= len(telling)


def _read_base(view: View) -> _Base:
    bodies: set[str] = set()
    vanished: dict[str, tuple[Source, Scope]] = {}
    for file in view.files:
        if file.old is None or file.old.language is None:
            continue
        kept = {scope.symbol for scope in file.new.functions} if file.new else set()
        for scope in file.old.functions:
            bodies.add(squeeze(text_of(scope.node)))
            if scope.symbol not in kept and file.change.status != "copied":
                vanished.setdefault(scope.name, (file.old, scope))
    deleted = {squeeze(text) for file in view.files for text in file.change.deleted_lines.values()}
    return _Base(frozenset(bodies), vanished, frozenset(deleted))


def _number(options: Options, name: str) -> float:
    value = options[name]
    return float(value) if isinstance(value, int | float) else 0.0
