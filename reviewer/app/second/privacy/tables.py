"""This module holds the reading of the tables and words of the package."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def read_words(name: str) -> list[str]:
    """Return the words that stand under a name in the list of words."""
    words: str = _read("words")[name]
    return words.split()


def read_table(name: str) -> list[dict[str, Any]]:
    """Return the rows of the table of that name, in the order of the file."""
    rows: list[dict[str, Any]] = _read(name)[name]
    return rows


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
