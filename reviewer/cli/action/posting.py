"""This module holds how a step of the action says on the forge what a review came to."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reviewer import __version__
from reviewer.app.action.answers import Answers, apply_answers, find_answers
from reviewer.app.action.lines import choose_lines, find_back, find_gone, place_line
from reviewer.app.action.memory import Memory, pack_memory
from reviewer.app.action.post import LineEdit, Post, Refusal, post_review
from reviewer.app.action.standing import Standing
from reviewer.cli.action.inputs import Inputs, Runner
from reviewer.cli.action.reviewing import Reviewed
from reviewer.model.finding import Finding
from reviewer.model.forge import Annotation, CheckRun, Conclusion, Labelling, LineComment
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
from reviewer.risk.second import weigh_reading

NAME = "reviewer"
_LEVELS = ("low", "medium", "high")
# What is refused for good belongs into the summary of the run: in the comment it would be said after every push.
_QUIET = frozenset({"scanning", "thread"})
GateState = Literal["off", "passed", "failed", "overridden", "doubtful"]
# A required check passes when it is neutral; a review that may be forged must not let it pass.
_CONCLUSIONS: Mapping[GateState, Conclusion] = {
    "failed": "failure",
    "doubtful": "action_required",
    "overridden": "neutral",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review comes to with what people said: dismissed findings are waived, `notes` tell what happened.

    `breaches` would stop the change; `gate` says whether they do. It is `doubtful` where the review may be forged.
    """

    review: Review
    answers: Answers
    breaches: tuple[Finding, ...]
    gate: GateState
    notes: tuple[str, ...]
    doubt: str = ""


def judge_review(
    review: Review, gate: Gate, standing: Standing | None, forge: Forge | None, override: str, doubt: str = ""
) -> Outcome:
    """Lay what people said over a review, and say whether it may pass; `doubt` is why it may be forged."""
    answers = Answers((), ())
    # Whoever forges a finding chooses its fingerprint: an answer to it would be one to another finding.
    if standing and forge and not doubt:
        found = {finding.fingerprint: finding.rule for finding in review.findings}
        answers = find_answers(standing, found, forge.may_write)
    answered = apply_answers(review, answers.dismissed)
    breaches = find_breaches(answered.findings, gate)
    opener = _find_opener(standing, override) if standing and override in standing.pull.labels else None
    opened = opener is not None and forge is not None and forge.may_write(opener.by)
    state = _decide(gate, breaches, is_opened=opened, is_doubtful=bool(doubt))
    stopped = count_of(len(breaches), "finding")
    notes = [doubt] if doubt else []
    if opener and state == "overridden":
        trace = f"set by {opener.by} at {opener.when},"
        notes.append(f"The label `{override}`, {trace} lets this pass: {stopped} would stop it.")
    elif state == "failed":
        notes.append(f"This does not pass: {stopped} must be mended or accepted.")
    return Outcome(answered, answers, breaches, state, (*notes, *answers.refused), doubt)


def _decide(gate: Gate, breaches: tuple[Finding, ...], *, is_opened: bool, is_doubtful: bool) -> GateState:
    if gate.is_open:
        return "off"
    if breaches or is_doubtful:
        return "overridden" if is_opened else "failed" if breaches else "doubtful"
    return "passed"


def post_outcome(
    runner: Runner, inputs: Inputs, reviewed: Reviewed, outcome: Outcome, forge: Forge, standing: Standing | None
) -> tuple[Refusal, ...]:
    """Post everything that the inputs ask for; return what was refused."""
    change = outcome.review.change
    links = Links(runner.server, runner.repository, reviewed.bundle.head, change.base.commit)
    name = name_check(standing)
    post = Post(commit=reviewed.bundle.head, check=_write_check(outcome, links, name) if inputs.check else None)
    if standing:
        post = _add_talk(post, inputs, reviewed, outcome, links, standing)
        if inputs.sarif and not outcome.doubt:
            sarif = render_sarif(outcome.review, reviewed.rules, __version__)
            post = replace(post, sarif=sarif, ref=f"refs/pull/{standing.pull.number}/head")
    return post_review(forge, post)


def list_unposted(outcome: Outcome) -> tuple[Annotation, ...]:
    """Return the annotations that a job can show by itself where no check run may be written."""
    return list_annotations(outcome.review, _prints(outcome.breaches))


