"""People answer findings on the pull request; this module holds how an answer is understood and remembered."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.app.action.memory import LONGEST_REASON, Answer, How
from reviewer.app.action.standing import Conversation, Standing
from reviewer.app.action.trigger import COMMAND
from reviewer.model.finding import Finding, Waiver
from reviewer.model.forge import Remark
from reviewer.model.review import Review

_COMMAND = re.compile(rf"{COMMAND}[ \t]+(\w+)[ \t]*(.*)")
_ID = re.compile(r"([0-9a-f]{8,64})(?:[\s:,]+|$)")
_SHORTEST_REASON = 3
_MOST_REFUSED = 5
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_DISMISS, _RESTORE = "dismiss", "restore"
_RESOLVED = "the conversation was resolved"


@dataclass(frozen=True, slots=True)
class Answers:
    """The findings that are dismissed now, and sentences about answers that were not taken."""

    dismissed: tuple[Answer, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that somebody said of a finding, and when: how it was dismissed, or the verb of another command."""

    when: str
    by: str
    fingerprint: str
    reason: str
    how: How | None
    verb: str = ""


def find_answers(standing: Standing, found: Mapping[str, str], may_write: Callable[[str], bool]) -> Answers:
    """Return what is dismissed by what was remembered and by what people said since; what is said later wins.

    `found` are the rules of the findings that stand now, by fingerprint. Only the word of somebody who may write to
    the repository counts.
    """
    memory = standing.memory
    rules = {answer.fingerprint: answer.rule for answer in memory.answers} | dict(memory.findings) | dict(found)
    rules |= {c.fingerprint: "" for c in standing.conversations if c.fingerprint not in rules}
    kept = {answer.fingerprint: answer for answer in memory.answers}
    refused, strangers = [], 0
    for said in sorted(_list_said(standing, found), key=lambda said: said.when):
        meant = [fingerprint for fingerprint in rules if said.fingerprint and fingerprint.startswith(said.fingerprint)]
        if not may_write(said.by):
            strangers += said.how in (None, "command")
        elif fault := _find_fault(said, meant):
            refused.append(f"`{COMMAND} {said.verb}` by {said.by} was not followed: {fault}.")
        else:
            _take(said, meant[0], rules[meant[0]], kept)
    told = [*dict.fromkeys(refused)][-_MOST_REFUSED:]
    if strangers:
        told.append(f"{strangers} of the commands came from people who may not write to this repository.")
    return Answers(tuple(kept.values()), tuple(told))


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


def _list_said(standing: Standing, found: Container[str]) -> Iterator[_Said]:
    for conversation in standing.conversations:
        yield from _listen(conversation, standing, found)
    for remark in standing.talk.remarks:
        yield from _read_commands(remark, "")


def _listen(conversation: Conversation, standing: Standing, found: Container[str]) -> Iterator[_Said]:
    """Yield what was said in a conversation of ours."""
    thread, fingerprint = conversation.thread, conversation.fingerprint
    replies = [remark for remark in thread.remarks[1:] if not remark.is_ours]
    for remark in replies:
        if remark.author in conversation.opening.disliked_by and not remark.body.lstrip().startswith(COMMAND):
            yield _Said(remark.when, remark.author, fingerprint, remark.body, "thumbs-down")
    # To resolve what is mended is no answer, nor is what we resolve.
    is_answer = fingerprint in found and not conversation.is_gone
    if thread.is_resolved and thread.resolved_by not in ("", standing.talk.we) and is_answer:
        words = [remark.body for remark in replies if remark.author == thread.resolved_by]
        # GitHub does not tell when: it was not before the last word.
        when = thread.remarks[-1].when
        yield _Said(when, thread.resolved_by, fingerprint, words[-1] if words else _RESOLVED, "resolved")
    for remark in replies:
        yield from _read_commands(remark, fingerprint)


def _read_commands(remark: Remark, about: str) -> Iterator[_Said]:
    """Yield the commands of a comment: lines of their own, in no quote and no block of code."""
    in_code = False
    for line in [] if remark.is_ours or COMMAND not in remark.body else _split(remark.body):
        in_code ^= bool(_FENCE.match(line))
        if not in_code and line.isprintable():
            yield from _parse_command(line, remark, about)


def _parse_command(line: str, remark: Remark, about: str) -> Iterator[_Said]:
    """Read `/reviewer dismiss [ID] reason` or `/reviewer restore [ID]`; the ID may be missing below a finding."""
    match = _COMMAND.fullmatch(line.strip())
    if match:
        rest, named = match[2].strip(), _ID.match(match[2].strip())
        if named and (not about or about.startswith(named[1])):
            about, rest = about or named[1], rest[named.end() :]
        verb = match[1].lower()
        how: How | None = "command" if verb == _DISMISS else None
        yield _Said(remark.when, remark.author, about, rest, how, verb)


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


def _split(text: str) -> list[str]:
    """Return lines as GitHub shows them: other ends of lines are no ends, and might hide a command in a quote."""
    return [line.strip("\r").replace("\t", " ") for line in text.split("\n")]


def _squeeze(text: str) -> str:
    """Return a reason as one line, without what it quotes."""
    lines = [line for line in _split(text) if not line.lstrip().startswith(">")]
    return " ".join(" ".join(lines).split())[:LONGEST_REASON]
