"""This module holds one task being read: the whole review of its change, a second reader, and what came of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from plots import open_plot
from quoting import fill_in, leave_out
from recordings import Recording, Replay
from tasks import Task, Verdict

from reviewer.adapters.facts import open_facts
from reviewer.adapters.git.repository import open_repository
from reviewer.adapters.history.store import open_history
from reviewer.adapters.workers import spread_work
from reviewer.app.check import Checked, Request, check_change
from reviewer.app.checking.surroundings import Facts
from reviewer.app.second.budget import Budget
from reviewer.app.second.candidates import find_candidates
from reviewer.app.second.privacy.discretion import choose_discretion
from reviewer.app.second.reading import Terms, add_reading
from reviewer.index.view import View
from reviewer.model.finding import Finding
from reviewer.model.reading import Quote, Reading
from reviewer.ports import Endpoint, Range


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file on the new side, both ends included."""

    path: str
    first: int
    last: int

    def meets(self, path: str, first: int, last: int) -> bool:
        """Tell whether other lines share one with these."""
        return path == self.path and first <= self.last and self.first <= last


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one task. `asked` holds the candidates that the model was asked about.

    `places` are the planted lines, in a twin those that stand in their place. `answers` are given, `strange` of them
    to other texts than those they were recorded for, and `left` more are recorded than were asked for. `knew` tells
    that whoever answered knew the kinds of edits that are planted.
    """

    task: Task
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]
    asked: tuple[Finding, ...]
    reading: Reading
    answers: int = 0
    strange: int = 0
    left: int = 0
    knew: bool = False

    @property
    def is_read(self) -> bool:
        """Whether a model answered at all."""
        return self.reading.usage.requests > 0

    @property
    def is_seen_without(self) -> bool:
        """Whether a rule says something at the planted lines, so that no second reader is needed for them."""
        return any(p.meets(f.path, f.line, f.end_line) for p in self.places for f in self.findings if f.side == "new")

    @property
    def is_caught(self) -> bool:
        """Whether a question or a confirmed opinion begins with a quote of planted lines."""
        quotes = [question.quotes[0] for question in self.reading.questions]
        quotes += [opinion.quotes[0] for opinion in self.reading.opinions if opinion.verdict == "confirmed"]
        return any(self._is_planted(quote) for quote in quotes)

    def find_verdict(self, judged: Verdict) -> str:
        """Return what the reader thinks of a judged finding; `unanswered`, or `gone` where nobody asked it today."""
        key = (judged.rule, judged.path, judged.line)
        for opinion in self.reading.opinions:
            if (opinion.candidate.rule, opinion.candidate.path, opinion.candidate.line) == key:
                return opinion.verdict
        return "unanswered" if key in {(f.rule, f.path, f.line) for f in self.asked} else "gone"

    def _is_planted(self, quote: Quote) -> bool:
        return quote.side == "new" and any(p.meets(quote.path, quote.line, quote.end_line) for p in self.places)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every task is read with: rule pages, the folder that keeps indexes, the clock and what may be spent."""

    pages: Mapping[str, str]
    kept: Path
    clock: Callable[[], float]
    budget: Budget = field(default_factory=Budget)

    @contextmanager
    def check(self, task: Task, clone: Path) -> Iterator[tuple[Checked, tuple[Place, ...]]]:
        """Review the change of a task without a model, as on its own day, and open what the review stands on.

        With it come the planted places. Raises `ValueError` where a change cannot be planted.
        """
        # No task finds what another one left.
        past = partial(open_history, self.kept / task.repository.replace("/", "+"))
        facts = Facts(partial(open_facts, self.kept / task.id), spread_work, open_history=past)
        with open_plot(clone) as plot:
            commit = plot.find(task.commit)
            is_planted = task.kind == "planted"
            head = plot.plant(commit, task.edits) if is_planted else commit
            places = tuple(Place(e.path, e.first, e.planted_last if is_planted else e.last) for e in task.edits)
            day = datetime.fromtimestamp(plot.tell_time(commit), UTC).date()
            with open_repository(str(plot.git_dir)) as repository:
                request = Request(Range(f"{commit}^", head), self.pages, day)
                yield check_change(repository, request, facts=facts), places

    def make_terms(self, checked: Checked) -> Terms:
        """Return the terms of a second reader: what the repository's own settings allow, and no secrets to know."""
        return Terms(self.budget, choose_discretion(checked.policy.second_reader, frozenset()), self.clock)

    def read(self, task: Task, clone: Path, endpoint: Endpoint, tell: Callable[[str], None]) -> Outcome:
        """Review the change of a task and let a second reader add to it.

        The quotes of what is recorded are kept without their lines, and those of what is replayed get them again.
        """
        with self.check(task, clone) as (checked, places):
            findings = checked.review.findings
            asked = tuple(c.finding for c in find_candidates(checked.grounds, findings))
            lines = partial(_read_lines, checked.grounds.view)
            if isinstance(endpoint, Replay):
                endpoint.answers = [recorded.change(partial(fill_in, lines=lines)) for recorded in endpoint.answers]
            reading = add_reading(checked, endpoint, self.make_terms(checked), tell).review.reading
            if isinstance(endpoint, Recording):
                endpoint.answers = [recorded.change(partial(leave_out, lines=lines)) for recorded in endpoint.answers]
        assert reading is not None  # noqa: S101 - `add_reading` always says what it did
        outcome = Outcome(task, places, findings, asked, reading, reading.usage.requests)
        if not isinstance(endpoint, Replay):
            return outcome
        given, left = endpoint.given, len(endpoint.answers) - endpoint.given
        return replace(outcome, answers=given, strange=endpoint.strange, left=left, knew=endpoint.knew)


def _read_lines(view: View, path: str, side: str) -> list[str] | None:
    """Return the lines of a file as a quote is compared with them, or None where there is no such file."""
    index = view.head if side == "new" else view.base
    if path not in index.paths:
        return None
    return [line.removesuffix("\r") for line in (index.read(path) or b"").decode("utf-8", "replace").split("\n")]
