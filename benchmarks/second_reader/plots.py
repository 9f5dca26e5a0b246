"""This module holds planted changes: real commits written anew with some lines otherwise, beside the clone."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from edits import Edit


class Plot:
    """A bare repository with the objects of a clone in reach, into which commits are written."""

    def __init__(self, clone: Path, folder: Path) -> None:
        self.git_dir = folder / "git"
        self._folder = folder
        objects = _run(("git", "-C", str(clone), "rev-parse", "--git-path", "objects")).decode().strip()
        _run(("git", "init", "--quiet", "--bare", str(self.git_dir)))
        alternates = self.git_dir / "objects" / "info" / "alternates"
        alternates.write_text(f"{(clone / objects).resolve()}\n", encoding="utf-8")

    def find(self, revision: str) -> str:
        """Return the full name of a commit."""
        return self._git("rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()

    def tell_time(self, commit: str) -> int:
        """Return the seconds since 1970 at which a commit was made."""
        return int(self._git("show", "--no-patch", "--format=%ct", commit).decode().strip())

    def plant(self, commit: str, edits: Iterable[Edit]) -> str:
        """Return a commit like another one, by the same hand on the same day, with edits, at most one in a file.

        Raises `ValueError` where the place of an edit is not in its file or is not the one that is meant.
        """
        self._git("read-tree", commit)
        changed = set()
        for edit in edits:
            if edit.path in changed:
                raise ValueError(f"{edit.path}: two edits of one file")
            changed.add(edit.path)
            mode = self._git("ls-tree", commit, "--", edit.path).decode().split(" ")[0]
            if not mode:
                raise ValueError(f"{edit.path}: no such file")
            text = edit.rewrite(self.read(commit, edit.path))
            blob = self._git("hash-object", "-w", "--stdin", given=text.encode()).decode().strip()
            self._git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{edit.path}")
        tree = self._git("write-tree", "--missing-ok").decode().strip()
        who = self._git("show", "--no-patch", "--format=%an%n%ae%n%aI%n%cn%n%ce%n%cI", commit).decode().splitlines()
        names = (f"GIT_{role}_{what}" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL", "DATE"))
        said = self._git("show", "--no-patch", "--format=%B", commit)
        more = dict(zip(names, who, strict=True))
        return self._git("commit-tree", tree, "-p", f"{commit}^", given=said, more=more).decode().strip()

    def read(self, commit: str, path: str) -> str:
        """Return the text of a file at a commit."""
        return self._git("cat-file", "blob", f"{commit}:{path}").decode()

    def _git(self, *words: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        places = {"GIT_DIR": str(self.git_dir), "GIT_INDEX_FILE": str(self._folder / "index")}
        return _run(("git", *words), given, {**os.environ, **places, **(more or {})})


@contextmanager
def open_plot(clone: Path) -> Iterator[Plot]:
    """Open a repository beside a clone for planted commits; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="plot-") as folder:
        yield Plot(clone, Path(folder))


def _run(words: tuple[str, ...], given: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
    return subprocess.run(words, input=given, env=variables, stdout=subprocess.PIPE, check=True).stdout
