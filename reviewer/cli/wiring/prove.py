"""This module holds what `reviewer check --prove` needs: its options, and where it must not run."""

import json
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.adapters.git.repository import GitRepository
    from reviewer.app.proof.prove import Proof

Command = Annotated[
    str | None, typer.Option("--prove", help="Plant faults, and run this test command.", metavar="COMMAND")
]
Seconds = Annotated[float, typer.Option("--prove-seconds", help="Time for all its runs.", metavar="N", min=1)]
Faults = Annotated[int, typer.Option("--prove-mutants", help="Faults to plant at most.", metavar="N", min=1)]

# These run with the secrets of the repository, on code that somebody else may have written.
_PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment")
_REFUSED = "--prove runs the code under review, and "
_INSTEAD = "Run it in a workflow on pushes, or on pull requests from branches of the repository itself."


def prepare_proof(
    command: str | None, seconds: float, faults: int, repo: str, repository: "GitRepository"
) -> "Proof | None":
    """Return what is to be proved, or None when nothing was asked for. Raises `ReviewerError` where it must not run."""
    if command is None:
        return None
    if not command.strip():
        raise ReviewerError("--prove was given no command.", 'Name the one that runs the tests, such as "pytest -q".')
    refuse_foreign_code(os.environ)
    from reviewer.adapters.proving.workshop import open_workshop
    from reviewer.app.proof.prove import Proof

    here, top = Path(repo).resolve(), Path(repository.root).resolve()
    folder = here.relative_to(top).as_posix() if here.is_relative_to(top) else "."
    folder = "" if folder == "." else folder
    return Proof(command, folder, seconds, faults, partial(open_workshop, repository, folder=folder))


def refuse_foreign_code(environment: Mapping[str, str]) -> None:
    """Raise `ReviewerError` in a workflow that runs code of a fork, or could do so with the repository's secrets."""
    event = environment.get("GITHUB_EVENT_NAME", "")
    if event in _PRIVILEGED:
        raise ReviewerError(f"{_REFUSED}a workflow on '{event}' may hold code of a fork.", _INSTEAD)
    if not event.startswith("pull_request"):
        return
    head, base = _read_ends(environment.get("GITHUB_EVENT_PATH", ""))
    if not head or not base or head != base:
        whose = f"this pull request comes from '{head}'" if head and base else "it is unknown whose this is"
        raise ReviewerError(f"{_REFUSED}{whose}.", _INSTEAD)


def _read_ends(place: str) -> tuple[str, str]:
    """Return the names of the repositories that a pull request comes from and goes to; empty where they are unknown."""
    try:
        event = json.loads(Path(place).read_text(encoding="utf-8"))
        pull = event["pull_request"]
        ends = pull["head"]["repo"]["full_name"], pull["base"]["repo"]["full_name"]
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""
    return (str(ends[0]).lower(), str(ends[1]).lower()) if all(isinstance(end, str) for end in ends) else ("", "")
