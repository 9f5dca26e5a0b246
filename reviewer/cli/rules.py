"""This module holds the commands `reviewer rules list | show | test | new`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reviewer.errors import ReviewerError

app = typer.Typer(help="List, show, test and begin rule pages.", no_args_is_help=True, rich_markup_mode=None)


class Format(StrEnum):
    """How the list is written."""

    text = "text"
    json = "json"


_Packs = Annotated[list[Path] | None, typer.Option("--pack", help="More rule pages (repeatable).", metavar="DIR")]


@app.command("list")
def list_(
    *,
    pack: _Packs = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write the list.")] = Format.text,
) -> int:
    """List every rule with its status, severity and confidence."""
    from reviewer.app.rules import list_rules

    rules = list_rules(_read(pack))
    if format_ is Format.json:
        facts = ("id", "pack", "title", "status", "severity", "confidence", "since", "languages", "files")
        rows = [{fact: getattr(rule, fact) for fact in facts} for rule in rules]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return 0
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        sys.stdout.write(f"{rule.id:{width}}  {rule.status:8} {rule.severity:7} {rule.confidence:7} {rule.title}\n")
    return 0


@app.command()
def show(rule: Annotated[str, typer.Argument(help="The id of a rule.")], *, pack: _Packs = None) -> int:
    """Print the page of a rule: what it says, why, its query or detector, and its examples."""
    from reviewer.app.rules import find_page

    sys.stdout.write(find_page(_read(pack), rule))
    return 0


@app.command("test")
def examine(
    path: Annotated[Path | None, typer.Argument(help="A pack or a page; the shipped rules by default.")] = None,
) -> int:
    """Run the examples of rule pages: what is marked must be found (Missing), and nothing else (Noisy)."""
    from reviewer.adapters.files import find_shipped_rules, read_pack
    from reviewer.app.rules import examine_rules
    from reviewer.cli.wiring.console import show_progress

    tell = show_progress()
    tested = examine_rules(read_pack(path or find_shipped_rules()), tell)
    tell("")
    for failure in tested.failures:
        sys.stdout.write(f"{failure.page}:{failure.line}: {failure.verdict}: {failure.text}\n")
    sys.stdout.write(f"{tested.pages} rules, {tested.examples} examples, {len(tested.failures)} failures\n")
    return int(bool(tested.failures))


@app.command()
def new(
    rule: Annotated[str, typer.Argument(help="An id that names the pattern, in words joined by hyphens.")],
    *,
    pack: Annotated[Path, typer.Option(help="The folder to write the page to.", metavar="DIR")] = Path("house-rules"),
) -> int:
    """Begin a rule page with examples that pass, to be changed into your own."""
    from reviewer.adapters.files import find_shipped_rules, read_pack, write_text
    from reviewer.app.rules import begin_page, list_rules

    page = pack / f"{rule}.md"
    text = begin_page(rule, (known.id for known in list_rules(read_pack(find_shipped_rules()))))
    if page.exists():
        raise ReviewerError(f"'{page}' exists already.", "Choose another name.")
    write_text(page, text)
    sys.stdout.write(f"{page}\n")
    return 0


def _read(packs: list[Path] | None) -> dict[str, str]:
    from reviewer.adapters.files import find_shipped_rules, read_pack

    pages = read_pack(find_shipped_rules())
    for folder in packs or ():
        pages |= read_pack(folder)
    return pages
