"""This module holds the detector of functions that a change makes, or grows, past what is usual in the repository."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewer.change.complexity import METRICS, count_plain_arms, measure_function
from reviewer.change.names import squeeze, text_of
from reviewer.change.source import Scope, Source
from reviewer.change.view import ChangedFile, View
from reviewer.engine.hit import Hit, Options

_CLASSES = ("production", "script")
_READABLE = 0.5
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


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the functions that grew past the 99th percentile of their language, the worst first."""
    usual: dict[str, dict[str, int] | None] = {}
    found: list[tuple[float, Hit]] = []
    for growth in _find_growth(view, options):
        language = growth.source.language or ""
        if language not in usual:
            usual[language] = view.around.usual_function(language)
        limits = usual[language]
        metrics = [m for m in growth.metrics if limits and growth.after[m] > limits[m]]
        if limits and metrics:
            worst = max(growth.after[m] / max(1, limits[m]) for m in metrics)
            found.append((worst, _word(growth, limits, metrics)))
    ranked = sorted(found, key=lambda f: (-f[0], f[1].path, f[1].line))
    yield from (hit for _, hit in ranked[: int(options["most"])])


def _word(growth: _Growth, limits: Mapping[str, int], metrics: list[str]) -> Hit:
    scope, is_new = growth.scope, not any(growth.before.values())
    parts = [
        f"{m} {growth.after[m]} ({limits[m]})"
        if is_new
        else f"{m} {growth.before[m]} -> {growth.after[m]} ({limits[m]})"
        for m in metrics
    ]
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
    bodies, vanished = _read_base(view)
    for file in view.files:
        source = file.new
        if source is None or not _fits(source):
            continue
        before = _pair(file.old if file.change.status != "copied" else None)
        counted: Counter[str] = Counter()
        for scope in source.functions:
            counted[scope.symbol] += 1
            if not file.touches(scope.line, scope.end_line) or squeeze(text_of(scope.node)) in bodies:
                continue
            old = before.get((scope.symbol, counted[scope.symbol])) or vanished.get(scope.name)
            yield from _compare(file, source, scope, old, options)


def _compare(
    file: ChangedFile, source: Source, scope: Scope, old: tuple[Source, Scope] | None, options: Options
) -> Iterator[_Growth]:
    if scope.end_line - scope.line < 2:
        return
    after = measure_function(source, scope).by_name()
    before = measure_function(*old).by_name() if old else _NONE
    share = float(options["growth"])
    metrics = tuple(
        m
        for m in METRICS
        if after[m] > int(options[m]) and after[m] >= before[m] * (1 + share) and not _is_plain(source, scope, m, after)
    )
    if metrics:
        yield _Growth(file, source, scope, before, after, metrics)


def _is_plain(source: Source, scope: Scope, metric: str, after: Mapping[str, int]) -> bool:
    """Tables and dispatchers are long without being hard; a decorated function's parameters are an interface."""
    if metric == "lines":
        return after["complexity"] * 15 < after["lines"] or _dispatches(source, scope, after)
    if metric == "complexity":
        return _dispatches(source, scope, after)
    return metric == "parameters" and scope.node.parent is not None and scope.node.parent.type == "decorated_definition"


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


def _read_base(view: View) -> tuple[frozenset[str], dict[str, tuple[Source, Scope]]]:
    """Return the texts of all functions of the old sides, and by name those that are gone from their file."""
    bodies: set[str] = set()
    vanished: dict[str, tuple[Source, Scope]] = {}
    for file in view.files:
        if file.old is None or file.old.language is None or file.change.status == "copied":
            continue
        kept = {scope.symbol for scope in file.new.functions} if file.new else set()
        for scope in file.old.functions:
            bodies.add(squeeze(text_of(scope.node)))
            if scope.symbol not in kept:
                vanished.setdefault(scope.name, (file.old, scope))
    return frozenset(bodies), vanished
