"""This module holds the command `reviewer index`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reviewer.app.index import Indexed


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"


def index(
    head: Annotated[str, typer.Argument(help="The revision to index.", metavar="REV")] = "HEAD",
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    cache_dir: Annotated[Path | None, typer.Option(help="Keep the index in this folder.", metavar="DIR")] = None,
    stats: Annotated[bool, typer.Option("--stats", help="Say what is in it, by language.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.text,
) -> int:
    """Read the whole repository ahead of a check, so that the first check is as fast as the next.

    Files that were read before are not read again. The index lies in the git directory, or where --cache-dir says.
    """
    from reviewer.adapters.git.repository import open_repository
    from reviewer.app.index import index_revision
    from reviewer.cli.wiring.console import show_bar
    from reviewer.cli.wiring.facts import open_store

    show = show_bar("indexing", "files")
    with open_repository(repo) as repository:
        facts = open_store(repository, cache_dir)
        indexed = index_revision(repository, facts, head=head, tell=show, counted=stats)
    show(0, 0)
    if facts.note:
        sys.stderr.write(f"reviewer: {facts.note}\n")
    place = "" if facts.note else facts.place
    sys.stdout.write(_write_json(indexed, place) if format_ is Format.json else _write(indexed, place))
    return 0


def _write(indexed: "Indexed", place: str) -> str:
    lines = [f"{indexed.files:,} files of {indexed.revision} are indexed, {indexed.read:,} were read now."]
    if place:
        size = sum(path.stat().st_size for path in Path(place).parent.glob(f"{Path(place).name}*"))
        lines.append(f"The index is {size / 1_000_000:.1f} MB, in {place}")
    if indexed.languages:
        names = ("files", "functions", "classes", "constants", "bodies", "repeated")
        lines += ["", f"{'':12}" + "".join(f"{name:>11}" for name in names)]
        for language, counts in indexed.languages.items():
            lines.append(f"{language:12}" + "".join(f"{getattr(counts, name):>11,}" for name in names))
        lines.append("\nbodies: functions large enough to be recognised; repeated: those that another one equals")
    return "\n".join(lines) + "\n"


def _write_json(indexed: "Indexed", place: str) -> str:
    from dataclasses import asdict

    return json.dumps({**asdict(indexed), "place": place}, indent=2) + "\n"
