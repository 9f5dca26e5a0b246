"""This module holds the detector of checks that a change deleted while the code behind them stayed."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.guards import Guard, find_guards
from reviewer.change.syntax.names import squeeze
from reviewer.detectors.intent.guard_moved import Aftermath, is_answered
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

if TYPE_CHECKING:
    from reviewer.change.syntax.source import Scope, Source

_CLASSES = frozenset({"production", "script"})
_READABLE = 0.5
_RAISING = compile_late(
    r"(raise|throw|panic|assert|require|check|Objects|Preconditions|Assert|Validate|Guard|Argument|ensure|bail|fatal|"
    r"exit|abort|die|os\.Exit|log\.Fatal|process\.exit|FatalError|fail|precondition)",
    re.IGNORECASE,
)
_RETURNS_ERROR = compile_late(
    r"\breturn\b.*(errors\.New|fmt\.Errorf|\bErr[A-Z(]|\w+Error\b|[eE]rror\(|-E[A-Z]+)", re.DOTALL
)
_PERMISSION = compile_late(
    r"permission|authori[sz]|authenticat|\bis_?(admin|owner|staff|superuser)|\bisAdmin|forbidden|unauthori[sz]ed|"
    r"access_?denied|csrf|can_?(access|edit|view|write|read|delete)\b|\b(401|403)\b|has_?(access|role|scope)",
    re.IGNORECASE,
)
_RANGE = compile_late(
    r"(?<![-=])[<>]=?\s*[\w(-]|[\w)]\s*[<>]|\b(max|min|limit|range|bounds|overflow)|-(gt|lt|ge|le)\b", re.IGNORECASE
)
_NULL = compile_late(
    r"\bis None\b|[!=]==?\s*(null|nil|nullptr|NULL|undefined|None)\b|\.nil\?|is_null|isNull|NotNull|nonNull|"
    r"is_none\(\)|^(not |!)\s*[\w.$]+$|^let \w+ ="
)
_SWITCHED = compile_late(
    r"feature|flag|\benabled?\b|disabled|version|platform|os\.name|sys\.|runtime\.GOOS|debug|verbose|__DEV__|NODE_ENV|"
    r"experiment|legacy|deprecat|TYPE_CHECKING|\btest|mock|dry_?run|isatty|environ|getenv|process\.env|windows|macos|linux",
    re.IGNORECASE,
)
_GO_ERROR = compile_late(r"\b\w*[eE]rr\w*\s*[!=]=|errors\.(Is|As)\(")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every guard whose lines were deleted while most of the code that it guarded is still there."""
    for file in view.files:
        if _fits(file.old) and _fits(file.new) and file.change.deleted_lines and file.change.status != "copied":
            yield from _examine(view, file, number_in(options, "guarded_left"))


def _fits(source: "Source | None") -> bool:
    return (
        source is not None
        and bool(source.language)
        and source.file_class in _CLASSES
        and source.confidence >= _READABLE
    )


def _examine(view: View, file: ChangedFile, least: float) -> Iterator[Hit]:
    old, new = file.old, file.new
    if old is None or new is None:
        return
    deleted, after = file.change.deleted_lines, Aftermath(view, file)
    for guard in find_guards(old):
        gone = all(line in deleted or not old.line_text(line).strip() for line in range(guard.line, guard.end_line + 1))
        if not gone or _SWITCHED.search(guard.condition) or _GO_ERROR.search(guard.condition):
            continue
        found = _find_successor(old, new, guard, least)
        if found is not None and not is_answered(after, guard, found[0]):
            yield _report(old, new, guard, found[1])


def _find_successor(old: "Source", new: "Source", guard: Guard, least: float) -> "tuple[Scope, int] | None":
    """Return the function that still holds the guarded code, with the first line of it there."""
    first, last = guard.guarded
    wanted = [key for line in range(first, last + 1) if _tells(key := squeeze(old.line_text(line)))]
    same = [f for f in new.functions if f.symbol == guard.function.symbol]
    candidates = same or [f for f in new.functions if f.name == guard.function.name]
    best: tuple[float, Scope, int] | None = None
    for function in candidates:
        here = {squeeze(new.line_text(n)): n for n in range(function.end_line, function.line - 1, -1)}
        if guard.within > guard.function.line and squeeze(old.line_text(guard.within)) not in here:
            continue
        kept = [here[key] for key in wanted if key in here]
        share = len(kept) / len(wanted) if wanted else 0.0
        if kept and share >= least and (best is None or share > best[0]):
            best = (share, function, kept[0])
    return (best[1], best[2]) if best else None


def _tells(key: str) -> bool:
    return len(key) > 4 and not key.startswith(("#", "//", "*", "/*"))


def _report(old: "Source", new: "Source", guard: Guard, line: int) -> Hit:
    case = _judge(guard)
    condition = " ".join(guard.condition.split())
    related = Related(new.path, line, line, new.symbol_at(line), "the code behind the check is still here")
    values = {"condition": condition, "leaves": guard.leaves, "symbol": guard.function.name, "line": str(line)}
    return Hit(
        old.path,
        guard.line,
        guard.end_line,
        side="old",
        symbol=guard.function.symbol,
        case=case,
        values=values,
        related=(related,),
    )


def _judge(guard: Guard) -> str:
    if guard.leaves == "grant" or _PERMISSION.search(guard.text):
        return "permission"
    if not _RAISING.match(guard.leaves) and not _RETURNS_ERROR.search(guard.text):
        return "early-exit"
    if _NULL.search(guard.condition) or "null" in guard.leaves.lower():
        return "null"
    return "range" if _RANGE.search(guard.condition) else "check"
