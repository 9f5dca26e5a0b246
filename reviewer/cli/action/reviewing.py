"""This module holds how a step of the action reviews a change and leaves the bundle."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from reviewer import __version__
from reviewer.adapters.files import write_text
from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.app.action.answers import find_answers
from reviewer.app.action.bundle import Bundle, write_bundle
from reviewer.app.action.ledger import find_pulls, write_entry
from reviewer.app.action.memory import Memory
from reviewer.app.action.standing import Marks, read_standing
from reviewer.app.action.trigger import Task
from reviewer.app.check import check_change
from reviewer.cli.action.inputs import Inputs, Runner, open_folder
from reviewer.cli.action.second import add_second, read_words
from reviewer.cli.wiring.checking import read_shipped_pages, request_range
from reviewer.cli.wiring.facts import choose_place, open_store
from reviewer.engine.pages.pack import read_rules
from reviewer.errors import ReviewerError
from reviewer.model.review import Review
from reviewer.model.rule import Rule
from reviewer.ports import Forge, Range, Refused
from reviewer.render.forge.comment import find_state
from reviewer.render.forge.lines import find_fingerprint
from reviewer.render.sarif import render_sarif

REVIEW, SARIF, LEDGER = "review.json", "review.sarif", "ledger.json"
MARKS = Marks(find_state, find_fingerprint)
_SCHEMA: Literal["reviewer.bundle/1"] = "reviewer.bundle/1"
_MOST_MESSAGES = 500


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review as a bundle holds it, with the rules that ran, and the ids of all that there are.

    `read` is the same review with what a second reader added, where one was asked for.
    """

    bundle: Bundle
    rules: Mapping[str, Rule]
    known: frozenset[str]
    read: Review | None = None

    def show(self, review: Review) -> Review:
        """Return this review, which people have answered, as it is shown to them: with what a second reader added.

        What machines act on (the gate, outputs, the label, the check run, SARIF) is made of the review itself.
        """
        return replace(review, plan=self.read.plan, reading=self.read.reading) if self.read else review


def review_task(runner: Runner, inputs: Inputs, task: Task, forge: Forge | None) -> Reviewed:
    """Review the change of a task, and write the bundle. Raises `ReviewerError` when no review can be made."""
    began = time.monotonic()
    pages = read_shipped_pages()
    with open_repository(inputs.folder) as repository:
        wanted = _find_range(repository, task, runner.commit)
        request = request_range(wanted, pages, repository.root, trust="base", said=task.said or read_words(runner))
        place = Path(inputs.cache_dir) if inputs.cache_dir else None
        checked = check_change(repository, request, facts=open_store(repository, place))
        reviewed = time.monotonic()
        spent = (*inputs.spent, ("review", f"{reviewed - began:.1f} s"))
        head = checked.review.change.head.commit
        bundle = Bundle(_SCHEMA, runner.repository, task.number or None, head, task.branch, checked.review, spent)
        _keep(inputs, bundle, checked.rules)
        if task.merged:
            _enter(repository, inputs, bundle, forge)
        # The bundle lies there already, whatever becomes of the second reader.
        second = add_second(checked, runner, inputs, task, choose_place(repository, place))
        if second:
            bundle = replace(bundle, spent=(*spent, ("second reader", f"{time.monotonic() - reviewed:.1f} s")))
    known = frozenset({*checked.rules, *(Path(page).stem for page in pages)})
    return Reviewed(bundle, checked.rules, known, second.review if second else None)


def read_shipped_rules() -> Mapping[str, Rule]:
    """Return the rules that come with the program, by id, for a review that was made elsewhere."""
    return {rule.id: rule for rule in read_rules(read_shipped_pages())}


def _find_range(repository: GitRepository, task: Task, commit: str) -> Range:
    """Return both ends; `commit` is what was checked out.

    After a forced push the old end may be gone: then the last commit is what was pushed.
    """
    missing = [commit for commit in (task.head, task.base) if commit and repository.commit(commit) is None]
    if missing == [task.base] and task.merged:
        return Range(f"{task.head}~1", task.head)
    if missing:
        raise ReviewerError(
            f"the commit {missing[0][:12]} is not in this checkout.", "Give actions/checkout `fetch-depth: 0`."
        )
    return Range(task.base, task.head or commit)


def _keep(inputs: Inputs, bundle: Bundle, rules: Mapping[str, Rule]) -> None:
    folder = open_folder(inputs)
    write_text(folder / REVIEW, write_bundle(bundle).decode("utf-8"))
    write_text(folder / SARIF, render_sarif(bundle.review, rules, __version__))


def _enter(repository: GitRepository, inputs: Inputs, bundle: Bundle, forge: Forge | None) -> None:
    """Write the ledger's entry: what was merged by this push, and what people said of it."""
    change = bundle.review.change
    head = repository.commit(change.head.commit)
    pulls = find_pulls(repository.messages(change.base, change.head, _MOST_MESSAGES))
    entry = write_entry(bundle.repository, bundle.review, head.when if head else 0, pulls, partial(_recall, forge))
    write_text(open_folder(inputs) / LEDGER, entry)


def _recall(forge: Forge | None, number: int) -> Memory | None:
    """Return what is known of a merged pull request, with answers since its last review; None where nothing is."""
    if forge is None:
        return None
    try:
        standing = read_standing(forge, number, MARKS)
    except Refused:
        return None
    if standing.comment is None:
        return None
    answers = find_answers(standing, dict(standing.memory.findings), forge.may_write)
    return replace(standing.memory, answers=answers.dismissed)
