"""This module holds what a number in a sentence claims to be, by the words beside it, and of which measure.

Every number has one role. What no word says is claimed to be the value of the week.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.app.second.narrative.figures import Figure, Token
from reviewer.app.second.narrative.words import read_words

Role = Literal["value", "usual", "change", "cases", "interval", "limits", "move", "nothing"]
_CLAUSE = (",", ";", ":", "(", ")", "—")
_JOINS = ("to", "-", "\u2013")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number, or the two ends of a span, said of the measure `owner`; a `move` is from the usual to the value."""

    owner: str
    role: Role
    figures: tuple[Figure, ...]


def find_claims(tokens: Sequence[Token], figures: Sequence[Figure]) -> Iterator[Claim]:
    """Yield what the numbers of a sentence claim. Of the names before a number the last owns it, else the first."""
    at = 0
    while at < len(figures):
        one, edge = figures[at], figures[at - 1].last + 1 if at else 0
        other = figures[at + 1] if at + 1 < len(figures) else None
        if other and _is_span(tokens, one, other):
            yield Claim(_find_owner(tokens, one), _tell_span(tokens, edge, one, other), (one, other))
            at += 2
        else:
            yield Claim(_find_owner(tokens, one), _tell_role(tokens, edge, one), (one,))
            at += 1


def _find_owner(tokens: Sequence[Token], figure: Figure) -> str:
    before = [token.title for token in tokens[: figure.first] if token.title]
    after = [token.title for token in tokens[figure.last :] if token.title]
    return before[-1] if before else after[0] if after else ""


def _is_span(tokens: Sequence[Token], one: Figure, other: Figure) -> bool:
    between = [token.text for token in tokens[one.last + 1 : other.first]]
    joins = (*_JOINS, "and") if one.first and tokens[one.first - 1].text == "between" else _JOINS
    return len(between) == 1 and between[0] in joins and one.unit in ("", other.unit)


def _tell_span(tokens: Sequence[Token], edge: int, one: Figure, other: Figure) -> Role:
    """Return what two ends are. That a number lies within or beyond them is not what they say."""
    words = read_words()
    before = _list_before(tokens, edge, one)
    if "from" in before[:3]:
        return "move"
    compared = words["cue"]["bounds"] | words["direction"]["up"] | words["direction"]["down"]
    near = {*before, *(token.text for token in tokens[other.last + 1 : other.last + 4])}
    if compared & set(before):
        return "nothing"
    if near & words["cue"]["limits"]:
        is_told = words["cue"]["within"] & set(before) and not {"within", "limits"} <= set(before)
        return "limits" if is_told else "nothing"
    return "interval" if near & words["cue"]["interval"] and "within" not in before else "nothing"


def _tell_role(tokens: Sequence[Token], edge: int, figure: Figure) -> Role:
    words = read_words()
    before = _list_before(tokens, edge, figure, (*_CLAUSE, ""))
    after = tokens[figure.last + 1].text if figure.last + 1 < len(tokens) else ""
    if before and before[0] in words["cue"]["nothing"]:
        return "nothing"
    if figure.unit == "points" or after in words["after"]["change"]:
        return "change"
    if after in words["after"]["usual"]:
        return "usual"
    role = _tell_by_cue(before)
    if after in words["after"]["cases"]:
        return "nothing" if role else "cases"
    if role and role != "value":
        return role
    return "nothing" if _is_far(tokens, edge, figure) else "value"


def _tell_by_cue(before: Sequence[str]) -> Role | Literal[""]:
    """Return what the nearest word says that says anything. That the week is at the usual is said of no number."""
    cue = read_words()["cue"]
    is_level = False
    for word in before:
        if word in cue["level"]:
            is_level = True
        elif word in cue["usual"]:
            return "usual"
        elif word in cue["value"]:
            return "nothing" if is_level else "value"
        elif word in cue["change"]:
            return "usual" if is_level else "change"
    return "usual" if is_level else ""


def _is_far(tokens: Sequence[Token], edge: int, figure: Figure) -> bool:
    """Return whether something further away says of a number that it is the usual one."""
    far = read_words()["after"]["far"]
    after: list[str] = []
    for at in range(figure.last + 1, len(tokens)):
        if tokens[at].text in _CLAUSE:
            break
        if tokens[at].kind == "number":
            after.clear()  # what stands there is said of that number
            break
        if tokens[at - 1].text != "as":
            after.append(tokens[at].text)
    return bool(far & {*_list_before(tokens, edge, figure), *after})


def _list_before(tokens: Sequence[Token], edge: int, figure: Figure, stops: Sequence[str] = ()) -> list[str]:
    """Return the words before a number, the nearest first, back to `edge` or to one of the texts that stop it.

    The name of a measure is the empty text.
    """
    words = []
    for token in reversed(tokens[edge : figure.first]):
        text = "" if token.kind == "title" else token.text
        if text in stops:
            break
        words.append(text)
    return words
