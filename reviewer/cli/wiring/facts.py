"""This module holds how the commands choose the place of the index, and the cores that read a repository into it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.adapters.git.repository import GitRepository
    from reviewer.app.checking.surroundings import Facts
    from reviewer.ports import HistoryStore

# A history of some thousand commits, in bytes: less is read sooner than a process starts.
_LONG = 20_000_000


def open_store(repository: "GitRepository", folder: Path | None) -> "Facts":
    """Open the facts in a folder, or in the repository's git directory."""
    from reviewer.adapters.facts import FILE, open_facts
    from reviewer.adapters.history.store import open_history
    from reviewer.adapters.workers import spread_work
    from reviewer.app.checking.surroundings import Facts

    place = choose_place(repository, folder)
    await_past = _read_past_beside(repository, place)

    def open_past() -> "tuple[HistoryStore, str]":
        await_past()
        return open_history(place)

    return Facts(lambda: open_facts(place), spread_work, str(place / FILE), open_past)


def _read_past_beside(repository: "GitRepository", place: Path) -> Callable[[], None]:
    """Read a long past in a process of its own while the index is made; return how to wait for it.

    Both are read once in the life of a clone, and the one keeps git busy while the other keeps Python busy.
    """
    from reviewer.adapters.history.store import FILE
    from reviewer.adapters.workers import start_beside

    if (place / FILE).exists() or repository.packed_size < _LONG:
        return lambda: None
    return start_beside(["history", "--repo", repository.root, "--cache-dir", str(place)])


def choose_place(repository: "GitRepository", folder: Path | None) -> Path:
    """Return the folder to keep things in: the one that is named, or ours in the repository's git directory."""
    place = folder or repository.own_folder
    if folder is None and place.is_symlink():
        raise ReviewerError(f"'{place}' is a symbolic link.", "Remove it, or name a place with --cache-dir.")
    return place
