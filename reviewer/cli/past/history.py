"""This module holds the command `reviewer history`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reviewer.app.history.story import FileStory, Story
    from reviewer.history.past import FileHistory
    from reviewer.history.tally import Tally

_FUNCTIONS = 15
# Of fewer changes a share says nothing.
_FEW = 5


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"


def history(
    paths: Annotated[list[str] | None, typer.Argument(help="Tell of these files.", show_default=False)] = None,
    *,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    head: Annotated[str, typer.Option(help="The revision whose past is told.", metavar="REV")] = "HEAD",
    cache_dir: Annotated[Path | None, typer.Option(help="Keep the history in this folder.", metavar="DIR")] = None,
    stats: Annotated[
        bool, typer.Option("--stats", help="Count fixes, reverts, people; name what is fixed most.")
    ] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.text,
) -> int:
    """Read the past of the repository ahead of a check, and tell of files: changes, fixes, who knows them.

    Changes that were read before are not read again. People are named so that a question finds them, never ranked.
    """
    from datetime import datetime

    from reviewer.adapters.git.repository import open_repository
    from reviewer.adapters.history.store import FILE, open_history
    from reviewer.app.history.story import tell_history
    from reviewer.cli.wiring.console import show_bar
    from reviewer.cli.wiring.facts import choose_place
    from reviewer.cli.wiring.paths import seen_from_root

    show = show_bar("reading the history", "changes")
    with open_repository(repo) as repository:
        place = choose_place(repository, cache_dir)
        store, note = open_history(place)
        wanted = seen_from_root(paths or (), repo, repository.root)
        now = int(datetime.now().astimezone().timestamp())
        story = tell_history(repository, store, head=head, paths=wanted, now=now, counted=stats, tell=show)
    show(0, 0)
    if note:
        sys.stderr.write(f"reviewer: {note}\n")
    kept = "" if note else str(place / FILE)
    sys.stdout.write(_write_json(story, kept) if format_ is Format.json else _write(story, kept))
    return 0


def _write_json(story: "Story", place: str) -> str:
    from dataclasses import asdict

    return json.dumps({**asdict(story), "place": place}, indent=2) + "\n"


def _write(story: "Story", place: str) -> str:
    lines = [f"{story.changes:,} changes lead to {story.revision}, {story.read:,} were read now."]
    if not story.whole:
        lines.append("What is older is not in this clone (`git fetch --unshallow` brings it).")
    if place:
        size = sum(path.stat().st_size for path in Path(place).parent.glob(f"{Path(place).name}*"))
        lines.append(f"The history is {size / 1_000_000:.1f} MB, in {place}")
    if story.tally:
        lines += ["", *_count(story.tally)]
    for file in story.files:
        lines += ["", *_tell(file)]
    return "\n".join(lines) + "\n"


def _count(tally: "Tally") -> list[str]:
    from datetime import UTC, datetime

    from reviewer.render.escape import escape_text

    days = [datetime.fromtimestamp(when, UTC).date().isoformat() for when in (tally.oldest, tally.newest)]
    levels = ", ".join(f"{count:,} by {_LEVELS.get(level, level)}" for level, count in tally.levels.items())
    kinds = {kind: tally.kinds.get(kind, 0) for kind in ("fix", "revert", "bump", "other")}
    lines = [
        f"from {days[0]} to {days[1]}: {tally.paths:,} paths, {tally.people:,} names",
        f"{kinds['fix']:,} fixes ({levels or 'none'}), {kinds['revert']:,} reverts",
        f"{kinds['bump']:,} bumps of dependencies, {kinds['other']:,} others",
    ]
    if tally.unmeasured:
        lines.append(f"{tally.unmeasured:,} changes are named only: their contents are missing from this clone")
    if tally.fixed_most:
        lines.append("fixed most:")
        lines += [f"  {count:>5,}  {escape_text(path)}" for path, count in tally.fixed_most]
    return lines


_LEVELS = {"words": "words", "conventional": "a type", "label": "a branch or label", "issue": "an issue"}


def _tell(file: "FileStory") -> list[str]:
    from reviewer.history.familiarity import shorten_contact
    from reviewer.render.escape import escape_text
    from reviewer.render.verdict import count_of

    owned = f"; {file.history.owned:.0%} by one person" if file.history.changes >= _FEW else ""
    lines = [escape_text(file.path), f"  {_sum(file.history)}{owned}"]
    known = [function for function in file.functions if function.history.changes]
    ranked = sorted(known, key=lambda f: (-f.history.recent_fixes, -f.history.fixes, -f.history.changes, f.line))
    lines += [f"  {f.line}-{f.end_line} {escape_text(f.symbol)}: {_sum(f.history)}" for f in ranked[:_FUNCTIONS]]
    if len(ranked) > _FUNCTIONS:
        lines.append(f"  and {len(ranked) - _FUNCTIONS} other functions (--format json lists them)")
    lines += [f"  changes together with {escape_text(path)} ({count} times)" for path, count in file.companions]
    for person in file.familiar:
        name = escape_text(shorten_contact(person.contact))
        lines.append(
            f"  knows the folder: {name}, {count_of(person.changes, 'change')}, "
            f"the last {_ago(person.idle)} ({person.share:.0%})"
        )
    return lines


def _sum(told: "FileHistory") -> str:
    if not told.changes or told.idle is None or told.age is None:
        return "nothing is known of it"
    from reviewer.render.verdict import count_of

    fixes = count_of(told.fixes, "fix", "fixes") + (f" ({told.recent_fixes} in 90 days)" if told.recent_fixes else "")
    reverts = f", {count_of(told.reverts, 'revert')}" if told.reverts else ""
    return f"{count_of(told.changes, 'change')}, {fixes}{reverts}; first {_ago(told.age)}, last {_ago(told.idle)}"


def _ago(days: int) -> str:
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days:,} days ago"
