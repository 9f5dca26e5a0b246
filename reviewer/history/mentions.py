"""This module holds what a commit message refers to: commits and pull requests that it blames, issues it closes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from reviewer.change.late import compile_late

_Name = TypeVar("_Name", str, int)

# A letter and a digit must be among them: `1234567` is a ticket, `defaced` a word.
_ID = r"(?P<id>(?=[a-f]{0,63}[0-9])(?=[0-9]{0,63}[a-f])[0-9a-f]{7,64})\b"
_LINK = r"(?:https?://[^\s/]{1,80}/[^\s?#]{1,150}/commit/)?"
_DRESS = rf"[\s:]{{1,4}}(?:the\s)?(?:commits?\s|rev(?:ision)?\s|changeset\s)?[(\[\"'`<#]{{0,2}}{_LINK}"
_NUMBER = (
    r"[\s:]{1,4}(?:the\s)?(?:PR\s|MR\s|pull request\s)?[(\[]?(?:[\w.-]{1,40}/[\w.-]{1,100})?[#!](?P<pull>\d{1,9})\b"
)
_BLAME = (
    r"\b(?:(?:introduce[ds]|caused|broken|broke|regressed|regression|bug|bisected|bisects)(?:\s(?:was|is))?"
    r"(?:\s(?:introduced|caused|added|created))?\s(?:by|in|with|since|from|after|to|at)|culprit(?:\s(?:is|was))?|since)"
)
# `Fixes: abc`, `fix the build in abc`; what was picked from a commit, or fixed in it, is none of its mistakes.
_INNOCENT = "".join(rf"(?<!{word} )" for word in ("picked", "ported", "merged", "fixed", "mentioned"))
_FIXED_ID = compile_late(
    rf"(?i)\b(?:bug|hot)?fix(?:e[sd]|ing)?\b(?:[^.\n]{{0,80}}?\s{_INNOCENT}(?:for|from|in))?{_DRESS}{_ID}"
)
_BLAMED_ID = compile_late(rf"(?i){_BLAME}{_DRESS}{_ID}")
_GUILTY_ID = compile_late(
    rf"(?i)\b{_ID}[)\]\"'`>]?(?:\s\(\"[^\"\n]{{0,150}}\"\))?\s(?:broke|introduced|caused|regressed)\b"
)
_BLAMED_PULL = compile_late(rf"(?i){_BLAME}{_NUMBER}")
_REVERTED_IDS = compile_late(
    r"(?i)\brevert(?:s|ed|ing)?(?:\s(?:the\s)?commits?)?\b(?P<ids>(?:[\s,:(`'\"]{1,4}(?:and\s)?[0-9a-f]{7,64}\b){1,40})"
)
_QUOTED_PULL = compile_late(r"\(#(\d{1,9})\)")
_REVERTED_PULL = compile_late(rf"(?im)^reverts{_NUMBER}")
_ANY_ID = compile_late(rf"(?i)\b{_ID}")
_CLOSED = compile_late(
    r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?:\s|:\s?){1,2}"
    r"(?:#|GH-|https?://[^\s/]{1,80}/[\w.-]{1,100}/[\w.-]{1,100}/(?:-/)?issues/)(?P<number>\d{1,9})\b"
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a message refers to; ids are lower case, 7 to 64 digits, as written.

    `reverts` are commits that it takes back, `culprits` commits that it names as what broke something, `blamed_pulls`
    the pull requests named in either way, `issues` the closing references.
    """

    reverts: tuple[str, ...]
    culprits: tuple[str, ...]
    blamed_pulls: tuple[int, ...]
    issues: tuple[int, ...]


def find_mentions(text: str, *, reverted: str = "") -> Mentions:
    """Find what a text refers to; `reverted` is the subject of a revert, which quotes that of the other commit."""
    reverts = _find_reverts(text)
    return Mentions(
        reverts=reverts,
        culprits=tuple(name for name in _find_culprits(text) if name not in reverts),
        blamed_pulls=_find_blamed_pulls(text, reverted),
        issues=_once(int(match["number"]) for match in _CLOSED.finditer(text)),
    )


def _find_reverts(text: str) -> tuple[str, ...]:
    lists = (match["ids"] for match in _REVERTED_IDS.finditer(text))
    return _once(match["id"].lower() for ids in lists for match in _ANY_ID.finditer(ids))


def _find_culprits(text: str) -> tuple[str, ...]:
    patterns = (_FIXED_ID, _BLAMED_ID, _GUILTY_ID)
    found = sorted((match.start("id"), match["id"].lower()) for pattern in patterns for match in pattern.finditer(text))
    return _once(name for _, name in found)


def _find_blamed_pulls(text: str, reverted: str) -> tuple[int, ...]:
    found = [match["pull"] for pattern in (_BLAMED_PULL, _REVERTED_PULL) for match in pattern.finditer(text)]
    found += _QUOTED_PULL.findall(reverted)[-1:]
    return _once(int(number) for number in found)


def _once(names: Iterable[_Name]) -> tuple[_Name, ...]:
    return tuple(dict.fromkeys(names))
