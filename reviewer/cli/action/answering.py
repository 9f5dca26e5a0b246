"""This module holds how an answer is taken note of at once, without a new review."""

import hashlib
from dataclasses import replace

from reviewer.app.action.answers import find_answers
from reviewer.app.action.memory import Answer, Memory, pack_memory
from reviewer.app.action.standing import Standing, read_standing
from reviewer.cli.action.posting import NAME, name_check
from reviewer.cli.action.reviewing import MARKS
from reviewer.model.forge import CheckRun
from reviewer.ports import Forge, Refused
from reviewer.render.forge.answered import render_answered
from reviewer.render.verdict import count_of


def record_answers(forge: Forge, number: int, comment: int | None, *, check: bool) -> str:
    """Take note of what people answered on a pull request; return a sentence about what came of it.

    `comment` is the one that says so, where it can be given a sign; `check` allows to write a check run.
    """
    standing = read_standing(forge, number, MARKS)
    if standing.comment is None:
        return "there is no comment of ours on this pull request: the next review takes note of the answer"
    before = standing.memory
    answers = find_answers(standing, dict(before.findings), forge.may_write)
    memory = replace(before, answers=answers.dismissed)
    sentences = [*(_tell(answer) for answer in answers.dismissed), *answers.refused]
    body = render_answered(standing.comment.body, sentences, state=pack_memory(memory))
    if body.strip() == standing.comment.body.strip():
        return "nothing new was answered"
    forge.write_comment(number, body, standing.comment.id)
    told = f"{count_of(len(answers.dismissed), 'finding')} of the pull request dismissed"
    told += _move_gate(forge, standing, memory) if check else ""
    return told + _acknowledge(forge, comment, taken=not answers.refused)


def _move_gate(forge: Forge, standing: Standing, memory: Memory) -> str:
    """Open the gate where every finding that stopped the commit is dismissed now, and shut it where one is restored."""
    was, is_open = _is_open(standing.memory), _is_open(memory)
    # What was remembered of an older commit says nothing of the newest one.
    if was == is_open or memory.head != standing.pull.head:
        return ""
    left = [fingerprint for fingerprint in memory.breaches if fingerprint not in _list_dismissed(memory)]
    title = f"{count_of(len(left) or len(memory.breaches), 'finding')} {'must be answered' if left else 'dismissed'}"
    key = f"{NAME}:answered:{hashlib.sha256(repr(memory.answers).encode()).hexdigest()[:32]}"
    try:
        forge.write_check(
            CheckRun(
                name_check(standing),
                memory.head,
                key,
                "neutral" if is_open else "failure",
                title,
                f"{title}, by what was answered.",
            )
        )
    except Refused as refused:
        return f"; no check run: {refused.why}"
    return "; nothing stops it any more" if is_open else "; it is stopped again"


def _is_open(memory: Memory) -> bool:
    return _list_dismissed(memory).issuperset(memory.breaches)


def _list_dismissed(memory: Memory) -> frozenset[str]:
    return frozenset(answer.fingerprint for answer in memory.answers)


def _acknowledge(forge: Forge, comment: int | None, *, taken: bool) -> str:
    if comment is None or not taken:
        return ""
    try:
        forge.acknowledge(comment)
    except Refused as refused:
        return f"; the comment got no sign of it: {refused.why}"
    return ""


def _tell(answer: Answer) -> str:
    return f"`{answer.fingerprint[:8]}` ({answer.rule or 'a finding'}) was dismissed by {answer.by}: {answer.reason}"
