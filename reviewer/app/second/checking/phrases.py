"""This module holds the phrases by which a sentence of a model is none that it may say; `phrases.toml` lists them."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Phrases:
    """What leads away from the page, what decides, orders or speaks of the review, and words by kind."""

    leads_away: re.Pattern[str]
    code_leads_away: re.Pattern[str]
    decides: re.Pattern[str]
    orders: re.Pattern[str]
    speaks_of_itself: re.Pattern[str]
    empty: frozenset[str]
    english: frozenset[str]
    of_code: frozenset[str]


@cache
def read_phrases() -> Phrases:
    """Return the phrases that come with the program."""
    table = tomllib.loads(files("reviewer.app.second.checking").joinpath("phrases.toml").read_text(encoding="utf-8"))
    return Phrases(
        leads_away=_join(table["leads_away"]),
        code_leads_away=_join(table["code_leads_away"]),
        decides=_join_words(table["decides"]),
        orders=_join_words(table["orders"]),
        speaks_of_itself=_join_words(table["speaks_of_itself"]),
        empty=frozenset(table["empty"]),
        english=frozenset(table["english"]),
        of_code=frozenset(table["of_code"]),
    )


def _join(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _join_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
