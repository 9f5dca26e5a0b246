"""This module holds how the commands choose the place of the index, and the cores that read a repository into it."""

from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.adapters.git.repository import GitRepository
    from reviewer.app.checking.surroundings import Facts


def open_store(repository: "GitRepository", folder: Path | None) -> "Facts":
    """Open the facts in a folder, or in the repository's git directory."""
    from reviewer.adapters.facts import FILE, open_facts
    from reviewer.adapters.history.store import open_history
    from reviewer.adapters.workers import spread_work
    from reviewer.app.checking.surroundings import Facts

    place = choose_place(repository, folder)
    return Facts(lambda: open_facts(place), spread_work, str(place / FILE), lambda: open_history(place))


def choose_place(repository: "GitRepository", folder: Path | None) -> Path:
    """Return the folder to keep things in: the one that is named, or ours in the repository's git directory."""
    place = folder or repository.own_folder
    if folder is None and place.is_symlink():
        raise ReviewerError(f"'{place}' is a symbolic link.", "Remove it, or name a place with --cache-dir.")
    return place
