"""This module holds the demo: a small repository, a change that an agent wrote, and what `reviewer check` says of it.

Run it with `python examples/build_demo.py`, or as `make demo`. Nothing outside of one folder is written.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHOP = Path(__file__).resolve().parent / "shop"
BASE, HEAD = "main", "agent/express-shipping"


def main() -> int:
    """Build the repository, run the main job on it, and say what to try next."""
    parser = argparse.ArgumentParser(description="Show what a user sees on an AI-written change.")
    parser.add_argument("--into", type=Path, metavar="DIR", help="keep the repository in this new folder")
    parser.add_argument("--only-build", action="store_true", help="build the repository, and do not check it")
    given = parser.parse_args()
    kept: Path | None = given.into
    if kept and kept.exists() and (not kept.is_dir() or any(kept.iterdir())):
        parser.error(f"'{kept}' exists and is not an empty folder")
    folder = kept or Path(tempfile.mkdtemp(prefix="reviewer-demo-"))
    try:
        build_repository(folder)
        if given.only_build:
            return 0
        return _show(folder, kept=kept is not None)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def build_repository(folder: Path) -> None:
    """Write the commits of examples/shop/commits.toml into a folder; equal files give equal commit ids."""
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet")
    _git(folder, "symbolic-ref", "HEAD", f"refs/heads/{BASE}")
    branch = BASE
    for commit in tomllib.loads((SHOP / "commits.toml").read_text(encoding="utf-8"))["commit"]:
        if commit["branch"] != branch:
            branch = commit["branch"]
            _git(folder, "checkout", "--quiet", "-b", branch)
        _write_commit(folder, commit)


def _write_commit(folder: Path, commit: dict[str, Any]) -> None:
    source = SHOP / ("base" if commit["branch"] == BASE else "change")
    for name in commit["files"]:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((source / name).read_bytes())
        target.chmod(0o644)
    for name in commit.get("deletes", ()):
        (folder / name).unlink()
    _git(folder, "add", "--all")
    name, _, mail = commit["author"].rstrip(">").partition(" <")
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", name), ("EMAIL", mail), ("DATE", commit["date"]))
    }
    _git(folder, "commit", "--quiet", "--no-verify", "--message", commit["message"].strip(), environment=who)


def _git(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
    """Run git without anything that the machine's or the user's configuration says."""
    clean = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder.resolve()),
        "LC_ALL": "C",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": "",
        "GIT_TERMINAL_PROMPT": "0",
    }
    fixed = ("-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false")
    subprocess.run(
        ["git", *fixed, *arguments],
        cwd=folder,
        env={**clean, **(environment or {})},
        check=True,
        stdin=subprocess.DEVNULL,
    )


def _show(folder: Path, *, kept: bool) -> int:
    """Run the main job as a user would, and return 0 when a review was made, whatever it found."""
    if find_spec("reviewer") is None:
        print("reviewer is not installed for this Python: run `make demo`.", file=sys.stderr)
        return 2
    command = ["reviewer", "check", "--repo", str(folder), "--base", BASE, "--head", HEAD]
    print(f"$ {shlex.join(command)}\n", flush=True)
    done = subprocess.run([sys.executable, "-m", *command], check=False)
    if done.returncode > 1:
        return done.returncode
    print(f"\nexit code {done.returncode}: {'something' if done.returncode else 'nothing'} here is of high severity")
    print(f"next: {shlex.join([*command, '--all']) if kept else _keep_command()}")
    return 0


def _keep_command() -> str:
    here, python = Path.cwd(), Path(sys.executable)
    name = python.relative_to(here).as_posix() if python.is_relative_to(here) else "python"
    return f"`{name} examples/build_demo.py --into ../shop-demo` keeps the repository; examples/README.md goes on there"


if __name__ == "__main__":
    sys.exit(main())