def _add_talk(
    post: Post, inputs: Inputs, reviewed: Reviewed, outcome: Outcome, links: Links, standing: Standing
) -> Post:
    """Add what is written on the pull request itself."""
    review, shown = outcome.review, reviewed.show(outcome.review)
    is_sure = not outcome.doubt
    fresh = choose_lines(review, standing, inputs.inline) if inputs.inline and is_sure else ()

    def write_comment(refused: tuple[Refusal, ...]) -> str:
        written = () if any(refusal.part == "lines" for refusal in refused) else fresh
        memory = _remember(outcome, standing, links.head, written) if is_sure else standing.memory
        state = pack_memory(memory)
        notes = (*outcome.notes, *(str(refusal) for refusal in refused if refusal.part not in _QUIET))
        if _says_little(shown):
            return render_clean_comment(shown, links, state=state, notes=(*_count_accepted(review), *notes))
        return render_comment(shown, links, state=state, notes=notes)

    nothing = _says_little(shown) and not standing.comment and not outcome.answers.dismissed
    # An open question of a second reader is something to say.
    asks = shown.reading is not None and bool(weigh_reading(shown.reading))
    is_silent = nothing and not asks and inputs.when_clean == "silent"
    return replace(
        post,
        number=standing.pull.number,
        write_comment=write_comment if inputs.comment and not is_silent else None,
        comment=standing.comment.id if standing.comment else None,
        standing=standing.comment.body if standing.comment else "",
        lines=tuple(_write_line(finding, review, links) for finding in fresh),
        edits=tuple(_list_edits(review, standing, links)) if is_sure else (),
        labels=_choose_labels(inputs.label if is_sure else "", review, standing),
    )


def _remember(outcome: Outcome, standing: Standing, head: str, written: tuple[Finding, ...]) -> Memory:
    said = (*standing.memory.posted, *(c.fingerprint for c in standing.conversations))
    return Memory(
        head=head,
        answers=outcome.answers.dismissed,
        posted=tuple(dict.fromkeys((*said, *(finding.fingerprint for finding in written)))),
        findings=tuple((finding.fingerprint, finding.rule) for finding in outcome.review.findings),
        breaches=tuple(finding.fingerprint for finding in outcome.breaches),
    )


def _write_line(finding: Finding, review: Review, links: Links) -> LineComment:
    path, line = place_line(finding, review.change)
    return LineComment(path, line, finding.side, render_line_comment(finding, links))


def _list_edits(review: Review, standing: Standing, links: Links) -> Iterator[LineEdit]:
    for gone in find_gone(review, standing.conversations):
        body = render_gone(gone.opening.body, links.head)
        yield LineEdit(gone.opening.id, gone.thread.id, body, closed=True, turned=not gone.thread.is_resolved)
    for back, finding in find_back(review, standing.conversations):
        body = render_line_comment(finding, links)
        yield LineEdit(back.opening.id, back.thread.id, body, closed=False, turned=back.thread.is_resolved)


def _choose_labels(prefix: str, review: Review, standing: Standing) -> tuple[frozenset[str], frozenset[str]]:
    """Return the label of the level, where one is wanted, and those of the other levels that are there."""
    if not prefix:
        return frozenset(), frozenset()
    wanted = {f"{prefix}{review.plan.level.name}"} if review.plan.level else set()
    there = {f"{prefix}{level}" for level in _LEVELS} & set(standing.pull.labels)
    return frozenset(wanted - there), frozenset(there - wanted)


def name_check(standing: Standing | None) -> str:
    """Return the name of the check run: one for each branch that a commit may go to, or the laxest would count."""
    pull = standing.pull if standing else None
    return NAME if pull is None or pull.is_to_default else f"{NAME} ({pull.base_branch})"


def _write_check(outcome: Outcome, links: Links, name: str) -> CheckRun:
    review = outcome.review
    summary = render_summary(review, links, notes=outcome.notes, limit=CHECK_LIMIT)
    annotations = list_unposted(outcome)
    is_fine = all(finding.waived for finding in review.findings)
    plain: Conclusion = "success" if is_fine and not outcome.doubt else "neutral"
    conclusion: Conclusion = _CONCLUSIONS.get(outcome.gate, plain)
    key = hashlib.sha256(repr((summary, annotations, conclusion)).encode("utf-8", "backslashreplace")).hexdigest()
    title = state_outcome(review, select(review, show_all=False))
    return CheckRun(name, links.head, f"{NAME}:{key[:32]}", conclusion, title, summary, annotations)


def _find_opener(standing: Standing, label: str) -> Labelling | None:
    """Return who set a label last, where GitHub tells it."""
    set_by = [event for event in standing.talk.labellings if event.label == label]
    return set_by[-1] if set_by else None


def _says_little(review: Review) -> bool:
    """Tell whether a line is enough: nothing is found, and the change asks for no more care than many others."""
    level = review.plan.level
    asks = level is not None and level.name == "high" and review.plan.spans
    return all(finding.waived for finding in review.findings) and not asks


def _count_accepted(review: Review) -> tuple[str, ...]:
    accepted = sum(finding.waived is not None for finding in review.findings)
    return (f"{count_of(accepted, 'finding')} accepted.",) if accepted else ()


def _prints(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(finding.fingerprint for finding in findings)
