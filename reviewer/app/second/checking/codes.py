"""This module holds what may stand between backticks: code, set off from words, and no sentence in its clothes."""

from collections.abc import Sequence

from reviewer.app.second.checking.phrases import read_phrases
from reviewer.change.late import compile_late
from reviewer.model.reading import Quote

CODE = compile_late(r"`([^`]*)`")
# So many words with nothing but spaces between them are a sentence, and no code.
MOST_WORDS = 2
# "the `Order`s" is how people write.
_ENDING = compile_late(r"(?!e?s\b)\w")
# Nothing of a run is given back: a line of letters without end is looked at once.
_RUN = compile_late(r"(?<![\w'-])[A-Za-z][\w'-]*+(?: ++[A-Za-z][\w'-]*+)++")
_SPACE = compile_late(r"\s+")
# `git remote show` stands in code as a list of strings.
_SIGNS = compile_late(r"[\s\"',]+")


def is_set_off(text: str) -> bool:
    """Tell whether code stands apart from the words around it, so that both together are no third word."""
    ends = [match.span() for match in CODE.finditer(text)]
    is_apart = all(not text[:first][-1:].isalnum() and not _ENDING.match(text, last) for first, last in ends)
    return text.count("`") % 2 == 0 and is_apart


def is_sentence(code: str) -> bool:
    """Tell whether code is made of words as a sentence is; words of languages do not count."""
    return bool(list_sentences(code))


def list_sentences(text: str) -> list[str]:
    """Return the runs of a text in which more words follow each other than code has between its signs."""
    known = read_phrases().of_code
    runs: list[str] = _RUN.findall(text)
    return [run for run in runs if sum(word.casefold() not in known for word in run.split()) > MOST_WORDS]


def is_shown_by(code: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether code stands in one of the quotes, whatever its white space, or as a list of strings in its place."""
    texts = [quote.text for quote in quotes]
    words = _SIGNS.sub(" ", code).strip()
    is_whole = any(_SPACE.sub("", code) in _SPACE.sub("", text) for text in texts)
    return is_whole or (bool(words) and any(words in _SIGNS.sub(" ", text) for text in texts))


def leads_away(code: str) -> bool:
    """Tell whether code is an address or a command: nothing else in it can be more than text."""
    return bool(read_phrases().code_leads_away.search(code))
