"""This module holds what outlives a job: the repositories on the server, caches by scope, and artifacts by run."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


def run_git(*arguments: str, folder: Path) -> str:
    """Run git as a runner has it, with no settings of this machine, and return what it printed."""
    moment = "1700000000 +0000"
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "GitHub", f"GIT_{who}_EMAIL": "noreply@example.invalid"}
        environment[f"GIT_{who}_DATE"] = moment
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True)
class Remotes:
    """The repositories on the server, each a git directory."""

    folders: dict[str, Path] = field(default_factory=dict)

    def resolve(self, repository: str, ref: str) -> str:
        """Return the commit that a reference points to."""
        return run_git(
            "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}", folder=self.folders[repository]
        )

    def merge(self, repository: str, number: int, base: str, source: str, head_ref: str) -> str:
        """Write the references that GitHub keeps of a pull request, and return the commit of the test merge."""
        folder = self.folders[repository]
        mine = f"refs/pull/{number}"
        wanted = f"+refs/heads/{head_ref}:{mine}/head"
        run_git("fetch", "--quiet", "--no-tags", str(self.folders[source]), wanted, folder=folder)
        tree = run_git("merge-tree", "--write-tree", base, f"{mine}/head", folder=folder)
        head = self.resolve(repository, f"{mine}/head")
        message = f"Merge {head} into {base}"
        merged = run_git("commit-tree", tree, "-p", base, "-p", head, "-m", message, folder=folder)
        run_git("update-ref", f"{mine}/merge", merged, folder=folder)
        return merged


@dataclass(frozen=True)
class _Entry:
    scope: str
    key: str
    version: str
    folder: Path


@dataclass(frozen=True)
class Caches:
    """Folders by scope, version and key; written once, the newest is found first."""

    root: Path
    entries: list[_Entry] = field(default_factory=list)

    def restore(self, scopes: Sequence[str], key: str, prefixes: Sequence[str], version: str, target: Path) -> str:
        """Copy what was found to a folder and return its key; empty where nothing was found."""
        for scope in scopes:
            seen = [e for e in reversed(self.entries) if (e.scope, e.version) == (scope, version)]
            exact = [e for e in seen if e.key == key]
            alike = [e for prefix in (key, *prefixes) for e in seen if e.key.startswith(prefix)]
            for entry in [*exact, *alike][:1]:
                _copy(entry.folder, target)
                return entry.key
        return ""

    def save(self, scope: str, key: str, version: str, source: Path) -> bool:
        """Keep a folder, unless its key is taken or there is none."""
        if not source.exists() or any((e.scope, e.key, e.version) == (scope, key, version) for e in self.entries):
            return False
        entry = _Entry(scope, key, version, self.root / str(len(self.entries)))
        _copy(source, entry.folder)
        self.entries.append(entry)
        return True


@dataclass(frozen=True)
class Artifacts:
    """Folders by run and name."""

    root: Path

    def upload(self, run: str, name: str, source: Path) -> bool:
        """Keep what is in a folder, or one file; false where there is nothing or the name is taken."""
        target = self.root / run / name
        if target.exists() or not source.exists():
            return False
        if source.is_file():
            target.mkdir(parents=True)
            shutil.copy(source, target)
        else:
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
        return True

    def download(self, run: str, name: str, target: Path) -> bool:
        """Copy an artifact to a folder; false where there is none."""
        source = self.root / run / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        return source.is_dir()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
    else:
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
