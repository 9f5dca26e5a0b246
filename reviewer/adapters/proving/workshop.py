"""This module holds a throw-away copy of a revision."""

import os
import shutil
import sys
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from reviewer.adapters.git.repository import GitRepository
from reviewer.adapters.proving.installed import link_installed
from reviewer.adapters.proving.process import run_command, turn_end_into_interrupt
from reviewer.errors import ReviewerError
from reviewer.model.change import Revision
from reviewer.ports import Run, Workshop


@contextmanager
def open_workshop(repository: GitRepository, revision: Revision, folder: str = "") -> Iterator["CopyWorkshop"]:
    """Copy a revision, with links to what is installed in the user's working tree there and in one of its folders.

    The copy is removed at the end, however the end comes about: a request to end the program is an interrupt.
    """
    if sys.platform == "win32":
        raise ReviewerError("Tests cannot be run on Windows: a run could not be stopped with all that it starts.")
    with turn_end_into_interrupt():
        workshop = CopyWorkshop(repository, revision, folder)
        try:
            yield workshop
        finally:
            workshop.close()


class CopyWorkshop(Workshop):
    """Files of a revision in a temporary folder, which is removed with everything in it by `close`.

    It is no repository: whatever the tests do with git, they cannot reach that of the user from there.
    """

    def __init__(self, repository: GitRepository, revision: Revision, folder: str) -> None:
        holder = Path(mkdtemp(prefix="reviewer-proof-")).resolve()
        self._remove = weakref.finalize(self, shutil.rmtree, holder, ignore_errors=True)
        self._copy = holder / (Path(repository.root).name or "copy")
        self._copy.mkdir()
        self._root = Path(repository.root)
        self._last_write = 0
        try:
            repository.check_out(revision, self._copy)
            link_installed(self._root, self._copy, folder)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the copy."""
        self._remove()

    def exists(self, path: str) -> bool:
        """Tell whether the copy has a file or folder."""
        return (self._copy / path).exists()

    def read(self, path: str) -> bytes:
        """Return the contents of a file of the copy."""
        return self._place(path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Replace the contents of a file; each one is at least a second younger than the last one.

        A cache that knows a file by its size and its time in seconds would take it for the old one otherwise.
        """
        place = self._place(path)
        place.write_bytes(data)
        self._last_write = max(int(time.time()), self._last_write + 1)
        os.utime(place, (self._last_write, self._last_write))

    def run(self, command: Sequence[str], folder: str, limit: float, roots: Sequence[str] = ()) -> Run:
        """Run a command in a folder of the copy."""
        place = self._copy / folder
        if not place.is_dir():
            raise ReviewerError(f"There is no folder '{folder}' in the revision under review.", "Name another --repo.")
        program = self._find_program(command[0], folder)
        return run_command([program, *command[1:]], place, self._describe(place, roots), limit)

    def _find_program(self, name: str, folder: str) -> str:
        """Return a program by its path as the user sees it, where the copy has none of that path."""
        outside = self._root / folder / name
        is_path = "/" in name and not (self._copy / folder / name).exists()
        return str(outside) if is_path and outside.exists() else name

    def _place(self, path: str) -> Path:
        place = self._copy / path
        if not place.resolve().is_relative_to(self._copy) or place.is_symlink():
            raise ReviewerError(f"'{path}' leads out of the copy.", "Leave that file out of what is proved.")
        return place

    def _describe(self, place: Path, roots: Sequence[str]) -> dict[str, str]:
        """Return the environment: that of the user, without what names a repository, and looking at the copy first."""
        known = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        known |= {"PYTHONDONTWRITEBYTECODE": "1", "PWD": str(place)}
        # Should the temporary folder lie in a repository, git does not find that one from the copy.
        known["GIT_CEILING_DIRECTORIES"] = str(self._copy.parent)
        paths = [*(str(self._copy / root) for root in roots), os.environ.get("PYTHONPATH", "")]
        known |= {"PYTHONPATH": os.pathsep.join(path for path in paths if path)} if roots else {}
        return known
