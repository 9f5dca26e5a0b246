"""This module holds the command `reviewer init`."""

import sys
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.adapters.hooks import Hook
    from reviewer.adapters.starters import Starter

_PLACEHOLDER = "OWNER/reviewer@SHA"


class Part(StrEnum):
    """What can be written."""

    settings = "settings"
    workflow = "workflow"
    hook = "hook"


class Recipe(StrEnum):
    """How pull requests are reviewed: by one workflow, or by two that are safe for those of forks."""

    one = "one"
    two = "two"


def init(
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    only: Annotated[list[Part] | None, typer.Option(help="Write this alone (repeatable).")] = None,
    recipe: Annotated[Recipe, typer.Option(help="One workflow, or two where forks send pull requests.")] = Recipe.one,
    uses: Annotated[str, typer.Option(help="The action that workflows call.", metavar="NAME@SHA")] = _PLACEHOLDER,
    show: Annotated[bool, typer.Option("--show", help="Show the contents, too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> int:
    """Begin with reviewer: write its settings, a workflow for pull requests, and the hook that reviews a push.

    What will be written is shown first. A file that is there already is left as it is.
    """
    from reviewer.adapters.git.place import find_place
    from reviewer.adapters.hooks import find_hook

    wanted = set(only or Part)
    place = find_place(repo)
    if place.worktree is None and wanted != {Part.hook}:
        raise ReviewerError("A bare repository has no files.", "Run it in a clone, or with --only hook.")
    starters = _begin(place.root, wanted, recipe, uses)
    hook = find_hook(repo) if Part.hook in wanted else None
    sys.stdout.write(_announce(place.root, starters, hook, show=show))
    new = [starter for starter in starters if not starter.kept]
    hook = hook if hook and _is_wanted(hook) else None
    if not new and hook is None:
        sys.stdout.write("Nothing is left to write.\n")
        return 0
    if show and not yes and not _is_asked():
        return 0
    if not yes and not _ask():
        sys.stdout.write("Nothing was written.\n")
        return 0
    _write(place.root, new, hook)
    sys.stdout.write(_close(new, uses))
    return 0


def _write(root: Path, new: "list[Starter]", hook: "Hook | None") -> None:
    from reviewer.adapters.starters import write_starter
    from reviewer.cli.hook import write_hook

    for starter in new:
        write_starter(root, starter)
    if hook:
        sys.stdout.write(write_hook(hook) + "\n")


def _begin(root: Path, wanted: Collection[Part], recipe: Recipe, uses: str) -> "list[Starter]":
    from reviewer.adapters.git.repository import open_repository
    from reviewer.adapters.starters import begin_settings, begin_workflows, find_shipped_workflows

    starters = [begin_settings(root)] if Part.settings in wanted else []
    if Part.workflow in wanted:
        with open_repository(str(root)) as repository:
            branch = repository.default_branch
        starters += begin_workflows(root, recipe.value, uses, find_shipped_workflows(), branch=branch)
    return starters


def _is_wanted(hook: "Hook") -> bool:
    return hook.reach == "clone" and hook.state in {"none", "foreign"}


def _announce(root: Path, starters: "list[Starter]", hook: "Hook | None", *, show: bool) -> str:
    """Return what will be written and what is left, a line each, with the contents where they are wanted."""
    from reviewer.cli.hook import describe_reach, write_script_here
    from reviewer.render.escape import escape_text

    rows = [(starter.path, starter.kept, starter.text) for starter in starters]
    if hook:
        there = "" if _is_wanted(hook) else "it is there already"
        kept = there if hook.reach == "clone" else describe_reach(hook)
        rows.append((str(hook.path), kept, write_script_here()))
    lines = [f"In {root}:"]
    lines += [f"  leave  {path}: {kept}" if kept else f"  write  {path}" for path, kept, _ in rows]
    for path, kept, text in rows if show else ():
        if not kept:
            lines += ["", f"--- {path}", *text.splitlines()]
    if show:
        lines.append("")
    return "".join(f"{escape_text(line)}\n" for line in lines)


def _is_asked() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ask() -> bool:
    if not _is_asked():
        raise ReviewerError("there is nobody to ask here.", "--yes writes what stands above without a question.")
    return typer.confirm("Write this?")


def _close(new: "list[Starter]", uses: str) -> str:
    if not new:
        return ""
    lines = ["Look at the new files, and commit them."]
    workflows = [starter.path for starter in new if uses in starter.text]
    if workflows and uses == _PLACEHOLDER:
        lines.append(f"Put the action and its commit in place of {uses} in {' and '.join(workflows)}.")
    return "".join(f"{line}\n" for line in lines)
