"""People answer findings on the pull request; this module holds how an answer is understood and remembered."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer.app.action.memory import LONGEST_REASON, Answer, How
from reviewer.app.action.standing import Conversation, Standing
from reviewer.app.action.trigger import COMMAND
from reviewer.model.finding import Finding, Waiver
from reviewer.model.review import Review

_COMMAND = re.compile(rf"{COMMAND}[ \t]+(\w+)[ \t]*(.*)")
_ID = re.compile(r"([0-9a-f]{8,64})(?:[\s:,]+|$)")
_SHORTEST_REASON = 3
_DISMISS, _RESTORE = "dismiss", "restore"
_RESOLVED = "the conversation was resolved"


@dataclass(frozen=True, slots=True)
class Answers:
    """The findings that are dismissed now, and sentences about answers that were not taken."""

    dismissed: tuple[Answer, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that somebody said of a finding: how it was dismissed, or the verb of another command."""

    by: str
    fingerprint: str
    reason: str
    how: How | None
    verb: str = ""


def find_answers(standing: Standing, findings: Sequence[Finding], may_write: Callable[[str], bool]) -> Answers:
    """Return what is dismissed by what was remembered and by what people said since.

    Only the word of somebody who may write to the repository counts. What is said later wins.
    """
    rules = {answer.fingerprint: answer.rule for answer in standing.memory.answers}
    rules |= dict(standing.memory.findings) | {finding.fingerprint: finding.rule for finding in findings}
    rules |= {c.fingerprint: "" for c in standing.conversations if c.fingerprint not in rules}
    kept = {answer.fingerprint: answer for answer in standing.memory.answers}
    refused: list[str] = []
    for said in _list_said(standing):
        meant = [fingerprint for fingerprint in rules if said.fingerprint and fingerprint.startswith(said.fingerprint)]
        fault = _find_fault(said, meant) or (
            "" if may_write(said.by) else f"{said.by} may not write to this repository"
        )
        if not fault:
            _take(said, meant[0], rules[meant[0]], kept)
        elif said.how in (None, "command"):
            refused.append(f"`{COMMAND} {said.verb}` by {said.by} was not followed: {fault}.")
    return Answers(tuple(kept[fingerprint] for fingerprint in sorted(kept)), tuple(dict.fromkeys(refused)))


def apply_answers(review: Review, dismissed: Iterable[Answer]) -> Review:
    """Return a review in which dismissed findings are waived, by a waiver that is written in no file."""
    by_print = {answer.fingerprint: answer for answer in dismissed}
    marked = tuple(_waive(finding, by_print.get(finding.fingerprint)) for finding in review.findings)
    return replace(review, findings=marked)


def _waive(finding: Finding, answer: Answer | None) -> Finding:
    if answer is None or finding.waived is not None:
        return finding
    reason = f"{answer.by}: {answer.reason}"
    return replace(finding, waived=Waiver(rule=finding.rule, reason=reason, until="", path="", line=0))


def _list_said(standing: Standing) -> Iterator[_Said]:
    """Yield what was said in our conversations, then in the conversation of the pull request, each in order."""
    for conversation in standing.conversations:
        yield from _listen(conversation, standing.talk.we)
    for remark in standing.talk.remarks:
        if not remark.is_ours:
            for line in remark.body.splitlines():
                yield from _parse_command(line, remark.author, "")


def _listen(conversation: Conversation, we: str) -> Iterator[_Said]:
    thread, fingerprint = conversation.thread, conversation.fingerprint
    replies = [remark for remark in thread.remarks[1:] if not remark.is_ours]
    for remark in replies:
        if remark.author in conversation.opening.disliked_by and not remark.body.lstrip().startswith(COMMAND):
            yield _Said(remark.author, fingerprint, remark.body, "thumbs-down")
    # We resolve what is gone; that is no answer.
    if thread.is_resolved and thread.resolved_by not in ("", we) and not conversation.is_gone:
        words = [remark.body for remark in replies if remark.author == thread.resolved_by]
        yield _Said(thread.resolved_by, fingerprint, words[-1] if words else _RESOLVED, "resolved")
    for remark in replies:
        for line in remark.body.splitlines():
            yield from _parse_command(line, remark.author, fingerprint)


def _parse_command(line: str, by: str, about: str) -> Iterator[_Said]:
    """Read `/reviewer dismiss [ID] reason` or `/reviewer restore [ID]`; the ID may be missing below a finding."""
    match = _COMMAND.fullmatch(line.strip())
    if match:
        rest, named = match[2].strip(), _ID.match(match[2].strip())
        if named and (not about or about.startswith(named[1])):
            about, rest = about or named[1], rest[named.end() :]
        verb = match[1].lower()
        yield _Said(by, about, rest, "command" if verb == _DISMISS else None, verb)


def _find_fault(said: _Said, meant: Sequence[str]) -> str:
    """Return what is wrong with an answer, or nothing."""
    if said.verb not in ("", _DISMISS, _RESTORE):
        return f"there are `{_DISMISS}` and `{_RESTORE}`"
    if len(meant) != 1:
        return "it names no finding of this pull request" if not meant else "it names more than one finding"
    if said.how and len(_squeeze(said.reason)) < _SHORTEST_REASON:
        return "it gives no reason"
    return ""


def _take(said: _Said, fingerprint: str, rule: str, kept: dict[str, Answer]) -> None:
    if said.how is None:
        kept.pop(fingerprint, None)
    else:
        kept[fingerprint] = Answer(fingerprint, rule, said.by, _squeeze(said.reason), said.how)


def _squeeze(text: str) -> str:
    """Return a reason as one line, without what it quotes."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    return " ".join(" ".join(lines).split())[:LONGEST_REASON]
