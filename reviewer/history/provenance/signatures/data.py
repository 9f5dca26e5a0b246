"""This module holds the reading of the data that comes with the program: signatures, readers, sources."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_data(name: str) -> dict[str, Any]:
    """Return the tables of one of the files of the package."""
    return tomllib.loads((Path(__file__).parent.parent / f"{name}.toml").read_text(encoding="utf-8"))
