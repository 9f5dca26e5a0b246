"""This module holds how an answer is taken note of at once, without a new review."""

from dataclasses import replace

from reviewer.app.action.answers import find_answers
from reviewer.app.action.memory import Answer, Memory, pack_memory
from reviewer.app.action.standing import read_standing
from reviewer.cli.action.posting import NAME
from reviewer.cli.action.reviewing import MARKS
from reviewer.model.forge import CheckRun
from reviewer.ports import Forge, Refused
from reviewer.render.forge.answered import render_answered
from reviewer.render.verdict import count_of


def record_answers(forge: Forge, number: int, comment: int | None) -> str:
    """Take note of what people answered on a pull request; return a sentence about what came of it.

    `comment` is the one that says so, where it can be given a sign.
    """
    standing = read_standing(forge, number, MARKS)
    if standing.comment is None:
        return "there is no review on this pull request yet"
    answers = find_answers(standing, (), forge.may_write)
    memory = replace(standing.memory, answers=answers.dismissed)
    sentences = [*(_tell(answer) for answer in answers.dismissed), *answers.refused]
    body = render_answered(standing.comment.body, sentences, state=pack_memory(memory))
    if body.strip() == standing.comment.body.strip():
        return "nothing new was answered"
    forge.write_comment(number, body, standing.comment.id)
    told = f"{count_of(len(answers.dismissed), 'finding')} of the pull request dismissed"
    return told + _open_gate(forge, memory) + _acknowledge(forge, comment, taken=not answers.refused)


def _open_gate(forge: Forge, memory: Memory) -> str:
    """Let the commit pass where every finding that stopped it was dismissed."""
    dismissed = {answer.fingerprint for answer in memory.answers}
    if not memory.breaches or not memory.head or not dismissed.issuperset(memory.breaches):
        return ""
    title = f"{count_of(len(memory.breaches), 'finding')} dismissed on the pull request"
    key = f"{NAME}:answered:{len(memory.answers)}"
    try:
        forge.write_check(CheckRun(NAME, memory.head, key, "neutral", title, f"{title}: nothing stops it any more.\n"))
    except Refused as refused:
        return f"; no check run: {refused.why}"
    return "; nothing stops it any more"


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
