"""This module holds what a second reader added to a review, in the published shape."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field

from reviewer.engine.unseen import show_unseen
from reviewer.model import change as changes
from reviewer.model import reading as readings
from reviewer.render.contract.parts import EndLine, FindingPart, Line, Part, Path, Text
from reviewer.render.escape import shorten
from reviewer.render.words.second import LONGEST

_LONGEST_QUOTE = 4_000
_LINES = "The quoted lines, unseen characters but tabs by their numbers; a very long quote is cut."


def _bound(text: str) -> str:
    return shorten(text, LONGEST)


def _divide(text: str) -> tuple[str, ...]:
    return tuple(show_unseen(line, keep="\t") for line in shorten(text, _LONGEST_QUOTE).split("\n"))


def _count(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(pairs)


# Validators run from the last to the first: what a model wrote is cut before it is escaped.
Said = Annotated[Text, BeforeValidator(_bound)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_divide)]
Counted = Annotated[dict[Text, int], BeforeValidator(_count)]


class QuotePart(Part):
    """Lines that stand in the repository exactly so; that was checked."""

    path: Path
    line: Line
    end_line: EndLine
    side: changes.Side = Field(description="Whether they stand so before (old) or after (new) the change.")
    lines: Lines = Field(validation_alias="text", description=_LINES)


class OpinionPart(Part):
    """What the second reader thinks of a finding of a rule that has a closed question."""

    candidate: FindingPart = Field(description="The finding that it was asked about.")
    is_shown: bool = Field(description="Whether the candidate is among `findings`; an opinion never changes that.")
    verdict: readings.Verdict = Field(description="Whether it takes the candidate for true.")
    because: Said = Field(description="Why, in the words of the model.")
    quotes: tuple[QuotePart, ...] = Field(description="What it stands on.")


class QuestionPart(Part):
    """What the author is asked."""

    area: readings.Area = Field(description="What the question is about.")
    text: Said = Field(description="The question, in the words of the model.")
    quotes: tuple[QuotePart, ...] = Field(description="What it stands on; the first is the place that is asked about.")


class ExplanationPart(Part):
    """What a stretch of the change does."""

    text: Said = Field(description="The explanation, in the words of the model.")
    quotes: tuple[QuotePart, ...] = Field(description="What it stands on; the first is the stretch itself.")


class UsagePart(Part):
    """What was asked of the model and what it cost."""

    requests: int = Field(description="Number of requests.")
    kept: int = Field(description="How many of them were answered from the cache and cost nothing.")
    tokens_in: int = Field(description="Number of tokens that were sent and paid for.")
    tokens_out: int = Field(description="Number of tokens that were answered and paid for.")
    is_estimated: bool = Field(description="Whether the tokens are an estimate, because the endpoint counted none.")
    dollars: float | None = Field(description="Price in US dollars, or null where none is known.")


class ReadingPart(Part):
    """What a second reader, a language model, added; nothing else of the review depends on it but its named factor."""

    model: Said = Field(description="Name of the model.")
    opinions: tuple[OpinionPart, ...] = Field(description="What it thinks of candidates.")
    questions: tuple[QuestionPart, ...] = Field(description="What it asks the author.")
    explanations: tuple[ExplanationPart, ...] = Field(description="What it says stretches of the change do.")
    not_done: Said = Field(description="Why it did not come to its end; empty where it did.")
    dropped: Counted = Field(description="How many things it said and could not show, by reason.")
    withheld: tuple[Text, ...] = Field(description="What never left the machine, in sentences.")
    usage: UsagePart = Field(description="What was asked and what it cost.")
    asked: int = Field(description="Number of candidates that it was asked about.")
    files_shown: int = Field(
        description="Number of changed files of which it was shown lines; others it could look up."
    )
    files: int = Field(description="Number of changed files.")
