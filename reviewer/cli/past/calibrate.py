"""This module holds the command `reviewer calibrate`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reviewer.app.history.calibrate import Calibrated


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"


def calibrate(
    head: Annotated[str, typer.Argument(help="The revision whose past counts.", metavar="REV")] = "HEAD",
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    cache_dir: Annotated[Path | None, typer.Option(help="Keep the history in this folder.", metavar="DIR")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.text,
) -> int:
    """Fit the level of a change (low, medium, high) to this repository's own past, and print the settings for it.

    Nothing is written: put what is printed into reviewer.toml if you want it. The same past gives the same answer.
    """
    from reviewer.adapters.git.repository import open_repository
    from reviewer.adapters.history.store import open_history
    from reviewer.app.history.calibrate import calibrate_levels
    from reviewer.cli.wiring.console import show_bar
    from reviewer.cli.wiring.facts import choose_place
    from reviewer.risk.level.card import read_level_card

    show = show_bar("reading the past", "changes")
    with open_repository(repo) as repository:
        store, _ = open_history(choose_place(repository, cache_dir))
        calibrated = calibrate_levels(repository, store, read_level_card(), head=head, tell=show)
    show(0, 0)
    sys.stdout.write(_write_json(calibrated) if format_ is Format.json else _write(calibrated))
    return 0


def _write_json(calibrated: "Calibrated") -> str:
    from dataclasses import asdict

    return json.dumps(asdict(calibrated), indent=2) + "\n"


def _write(found: "Calibrated") -> str:
    held = ", ".join(f"{share:.0%} {level}" for level, share in found.held.items())
    origin = "fitted to this past" if found.points else "those of reviewer: a fit would not do better"
    lines = [
        f"# {found.changes:,} changes, {found.mature:,} of them old enough to judge.",
        f"# {found.repaired:,} were repaired within 90 days: {held}.",
        f"# A repaired change scores above another one {found.order:.0%} of the time.",
        f"# The points are {origin}.",
        "[level]",
        f"medium = {found.bounds.medium}",
        f"high = {found.bounds.high}",
    ]
    if found.points:
        lines += ["", "[level.points]", *(f"{name} = {value}" for name, value in found.points.items())]
    return "\n".join(lines) + "\n"
