"""This module holds the search for variables that a template of the environment offers and no program reads."""

from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.detectors.symbols.symbol_references import find_words
from reviewer.engine.hit import Hit
from reviewer.index.revision import COMMON
from reviewer.index.view import View

# A template lists what the repository's own programs read; a real environment has the variables of others too.
_TEMPLATE = compile_late(r"(^|/)(\.env|env)[.-](example|sample|template|dist|defaults?)$|(^|/)(example|sample)\.env$")
_KEY = compile_late(r"\s*#?\s?(?:export\s+)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\s*=")


def find_unread_keys(view: View) -> Iterator[Hit]:
    """Yield the variables that a change adds to a template and nothing else mentions."""
    for file in view.files:
        if file.new is None or not _TEMPLATE.search(file.path):
            continue
        for line, text in sorted(file.change.added_lines.items()):
            key = _KEY.match(text)
            if key and not text.lstrip().startswith("#") and _is_unread(view, key[1], file.path):
                yield Hit(file.path, line, line, case="env-unread", values={"name": key[1]}, key=key[1])


def _is_unread(view: View, key: str, path: str) -> bool:
    """Tell whether a name is nowhere else, also not without the prefix that a settings class adds."""
    parts = key.split("_")
    pieces = [key, *("_".join(parts[at:]) for at in range(1, len(parts))), *(f"{'_'.join(parts[:n])}_" for n in (1, 2))]
    names = {name for piece in pieces for name in (piece, piece.lower())}
    if any(view.head.count_mentions(n) > COMMON or _others(view, n, path) for n in sorted(names) if len(n) > 2):
        return False
    return not any(
        other.new is not None and other.path != path and next(find_words(other.new, key), None) is not None
        for other in view.files
    )


def _others(view: View, name: str, path: str) -> bool:
    return any(site.path != path for site in view.head.find_mentions(name))
