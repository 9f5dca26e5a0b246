"""This module holds a builder of real git repositories with fixed authors and dates, so that ids never change."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class RepositoryBuilder:
    """A git repository that a test writes: files, commits, and any other git command."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._seconds = 1_700_000_000

    @property
    def git_dir(self) -> Path:
        """The directory that holds the repository itself."""
        return Path(self.run("rev-parse", "--absolute-git-dir"))

    def run(self, *arguments: str, feed: bytes = b"", fails: bool = False) -> str:
        """Run git here, and return what it printed. `fails` allows any exit status."""
        command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(
            command, cwd=self.directory, env=self._environment(), input=feed, capture_output=True, check=False
        )
        assert fails or done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files into the working tree; `None` deletes one."""
        for path, content in files.items():
            target = self.directory / path
            if content is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: Mapping[str, str | bytes | None], message: str = "change") -> str:
        """Write files, commit everything, and return the commit id."""
        self.write(files)
        self.run("add", "--all")
        self._seconds += 60
        self.run("commit", "--quiet", "--allow-empty", "--message", message)
        return self.run("rev-parse", "HEAD")

    def clone(self, directory: Path, *options: str) -> "RepositoryBuilder":
        """Clone into a directory; options as `--depth=1` work too."""
        self.run("clone", "--quiet", *options, f"file://{self.directory}", str(directory))
        return RepositoryBuilder(directory)

    def list_files(self) -> dict[str, tuple[int, int, int]]:
        """Return mode, size and time of everything below the directory, `.git` too."""
        found = {}
        for path in sorted(self.directory.rglob("*")):
            facts = path.lstat()
            found[str(path)] = (facts.st_mode, facts.st_size, facts.st_mtime_ns)
        return found

    def _environment(self) -> dict[str, str]:
        moment = f"{self._seconds} +0000"
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.directory),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.invalid",
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.invalid",
            "GIT_COMMITTER_DATE": moment,
        }


def create_repository(directory: Path, *options: str) -> RepositoryBuilder:
    """Create an empty repository on the branch `main`; options go to `git init`."""
    directory.mkdir(parents=True, exist_ok=True)
    builder = RepositoryBuilder(directory)
    builder.run("init", "--quiet", *options)
    return builder
