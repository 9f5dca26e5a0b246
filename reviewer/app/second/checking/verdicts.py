"""This module holds how a sentence is known that decides in a reviewer's place, however its words are written."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence

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
# Words of a verdict that are names as well, by their stems: where the quoted code has them, alone they say nothing.
_BUSINESS = frozenset({"approv"})

_Range = tuple[int, int]


def find_verdict(text: str, quotes: Sequence[Quote]) -> str:
    """Return the words by which a sentence says what to decide or speaks of the review, or nothing.

    A name that the quotes show does neither.
    """
    plain, names = _unwrap(text, quotes)
    blank = _blank(plain, names)
    spoken = {word.casefold()[:_STEM] for quote in quotes for word in _PART.findall(quote.text)}
    own = spoken & _BUSINESS
    phrases = read_phrases()
    found = [match[0] for match in phrases.orders.finditer(blank)]
    for said in _spell(plain):
        found += [match[0] for match in phrases.decides.finditer(said) if not _is_inside(match.span(), names)]
    for gap in ("", " "):
        found += [match[0] for match in phrases.decides.finditer(_BETWEEN.sub(gap, blank))]
    told = [words for words in found if not _is_own(words, own)]
    about = (match[0] for match in phrases.speaks_of_itself.finditer(blank))
    told += [words for words in about if words.casefold().split()[0][:_STEM] not in spoken]
    return told[0].strip() if told else ""


def say_why(why: str, said: str) -> str:
    """Return why there is no answer, and behind it the words of a server, unless they decide something."""
    return why if not said or find_verdict(said, ()) else f"{why} ({said})"


def _is_own(said: str, own: Collection[str]) -> bool:
    return said.isalpha() and said.casefold()[:_STEM] in own


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
