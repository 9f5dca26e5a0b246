"""This module holds what of a submission is taken over: what is shown by a quote, said plainly, and in its place."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from reviewer.app.second.candidates import Candidate, find_places
from reviewer.app.second.checking.quotes import find_quote, is_changed, locate, shows_both
from reviewer.app.second.checking.speech import LONGEST, find_fault, point_out, type_plainly
from reviewer.app.second.checking.told import Told
from reviewer.app.second.submitted import Submitted, SubmittedOpinion, SubmittedQuote
from reviewer.app.second.tools import Sight
from reviewer.app.second.tools.writing import show
from reviewer.model.reading import Explanation, Opinion, Question, Quote

MOST_QUESTIONS, MOST_EXPLANATIONS, MOST_QUOTES = 3, 3, 4
# More than these are not even read: every quote costs the reading of a file.
MOST_READ = 9
_Item = TypeVar("_Item", Question, Explanation)
_Any = TypeVar("_Any")
_TOO_MANY = "more than may be said"
_TWICE, _UNASKED = "a second opinion on a candidate", "an opinion on something that nobody asked about"
_LONGEST_COMPLAINT = 600
# The reason may follow the question.
_ASKED = re.compile(r"\?(?= |$)")


@dataclass(slots=True)
class Accepted:
    """What was taken over, how often something was dropped for which reason, and complaints that can be mended."""

    opinions: list[Opinion] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many items were taken over."""
        return len(self.opinions) + len(self.questions) + len(self.explanations)


def accept(submitted: Submitted, candidates: Sequence[Candidate], sight: Sight, told: Told) -> Accepted:
    """Return what of a submission may be shown. Whatever cannot be checked is dropped and counted."""
    accepted = Accepted()
    check = _Check(sight, told, accepted)
    known = {candidate.id: candidate for candidate in candidates}
    open_ones = dict(known)
    for item in submitted.opinions:
        candidate = open_ones.pop(item.candidate, None)
        if candidate is None:
            accepted.dropped[_TWICE if item.candidate in known else _UNASKED] += 1
            continue
        opinion = _read_opinion(item, candidate, check)
        accepted.opinions += [opinion] if opinion else []
    for asked in _bound(submitted.questions, MOST_READ, accepted):
        text = type_plainly(asked.text)
        quotes = check.read(check.name("question", text), text, asked.quotes)
        if quotes and check.stands_in_change(quotes) and check.is_asked(text):
            accepted.questions.append(Question(asked.area, text, quotes))
    for told_of in _bound(submitted.explanations, MOST_READ, accepted):
        text = type_plainly(told_of.text)
        quotes = check.read(check.name("explanation", text), text, told_of.quotes)
        if quotes and check.stands_in_change(quotes):
            accepted.explanations.append(Explanation(text, quotes))
    accepted.questions = _bound(_drop_twins(accepted.questions, accepted), MOST_QUESTIONS, accepted)
    accepted.explanations = _bound(_drop_twins(accepted.explanations, accepted), MOST_EXPLANATIONS, accepted)
    accepted.opinions.sort(key=lambda opinion: [c.finding for c in candidates].index(opinion.candidate))
    return accepted


@dataclass(frozen=True, slots=True)
class _Check:
    """The checks that every kind of item passes, with where a fault is noted."""

    sight: Sight
    told: Told
    accepted: Accepted

    def read(self, what: str, text: str, quoted: Sequence[SubmittedQuote]) -> tuple[Quote, ...]:
        """Return the quotes of an item that stand, or none where the item is to be dropped."""
        found = [find_quote(self.sight.view, quote, self.sight.shows) for quote in quoted[:MOST_QUOTES]]
        quotes = tuple(quote for quote in found if isinstance(quote, Quote))
        wrong = [(quote, why) for quote, why in zip(quoted, found, strict=False) if isinstance(why, str)]
        for quote, why in wrong:
            # A path that is none is not asked about: it would count as one that is withheld.
            lines = locate(self.sight.view, quote)
            lines = lines if lines and self.sight.shows(quote.path) else ()
            where = f"; it stands at line {', '.join(map(str, lines))}" if lines else ""
            self.complain(f"{what}: {quote.path[:200]}:{quote.line} is {why}{where}")
        if not quotes:
            return self._drop(wrong[0][1] if wrong else "a claim without a quote")
        fault = find_fault(text, quotes, self.told, self.sight.redact)
        if fault:
            piece = point_out(text, quotes, self.told) if len(text) <= LONGEST else ""
            self.complain(f"{what}: it is {fault}{f', because of {self._show(piece, 80)}' if piece else ''}")
            return self._drop(fault)
        return quotes

    def stands_in_change(self, quotes: Iterable[Quote]) -> bool:
        """Tell whether the first quote is about the change itself."""
        if is_changed(self.sight.view, next(iter(quotes))):
            return True
        self.complain("the first quote holds no line of the change")
        self._drop("a remark about code that did not change")
        return False

    def is_asked(self, text: str) -> bool:
        """Tell whether a question is one."""
        if _ASKED.search(text):
            return True
        self.complain(f"{self.name('question', text)}: no sentence of it ends with a question mark")
        self._drop("a question that asks nothing")
        return False

    def belongs(self, quotes: tuple[Quote, ...], candidate: Candidate) -> bool:
        """Tell whether quotes are of the places that a candidate names."""
        if shows_both(quotes, find_places(candidate.finding, self.sight.view)):
            return True
        self.complain(f"{candidate.id}: quote the finding's own lines and those it points to")
        self._drop("an opinion on lines that are not the candidate's")
        return False

    def name(self, kind: str, text: str) -> str:
        """Return by what a model knows which of its items is meant."""
        return f"{kind} {self._show(text, 40)}"

    def _show(self, text: str, most: int) -> str:
        return f"'{self.sight.redact(text)[:most]}'"

    def complain(self, what: str) -> None:
        """Note what a model may mend; what it wrote itself comes back to it without anything unseen."""
        self.accepted.complaints.append(show(what, _LONGEST_COMPLAINT))

    def _drop(self, reason: str) -> tuple[Quote, ...]:
        self.accepted.dropped[reason] += 1
        return ()


def _read_opinion(item: SubmittedOpinion, candidate: Candidate, check: _Check) -> Opinion | None:
    because = type_plainly(item.because)
    quotes = check.read(candidate.id, because, item.quotes)
    if not quotes or not check.belongs(quotes, candidate):
        return None
    return Opinion(candidate.finding, candidate.is_shown, item.verdict, because, quotes)


def _drop_twins(items: list[_Item], accepted: Accepted) -> list[_Item]:
    kept = list({_subject_of(item): item for item in reversed(items)}.values())[::-1]
    accepted.dropped["a second remark about the same lines"] += len(items) - len(kept)
    return kept


def _subject_of(item: Question | Explanation) -> tuple[object, ...]:
    """Return what an item is about: its lines and, of a question, the area."""
    return (item.quotes[0], item.area if isinstance(item, Question) else "")


def _bound(items: list[_Any], most: int, accepted: Accepted) -> list[_Any]:
    accepted.dropped[_TOO_MANY] += max(0, len(items) - most)
    return items[:most]
