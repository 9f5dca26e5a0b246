"""This module holds the command `reviewer report`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.wiring import second
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reviewer.metrics import Ask, Request
    from reviewer.model.report import Report


class Format(StrEnum):
    """How the report is written."""

    html = "html"
    md = "md"
    json = "json"
    csv = "csv"
    slack = "slack"


_DEMO_WEEK = "2026-W46"
_ENDINGS = {Format.slack: "slack.json"}


def report(  # noqa: PLR0913 - one parameter an option
    *,
    repo: Annotated[
        list[str] | None, typer.Option("--repo", help="This repository only (repeatable).", metavar="OWNER/REPO")
    ] = None,
    team: Annotated[str, typer.Option(help="Whose report it is: a name for its title.", metavar="NAME")] = "",
    week: Annotated[str, typer.Option(help="The ISO week [default: the last whole one].", metavar="2026-W46")] = "",
    zone: Annotated[str, typer.Option(help="The time zone in which weeks begin.", metavar="ZONE")] = "UTC",
    senior: Annotated[
        list[str] | None, typer.Option(help="A login that counts as senior (repeatable); it is not shown.")
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Name people in the curve of load: for their own eyes, not for a list.")
    ] = False,
    git: Annotated[
        list[str] | None, typer.Option(help="A clone, for the directories of unread lines (repeatable).", metavar="DIR")
    ] = None,
    store: Annotated[Path | None, typer.Option("--store", help="The folder the facts are in.", metavar="DIR")] = None,
    format_: Annotated[
        list[Format] | None, typer.Option("--format", help="How to write it (repeatable) [default: html].")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write files into this folder.", metavar="DIR")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Report on the made-up team that comes with reviewer.")] = False,
    second_reader: Annotated[
        bool, typer.Option("--second-reader", help="Let a language model write a paragraph, every number checked.")
    ] = False,
    model: second.Model = "",
    budget: second.Spend = None,
    dry_run: second.DryRun = False,
) -> int:
    """Say what was merged that nobody read, what that costs, and what holds the team back, in one week.

    It needs what `reviewer collect` read. A page, or several formats, become files; one text goes to the output.
    """
    reader = second.read_options(model, budget or (), wanted=second_reader, dry_run=dry_run)
    if reader and reader.budget.dollars is not None:
        raise ReviewerError("a report knows no price.", "Bound it in tokens or seconds, such as `--budget 30k`.")
    request = replace(_describe(team, week, zone, (senior or [], git or []), demo=demo), names=names)
    made = _make(_open_demo(request.week) if demo else _open(store, repo or []), request)
    if reader and dry_run:
        sys.stdout.write(second.show_paragraph_request(made, reader))
        return 0
    if reader:
        made = _add_paragraph(made, reader, store)
    _deliver(made, list(dict.fromkeys(format_ or [Format.html])), output)
    return 0


def _add_paragraph(made: "Report", reader: second.Reader, store: Path | None) -> "Report":
    from reviewer.adapters.store import open_store
    from reviewer.cli.wiring.console import show_progress

    tell = show_progress()
    try:
        return second.write_paragraph(made, reader, open_store(store).folder, tell)
    finally:
        tell("")


def _describe(team: str, week: str, zone: str, named: tuple[list[str], list[str]], *, demo: bool) -> "Request":
    from reviewer.cli.wiring.places import locate_in
    from reviewer.metrics import Request

    seniors, clones = named
    return Request(
        team=team or ("demo" if demo else ""),
        week=week or (_DEMO_WEEK if demo else ""),
        zone=zone,
        seniors=tuple(seniors),
        locate=locate_in(clones) if clones else None,
    )


def _make(opening: "AbstractContextManager[DuckDBPyConnection]", request: "Request") -> "Report":
    from datetime import UTC, datetime

    from reviewer.app.report import compose_report
    from reviewer.cli.wiring.console import show_progress

    tell = show_progress()
    tell("asking the facts")
    try:
        with opening as database:
            return compose_report(_asking(database), request, int(datetime.now(UTC).timestamp()))
    finally:
        tell("")


def _deliver(made: "Report", formats: Sequence[Format], output: Path | None) -> None:
    """Write to the output what is one text, and into files, whose names are told, what is a page or several."""
    from reviewer.adapters.files import write_text
    from reviewer.render.escape import escape_text

    if output is None and len(formats) == 1 and formats[0] is not Format.html:
        sys.stdout.write(_render(made, formats[0]))
        return
    for form in formats:
        path = (output or Path()) / f"review-debt-{made.week}.{_ENDINGS.get(form, form.value)}"
        write_text(path, _render(made, form))
        sys.stdout.write(f"{escape_text(str(path))}\n")
    sys.stdout.write(f"{escape_text(made.bottleneck)}\n")


def _render(made: "Report", form: Format) -> str:
    if form is Format.html:
        from reviewer.render.report.page import render_page

        return render_page(made)
    if form is Format.md:
        from reviewer.render.report.markdown import render_report_markdown

        return render_report_markdown(made)
    if form is Format.json:
        from reviewer.render.report.json import render_report_json

        return render_report_json(made)
    if form is Format.csv:
        from reviewer.render.report.csv import render_csv

        return render_csv(made)
    from reviewer.render.report.slack import render_slack

    return render_slack(made)


@contextmanager
def _open(store: Path | None, names: Sequence[str]) -> "Iterator[DuckDBPyConnection]":
    from reviewer.adapters.store import connect
    from reviewer.cli.wiring.stored import choose_repositories

    with connect(choose_repositories(store, names)) as database:
        yield database


@contextmanager
def _open_demo(week: str) -> "Iterator[DuckDBPyConnection]":
    """Open the facts of a made-up team, in a store that lasts as long as they are asked."""
    from tempfile import TemporaryDirectory

    from reviewer.adapters.store import open_store
    from reviewer.metrics.demo import simulate_team

    made = simulate_team(week=week)
    with TemporaryDirectory(prefix="reviewer-demo-") as folder:
        open_store(Path(folder)).repository(made.manifest.name).write(made.rows, made.manifest)
        with _open(Path(folder), ()) as database:
            yield database


def _asking(database: "DuckDBPyConnection") -> "Ask":
    def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        answer = database.execute(sql, dict(values) or None)
        names = [str(column[0]) for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    return ask
