"""This module holds how paths that a user names become paths of the repository."""

import os
from collections.abc import Sequence
from pathlib import Path

from reviewer.errors import ReviewerError


def seen_from_root(paths: Sequence[str], repo: str, root: str) -> tuple[str, ...]:
    """Paths are meant from where the user stands; the repository knows them from its root (a bare one has no other)."""
    here, top = Path(repo).resolve(), Path(root).resolve()
    if not here.is_relative_to(top):
        return tuple(paths)
    found = []
    for path in paths:
        place = Path(os.path.normpath(here / path))
        if not place.is_relative_to(top):
            raise ReviewerError(f"'{path}' is outside of the repository.", "Name a path inside of it.")
        found.append(place.relative_to(top).as_posix())
    return tuple(path for path in found if path != ".")
