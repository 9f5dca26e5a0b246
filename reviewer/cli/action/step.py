"""This module holds a step of the action: from the event that started the job to what is posted."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reviewer.adapters.github.forge import open_forge
from reviewer.app.action.bundle import LARGEST, read_bundle
from reviewer.app.action.standing import Standing, read_standing
from reviewer.app.action.trigger import Drafts, Task, choose_task
from reviewer.cli.action.answering import record_answers
from reviewer.cli.action.inputs import Inputs, Runner, open_folder, read_inputs, read_runner
from reviewer.cli.action.outputs import say, write_outputs, write_summary
from reviewer.cli.action.posting import Outcome, judge_review, list_unposted, post_outcome
from reviewer.cli.action.reviewing import MARKS, REVIEW, SARIF, Reviewed, read_shipped_rules, review_task
from reviewer.cli.action.second import state_reading
from reviewer.errors import ReviewerError
from reviewer.ports import Forge, Refused
from reviewer.render.forge.commands import render_commands
from reviewer.render.forge.summary import render_summary
from reviewer.render.markdown.links import Links
from reviewer.render.verdict import select, state_outcome
from reviewer.risk.gate import Gate, parse_gate


def run_step(variables: Mapping[str, str]) -> int:
    """Do what the event asks for; return 1 where the gate stops the change. Raises `ReviewerError`."""
    runner, inputs = read_runner(variables), read_inputs(variables)
    gate = parse_gate(inputs.fail_on)
    # A run that looks at nothing passes, so with a gate a draft is judged too.
    drafts: Drafts = "review" if inputs.drafts else "skip" if gate.is_open else "judge"
    task = choose_task(runner.event, runner.payload, drafts=drafts, number=inputs.pull_request)
    if task.kind == "nothing":
        return _leave(runner, task.because)
    _check_mode(runner, task, inputs)
    forge = (
        open_forge(runner.repository, inputs.token, api=runner.api, graphql=runner.graphql) if inputs.token else None
    )
    try:
        if task.kind == "answers":
            return _leave(runner, record_answers(_require(forge), task.number, task.comment, check=inputs.check))
        if task.kind == "post":
            return _post_bundle(runner, inputs, task, gate, _require(forge))
        task = _find_ends(task, forge)
    except Refused as refused:
        raise ReviewerError(f"{refused.why}.", "Look at the permissions of the job, and run it again.") from None
    reviewed = review_task(runner, inputs, task, forge)
    parse_gate(inputs.fail_on, reviewed.known)
    # What is merged already can no longer be stopped.
    return _finish(runner, inputs, task, reviewed, Gate() if task.merged else gate, forge)


def _check_mode(runner: Runner, task: Task, inputs: Inputs) -> None:
    """Refuse a mode that does not fit the event: a run with rights must not read what a stranger checked out."""
    if task.kind == "review" and inputs.mode == "post":
        raise ReviewerError(
            f"`mode: post` has nothing to post on the event '{runner.event}'.", "Use it on `workflow_run`."
        )
    if task.kind == "post" and inputs.mode != "post":
        raise ReviewerError("on `workflow_run` nothing is reviewed.", "Set `mode: post`, as in docs/action.md.")


def _require(forge: Forge | None) -> Forge:
    if forge is None:
        raise ReviewerError("there is no token, so nothing can be posted.", "Leave the input `token` at its default.")
    return forge


def _find_ends(task: Task, forge: Forge | None) -> Task:
    """Ask for both ends of a pull request that somebody named by its number."""
    if not task.number or task.head:
        return task
    pull = _require(forge).pull_request(task.number)
    return replace(task, base=pull.base, head=pull.head, branch=pull.base_branch, said=(pull.title, pull.body))


def _finish(runner: Runner, inputs: Inputs, task: Task, reviewed: Reviewed, gate: Gate, forge: Forge | None) -> int:
    standing, notes = _look_up(task, forge)
    outcome = judge_review(reviewed.bundle.review, gate, standing, forge, inputs.override_label)
    if inputs.mode == "all" and not task.merged and not task.silent:
        # In the queue people's answers count, and nothing is said on the pull request any more.
        fault = _find_obstacle(standing, reviewed) if task.number else ""
        posted = standing if task.number else None
        refused = post_outcome(runner, inputs, reviewed, outcome, forge, posted) if forge and not fault else ()
        notes += (*map(str, refused), *((fault,) if fault else ()))
        if not forge or any(refusal.part == "check" for refusal in refused):
            sys.stdout.write(render_commands(list_unposted(outcome)))
    _tell(runner, inputs, reviewed, outcome, notes)
    return int(outcome.gate == "failed")


def _look_up(task: Task, forge: Forge | None) -> tuple[Standing | None, tuple[str, ...]]:
    """Return what stands on the pull request, or a sentence about why that is not known."""
    number = task.number or task.queued
    if forge is None or not number:
        return None, ()
    try:
        return read_standing(forge, number, MARKS), ()
    except Refused as refused:
        return None, (f"No comment, and what people answered is not known: {refused.why}.",)


def _find_obstacle(standing: Standing | None, reviewed: Reviewed) -> str:
    """Return why nothing is posted any more: an older run must not write over a newer one."""
    if standing is None:
        return ""
    if standing.pull.head != reviewed.bundle.head:
        return f"Nothing was posted: the pull request has moved on to {standing.pull.head[:12]}."
    return "" if standing.pull.is_open else "Nothing was posted: the pull request is closed."


def _post_bundle(runner: Runner, inputs: Inputs, task: Task, gate: Gate, forge: Forge) -> int:
    """Post what a run without rights found. What it wrote may be forged, so all of it is checked first."""
    bundle = read_bundle(_read(open_folder(inputs) / REVIEW))
    if bundle.repository != runner.repository or bundle.head != task.head or bundle.number is None:
        raise ReviewerError("the bundle was not made by the run that started this one.", "Nothing was posted.")
    standing = read_standing(forge, bundle.number, MARKS)
    pull = standing.pull
    if not task.source or pull.source.lower() != task.source.lower() or pull.target != runner.repository:
        raise ReviewerError(f"pull request {bundle.number} comes from another repository.", "Nothing was posted.")
    if pull.base_branch != bundle.base_branch:
        return _leave(runner, f"the pull request goes to '{pull.base_branch}' now: the run for that posts")
    rules = read_shipped_rules()
    parse_gate(inputs.fail_on, {*rules, *(finding.rule for finding in bundle.review.findings)})
    reviewed = Reviewed(bundle, rules, frozenset(rules))
    fault = _find_obstacle(standing, reviewed)
    if fault:
        return _leave(runner, fault)
    doubt = _find_doubt(forge, task, standing)
    outcome = judge_review(bundle.review, gate, standing, forge, inputs.override_label, doubt)
    refused = post_outcome(runner, inputs, reviewed, outcome, forge, standing)
    _tell(runner, inputs, reviewed, outcome, tuple(map(str, refused)))
    return 0


def _find_doubt(forge: Forge, task: Task, standing: Standing) -> str:
    """Say where the pull request changes the very workflow that reviewed it: then whoever did can write any review."""
    pull = standing.pull
    try:
        # GitHub runs the workflow as the merge would leave it.
        merged = forge.blob(task.workflow, f"refs/pull/{pull.number}/merge") or forge.blob(task.workflow, pull.head)
        if merged and merged == forge.blob(task.workflow, pull.base):
            return ""
    except Refused as refused:
        return f"Whether this change alters the workflow that reviewed it is not known: {refused.why}."
    return f"This change alters `{task.workflow}`, which made this review: it may say anything."


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise ReviewerError("there is no review in the bundle.", "Look at the run that should have made it.") from None


def _tell(runner: Runner, inputs: Inputs, reviewed: Reviewed, outcome: Outcome, notes: tuple[str, ...]) -> None:
    """Leave the log, the summary and the outputs of the step."""
    review, shown = outcome.review, reviewed.show(outcome.review)
    verdict = state_outcome(review, select(review, show_all=False))
    read = (state_reading(shown.reading),) if shown.reading else ()
    for sentence in (f"{verdict}.", *read, *outcome.notes, *notes):
        say(sentence)
    links = Links(runner.server, runner.repository, reviewed.bundle.head, review.change.base.commit)
    write_summary(runner, render_summary(shown, links, reviewed.bundle.spent, (*outcome.notes, *notes)))
    level = review.plan.level.name if review.plan.level else "none"
    findings = sum(finding.waived is None for finding in review.findings)
    outputs = {"reviewed": "true", "level": level, "findings": str(findings), "gate": outcome.gate}
    if shown.reading:
        # Whether there is anything new to be kept for the next run on this commit.
        outputs["asked"] = str(shown.reading.usage.requests > shown.reading.usage.kept).lower()
    if inputs.mode != "post":
        folder = open_folder(inputs)
        outputs |= {"bundle": str(folder), "sarif": str(folder / SARIF)}
    write_outputs(runner, outputs)


def _leave(runner: Runner, because: str) -> int:
    """End without a review, and say why."""
    say(f"Nothing to do: {because.rstrip('.')}.")
    write_outputs(runner, {"reviewed": "false", "level": "none", "findings": "0", "gate": "off"})
    return 0
