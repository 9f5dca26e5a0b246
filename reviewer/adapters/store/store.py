"""This module holds the store as a folder: one folder a host, an owner and a repository."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from reviewer.adapters.store.disk import Disk
from reviewer.adapters.store.manifest import FILE
from reviewer.adapters.store.repository import DEFAULT_HOST, StoredRepository
from reviewer.errors import ReviewerError

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?")
_OWNER = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,99}(?:/[a-z0-9_][a-z0-9_.-]{0,99}){0,8}")
_DEEPEST = 10
_NAME = re.compile(r"[a-z0-9_.-]{1,100}")


def default_folder() -> Path:
    """Return where the store lies when nobody says: with the user's data."""
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share") / "reviewer"


def open_store(folder: Path | None = None, *, disk: Disk | None = None) -> "Store":
    """Open the store in a folder, or where it lies when nobody says. Nothing is written by that."""
    return Store(folder or default_folder(), disk or Disk())


class Store:
    """Repositories by host and name."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk

    def repository(self, name: str, host: str = DEFAULT_HOST) -> StoredRepository:
        """Return a repository by `OWNER/NAME`, whether it is there or not.

        Raises `ReviewerError` for a name that is none.
        """
        owner, _, last = name.lower().rpartition("/")
        host = host.lower()
        if not (_HOST.fullmatch(host) and ".." not in host):
            raise ReviewerError(f"'{host[:200]}' is no name of a host.", "Name it like `github.com`.")
        dotted = last in (".", "..") or any(part.endswith(".") for part in owner.split("/"))
        if not (_OWNER.fullmatch(owner) and _NAME.fullmatch(last)) or dotted:
            raise ReviewerError(f"'{name[:200]}' is no name of a repository.", "Name it as `OWNER/NAME`.")
        return StoredRepository(
            self.folder / host.replace(":", "_") / owner / last, host, f"{owner}/{last}", self._disk
        )

    def repositories(self) -> tuple[StoredRepository, ...]:
        """Return the repositories that have facts, ordered by host and name."""
        found = []
        for folder in _find_folders(self.folder, _DEEPEST):
            host, *parts = folder.relative_to(self.folder).parts
            if len(parts) > 1:
                found.append(self.repository("/".join(parts), host.replace("_", ":")))
        return tuple(found)


def _find_folders(folder: Path, depth: int) -> Iterator[Path]:
    """Yield the folders that hold a manifest; nothing is looked for inside of one."""
    if (folder / FILE).is_file():
        yield folder
    elif depth and folder.is_dir() and not folder.is_symlink():
        for path in sorted(folder.iterdir()):
            yield from _find_folders(path, depth - 1)
