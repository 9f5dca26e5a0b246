"""This module holds the level of a change: its score, and where that stands among the repository's own changes."""

from collections.abc import Iterable, Sequence
from math import log2

from reviewer.model.history import PastChange, Shape
from reviewer.model.review import ChangeLevel, Factor, LevelName
from reviewer.risk.level.card import LevelCard

# Of the last changes with code, so many are compared; with fewer than the least the card's own bounds count.
COMPARED, FEWEST = 200, 30
# A change that scores above so many of them is medium, or high.
MEDIUM_ABOVE, HIGH_ABOVE = 0.5, 0.8
_NOUNS = {
    "added": ("new line of code", "new lines of code"),
    "conditions": ("of them decides", "of them decide"),
    "calls": ("calls something", "call something"),
    "jumps": ("leaves a function or a loop", "leave a function or a loop"),
    "hunks": ("place", "places"),
}
_SAID = {"is_fix": "it repairs something"}


def rate_change(shape: Shape, card: LevelCard) -> tuple[int, tuple[Factor, ...]]:
    """Return the score of a change and its factors, what counts most first."""
    factors = [
        Factor(name, round(points * log2(1 + shape.get(name, 0))), _say(name, int(shape.get(name, 0))))
        for name, points in card.doubling.items()
    ]
    factors += [Factor(name, round(points), _SAID[name]) for name, points in card.said.items() if shape.get(name)]
    kept = tuple(sorted((f for f in factors if f.points), key=lambda f: (-f.points, f.name)))
    return sum(factor.points for factor in kept), kept


def judge_change(
    shape: Shape, past: Iterable[PastChange], card: LevelCard, more: tuple[Factor, ...] = ()
) -> ChangeLevel:
    """Return the level of a change beside the newest changes of its repository, of which `past` comes newest first.

    `more` are factors that its numbers do not show.
    """
    score, factors = rate_change(shape, card)
    score, factors = score + sum(factor.points for factor in more), (*factors, *more)
    scores = [] if card.fixed else rate_past(past, card)
    if len(scores) < FEWEST:
        return ChangeLevel(_name(score > card.medium, score > card.high), score, factors, 0, 0)
    above = sum(other < score for other in scores)
    medium, high = (above >= share * len(scores) for share in (MEDIUM_ABOVE, HIGH_ABOVE))
    return ChangeLevel(_name(medium, high), score, factors, above, len(scores))


def rate_past(past: Iterable[PastChange], card: LevelCard) -> Sequence[int]:
    """Return the scores of the newest past changes that are described and have code."""
    shapes = [change.shape for change in past if change.shape.get("files")]
    return [rate_change(shape, card)[0] for shape in shapes[:COMPARED]]


def _name(medium: bool, high: bool) -> LevelName:  # noqa: FBT001 - two tests of one number
    return "high" if high else "medium" if medium else "low"


def _say(name: str, count: int) -> str:
    one, many = _NOUNS[name]
    return f"{count:,} {one if count == 1 else many}"
