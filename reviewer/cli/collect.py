"""This module holds the command `reviewer collect`."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.errors import ReviewerError

_PATIENCE = 15


def collect(  # noqa: PLR0913 - one parameter an option
    repositories: Annotated[
        list[str] | None, typer.Argument(help="Repositories on GitHub.", metavar="OWNER/REPO...", show_default=False)
    ] = None,
    *,
    org: Annotated[str, typer.Option(help="All of an organisation, but forks and archived ones.", metavar="ORG")] = "",
    since: Annotated[
        datetime | None,
        typer.Option(help="Read no more than what changed since.", formats=["%Y-%m-%d"], metavar="DATE"),
    ] = None,
    store: Annotated[Path | None, typer.Option(help="Keep it all in this folder.", metavar="DIR")] = None,
    max_cost: Annotated[
        int | None, typer.Option(help="Spend so many points of the token's limit.", min=1, metavar="POINTS")
    ] = None,
    wait: Annotated[
        int | None,
        typer.Option(
            help="Wait so many minutes for a new limit [default: 15 at a terminal].", min=0, metavar="MINUTES"
        ),
    ] = None,
    git: Annotated[str, typer.Option(help="Read this clone instead of GitHub.", metavar="DIR")] = "",
    import_: Annotated[
        list[Path] | None, typer.Option("--import", help="Read this file instead of GitHub.", metavar="FILE")
    ] = None,
) -> int:
    """Read the past of repositories: pull requests, reviews, comments, commits, events and issues.

    What was read is kept: run again, it reads what is new. The token is in GITHUB_TOKEN, held by `gh`, or an app's.
    """
    names = tuple(repositories or ())
    if git or import_:
        from reviewer.cli.wiring.disk import collect_from_disk

        return collect_from_disk(store, names, git, import_ or [], os.environ)
    if not (names or org):
        raise ReviewerError("no repository is named.", "Name it as `OWNER/REPO`, or an organisation with --org.")
    from reviewer.cli.wiring.collecting import Order, collect_from_github

    begin = int(since.replace(tzinfo=UTC).timestamp()) if since else None
    return collect_from_github(store, Order(names, org, begin, max_cost, _choose_patience(wait)), os.environ)


def _choose_patience(wait: int | None) -> int:
    """Return for how many seconds one may wait: somebody who looks on can end it."""
    return 60 * ((_PATIENCE if sys.stderr.isatty() else 0) if wait is None else wait)
