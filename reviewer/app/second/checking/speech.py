"""This module holds which sentences of a model may be shown: plain, short, its own, about the code, and no verdict."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from reviewer.app.second.checking.codes import CODE, is_sentence, is_set_off, is_shown_by, leads_away
from reviewer.app.second.checking.phrases import read_phrases
from reviewer.app.second.checking.told import Told, list_words
from reviewer.app.second.checking.verdicts import find_verdict
from reviewer.change.late import compile_late
from reviewer.model.reading import Quote

SHORTEST, LONGEST = 12, 400
_LONGEST_WORD, _LONGEST_CODE = 60, 120
# What a keyboard would have given.
_TYPED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u2032", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u2026": "...",
        "\u2192": "->",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2260": "!=",
        "\u00d7": "x",
        "\u00b5": "u",
        "\u03bc": "u",
    }
)
_PART = compile_late(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_SHORTEST_NAME, _SHORTEST_STEM, _ENDING = 3, 4, 4
# Letters one by one are a way to write a word past whoever looks for it.
_SPELLED = compile_late(r"(?:(?<!\w)[A-Za-z]\W{1,3}){4}[A-Za-z](?!\w)")
# What is joined by signs is code, or leads somewhere; a slash alone is "and/or".
_JOINED = compile_late(r"[\w-]+(?:[.:=/\\]+[\w-]+)+")
# Alternatives, versions and protocols (HTTP/1.1, G.711), and names of files whose endings are no domains.
_FREE = compile_late(
    r"[\w-]+/[\w-]+|v?\d[\d.:x*]*|[a-z][\w-]*(?:\.\d+){1,2}|[a-z]{2,8}/\d(?:\.\d)?|e\.g|i\.e|"
    r"[\w-]+\.(?:toml|json|ya?ml|cfg|ini|lock|exe|js|tsx?|jsx|java|sql|txt|xml|proto|csv|log|env)",
    re.IGNORECASE,
)
# Of seven words one is of those that hold English together.
_ENGLISH = 7


def type_plainly(text: str) -> str:
    """Return a text with the quotation marks and dashes of a keyboard."""
    return " ".join(text.translate(_TYPED).split())


def find_fault(text: str, quotes: Iterable[Quote], told: Told, redact: Callable[[str], str]) -> str:
    """Return why a sentence is not shown, as a noun for a count, or nothing."""
    prose, codes, shown = CODE.sub(" ", text), CODE.findall(text), tuple(quotes)
    inline = CODE.sub(lambda match: match[1] if match[1].isidentifier() else " ", text)
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("an empty or too long sentence", lambda: not SHORTEST <= len(text) <= LONGEST),
        ("a text that is not plain", lambda: not (_is_plain(prose) and is_set_off(text) and all(map(_is_seen, codes)))),
        ("a link, mention or markup", lambda: bool(_find_lead(prose, shown)) or any(map(leads_away, codes))),
        ("a text that only repeats what it was told", lambda: any(map(told.repeats, (prose, inline)))),
        ("a verdict or an order", lambda: bool(find_verdict(text, shown))),
        ("a text that is not English", lambda: not _is_english(prose)),
        ("a secret", lambda: redact(text) != text),
        ("code that stands nowhere", lambda: not all(told.holds_code(c) or is_shown_by(c, shown) for c in codes)),
        ("a sentence in place of code", lambda: any(is_sentence(c) and not is_shown_by(c, shown) for c in codes)),
        ("a sentence about no code that it quotes", lambda: not _names_something(text, shown)),
    )
    return next((reason for reason, is_so in checks if is_so()), "")


def point_out(text: str, quotes: Sequence[Quote], told: Told) -> str:
    """Return the words for which a sentence is not shown, where it is single ones, for whoever is to mend it."""
    prose, codes = CODE.sub(" ", text), CODE.findall(text)
    known = [code for code in codes if told.holds_code(code) or is_shown_by(code, quotes)]
    unknown = (code for code in codes if leads_away(code) or code not in known)
    return _find_lead(prose, quotes) or next(unknown, "") or find_verdict(text, quotes) or told.find_run(prose)


def _is_plain(text: str) -> bool:
    words = text.split()
    is_typed = text.isascii() and text.isprintable() and max(map(len, words), default=0) <= _LONGEST_WORD
    return is_typed and not _SPELLED.search(text)


def _is_seen(code: str) -> bool:
    return len(code) <= _LONGEST_CODE and all(unicodedata.category(char)[0] not in "CM" for char in code)


def _find_lead(prose: str, quotes: Sequence[Quote]) -> str:
    """Return what in a text leads away. Words joined by signs may be addresses, unless a quote shows them."""
    found = read_phrases().leads_away.search(prose)
    if found:
        return found[0]
    known = "\n".join(part for quote in quotes for part in (quote.text, quote.path))
    joined = (word for word in _JOINED.findall(prose) if not _FREE.fullmatch(word))
    return next((word for word in joined if word not in known), "")


def _is_english(prose: str) -> bool:
    words = list_words(prose)
    return _ENGLISH * sum(word in read_phrases().english for word in words) >= len(words)


def _names_something(text: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether a sentence has a word of what it quotes: a name, whole or in part, whatever its ending."""
    empty = read_phrases().empty
    quoted = {word for quote in quotes for word in _split_names(quote.text)} - empty
    return any(_are_one(word, name) for word in _split_names(text) - empty for name in quoted)


def _are_one(word: str, name: str) -> bool:
    short, long = sorted((word, name), key=len)
    return long == short or (
        len(short) >= _SHORTEST_STEM and long.startswith(short) and len(long) - len(short) < _ENDING
    )


def _split_names(text: str) -> set[str]:
    parts = {part.casefold() for part in _PART.findall(text)}
    return {word for word in (*list_words(text), *parts) if len(word) >= _SHORTEST_NAME - word.isdigit()}
