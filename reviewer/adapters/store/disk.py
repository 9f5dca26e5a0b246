"""This module holds every step by which the store changes a disk, one method each, so that each can fail in a test."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewer.errors import ReviewerError

DRAFT = ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Disk:
    """Steps on a disk. What is written is for the user alone."""

    def make_folder(self, folder: Path) -> None:
        """Make a folder, and those above it."""
        for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)

    def write(self, path: Path, parts: Iterable[bytes]) -> None:
        """Write a new file, and wait until it is on the disk."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(descriptor)

    def add(self, path: Path, data: bytes) -> None:
        """Write more into a file, which need not be on the disk at once."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file or folder another name in its place, at once; a file of that name is replaced."""
        old.replace(new)

    def keep(self, path: Path) -> None:
        """Make a file that somebody else wrote the user's alone, and wait until it is on the disk."""
        path.chmod(0o600)
        self.sync(path)

    def sync(self, path: Path) -> None:
        """Wait until a file, or what a folder lists, is on the disk."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Remove a file, or a folder with what is in it."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def write_whole(disk: Disk, path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all: as a draft first, which then takes its place."""
    draft = path.with_name(path.name + DRAFT)
    disk.write(draft, parts)
    disk.rename(draft, path)
    disk.sync(path.parent)


def remove_drafts(disk: Disk, folder: Path) -> None:
    """Remove what a run that was ended left half done in a folder."""
    for path in sorted(folder.glob(f"*{DRAFT}")):
        disk.remove(path)


@contextlib.contextmanager
def telling(place: Path) -> Iterator[None]:
    """Turn what a disk refuses into a `ReviewerError` with what to do."""
    try:
        yield
    except OSError as fault:
        why = fault.strerror or str(fault)
        if fault.errno in _FULL:
            hint = "Make room and run it again: what was kept before is whole, and it goes on from there."
        elif fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            hint = "Check the rights of the folder, or name another one with --store."
        else:
            hint = "Check the disk and run it again: what was kept before is whole."
        raise ReviewerError(f"'{place}' cannot be written: {why}.", hint) from None
