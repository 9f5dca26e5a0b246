"""This module holds the machines that commits name as helpers: only their trailers count (see `history.provenance`).

They are told and give no points. What is not marked may still have been written by a machine, so the answer is always
"at least".
"""

from collections.abc import Iterable

from reviewer.history.provenance.signatures.trailers import read_trailers

_MOST_MESSAGES = 50
_WRITTEN = ("ai_authored", "ai_assisted", "ai_authored_or_review")


def find_marks(messages: Iterable[str]) -> tuple[str, ...]:
    """Return the machines that some commit messages name as helpers, in the order of their names."""
    trailers = {trailer for message in list(messages)[:_MOST_MESSAGES] for trailer in read_trailers(message)}
    if not trailers:
        return ()
    # Most changes have no trailer, and then nobody waits for the table.
    from reviewer.history.provenance.signatures.matching import find_trailer_rows
    from reviewer.history.provenance.signatures.table import Table

    table = Table(only_writers=True)
    said = (pair for trailer in trailers for pair in find_trailer_rows(trailer, table))
    return tuple(sorted({table.name(tool) for tool, row in said if row["implies"] in _WRITTEN}))
