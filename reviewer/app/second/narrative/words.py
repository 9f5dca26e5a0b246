"""This module holds the words that a sentence about a report may be made of, by what they mean."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def read_words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the lists of the page beside this module, by group and name."""
    page = files("reviewer.app.second.narrative").joinpath("words.toml").read_text(encoding="utf-8")
    return {
        group: {name: frozenset(words.split()) for name, words in lists.items()}
        for group, lists in tomllib.loads(page).items()
    }


@cache
def list_known() -> frozenset[str]:
    """Return every word that a sentence may hold; those to be dropped are none of them."""
    told = read_words()
    lists = [
        words
        for group in ("direction", "cue", "after", "unit", "plain")
        for name, words in told[group].items()
        if name not in ("nothing", "other")
    ]
    return frozenset().union(*lists) - list_dropped()


@cache
def list_dropped() -> frozenset[str]:
    """Return the words that no sentence may hold, wherever they stand."""
    told = read_words()["drop"]
    return told["quantity"] | told["cause"] | told["order"]
