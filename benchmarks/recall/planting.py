"""This module holds the planted commits: git objects in a temporary repository that borrows those of the clone."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from placing import merge
from seeds import Seed

from reviewer.adapters.git.repository import open_repository

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "seed"), ("EMAIL", "seed@example.invalid"), ("DATE", "2026-01-01T00:00:00Z"))
}


class Ground:
    """A bare repository with the objects of a clone in reach, into which commits are written with plumbing alone."""

    def __init__(self, clone: Path, folder: Path, revision: str) -> None:
        self.git_dir = folder / "git"
        self.revision = revision
        self._clean = _WHO | {
            "GIT_DIR": str(self.git_dir),
            "GIT_INDEX_FILE": str(folder / "index"),
            "HOME": str(folder),
        }
        self._git("init", "--quiet", "--bare", str(self.git_dir))
        found = subprocess.run(
            ["git", "-C", str(clone), "rev-parse", "--git-path", "objects"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        objects = (clone / found.stdout.strip()).resolve()
        (self.git_dir / "objects" / "info" / "alternates").write_text(f"{objects}\n", encoding="utf-8")
        self._git("update-ref", "refs/heads/base", revision)
        self._git("symbolic-ref", "HEAD", "refs/heads/base")

    def plant(self, seed: Seed) -> str:
        """Return a commit on the revision that adds one function."""
        return self.commit({seed.place.path: merge(seed.place, self.read(seed.place.path) or b"")})

    def commit(self, files: dict[str, bytes]) -> str:
        """Return a commit on the revision in which these files have these contents."""
        self._git("read-tree", self.revision)
        for path, data in files.items():
            blob = self._git("hash-object", "-w", "--stdin", given=data)
            self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
        tree = self._git("write-tree", "--missing-ok")
        return self._git("commit-tree", tree, "-p", self.revision, "-m", "Add a function")

    def read(self, path: str) -> bytes | None:
        """Return a file of the revision, or None when it is new."""
        name = f"{self.revision}:{path}"
        done = subprocess.run(["git", "cat-file", "blob", name], env=self._env, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None

    def check_out(self, paths: Iterable[str], target: Path) -> None:
        """Write files of the revision into a folder; one whose object is not there is left out."""
        names = {f"{self.revision}:{path}": path for path in paths}
        with open_repository(str(self.git_dir)) as repository:
            for name, data in repository.read(names).items():
                if isinstance(data, bytes):
                    write(target / names[name], data)

    def list_paths(self) -> list[str]:
        """Return every path of the revision."""
        return self._git("ls-tree", "-r", "-z", "--name-only", self.revision).split("\x00")[:-1]

    @property
    def _env(self) -> dict[str, str]:
        return {**os.environ, **self._clean}

    def _git(self, *words: str, given: bytes = b"") -> str:
        done = subprocess.run(["git", *words], env=self._env, input=given, stdout=subprocess.PIPE, check=True)
        return done.stdout.decode("utf-8", "surrogateescape").strip()


def write(path: Path, data: bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@contextmanager
def break_ground(clone: Path, revision: str) -> Iterator[Ground]:
    """Open a repository for planted commits; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="seeds-") as folder:
        yield Ground(clone, Path(folder), revision)
