"""This module holds the command `reviewer check`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from reviewer.cli.wiring import prove as proving
from reviewer.cli.wiring import second
from reviewer.cli.wiring.gate import FailOn, list_breaches
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.app.check import Checked
    from reviewer.render.terminal import Terminal


class Format(StrEnum):
    """How the review is written."""

    text = "text"
    json = "json"
    markdown = "markdown"
    sarif = "sarif"
    gitlab = "gitlab"
    junit = "junit"


class Trust(StrEnum):
    """Which revision settings, waivers, attributes and packs are read from."""

    head = "head"
    base = "base"


def check(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[list[str] | None, typer.Argument(help="Only these files or folders.", show_default=False)] = None,
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    base: Annotated[str, typer.Option(help="Compare with the merge base of this revision.", metavar="REV")] = "",
    head: Annotated[str, typer.Option(help="The revision under review.", metavar="REV")] = "",
    staged: Annotated[bool, typer.Option("--staged", help="Only what is staged.")] = False,
    worktree: Annotated[bool, typer.Option("--worktree", help="Only what is not committed.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to write the review.")] = Format.text,
    output: Annotated[Path | None, typer.Option(help="Write to this file.", metavar="FILE")] = None,
    fail_on: FailOn = "",
    show_all: Annotated[bool, typer.Option("--all", help="Show every finding, not the first five.")] = False,
    pack: Annotated[list[Path] | None, typer.Option(help="More rule pages (repeatable).", metavar="DIR")] = None,
    config: Annotated[Path | None, typer.Option(help="Read the settings from this file.", metavar="FILE")] = None,
    cache_dir: Annotated[Path | None, typer.Option(help="Keep the index in this folder.", metavar="DIR")] = None,
    coverage: Annotated[
        list[Path] | None, typer.Option(help="Read this coverage report (repeatable).", metavar="FILE")
    ] = None,
    no_coverage: Annotated[bool, typer.Option("--no-coverage", help="Look for no coverage report.")] = False,
    prove: proving.Command = None,
    prove_seconds: proving.Seconds = 120.0,
    prove_mutants: proving.Faults = 20,
    description: Annotated[
        Path | None, typer.Option(help="Title and text of the pull request.", metavar="FILE")
    ] = None,
    config_from: Annotated[Trust, typer.Option(help="Where settings and waivers are read from.")] = Trust.head,
    second_reader: second.Wanted = False,
    model: second.Model = "",
    budget: second.Spend = None,
    dry_run: second.DryRun = False,
) -> int:
    """Say what a senior would object to in a change.

    Without options: what HEAD adds to the remote's default branch, with uncommitted work if there is any.
    """
    if staged and worktree:
        raise ReviewerError("--staged and --worktree exclude each other.", "Leave one out.")
    reader = second.read_options(model, budget or (), wanted=second_reader, dry_run=dry_run)
    from datetime import datetime

    from reviewer.adapters.files import find_shipped_rules, read_pack, read_text
    from reviewer.adapters.git.repository import open_repository
    from reviewer.app.check import Request, check_change
    from reviewer.cli.wiring.console import describe_terminal, show_progress
    from reviewer.cli.wiring.coverage import choose_coverage
    from reviewer.cli.wiring.facts import choose_place, open_store
    from reviewer.cli.wiring.paths import seen_from_root
    from reviewer.ports import Range

    uncommitted: Literal["auto", "staged", "worktree"] = "staged" if staged else "worktree" if worktree else "auto"
    pages = read_pack(find_shipped_rules())
    for folder in pack or ():
        pages |= read_pack(folder)
    tell = show_progress()
    with open_repository(repo) as repository:
        request = Request(
            wanted=Range(base, head, uncommitted),
            pages=pages,
            today=datetime.now().astimezone().date(),
            paths=seen_from_root(paths or (), repo, repository.root),
            settings=(str(config), read_text(config)) if config else None,
            trust=config_from.value,
            read_coverage=choose_coverage(coverage or (), repository.root, off=no_coverage),
            said=(read_text(description),) if description else (),
            proof=proving.prepare_proof(prove, prove_seconds, prove_mutants, repo, repository),
        )
        checked = check_change(repository, request, tell, open_store(repository, cache_dir))
        if reader and dry_run:
            return _write(second.show_request(checked, reader), output)
        if reader:
            checked = second.read_second(checked, reader, choose_place(repository, cache_dir), tell)
        breaches = list_breaches(checked, fail_on, pages)
        terminal = describe_terminal(repository.root)
    tell("")
    _write(_render(checked, format_, terminal, show_all=show_all), output)
    return int(bool(breaches))


def _write(text: str, output: Path | None) -> int:
    if output:
        from reviewer.adapters.files import write_text

        write_text(output, text)
    else:
        sys.stdout.write(text)
    return 0


def _render(checked: "Checked", format_: Format, terminal: "Terminal", *, show_all: bool) -> str:
    if format_ is Format.json:
        from reviewer.render.json import render_json

        return render_json(checked.review)
    if format_ is Format.sarif:
        from reviewer import __version__
        from reviewer.render.sarif import render_sarif

        return render_sarif(checked.review, checked.rules, __version__)
    if format_ is Format.gitlab:
        from reviewer.render.builds.gitlab import render_gitlab

        return render_gitlab(checked.review)
    if format_ is Format.junit:
        from reviewer.render.builds.junit import render_junit

        return render_junit(checked.review, checked.rules)
    if format_ is Format.markdown:
        from reviewer.render.markdown import render_markdown

        return render_markdown(checked.review, show_all=show_all)
    from reviewer.render.text import render_text

    return render_text(checked.review, terminal=terminal, show_all=show_all)
