"""This module holds how a quote is checked: it stands there word for word, and where it belongs."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from reviewer.app.second.candidates import Place
from reviewer.app.second.checking.verdicts import addresses_reader
from reviewer.app.second.submitted import SubmittedQuote
from reviewer.change.late import compile_late
from reviewer.index.view import View
from reviewer.model.reading import Quote

MOST_LINES = 12
_LONGEST = 4_000
_WORD = compile_late(r"\w")
# A brace or a `return` proves nothing.
_LEAST = 6
# A long line is shown cut, with an ellipsis: what is left of it has at least so many characters.
_CUT = 120


def find_quote(view: View, quoted: SubmittedQuote, allows: Callable[[str], bool]) -> Quote | str:
    """Return a quote as it stands in the repository, or the reason why it is none.

    White space at both ends of a line does not count; what is shown is the repository's own text.
    """
    index = view.head if quoted.side == "new" else view.base
    if quoted.path not in index.paths or not allows(quoted.path):
        return "a file that is not there"
    lines = quoted.text.strip("\r\n").split("\n")
    if len(lines) > MOST_LINES or len(quoted.text) > _LONGEST:
        return f"a quote of more than {MOST_LINES} lines"
    if len(_WORD.findall(quoted.text)) < _LEAST:
        return "a quote that says nothing"
    stand = _read_lines(index.read(quoted.path), quoted.line, len(lines))
    if len(stand) != len(lines) or not all(map(_is_same, stand, lines)):
        return "a quote that does not stand there"
    # Nobody sees what stands behind the cut, so it shows nothing either.
    text = "\n".join(map(_cut_alike, stand, lines))
    if addresses_reader(text):
        return "a quote that says what to decide"
    return Quote(quoted.path, quoted.line, quoted.line + len(lines) - 1, quoted.side, text)


def _is_same(line: str, quoted: str) -> bool:
    """Tell whether a line is quoted whole, or as far as it was shown."""
    wanted, stand = quoted.strip(), line.strip()
    shown = _leave_ellipsis(wanted)
    return stand == wanted or (shown != wanted and len(shown) >= _CUT and stand.startswith(shown))


def _cut_alike(line: str, quoted: str) -> str:
    """Return a line as far as it is quoted, with an ellipsis for what is left out."""
    wanted = quoted.strip()
    if line.strip() == wanted:
        return line
    indent = len(line) - len(line.lstrip())
    return f"{line[: indent + len(_leave_ellipsis(wanted))]} \u2026"


def _leave_ellipsis(quoted: str) -> str:
    return quoted.removesuffix("\u2026").rstrip()


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


def shows_both(quotes: Sequence[Quote], places: Sequence[Place]) -> bool:
    """Tell whether quotes are about a finding: of its own place, the first, and of another where it points to any."""
    own, *others = places
    return _shows(quotes, own) and (not others or any(_shows(quotes, other) for other in others))


def _shows(quotes: Sequence[Quote], place: Place) -> bool:
    """Tell whether one of the quotes is of the lines of a place."""
    here = (quote for quote in quotes if (quote.path, quote.side) == (place.path, place.side))
    return any(quote.line <= place.end_line and place.line <= quote.end_line for quote in here)


def _read_lines(data: bytes | None, line: int, count: int) -> Sequence[str]:
    return _split(data)[line - 1 : line - 1 + count] if line > 0 else ()


@lru_cache(maxsize=8)
def _split(data: bytes | None) -> tuple[str, ...]:
    """Lines as every reader of the repository counts them: by line feeds. Quotes come back to the same few files."""
    return tuple(line.removesuffix("\r") for line in (data or b"").decode("utf-8", "replace").split("\n"))
