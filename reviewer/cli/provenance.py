"""This module holds the command `reviewer provenance`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reviewer.adapters.git.repository import GitRepository
    from reviewer.app.provenance import JudgedCommit, JudgedFile, JudgedRange
    from reviewer.model.provenance import Signal, Verdict

SCHEMA = "reviewer.provenance/1"
_NAMES = {
    "human_or_undeclared": "human or undeclared",
    "ai_assisted": "AI-assisted",
    "ai_authored": "AI-authored",
    "fully_synthetic": "fully synthetic",
    "mixed": "mixed",
    "automation": "automation",
    "unknown_bot": "unknown bot",
}
_MACHINES = ("ai_assisted", "ai_authored", "fully_synthetic", "mixed")
_SIGNALS, _SUBJECT = 4, 72
_VOUCHED = "In brackets: on what the rule rests, and who says so (--format json has the addresses)."
_ABSENT = "No sign is no proof: a machine that left none cannot be told from a person."


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"


def provenance(
    revisions: Annotated[str, typer.Argument(help="A range or a commit.", metavar="A..B", show_default=False)] = "",
    *,
    file: Annotated[str, typer.Option(help="Say who wrote the lines of this file.", metavar="PATH")] = "",
    pull: Annotated[str, typer.Option(help="A pull request that was collected.", metavar="OWNER/REPO#N")] = "",
    store: Annotated[Path | None, typer.Option(help="The folder of what was collected.", metavar="DIR")] = None,
    repo: Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")] = ".",
    format_: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.text,
    export: Annotated[
        Path | None, typer.Option(help="Write a manifest of every file and commit to this file.", metavar="FILE")
    ] = None,
) -> int:
    """Say who made commits, people or machines, and how that is known.

    Without a range: what HEAD adds to the remote's default branch. With --file or --export the argument is the revision
    to look at (HEAD).
    """
    from reviewer.adapters.git.repository import open_repository
    from reviewer.app.provenance import judge_file, judge_range
    from reviewer.cli.wiring.paths import seen_from_root

    if sum(map(bool, (file, export, pull))) > 1:
        raise ReviewerError("--file, --export and --pull exclude each other.", "Leave all but one out.")
    if pull:
        _tell_pull(pull, store, format_)
        return 0
    with open_repository(repo) as repository:
        if export:
            _export(repository, revisions or "HEAD", export)
            return 0
        if file:
            path = seen_from_root([file], repo, repository.root)
            if not path:
                raise ReviewerError(f"'{file}' is a folder.", "Name a file in it.")
            lines = judge_file(repository, path[0], revisions or "HEAD")
            sys.stdout.write(_write_json(_describe_file(lines)) if format_ is Format.json else _write_file(lines))
            return 0
        found = judge_range(repository, revisions)
    sys.stdout.write(_write_json(_describe_range(found)) if format_ is Format.json else _write_range(found))
    return 0


def _tell_pull(named: str, store: Path | None, format_: Format) -> None:
    from reviewer.cli.wiring.pulls import read_pull, tell_pull

    rows = read_pull(named, store)
    plain = _write_json({"pull": named, "verdicts": list(rows)}) if format_ is Format.json else ""
    sys.stdout.write(plain or f"{tell_pull(rows, _NAMES)}\n{_ABSENT}\n")


def _export(repository: "GitRepository", head: str, place: Path) -> None:
    from reviewer.app.provenance import list_records
    from reviewer.cli.wiring.console import show_bar

    show = show_bar("reading who wrote what", "files")
    draft = place.with_name(f".{place.name}.part")
    summary: Mapping[str, object] = {}
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as out:
            for record in list_records(repository, head, show):
                out.write(json.dumps(record) + "\n")
                summary = record
        draft.replace(place)
    except OSError as fault:
        hint = "Check the path and its rights."
        raise ReviewerError(f"'{place}' cannot be written: {fault.strerror}.", hint) from None
    finally:
        show(0, 0)
        draft.unlink(missing_ok=True)
    sys.stderr.write("\n".join(_write_summary(summary)) + "\n")


def _write_summary(sums: "Mapping[str, object]") -> "Iterator[str]":
    yield f"reviewer: {sums['commits']:,} commits are in the manifest"
    for key, what in (("files_by_class", "files"), ("lines_by_class", "lines"), ("files_unread", "files unread")):
        counts = sums[key]
        if isinstance(counts, dict) and counts:
            yield f"  {what}: " + ", ".join(f"{n:,} {_NAMES.get(name, name)}" for name, n in counts.items())
    yield (
        f"  undecidable: {sums['lines_undecidable']:,} lines have no sign of a machine and nobody declared them"
        f" to be a person's; {sums['lines_declared_human']:,} are declared"
    )


def _write_range(found: "JudgedRange") -> str:
    from reviewer.render.escape import escape_text
    from reviewer.render.verdict import count_of

    made = [judged for judged in found.commits if judged.verdict.cls in _MACHINES]
    where = f"lead to {found.head[:12]} and not to {found.base[:12]}" if found.base else f"is {found.head[:12]}"
    said = f"at least {len(made)} made with a machine" if made else "no sign of a machine"
    lines = [f"{count_of(len(found.commits), 'commit')} {where}: {said}."]
    lines += [f"({escape_text(note)})" for note in found.notes]
    lines += ["", *_count_classes(found.commits)] if found.commits else []
    for judged in found.commits:
        if judged.verdict.signals:
            lines += ["", *_write_commit(judged)]
    if found.base and found.commits:
        lines += ["", f"The change as a whole: {_name_verdict(found.change)}."]
    if found.hints:
        lines += ["", f"Written for agents, which says nothing of a commit: {escape_text(', '.join(found.hints))}."]
    vouched = [_VOUCHED] if any(judged.verdict.signals for judged in found.commits) else []
    return "\n".join([*lines, "", *vouched, _ABSENT]) + "\n"


def _count_classes(commits: "Iterable[JudgedCommit]") -> "Iterator[str]":
    from collections import Counter

    counts = Counter(_NAMES[judged.verdict.cls] for judged in commits)
    for name in _NAMES.values():
        if counts[name]:
            yield f"{counts[name]:>6,}  {name}"


def _write_commit(judged: "JudgedCommit") -> "Iterator[str]":
    from reviewer.render.escape import escape_text, shorten

    subject = shorten(escape_text(judged.text.message.partition("\n")[0]), _SUBJECT)
    yield f"{judged.text.oid[:12]}  {_name_verdict(judged.verdict)}: {subject}"
    for signal in judged.verdict.signals[:_SIGNALS]:
        yield f"    {_write_signal(signal)}"
    if len(judged.verdict.signals) > _SIGNALS:
        yield f"    and {len(judged.verdict.signals) - _SIGNALS} more (--format json lists them)"


def _write_signal(signal: "Signal") -> str:
    from reviewer.history.provenance import read_table
    from reviewer.render.escape import escape_text

    weak = "" if signal.strength == "strong" else f", {signal.strength}"
    tool = escape_text(read_table().name(signal.tool)) if signal.tool else "unknown"
    return f"{tool} by {signal.where}: {escape_text(signal.what)} [{signal.source}{weak}]"


def _name_verdict(verdict: "Verdict") -> str:
    name = _NAMES[verdict.cls]
    if verdict.cls == "human_or_undeclared":
        return "human, by the author's word" if verdict.declared == "human" else name
    parts = [name, *(["at least"] if verdict.is_lower_bound else []), f"{verdict.confidence} confidence"]
    if not verdict.is_share_known:
        parts.append("shares unknown")
    return ", ".join(parts)


def _write_file(found: "JudgedFile") -> str:
    from reviewer.render.escape import escape_text

    total = sum(found.counts.values())
    lines = [f"{escape_text(found.path)} at {found.head[:12]}: {total:,} lines, {_NAMES[found.cls]}."]
    lines += [f"{count:>6,}  {_NAMES[cls]}" for cls, count in found.counts.items()]
    lines.append("")
    for part in found.stretches:
        noted = f", noted {part.noted}{f' ({escape_text(part.tool)})' if part.tool else ''}" if part.noted else ""
        subject = found.commits[part.commit].text.message.partition("\n")[0]
        place = f"{part.first}-{part.last}"
        lines.append(f"{place:>13}  {part.commit[:12]}  {_NAMES[part.cls]}{noted}: {escape_text(subject)[:_SUBJECT]}")
    signed = [judged for judged in found.commits.values() if judged.verdict.signals]
    for judged in sorted(signed, key=lambda each: (-each.text.when, each.text.oid)):
        lines += ["", *_write_commit(judged)]
    return "\n".join([*lines, "", _ABSENT]) + "\n"


def _write_json(value: "Mapping[str, object]") -> str:
    from reviewer.history.provenance import read_sources

    return json.dumps({"schema": SCHEMA, **value, "sources": dict(sorted(read_sources().items()))}, indent=2) + "\n"


def _describe_range(found: "JudgedRange") -> "Mapping[str, object]":
    return {
        "base": found.base,
        "head": found.head,
        "notes": list(found.notes),
        "change": _describe(found.change),
        "commits": [_describe_judged(judged) for judged in found.commits],
        "hints": list(found.hints),
    }


def _describe_file(found: "JudgedFile") -> "Mapping[str, object]":
    from dataclasses import asdict

    return {
        "path": found.path,
        "head": found.head,
        "class": found.cls,
        "lines_by_class": dict(found.counts),
        "lines": [{("class" if k == "cls" else k): v for k, v in asdict(part).items()} for part in found.stretches],
        "commits": [_describe_judged(judged) for _, judged in sorted(found.commits.items())],
    }


def _describe_judged(judged: "JudgedCommit") -> dict[str, object]:
    subject = judged.text.message.partition("\n")[0]
    return {
        "commit": judged.text.oid,
        "subject": subject,
        "author": judged.text.author_name,
        **_describe(judged.verdict),
    }


def _describe(verdict: "Verdict") -> dict[str, object]:
    from reviewer.history.provenance.lines.manifest import describe_signal

    return {
        "class": verdict.cls,
        "confidence": verdict.confidence,
        "at_least": verdict.is_lower_bound,
        "declared": verdict.declared,
        "shares_known": verdict.is_share_known,
        "operators": list(verdict.operators),
        "signals": [describe_signal(signal) for signal in verdict.signals],
    }
