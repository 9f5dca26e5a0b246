"""This module holds the form in which a model hands in its reading, and how what it wrote is read."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.model.reading import Area, Verdict

SUBMIT = "submit_review"
LARGEST = 40_000
_FENCE = "```"


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SubmittedQuote(_Form):
    """Lines that the model says stand somewhere."""

    path: str = Field(description="Path of the file, as it is given to you.")
    line: int = Field(description="Number of the first line that you quote.")
    side: Literal["new", "old"] = Field(description="new: the file after the change. old: before it.")
    text: str = Field(description="One to twelve whole lines, copied exactly, without line numbers and marks.")


Quotes = Annotated[list[SubmittedQuote], Field(description="The lines that show it, the most important first.")]


class SubmittedOpinion(_Form):
    """An answer to the closed question of a candidate."""

    candidate: str = Field(description="Id of the candidate, such as C1.")
    verdict: Verdict = Field(description="confirmed: the answer is yes. doubted: no. unsure: it cannot be told.")
    because: str = Field(description="Why, in one or two plain sentences.")
    quotes: Quotes


class SubmittedQuestion(_Form):
    """A question to the author."""

    area: Area = Field(description="What it is about.")
    text: str = Field(description="One question; say in it which code you mean.")
    quotes: Quotes


class SubmittedExplanation(_Form):
    """What a stretch of the change does."""

    text: str = Field(description="One or two plain sentences for a reviewer who does not know this code.")
    quotes: Quotes


class Submitted(_Form):
    """All that a model hands in."""

    opinions: list[SubmittedOpinion] = Field(description="One for each candidate.")
    questions: list[SubmittedQuestion] = Field(description="At most three; none where nothing is open.")
    explanations: list[SubmittedExplanation] = Field(description="At most three; of what is hard to read.")


def describe_form() -> dict[str, Any]:
    """Return the JSON Schema of what is handed in, in the strict form: all required, nothing more allowed."""
    return Submitted.model_json_schema()


def read_submitted(text: str) -> Submitted | str:
    """Read what a model handed in, or return a sentence that says what is wrong with it."""
    if len(text) > LARGEST:
        return f"it is longer than {LARGEST:,} characters"
    try:
        return Submitted.model_validate(json.loads(_strip_fence(text)))
    except ValidationError as fault:
        faults = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in fault.errors()[:5]]
        return "; ".join(faults)
    except (ValueError, RecursionError):
        return "it is no JSON"


def _strip_fence(text: str) -> str:
    """Local models like to put JSON into a Markdown block."""
    stripped = text.strip()
    if stripped.startswith(_FENCE) and stripped.endswith(_FENCE):
        return stripped.removesuffix(_FENCE).partition("\n")[2]
    return stripped
