"""This module holds how a step of the action says on the forge what a review came to."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from reviewer import __version__
from reviewer.app.action.answers import Answers, apply_answers, find_answers
from reviewer.app.action.lines import choose_lines, find_back, find_gone
from reviewer.app.action.memory import Memory, pack_memory
from reviewer.app.action.post import LineEdit, Post, post_review
from reviewer.app.action.standing import Standing
from reviewer.cli.action.inputs import Inputs, Runner
from reviewer.cli.action.reviewing import Reviewed
from reviewer.model.finding import Finding
from reviewer.model.forge import Annotation, CheckRun, LineComment
from reviewer.model.review import Review
from reviewer.ports import Forge
from reviewer.render.forge.annotations import list_annotations
from reviewer.render.forge.comment import render_clean_comment, render_comment
from reviewer.render.forge.lines import render_gone, render_line_comment
from reviewer.render.forge.summary import CHECK_LIMIT, render_summary
from reviewer.render.markdown.links import Links
from reviewer.render.sarif import render_sarif
from reviewer.render.verdict import count_of, select, state_outcome
from reviewer.risk.gate import Gate, find_breaches

NAME = "reviewer"
_LEVELS = ("low", "medium", "high")
GateState = Literal["off", "passed", "failed", "overridden"]
Conclusion = Literal["success", "neutral", "failure"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review comes to with what people said: dismissed findings are waived, `notes` tell what happened.

    `breaches` would stop the change; `gate` says whether they do.
    """

    review: Review
    answers: Answers
    breaches: tuple[Finding, ...]
    gate: GateState
    notes: tuple[str, ...]


def judge_review(review: Review, gate: Gate, standing: Standing | None, forge: Forge | None, override: str) -> Outcome:
    """Lay what people said over a review, and say whether it may pass."""
    answers = Answers((), ())
    if standing and forge:
        answers = find_answers(standing, review.findings, forge.may_write)
    answered = apply_answers(review, answers.dismissed)
    breaches = find_breaches(answered.findings, gate)
    is_open = bool(breaches and override and standing and override in standing.pull.labels)
    state: GateState = "off" if gate.is_open else "overridden" if is_open else "failed" if breaches else "passed"
    notes = list(answers.refused)
    if is_open and standing:
        stopped = count_of(len(breaches), "finding")
        notes.insert(0, f"The label `{override}`{_trace(standing, override)} lets this pass: {stopped} would stop it.")
    elif state == "failed":
        notes.insert(0, f"This does not pass: {count_of(len(breaches), 'finding')} must be mended or accepted.")
    return Outcome(answered, answers, breaches, state, tuple(notes))


def post_outcome(
    runner: Runner, inputs: Inputs, reviewed: Reviewed, outcome: Outcome, forge: Forge, standing: Standing | None
) -> tuple[str, ...]:
    """Post everything that the inputs ask for; return sentences about what was refused."""
    change = outcome.review.change
    links = Links(runner.server, runner.repository, reviewed.bundle.head, change.base.commit)
    post = Post(commit=reviewed.bundle.head, check=_write_check(outcome, links) if inputs.check else None)
    if standing:
        post = _add_talk(post, inputs, outcome, links, standing)
        if inputs.sarif:
            sarif = render_sarif(outcome.review, reviewed.rules, __version__)
            post = replace(post, sarif=sarif, ref=f"refs/pull/{standing.pull.number}/head")
    return post_review(forge, post)


def list_unposted(outcome: Outcome) -> tuple[Annotation, ...]:
    """Return the annotations that a job can show by itself where no check run may be written."""
    return list_annotations(outcome.review, _prints(outcome.breaches))


def _add_talk(post: Post, inputs: Inputs, outcome: Outcome, links: Links, standing: Standing) -> Post:
    """Add what is written on the pull request itself."""
    review, head = outcome.review, links.head
    fresh = choose_lines(review, standing, inputs.inline) if inputs.inline else ()
    said = (*standing.memory.posted, *(c.fingerprint for c in standing.conversations), *_prints(fresh))
    memory = Memory(
        head=head,
        answers=outcome.answers.dismissed,
        posted=tuple(dict.fromkeys(said)),
        findings=tuple((f.fingerprint, f.rule) for f in review.findings),
        breaches=tuple(f.fingerprint for f in outcome.breaches),
    )
    state, is_clean = pack_memory(memory), _says_nothing(review)
    is_silent = is_clean and inputs.when_clean == "silent" and standing.comment is None and not memory.answers

    def write_comment(refused: tuple[str, ...]) -> str:
        notes = (*outcome.notes, *refused)
        if is_clean:
            return render_clean_comment(review, state=state, notes=(*_count_accepted(review), *notes))
        return render_comment(review, links, state=state, notes=notes)

    return replace(
        post,
        number=standing.pull.number,
        write_comment=write_comment if inputs.comment and not is_silent else None,
        comment=standing.comment.id if standing.comment else None,
        standing=standing.comment.body if standing.comment else "",
        lines=tuple(LineComment(f.path, f.line, f.side, render_line_comment(f, links)) for f in fresh),
        edits=tuple(_list_edits(review, standing, links)),
        labels=_choose_labels(inputs.label, review, standing),
    )


def _list_edits(review: Review, standing: Standing, links: Links) -> Iterator[LineEdit]:
    for gone in find_gone(review, standing.conversations):
        body = render_gone(gone.opening.body, links.head)
        yield LineEdit(gone.opening.id, gone.thread.id, body, closed=True)
    for back, finding in find_back(review, standing.conversations):
        yield LineEdit(back.opening.id, back.thread.id, render_line_comment(finding, links), closed=False)


def _choose_labels(prefix: str, review: Review, standing: Standing) -> tuple[frozenset[str], frozenset[str]]:
    """Return the label of the level, where one is wanted, and those of the other levels that are there."""
    if not prefix:
        return frozenset(), frozenset()
    wanted = {f"{prefix}{review.plan.level.name}"} if review.plan.level else set()
    there = {f"{prefix}{level}" for level in _LEVELS} & set(standing.pull.labels)
    return frozenset(wanted - there), frozenset(there - wanted)


def _write_check(outcome: Outcome, links: Links) -> CheckRun:
    review = outcome.review
    summary = render_summary(review, links, notes=outcome.notes, limit=CHECK_LIMIT)
    annotations = list_unposted(outcome)
    is_fine = all(finding.waived for finding in review.findings)
    conclusion: Conclusion = "failure" if outcome.gate == "failed" else "success" if is_fine else "neutral"
    key = hashlib.sha256(repr((summary, annotations, conclusion)).encode("utf-8", "backslashreplace")).hexdigest()
    title = state_outcome(review, select(review, show_all=False))
    return CheckRun(NAME, links.head, f"{NAME}:{key[:32]}", conclusion, title, summary, annotations)


def _trace(standing: Standing, label: str) -> str:
    """Say who set a label, and when, where GitHub tells it."""
    set_by = [event for event in standing.talk.labellings if event.label == label]
    return f", set by {set_by[-1].by} at {set_by[-1].when}," if set_by else ""


def _says_nothing(review: Review) -> bool:
    """Tell whether one line is enough: nothing is found, and the change asks for no more care than most."""
    level = review.plan.level
    return all(finding.waived for finding in review.findings) and (level is None or level.name == "low")


def _count_accepted(review: Review) -> tuple[str, ...]:
    accepted = sum(finding.waived is not None for finding in review.findings)
    return (f"{count_of(accepted, 'finding')} accepted.",) if accepted else ()


def _prints(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(finding.fingerprint for finding in findings)
