"""This module holds a small repository under review, a house pack, and how the command is run on them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reviewer.cli.main import main
from tests.adapters.repos import RepositoryBuilder, create_repository

PAGE = """\
# A debugger is called

```toml
severity = "{severity}"
confidence = "high"
status = "{status}"
since = "0.1"
files = ["production", "script", "test", "config", "docs", "generated"]
message = "`{{call}}` is called"
```

It stops the program.

> Is this meant to stop?

```scheme python
(call function: (identifier) @call (#eq? @call "{name}")) @finding
```

## Flagged

```python
{name}()  # finding
```

## Not flagged

```python
run()
```
"""
Files = Mapping[str, str | bytes | None]


def write_page(name: str = "pause", *, severity: str = "high", status: str = "default") -> str:
    """Write a rule page that flags the calls of one function."""
    return PAGE.format(name=name, severity=severity, status=status)


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class House:
    """A repository with a branch `topic`, a house pack beside it, and the command that reviews it."""

    builder: RepositoryBuilder
    packs: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Ran:
        """Run the command in this process."""
        self.capsys.readouterr()
        code = main(list(arguments))
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)

    def check(self, *arguments: str, pack: bool = True) -> Ran:
        """Check the repository with the house pack."""
        packs = ("--pack", str(self.packs)) if pack else ()
        return self.run("check", "--repo", str(self.builder.directory), *packs, *arguments)

    def find(self, *arguments: str, rule: str = "debugger-call", pack: bool = True) -> list[tuple[str, int]]:
        """Return path and line of the findings of one rule that nobody waived."""
        return [(f["path"], f["line"]) for f in self.review(*arguments, pack=pack) if f["rule"] == rule]

    def review(self, *arguments: str, pack: bool = True) -> list[dict[str, Any]]:
        """Return the findings that nobody waived, as JSON has them."""
        ran = self.check("--format", "json", *arguments, pack=pack)
        assert ran.code in (0, 1), ran.err
        return [f for f in json.loads(ran.out)["findings"] if not f.get("waived")]


def build_house(directory: Path, capsys: pytest.CaptureFixture[str], base: Files, *changes: Files) -> House:
    """Build a repository whose branch `topic` holds one commit a change, on top of `main`."""
    builder = create_repository(directory / "shop")
    builder.commit(base)
    builder.run("switch", "--quiet", "--create", "topic")
    for change in changes:
        builder.commit(change)
    packs = directory / "packs" / "house"
    packs.mkdir(parents=True)
    (packs / "debugger-call.md").write_text(write_page(), encoding="utf-8")
    return House(builder, packs, capsys)


def run_outside(*arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}
    return subprocess.run(
        [sys.executable, "-m", "reviewer", *arguments], cwd=cwd, env=environment, capture_output=True, check=False
    )
