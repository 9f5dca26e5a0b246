"""This module holds what every table of the settings is made of: known keys only, and patterns that can be used."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from reviewer.change.patterns import find_fault


def _check_pattern(text: str) -> str:
    fault = find_fault(text)
    if fault:
        raise ValueError(fault)
    return text


Pattern = Annotated[str, AfterValidator(_check_pattern)]


class Strict(BaseModel):
    """A table of which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
