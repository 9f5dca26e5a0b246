"""This module holds how a sentence is known that decides in a reviewer's place, however its words are written."""

import unicodedata
from collections.abc import Iterator, Sequence

from reviewer.app.second.checking.codes import CODE, is_sentence, is_shown_by, list_sentences
from reviewer.app.second.checking.phrases import read_phrases
from reviewer.change.late import compile_late
from reviewer.model.reading import Quote

# Figures and signs that are read as letters; a one is an i or an l.
_FIGURES = (str.maketrans("013457$@!", "oieastsai"), str.maketrans("013457$@!", "oleastsal"))
_BETWEEN = compile_late(r"(?<=[A-Za-z])[-_.*'](?=[A-Za-z])")
_PART = compile_late(r"[A-Z]?[a-z]+|[A-Z]+")
# An ending more or less is the same word.
_STEM = 6

_Range = tuple[int, int]


def decides(text: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether a sentence says what to decide or speaks of the review; a name that the quotes show does neither."""
    plain, names = _unwrap(text, quotes)
    blank = _blank(plain, names)
    spoken = {word.casefold()[:_STEM] for quote in quotes for word in _PART.findall(quote.text)}
    phrases = read_phrases()
    if phrases.orders.search(blank):
        return True
    for said in _spell(plain):
        if any(not _is_inside(match.span(), names) for match in phrases.decides.finditer(said)):
            return True
    if any(phrases.decides.search(_BETWEEN.sub(gap, blank)) for gap in ("", " ")):
        return True
    return any(m[0].casefold().split()[0][:_STEM] not in spoken for m in phrases.speaks_of_itself.finditer(blank))


def addresses_reader(text: str) -> bool:
    """Tell whether a text of the repository says what to decide, in a sentence and not in code."""
    folded = unicodedata.normalize("NFKC", text)
    return any(read_phrases().decides.search(run) for run in list_sentences(folded))


def _unwrap(text: str, quotes: Sequence[Quote]) -> tuple[str, list[_Range]]:
    """Return a text without backticks, and where in it names stand that the quotes show."""
    plain, names, after = "", [], 0
    for match in CODE.finditer(text):
        plain += text[after : match.start()]
        if not is_sentence(match[1]) and is_shown_by(match[1], quotes):
            names.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        after = match.end()
    return plain + text[after:], names


def _blank(plain: str, names: Sequence[_Range]) -> str:
    for first, last in names:
        plain = f"{plain[:first]}{' ' * (last - first)}{plain[last:]}"
    return plain


def _spell(plain: str) -> Iterator[str]:
    """Yield a text as it may be read, each character in its place."""
    yield plain
    yield plain.replace("_", " ")
    yield from (plain.translate(figures) for figures in _FIGURES)


def _is_inside(span: _Range, names: Sequence[_Range]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in names)
