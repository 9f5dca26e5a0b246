"""This module holds how the commands choose the coverage reports that a check may use."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.app.check import ReadCoverage


def choose_coverage(given: Sequence[Path], root: str, *, off: bool) -> "ReadCoverage | None":
    """Return how coverage is read: from the reports that the user named, from those that lie about, or not at all."""
    if off and given:
        raise ReviewerError("--coverage and --no-coverage exclude each other.", "Leave one out.")
    if off:
        return None
    from reviewer.adapters.coverage.reading import read_found, read_given

    return partial(read_given, root=Path(root), paths=tuple(given)) if given else partial(read_found, root=Path(root))
