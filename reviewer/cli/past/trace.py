"""This module holds the command `reviewer trace`."""

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewer.app.history.culprits import TracedFix
    from reviewer.model.finding import Skip

_WAYS = {"revert": "it is taken back", "named": "the fix names it", "blame": "it wrote what the fix takes out"}


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"


def trace(
    fixes: Annotated[list[str], typer.Argument(help="Commits that repair something.", metavar="FIX...")],
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    blame_only: Annotated[bool, typer.Option("--blame-only", help="Do not believe what messages name.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.text,
) -> int:
    """Say which earlier change brought what a fix repairs: named in its message, or else the newest that it blames.

    About two of three answers are right (benchmarks/szz): look before you say so to somebody.
    """
    from reviewer.adapters.git.repository import open_repository
    from reviewer.app.history.culprits import trace_fixes
    from reviewer.ports import Range

    with open_repository(repo) as repository:
        ids = [repository.resolve(Range(base=fix, head=fix)).head.commit for fix in fixes]
        traced, skips = trace_fixes(repository, ids, blame_only=blame_only)

        def name(commit: str) -> str:
            known = repository.commit(commit)
            return f"{commit[:12]} {known.message.partition(chr(10))[0]}" if known else commit[:12]

        text = _write_json(traced, skips) if format_ is Format.json else _write(traced, skips, name)
    sys.stdout.write(text)
    return 0


def _write(traced: "Sequence[TracedFix]", skips: "Sequence[Skip]", name: "Callable[[str], str]") -> str:
    from reviewer.render.escape import escape_text

    lines = []
    for found in traced:
        lines.append(escape_text(name(found.fix)))
        lines += [f"  {escape_text(name(c.commit))}: {_WAYS[c.way]}" for c in found.culprits] or ["  cannot be traced"]
        others = len(found.candidates) - 1
        if others > 0:
            lines.append(f"  {others} older candidates (--format json lists them)")
    lines += [f"not looked at: {escape_text(f'{skip.path} {skip.reason}'.strip())}" for skip in skips]
    return "\n".join(lines) + "\n"


def _write_json(traced: "Sequence[TracedFix]", skips: "Sequence[Skip]") -> str:
    from dataclasses import asdict

    rows = {"fixes": [asdict(found) for found in traced], "skips": [asdict(skip) for skip in skips]}
    return json.dumps(rows, indent=2) + "\n"
