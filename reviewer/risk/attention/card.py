"""This module holds the scorecard: how many points a factor gives to a span."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Card:
    """Points by factor. Those of `learned` count by the share of a span's lines, those of `set` each time."""

    learned: Mapping[str, int]
    set: Mapping[str, int]


@cache
def read_card() -> Card:
    """Return the scorecard that comes with the program."""
    table = tomllib.loads(files("reviewer.risk.attention").joinpath("card.toml").read_text(encoding="utf-8"))
    return Card(table["learned"], table["set"])
