"""This module holds how a quote is checked: it stands there word for word, and where it belongs."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from reviewer.app.second.checking.verdicts import addresses_reader
from reviewer.app.second.submitted import SubmittedQuote
from reviewer.change.late import compile_late
from reviewer.index.view import View
from reviewer.model.finding import Finding, Related
from reviewer.model.reading import Quote

MOST_LINES = 12
# As many lines as the beginning of a conversation shows of a place.
SNIPPET = 48
_LONGEST = 4_000
_WORD = compile_late(r"\w")
# A brace or a `return` proves nothing.
_LEAST = 6


def find_quote(view: View, quoted: SubmittedQuote, allows: Callable[[str], bool]) -> Quote | str:
    """Return a quote as it stands in the repository, or the reason why it is none.

    White space at both ends of a line does not count; what is shown is the repository's own text.
    """
    index = view.head if quoted.side == "new" else view.base
    if quoted.path not in index.paths or not allows(quoted.path):
        return "a file that is not there"
    lines = quoted.text.strip("\r\n").split("\n")
    if len(lines) > MOST_LINES or len(quoted.text) > _LONGEST:
        return "a quote of too many lines"
    if len(_WORD.findall(quoted.text)) < _LEAST:
        return "a quote that says nothing"
    stand = _read_lines(index.read(quoted.path), quoted.line, len(lines))
    if [line.strip() for line in stand] != [line.strip() for line in lines]:
        return "a quote that does not stand there"
    if addresses_reader("\n".join(stand)):
        return "a quote that says what to decide"
    return Quote(quoted.path, quoted.line, quoted.line + len(lines) - 1, quoted.side, "\n".join(stand))


def locate(view: View, quoted: SubmittedQuote) -> tuple[int, ...]:
    """Return the lines at which a quoted text does stand in its file, the first three."""
    index = view.head if quoted.side == "new" else view.base
    wanted = [line.strip() for line in quoted.text.strip("\r\n").split("\n")]
    if quoted.path not in index.paths or len(wanted) > MOST_LINES:
        return ()
    lines = [line.strip() for line in _split(index.read(quoted.path))]
    places = (i + 1 for i in range(len(lines)) if lines[i] == wanted[0] and lines[i : i + len(wanted)] == wanted)
    return tuple(line for line, _ in zip(places, range(3), strict=False))


def is_changed(view: View, quote: Quote) -> bool:
    """Tell whether a quote holds a line that the change added or deleted."""
    for file in view.files:
        change = file.change
        path, lines = (
            (change.new_path, change.added_lines) if quote.side == "new" else (change.old_path, change.deleted_lines)
        )
        if path == quote.path:
            return any(line in lines for line in range(quote.line, quote.end_line + 1))
    return False


def shows_both(quotes: Iterable[Quote], finding: Finding) -> bool:
    """Tell whether quotes are about a finding: its own file and, where it names other places, one of these."""
    known = tuple(quotes)
    own = any(quote.side == finding.side and _is_near(quote, finding) for quote in known)
    return own and (not finding.related or any(_is_near(q, related) for q in known for related in finding.related))


def _is_near(quote: Quote, place: Finding | Related) -> bool:
    """Tell whether a quote is of the lines that a model is shown of a place."""
    first, last = place.line - SNIPPET, max(place.end_line, place.line) + SNIPPET
    return quote.path == place.path and quote.line <= last and first <= quote.end_line


def _read_lines(data: bytes | None, line: int, count: int) -> Sequence[str]:
    return _split(data)[line - 1 : line - 1 + count] if line > 0 else ()


@lru_cache(maxsize=8)
def _split(data: bytes | None) -> tuple[str, ...]:
    """Lines as every reader of the repository counts them: by line feeds. Quotes come back to the same few files."""
    return tuple(line.removesuffix("\r") for line in (data or b"").decode("utf-8", "replace").split("\n"))
