"""This package holds who made something, and how that is known: by what commits, pull requests and reviews say.

A machine that left no trace cannot be told from a person, so every answer is "at least".
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.history.provenance.commits import classify_commit
    from reviewer.history.provenance.people import find_operators
    from reviewer.history.provenance.pulls import classify_pull
    from reviewer.history.provenance.reviews import classify_review
    from reviewer.history.provenance.signatures.table import Table, read_sources, read_table

__all__ = [
    "Table",
    "classify_commit",
    "classify_pull",
    "classify_review",
    "find_operators",
    "read_sources",
    "read_table",
]
_HOMES = {
    "classify_commit": "commits",
    "find_operators": "people",
    "classify_pull": "pulls",
    "classify_review": "reviews",
    "Table": "signatures.table",
    "read_sources": "signatures.table",
    "read_table": "signatures.table",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """Load what is asked for: a check looks at trailers alone, and should not wait for the rest."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
