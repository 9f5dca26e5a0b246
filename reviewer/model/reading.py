"""This module holds what a second reader added to a review: opinions, questions, explanations, and what it cost."""

from dataclasses import dataclass
from typing import Literal

from reviewer.model.change import Side
from reviewer.model.finding import Finding

Area = Literal["limits", "ordering", "concurrency", "units", "failure modes", "description"]
Verdict = Literal["confirmed", "doubted", "unsure"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines that stand in the repository exactly so: 1-based and inclusive, on `side` of the change."""

    path: str
    line: int
    end_line: int
    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second reader thinks of a candidate: a finding of a rule that has a closed question.

    `is_shown` tells that the finding stands among those of the review anyway; an opinion never moves it from there.
    """

    candidate: Finding
    is_shown: bool
    verdict: Verdict
    because: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the author is asked, by area; the first quote is the place that it is about, on a line of the change."""

    area: Area
    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a stretch of the change does, for whoever reads it; the first quote is that stretch."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked and what it cost. `kept` of the `requests` were answered from the cache and cost nothing.

    Tokens are those that were paid for; `is_estimated` where the endpoint did not count them. `dollars` is None where
    no price is known.
    """

    requests: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    is_estimated: bool = False
    dollars: float | None = None

    def __add__(self, more: "Usage") -> "Usage":
        """Return both together; the dollars are known where they are of each that was paid for."""
        paid = [part.dollars for part in (self, more) if part.requests > part.kept]
        known = [dollars for dollars in paid if dollars is not None]
        return Usage(
            requests=self.requests + more.requests,
            kept=self.kept + more.kept,
            tokens_in=self.tokens_in + more.tokens_in,
            tokens_out=self.tokens_out + more.tokens_out,
            is_estimated=self.is_estimated or more.is_estimated,
            dollars=sum(known, 0.0) if len(known) == len(paid) else None,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a second reader added to a review, every quote checked, and what it did not do.

    `not_done` is one sentence where it did not come to its end, else empty. `dropped` counts what it said and could
    not show, by reason; `withheld` names what never left the machine, in sentences.
    It was `asked` about so many candidates, and lines of `files_shown` of the `files` of the change were laid before
    it; the others it could look up.
    """

    model: str
    opinions: tuple[Opinion, ...] = ()
    questions: tuple[Question, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    not_done: str = ""
    dropped: tuple[tuple[str, int], ...] = ()
    withheld: tuple[str, ...] = ()
    usage: Usage = Usage()
    asked: int = 0
    files_shown: int = 0
    files: int = 0
