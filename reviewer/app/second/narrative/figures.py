"""This module holds the numbers of a sentence: its words, marks and names of measures in order, and what is counted.

A number is read in one way only, as the report writes it or in English words. Whatever else looks like one is `bad`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from reviewer.app.second.narrative.words import read_words

Kind = Literal["word", "number", "mark", "title"]
_TOKEN = re.compile(r"[0-9][0-9.,'\u2019]*|[A-Za-z]+(?:['\u2019-][A-Za-z]+)*|\S")
_PLAIN = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?")
_SPACES = str.maketrans({"\u202f": " ", "\xa0": " ", "\u2212": "-"})
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
_DASHES = ("-", "\u2013")
_OPENS = ("(", "“", '"', "—")
_CLOSES = (".", ",", ";", ":", ")", "%", "—", "”", '"')
_SIZES = {"hundred": 100, "thousand": 1000}


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a text, lower-case, as it stood in `raw`; `start` and `end` are its place, `title` the id it names."""

    kind: Kind
    text: str
    raw: str
    start: int
    end: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, from the first to the last of the tokens that it is made of.

    `sign` is `-`, `+` or empty; `digits` counts those after the point. `unit` is a list of `words.toml`, or empty.
    """

    first: int
    last: int
    value: Decimal
    digits: int
    sign: str
    unit: str
    is_bad: bool = False


def split_text(text: str, titles: Mapping[str, str]) -> tuple[Token, ...]:
    """Return the tokens of a text, in which the names of measures (lower-case, with their ids) are one token each."""
    clean = text.translate(_SPACES)
    longest = sorted(titles, key=lambda title: (-len(title), title))
    found = re.compile("|".join(rf"(?<!\w){re.escape(title)}(?!\w)" for title in longest) or "(?!)", re.IGNORECASE)
    tokens: list[Token] = []
    at = 0
    for match in found.finditer(clean):
        tokens += _split(clean, at, match.start())
        raw = match[0]
        tokens.append(Token("title", raw.lower(), raw, match.start(), match.end(), titles[raw.lower()]))
        at = match.end()
    return (*tokens, *_split(clean, at, len(clean)))


def find_figures(tokens: Sequence[Token]) -> tuple[Figure, ...]:
    """Return the numbers among tokens, in order."""
    figures: list[Figure] = []
    at = 0
    while at < len(tokens):
        last = _end_of_number(tokens, at)
        if last < at:
            at += 1
            continue
        figures.append(_read(tokens, at, last))
        at = figures[-1].last + 1
    return tuple(
        replace(one, is_bad=one.is_bad or (at > 0 and figures[at - 1].last + 1 == one.first))
        for at, one in enumerate(figures)
    )


def _split(text: str, begin: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, begin, end):
        raw = match[0].rstrip(".,'\u2019") if match[0][0].isdigit() else match[0]
        kind: Kind = "number" if raw[0].isdigit() else "word" if raw[0].isalpha() else "mark"
        yield Token(kind, raw.lower(), raw, match.start(), match.start() + len(raw))
        for place in range(match.start() + len(raw), match.end()):
            yield Token("mark", text[place], text[place], place, place + 1)


def _end_of_number(tokens: Sequence[Token], first: int) -> int:
    """Return the last token of a number that begins at one, or the one before it where none does."""
    if tokens[first].kind == "number":
        return first
    last = first
    while last < len(tokens) and _is_number_word(tokens[last]):
        last += 1
    return last - 1


def _is_number_word(token: Token) -> bool:
    return token.kind == "word" and all(part in _NUMBERS or part in _SIZES for part in token.text.split("-"))


def _read(tokens: Sequence[Token], first: int, last: int) -> Figure:
    sign, begins = _read_sign(tokens, first)
    unit, ends = _read_unit(tokens, last)
    if tokens[first].kind == "number":
        value, digits, is_good = _read_digits(tokens[first].text)
        is_good = is_good and not _is_glued(tokens, begins, last)
    else:
        words = [part for token in tokens[first : last + 1] for part in token.text.split("-")]
        digits, (value, is_good) = 0, _read_number_words(words)
    return Figure(begins, ends, value, digits, sign, unit, not is_good)


def _read_digits(text: str) -> tuple[Decimal, int, bool]:
    if not _PLAIN.fullmatch(text):
        return Decimal(0), 0, False
    return Decimal(text.replace(",", "")), len(text.partition(".")[2]), True


def _read_number_words(words: Sequence[str]) -> tuple[Decimal, bool]:
    """Return what number words say, and whether they are how one number is said: a year read aloud is two."""
    total, part = 0, 0
    for word in words:
        size = _SIZES.get(word, 0)
        if word == "thousand":
            total, part = total + part * size, 0
        elif size:
            part *= size
        else:
            part += _NUMBERS[word]
    is_one = 0 <= total + part < 1_000_000 and _spell(total + part) == list(words)
    return Decimal(total + part), is_one


def _spell(value: int) -> list[str]:
    """Return a number below a million in words, without `and`."""
    if value >= 1000:
        return [*_spell(value // 1000), "thousand", *(_spell(value % 1000) if value % 1000 else [])]
    if value >= 100:
        return [_ONES[value // 100], "hundred", *(_spell(value % 100) if value % 100 else [])]
    if value >= 20:
        return [_TENS[value // 10 - 2], *([_ONES[value % 10]] if value % 10 else [])]
    return [_ONES[value]]


def _read_sign(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    before = tokens[first - 1] if first else None
    if before is None:
        return "", first
    if before.text in ("minus", "plus"):
        return "-" if before.text == "minus" else "+", first - 1
    further = tokens[first - 2] if first > 1 else None
    is_sign = before.text in ("-", "+") and before.end == tokens[first].start
    if is_sign and (further is None or further.end < before.start):
        return before.text, first - 1
    return "", first


def _read_unit(tokens: Sequence[Token], last: int) -> tuple[str, int]:
    """Return the unit that follows a number, and the last token of it."""
    after = [token.text for token in tokens[last + 1 : last + 4]] + [""] * 3
    units = read_words()["unit"]
    if after[0] == "percentage" and after[1] in units["points"]:
        return "points", last + 2
    length = 1 if after[0] in ("%", *units["percent"]) else 2 if after[:2] == ["per", "cent"] else 0
    if length:
        is_points = after[length] in units["points"]
        return ("points", last + length + 1) if is_points else ("percent", last + length)
    for name, words in units.items():
        if after[0] in words:
            return name, last + 1
    return "", last


def _is_glued(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Return whether letters or marks other than those of a range hang on a number, as in `P75`, `3rd` or `top-5`."""
    before = tokens[first - 1] if first and tokens[first - 1].end == tokens[first].start else None
    after = tokens[last + 1] if last + 1 < len(tokens) and tokens[last + 1].start == tokens[last].end else None
    if before and before.text in _DASHES:
        before = tokens[first - 2] if first > 1 and not _may_end_a_range(tokens[first - 2]) else None
    if after and after.text in _DASHES:
        after = tokens[last + 2] if last + 2 < len(tokens) and tokens[last + 2].kind != "number" else None
    return bool((before and before.text not in _OPENS) or (after and after.text not in _CLOSES))


def _may_end_a_range(token: Token) -> bool:
    return token.kind == "number" or token.text == "%"
