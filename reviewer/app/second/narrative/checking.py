"""This module holds the check of a sentence about a report: every number and every direction, or it is dropped.

A sentence calls a measure by the name that the report calls it, says of it what the report shows, and is made of words
that say nothing else. What is not surely right is dropped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from reviewer.app.second.narrative.claims import Claim, find_claims
from reviewer.app.second.narrative.figures import Figure, Token, find_figures, split_text
from reviewer.app.second.narrative.words import list_known, read_words
from reviewer.model.report import Shown

MOST_CHARACTERS = 240
Reason = Literal[
    "too long",
    "not plain prose",
    "a metric that is not in the table",
    "a metric that it does not name",
    "an order",
    "a cause",
    "a quantity in words",
    "a word that cannot be checked",
    "a number that is not in the table",
    "the wrong direction",
    "nothing that can be checked",
    "said before",
    "too many",
]
# Characters of English prose, and the signs with which the report writes its numbers.
_PROSE = re.compile(r"[A-Za-z0-9 \u202f\xa0.,;:()%+'\u2019“”\"\u2212\u2013—-]+")
# One sentence: a point inside of it stands in a number.
_SENTENCE = re.compile(r"[^.]*(?:\.[0-9][^.]*)*\.")
# Words of the report about its numbers, in which there are numbers that are no measure's.
_SETTLED = (
    (re.compile(r"\b(?:in |of |over |against )?(?:the )?13 weeks before\b"), "before"),
    (re.compile(r"\b95[ \u202f\xa0]?% interval\b|\binterval of 95[ \u202f\xa0]?%"), "interval"),
)
_CAPITALS = ("AI",)


@dataclass(frozen=True, slots=True)
class Table:
    """The measures that a sentence may speak of, by id, by name in lower case, and which way is better for each."""

    rows: Mapping[str, Shown]
    titles: Mapping[str, str]
    better: Mapping[str, str]


def make_table(shown: Sequence[Shown], better: Mapping[str, str]) -> Table:
    """Return the measures of a report for the check."""
    return Table({one.id: one for one in shown}, {one.name.lower(): one.id for one in shown}, better)


def find_fault(text: str, metrics: Sequence[str], table: Table) -> Reason | None:
    """Return why a sentence that says to speak of these metrics is dropped, or None where all of it holds."""
    if len(text) > MOST_CHARACTERS:
        return "too long"
    if not _PROSE.fullmatch(text) or not _SENTENCE.fullmatch(text) or not text[0].isalpha():
        return "not plain prose"
    if not metrics or not all(name in table.rows for name in metrics):
        return "a metric that is not in the table"
    plain = text
    for pattern, word in _SETTLED:
        plain = pattern.sub(word, plain)
    tokens = split_text(plain, table.titles)
    if {token.title for token in tokens if token.title} != set(metrics):
        return "a metric that it does not name"
    return _find_word(tokens) or _find_claim(tokens, [table.rows[name] for name in dict.fromkeys(metrics)], table)


def _find_word(tokens: Sequence[Token]) -> Reason | None:
    """Return what a word of the sentence does that cannot be checked."""
    drop = read_words()["drop"]
    words = [token for token in tokens if token.kind == "word"]
    parts = {part for token in words for part in (token.text, *re.split("['\u2019-]", token.text))}
    if parts & drop["order"] or (tokens[0].kind == "word" and tokens[0].text in drop["first"]):
        return "an order"
    if parts & drop["cause"]:
        return "a cause"
    if parts & drop["quantity"]:
        return "a quantity in words"
    figures = find_figures(tokens)
    if any(figure.is_bad for figure in figures):
        return "a number that is not in the table"
    counted = read_words()["plain"]["counted"]
    numbers = {at for one in figures for at in range(one.first, one.last + 1)}
    for at, token in enumerate(tokens):
        is_counted = token.text in counted and at - 1 in numbers
        is_known = is_counted or (token.text not in counted and _is_known(token, is_first=at == 0))
        if token.kind == "word" and at not in numbers and not is_known:
            return "a word that cannot be checked"
    return None


def _is_known(token: Token, *, is_first: bool) -> bool:
    """Return whether a word is one that a sentence may hold; a capital letter makes a name of it but at the start."""
    is_word = token.text in list_known() or all(part in list_known() for part in token.text.split("-"))
    return is_word and (token.raw == token.text or token.raw in _CAPITALS or (is_first and token.raw[1:].islower()))


def _find_claim(tokens: Sequence[Token], rows: Sequence[Shown], table: Table) -> Reason | None:
    figures = find_figures(tokens)
    claims = list(find_claims(tokens, figures))
    if not all(_holds(claim, table.rows.get(claim.owner), tokens) for claim in claims):
        return "a number that is not in the table"
    said = list(_list_directions(tokens))
    if not _is_right(said, rows, table):
        return "the wrong direction"
    is_bare = not said and any(claim.role in ("change", "move") for claim in claims)
    return "nothing that can be checked" if is_bare or not (claims or said) else None


def _holds(claim: Claim, row: Shown | None, tokens: Sequence[Token]) -> bool:
    """Return whether the report shows this of the measure, with this rounding and this unit."""
    if row is None or claim.role == "nothing":
        return False
    shown = _read_shown(claim, row)
    if len(shown) != len(claim.figures):
        return False
    # Of two ends the first may leave its unit to the last.
    ours, theirs = claim.figures[-1].unit, shown[-1].unit
    return all(
        _equals(replace(one, unit=one.unit or ours), replace(other, unit=other.unit or theirs))
        and _fits(one, row, tokens)
        for one, other in zip(claim.figures, shown, strict=True)
    )


def _read_shown(claim: Claim, row: Shown) -> tuple[Figure, ...]:
    texts = {
        "value": (row.value,),
        "usual": (row.usual,),
        "change": (row.change,),
        "cases": (row.cases,),
        "interval": (row.interval,),
        "limits": (row.limits,),
        "move": (row.usual, row.value),
        "nothing": (),
    }
    return tuple(figure for text in texts[claim.role] for figure in find_figures(split_text(text, {})))


def _equals(said: Figure, shown: Figure) -> bool:
    """Return whether a number is the shown one: as exact or less, with its sign, and with its unit."""
    if said.digits <= shown.digits and said.value == shown.value:
        signs = ("-",) if shown.sign == "-" and shown.value else ("", shown.sign)
        return said.sign in signs and (said.unit == shown.unit or (not shown.unit and said.unit == "lines"))
    # A share may be written as one.
    is_share = shown.unit == "percent" and not (shown.sign or said.unit or said.sign)
    return is_share and said.value == shown.value / Decimal(100)


def _fits(figure: Figure, row: Shown, tokens: Sequence[Token]) -> bool:
    """Return whether what a number is said to count is what the name of the measure says."""
    if figure.unit == "lines" and row.unit != "lines":
        return False
    counted = read_words()["plain"]["counted"]
    named = set(re.findall(r"[a-z]+", row.name.lower()))
    for token in tokens[figure.last + 1 : figure.last + 4]:
        if token.kind != "word" or (figure.unit == "percent" and token.text == "of"):
            return token.kind != "word"
        if token.text in counted and not named & {token.text, token.text.removesuffix("s")}:
            return False
    return True


def _list_directions(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield the measure whose name stands last before it, else first, and the kind of every word of direction."""
    owner = next((token.title for token in tokens if token.title), "")
    direction = read_words()["direction"]
    for at, token in enumerate(tokens):
        owner = token.title or owner
        if token.kind == "word":
            yield from ((owner, name) for name, words in direction.items() if token.text in words)
            if token.text == "usual" and at and tokens[at - 1].text == "as":
                yield owner, "same"


def _is_right(said: Sequence[tuple[str, str]], rows: Sequence[Shown], table: Table) -> bool:
    """Return whether each word of direction is true of all measures, or each measure has its own and they are true.

    Of two measures, one with a word and one without, the word may be said of both.
    """
    if all(_agrees(word, row, table) for _, word in said for row in rows):
        return True
    has_own = {owner for owner, _ in said} == {row.id for row in rows}
    return has_own and all(_agrees(word, table.rows[owner], table) for owner, word in said)


def _agrees(word: str, row: Shown, table: Table) -> bool:
    if row.direction is None:
        return False
    if word == "worse":
        return row.is_worse
    good = {"up": 1, "down": -1}.get(table.better.get(row.id, ""), 0)
    wanted = {"up": 1, "down": -1, "same": 0, "better": good}[word]
    return row.direction == wanted and (word != "better" or good != 0)
