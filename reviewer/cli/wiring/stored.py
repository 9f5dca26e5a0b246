"""This module holds how the commands choose repositories of the store by their names."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.adapters.store import StoredRepository


def choose_repositories(folder: Path | None, names: Sequence[str]) -> "tuple[StoredRepository, ...]":
    """Return the repositories of some names, with their host or on whatever host; without names all that there are.

    One that is not there is returned all the same: what is asked of it says that nothing was collected.
    """
    from reviewer.adapters.store import open_store

    store = open_store(folder)
    found = store.repositories()
    chosen: list[StoredRepository] = []
    for name in names:
        same = [known for known in found if name.lower() in (known.name, f"{known.host}/{known.name}")]
        chosen += same or [store.repository(name)]
    return tuple(dict.fromkeys(chosen)) if names else found
