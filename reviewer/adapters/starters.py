"""This module holds the files that a repository begins with: settings and workflows, and writes them where none are."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reviewer.adapters.files import read_text
from reviewer.adapters.hooks import write_whole
from reviewer.errors import ReviewerError

Recipe = Literal["one", "two"]

PLACEHOLDER = "OWNER/reviewer@SHA"
_USES = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}", re.ASCII)
_BRANCHES = "branches: [main, master]"
_WORKFLOWS = ".github/workflows"
_OTHERWISE = "Move it away, or leave it out by --only."
# Which template becomes which workflow.
_RECIPES: dict[Recipe, dict[str, str]] = {
    "one": {"reviewer.yml": "pull-request.yml"},
    "two": {"reviewer.yml": "fork-review.yml", "reviewer-post.yml": "fork-post.yml"},
}
_SETTINGS = """\
# Settings of `reviewer`. Every key may be left out; those that are commented out show how they are written.
# Patterns are those of .gitignore: "legacy/" is a folder anywhere, "/legacy/" one at the root, "*.sql" a kind of file.

# The lowest severity that fails a check or stops a push: "high", "medium", "low" or "never".
fail-on = "high"

# Files in which nothing is found.
# exclude = ["legacy/", "*.ipynb"]

# Folders with rule pages of your own; `reviewer rules new` begins one.
# packs = ["house-rules"]

# Settings files to read first; what stands here wins.
# extends = ["tools/review/strict.toml"]

# Files that are of another class than their path suggests. Most rules look at "production" and "script" only.
# [classes]
# generated = ["src/api/client/"]
# test = ["qa/"]

# What is said about a rule: "on", "off", or a table. `reviewer rules list` names them all.
# [rules]
# mock-heavy-test = "on"
# complexity-growth = "off"
#
# [rules.sensitive-path]
# severity = "medium"
# exclude = ["infra/sandbox/"]

# What may import what, from the top to the bottom; leave it out where a linter has such a contract already.
# [[layers]]
# name = "web"
# paths = ["src/web/"]
#
# [[layers]]
# name = "core"
# paths = ["src/core/"]

# Findings that are accepted in many places. One finding is better answered where it stands, in a comment:
#     `reviewer: allow[swallowed-exception] the caller counts what is None`
# [[waivers]]
# rule = "test-disabled"
# path = "tests/test_mail.py"
# reason = "the mail server is replaced in March"
# until = 2027-03-31

# Machines of your own that write or read here and are in no table of reviewer.
# [provenance]
# automation = ["house-bot[bot]"]

# What a language model is never shown, where somebody asks for one with --second-reader.
# [second-reader]
# withhold = ["infra/", "*.sql"]

# Above which scores a change is of medium and of high level; `reviewer calibrate` prints what fits your past.
# [level]
# medium = 14
# high = 21
"""


@dataclass(frozen=True, slots=True)
class Starter:
    """A file to write: its path from the root of the work tree, its text, and, if it is not to be written, why not."""

    path: str
    text: str
    kept: str = ""


def find_shipped_workflows() -> Path:
    """Return the folder of the workflows that ship with the program."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "workflows"
    return installed if installed.is_dir() else package.parent / "examples" / "workflows"


def begin_settings(root: Path) -> Starter:
    """Return the settings file to begin with; none is written beside settings that there are already."""
    path = "reviewer.toml"
    shared = root / "pyproject.toml"
    kept = _look_at(root, path)
    if not kept and shared.is_file() and _holds_settings(shared):
        kept = "pyproject.toml has the table [tool.reviewer]"
    return Starter(path, _SETTINGS, kept)


def begin_workflows(root: Path, recipe: Recipe, uses: str, folder: Path, *, branch: str = "") -> tuple[Starter, ...]:
    """Return the workflows of a recipe, which call the action `uses`; `folder` holds the templates.

    `branch` is the default branch, where it is known.
    """
    if uses != PLACEHOLDER and not _USES.fullmatch(uses):
        raise ReviewerError(f"'{uses}' names no action.", f"Write {PLACEHOLDER}, with the whole id of a commit as SHA.")
    found = []
    there = [name for name in _RECIPES[recipe] if _look_at(root, f"{_WORKFLOWS}/{name}")]
    for name, template in _RECIPES[recipe].items():
        path = f"{_WORKFLOWS}/{name}"
        text = read_text(folder / template).replace(PLACEHOLDER, uses)
        text = text.replace(_BRANCHES, f"branches: [{json.dumps(branch)}]") if branch else text
        for written, shipped in _RECIPES[recipe].items():
            text = text.replace(shipped, written)
        # Half of a recipe beside a file of another one would do nothing, or too much.
        kept = _look_at(root, path) or (f"it belongs to {there[0]}, which is there already" if there else "")
        found.append(Starter(path, text, kept))
    return tuple(found)


def write_starter(root: Path, starter: Starter) -> None:
    """Write a file that is not there yet. Raises `ReviewerError` when it cannot be written."""
    try:
        if not _look_at(root, starter.path):
            write_whole(root / starter.path, starter.text.encode())
    except OSError as fault:
        raise ReviewerError(
            f"'{starter.path}' cannot be written: {fault.strerror}.", "Check the path and its rights."
        ) from None


def _look_at(root: Path, path: str) -> str:
    """Return why a file is left alone, or nothing. Raises `ReviewerError` where a link leads somewhere else."""
    last = root / path
    folders = [folder for folder in reversed(last.parents) if folder != root and folder.is_relative_to(root)]
    for place in (*folders, last):
        shown = place.relative_to(root).as_posix()
        if place.is_symlink():
            raise ReviewerError(f"'{shown}' is a symbolic link, which is not followed.", _OTHERWISE)
        if place != last and place.exists() and not place.is_dir():
            raise ReviewerError(f"'{shown}' is no folder.", _OTHERWISE)
    return "it is there already" if last.exists() else ""


def _holds_settings(shared: Path) -> bool:
    text = read_text(shared)
    try:
        tools = tomllib.loads(text).get("tool") if "reviewer" in text else None
    except tomllib.TOMLDecodeError as fault:
        raise ReviewerError(f"pyproject.toml is not valid TOML: {fault}.", "Correct the file.") from None
    return isinstance(tools, dict) and "reviewer" in tools
