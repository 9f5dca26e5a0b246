"""This module holds the detector of new functions, classes, methods and constants without any use."""

from collections.abc import Iterator
from itertools import groupby

from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import classify_path
from reviewer.detectors.calls.hidden_callers import has_hidden_callers
from reviewer.detectors.symbols.new_symbols import NewSymbol, find_new_symbols
from reviewer.detectors.symbols.public_surface import is_public
from reviewer.detectors.symbols.symbol_references import find_users
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.view import View

_UNUSED, _TESTED = "unused", "tests-only"


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield new symbols without a use: one hit each, or one for a file that has many."""
    for file in view.files:
        if file.new is None or file.file_class != "production" or file.new.confidence < READABLE:
            continue
        found = sorted(_find_idle(view, file, options), key=lambda pair: (pair[0], pair[1].line))
        for case, pairs in groupby(found, key=lambda pair: pair[0]):
            yield from _word(case, [symbol for _, symbol in pairs], int(number_in(options, "listed")))


def _find_idle(view: View, file: ChangedFile, options: Options) -> Iterator[tuple[str, NewSymbol]]:
    symbols = list(find_new_symbols(file))[: int(number_in(options, "symbols"))]
    idle: list[tuple[str, NewSymbol]] = []
    for symbol in symbols:
        case = _judge(view, symbol)
        inside = any(s.role == "class" and s.line <= symbol.line <= s.end_line and s is not symbol for _, s in idle)
        if case and not inside:
            idle.append((case, symbol))
    # Many constants at once are a vocabulary, of which not every word is needed today.
    table = sum(symbol.role == "constant" for _, symbol in idle) >= number_in(options, "vocabulary")
    return iter([(case, s) for case, s in idle if not (table and s.role == "constant")])


def _judge(view: View, symbol: NewSymbol) -> str:
    users = find_users(view, symbol)
    if users is None or any(_class_of(view, path) != "test" for path in users):
        return ""
    if is_public(view, symbol) or has_hidden_callers(view, symbol):
        return ""
    return _TESTED if users else _UNUSED


def _class_of(view: View, path: str) -> str:
    file = view.by_path.get(path)
    return file.file_class if file else classify_path(path)


def _word(case: str, symbols: list[NewSymbol], listed: int) -> Iterator[Hit]:
    if len(symbols) <= listed:
        for symbol in symbols:
            yield _hit(case, symbol, {"kind": symbol.role, "name": symbol.name})
        return
    names = ", ".join(f"`{symbol.name}`" for symbol in symbols[:3]) + (", …" if len(symbols) > 3 else "")
    yield _hit(f"{case}-many", symbols[0], {"count": str(len(symbols)), "names": names})


def _hit(case: str, symbol: NewSymbol, values: dict[str, str]) -> Hit:
    return Hit(
        symbol.source.path,
        symbol.line,
        symbol.line,
        symbol=symbol.symbol,
        case=case,
        values=values,
        key=symbol.symbol,
    )
