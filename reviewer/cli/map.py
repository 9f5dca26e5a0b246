"""This module holds the command `reviewer map`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reviewer.model.picture import Picture


class Format(StrEnum):
    """How the picture is written."""

    mermaid = "mermaid"
    svg = "svg"
    html = "html"
    json = "json"
    dot = "dot"


class Grain(StrEnum):
    """What one node stands for."""

    file = "file"
    package = "package"
    component = "component"


def map_(  # noqa: PLR0913 - one parameter an option
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    base: Annotated[str, typer.Option(help="Draw what changed since the merge base.", metavar="REV")] = "",
    head: Annotated[str, typer.Option(help="The revision to draw.", metavar="REV")] = "",
    format_: Annotated[
        Format | None, typer.Option("--format", help="How to write it [default: as --output ends, or mermaid].")
    ] = None,
    level: Annotated[
        Grain, typer.Option(help="A node is a file, a folder, or a folder with a manifest.")
    ] = Grain.package,
    show_all: Annotated[bool, typer.Option("--all", help="Draw every node, not the most telling 30.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write to this file.", metavar="FILE")] = None,
    cache_dir: Annotated[Path | None, typer.Option(help="Keep the index in this folder.", metavar="DIR")] = None,
) -> int:
    """Draw which parts of the repository import which; tests are left out.

    With --base: what a change adds to the shape and takes away, the cycles it closes, what breaks a declared layer.
    """
    from reviewer.adapters.files import write_text
    from reviewer.adapters.git.repository import open_repository
    from reviewer.app.map import MapRequest, draw_map
    from reviewer.cli.wiring.console import show_progress
    from reviewer.cli.wiring.facts import open_store
    from reviewer.render.escape import escape_text

    tell = show_progress()
    with open_repository(repo) as repository:
        facts = open_store(repository, cache_dir)
        picture = draw_map(repository, MapRequest(base, head, level.value, show_all), tell, facts)
    tell("")
    text = _render(picture, format_ or _read_ending(output))
    if output:
        write_text(output, text)
    else:
        sys.stdout.write(text)
    # Mermaid has no place for it, and nobody looks for it in a file.
    for sentence in picture.omitted:
        sys.stderr.write(f"reviewer: {escape_text(sentence)}\n")
    return 0


def _read_ending(output: Path | None) -> Format:
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return Format(ending) if ending in Format.__members__ else Format.mermaid


def _render(picture: "Picture", format_: Format) -> str:
    if format_ is Format.svg:
        from reviewer.render.map.svg import render_svg

        return render_svg(picture)
    if format_ is Format.html:
        from reviewer.render.map.html import render_html

        return render_html(picture)
    if format_ is Format.json:
        from reviewer.render.map.json import render_map_json

        return render_map_json(picture)
    if format_ is Format.dot:
        from reviewer.render.map.dot import render_dot

        return render_dot(picture)
    from reviewer.render.map.mermaid import render_mermaid

    return render_mermaid(picture)
