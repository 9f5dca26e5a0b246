"""This module holds the scorecard of a whole change: how its numbers become points."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from reviewer.model.policy import LevelPolicy


@dataclass(frozen=True, slots=True)
class LevelCard:
    """Points for each doubling of a number and for what is said, and the scores above which a level begins.

    `fixed` tells that the bounds are those of the repository's settings, which then count in place of its past.
    """

    doubling: Mapping[str, float]
    said: Mapping[str, float]
    medium: int
    high: int
    fixed: bool = False


@cache
def read_level_card() -> LevelCard:
    """Return the scorecard that comes with the program."""
    table = tomllib.loads(files("reviewer.risk.level").joinpath("card.toml").read_text(encoding="utf-8"))
    return LevelCard(table["doubling"], table["said"], table["bounds"]["medium"], table["bounds"]["high"])


def adapt_card(card: LevelCard, policy: LevelPolicy | None) -> LevelCard:
    """Return a card as a repository's settings alter it."""
    if policy is None:
        return card
    points = policy.points
    return replace(
        card,
        doubling={name: points.get(name, value) for name, value in card.doubling.items()},
        said={name: points.get(name, value) for name, value in card.said.items()},
        medium=card.medium if policy.medium is None else policy.medium,
        high=card.high if policy.high is None else policy.high,
        fixed=policy.medium is not None and policy.high is not None,
    )
