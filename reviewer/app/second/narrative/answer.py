"""This module holds the form of a model's answer, and its reading: whatever does not fit is an answer no longer."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.app.second.narrative.checking import MOST_CHARACTERS
from reviewer.ports.endpoint import Reply

NAME = "submit_narrative"
MOST_SENTENCES = 6
# A whole answer is a tenth of this.
_MOST_TEXT = 20_000


_FORM = ConfigDict(extra="ignore", strict=True, json_schema_extra={"additionalProperties": False})


class Sentence(BaseModel):
    """One sentence of the paragraph."""

    model_config = _FORM

    # The bounds are told to the model; what is beyond them is dropped sentence by sentence, and counted.
    text: str = Field(
        description="One plain English sentence that ends with a full stop.",
        json_schema_extra={"maxLength": MOST_CHARACTERS},
    )
    metrics: list[str] = Field(description="Ids of the measures that the sentence calls by name.")


class Answer(BaseModel):
    """The paragraph, sentence by sentence."""

    model_config = _FORM

    sentences: list[Sentence] = Field(
        description="What matters most first.", json_schema_extra={"maxItems": MOST_SENTENCES}
    )


def describe_form() -> Mapping[str, Any]:
    """Return the JSON Schema of an answer."""
    return Answer.model_json_schema()


def read_answer(reply: Reply) -> Answer | str:
    """Return the answer of a reply, or in a few words why there is none: they hold nothing of the reply."""
    if reply.is_cut:
        return "it was cut off"
    given = [call.arguments for call in reply.calls if call.name == NAME]
    if not given and reply.calls:
        return f"it called another tool than {NAME}"
    text = given[0] if given else reply.text
    if len(text) > _MOST_TEXT:
        return f"it is longer than {_MOST_TEXT:,} characters"
    try:
        return Answer.model_validate(json.loads(text))
    except ValidationError as error:
        places = sorted({".".join(map(str, one["loc"])) or "the whole" for one in error.errors()})
        return f"it does not have the form: see {', '.join(places[:3])}"
    except (ValueError, RecursionError):
        return "it is no JSON"
