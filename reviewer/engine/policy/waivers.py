"""This module holds waivers: comments in the code and entries of the settings that accept a finding with a reason."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.patterns import Matches, match_patterns
from reviewer.change.syntax.source import Source
from reviewer.index.view import View
from reviewer.model.finding import Finding, Waiver
from reviewer.model.policy import FileWaiver
from reviewer.model.review import WaiverState

_INLINE = compile_late(r"(?:#|//|/\*|--|<!--|;|%)\s*+reviewer:\s*+allow\[(?P<rules>[\w\-, ]+)\](?P<rest>.*)")
_UNTIL = compile_late(r"\(until (\d{4}-\d{2}-\d{2})\)$")
_MARK = b"reviewer:"

Noted = tuple[WaiverState, Waiver]


@dataclass(frozen=True, slots=True)
class _Inline:
    waiver: Waiver
    lines: frozenset[int]
    added: bool


def apply_waivers(
    findings: Sequence[Finding],
    view: View,
    entries: Sequence[FileWaiver],
    *,
    today: date,
    trust_added: bool,
    stands: Callable[[Waiver], bool],
) -> tuple[tuple[Finding, ...], tuple[Noted, ...]]:
    """Mark the findings that somebody accepted, and say which waivers need a word.

    A waiver without a reason, or past its day, accepts nothing. With `trust_added` false, one that the change itself
    adds accepts nothing either. Waivers are *added* by the change, *reasonless*, *expired*, or *unused*: no finding of
    the change matches them and, as `stands` tells, no inherited one either.
    """
    inline = [waiver for file in view.files for waiver in _find_inline(file)]
    scopes = [(entry, match_patterns([entry.waiver.scope])) for entry in entries]
    used: set[Waiver] = set()
    marked = []
    for finding in findings:
        accepting = list(_accepting(finding, inline, scopes))
        used |= set(accepting)
        holding = (w for w in accepting if _holds(w, today) and (trust_added or not _is_added(w, inline)))
        marked.append(replace(finding, waived=next(holding, None)))
    idle = {w.waiver for w in inline if w.waiver not in used and not stands(w.waiver)}
    return tuple(marked), tuple(_note(inline, entries, idle, today))


def find_waivers(source: Source) -> Iterator[Waiver]:
    """Yield the waivers written in a file, one for each rule that a comment names."""
    if _MARK not in source.data:
        return
    for number, line in enumerate(source.lines, 1):
        found = _INLINE.search(line) if "reviewer:" in line else None
        if found:
            reason, until = _split_reason(found["rest"])
            rules = filter(None, map(str.strip, found["rules"].split(",")))
            yield from (Waiver(rule, reason, until, source.path, number) for rule in rules)


def _split_reason(rest: str) -> tuple[str, str]:
    """Return the reason and the last day, without the end of the comment."""
    text = rest.strip().removesuffix("*/").removesuffix("-->").rstrip()
    until = _UNTIL.search(text)
    return (text[: until.start()].strip(), until[1]) if until else (text, "")


def _find_inline(file: ChangedFile) -> Iterator[_Inline]:
    if file.new is None:
        return
    for waiver in find_waivers(file.new):
        alone = not file.new.line_text(waiver.line).split("reviewer:")[0].strip(" \t#/*-<!;%")
        lines = {waiver.line, waiver.line + 1} if alone else {waiver.line}
        yield _Inline(waiver, frozenset(lines), waiver.line in file.change.added_lines)


def _accepting(
    finding: Finding, inline: Iterable[_Inline], scopes: Iterable[tuple[FileWaiver, Matches]]
) -> Iterator[Waiver]:
    for found in inline:
        same = (found.waiver.rule, found.waiver.path) == (finding.rule, finding.path)
        if same and finding.side == "new" and finding.line in found.lines:
            yield found.waiver
    for entry, matches in scopes:
        same = entry.waiver.rule == finding.rule and entry.symbol in ("", finding.symbol)
        if same and matches(finding.path):
            yield entry.waiver


def _holds(waiver: Waiver, today: date) -> bool:
    return bool(waiver.reason.strip()) and not _is_expired(waiver, today)


def _is_expired(waiver: Waiver, today: date) -> bool:
    if not waiver.until:
        return False
    try:
        return date.fromisoformat(waiver.until) < today
    except ValueError:
        return True


def _is_added(waiver: Waiver, inline: Iterable[_Inline]) -> bool:
    return any(found.added and found.waiver is waiver for found in inline)


def _note(inline: Sequence[_Inline], entries: Sequence[FileWaiver], idle: set[Waiver], today: date) -> Iterator[Noted]:
    for found in inline:
        if found.added:
            yield "added", found.waiver
        if not found.waiver.reason.strip():
            yield "reasonless", found.waiver
        elif _is_expired(found.waiver, today):
            yield "expired", found.waiver
        elif found.waiver in idle:
            yield "unused", found.waiver
    for entry in entries:
        if _is_expired(entry.waiver, today):
            yield "expired", entry.waiver
