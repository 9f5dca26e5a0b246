"""Other programs read a report as JSON; this module holds the published shape of it."""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from reviewer.model import report as reports
from reviewer.render.contract import Text
from reviewer.render.contract.reading import UsagePart

Number = Annotated[
    float | None, BeforeValidator(lambda value: value if value is None or abs(value) < float("inf") else None)
]


class _Part(BaseModel):
    # Names are those of `reviewer.model.report`, so that a part is read from the value it stands for.
    model_config = ConfigDict(frozen=True, from_attributes=True)


class PublishedPart(_Part):
    """A figure that somebody published."""

    figure: Text = Field(description="What it says.")
    kind: Literal["absolute", "relative"] = Field(
        description="Whether it is a level, or a change: never compare one with the other."
    )
    source: Text = Field(description="Where it stands.")


class MeasurePart(_Part):
    """One number of the week."""

    id: Text = Field(description="Its name for programs.")
    name: Text = Field(description="Its name for people.")
    group: reports.Group = Field(description="What it is about.")
    unit: reports.Unit = Field(description="What it is counted in; a share goes from 0 to 1.")
    value: Number = Field(description="The number, or null where `state` is not `known`.")
    n: int = Field(description="Number of cases behind it.")
    state: reports.State = Field(description="Whether it is known, and why not.")
    why: Text = Field(description="Why it is not known; empty where it is.")
    low: Number = Field(description="Lower end of its interval of 95 %.")
    high: Number = Field(description="Upper end of that.")
    baseline: Number = Field(description="Median of the team's own 13 weeks before.")
    change: Number = Field(description="Against the baseline: a difference for shares, else a factor minus 1.")
    floor: Number = Field(description="Lower end of what it has been moving within.")
    ceiling: Number = Field(description="Upper end of that.")
    is_worse: bool = Field(description="Whether it left those limits to the worse.")
    published: tuple[PublishedPart, ...] = Field(description="Figures that somebody published.")


class SeriesPart(_Part):
    """Values by week."""

    id: Text = Field(description="Its name for programs.")
    name: Text = Field(description="Its name for people.")
    unit: reports.Unit = Field(description="What it is counted in.")
    weeks: tuple[Text, ...] = Field(description="The ISO weeks, oldest first, such as `2026-W46`.")
    values: tuple[Number, ...] = Field(description="A value a week, or null.")


class DebtPart(_Part):
    """A place where lines sit that nobody independent has read."""

    kind: Literal["change", "directory"] = Field(description="What it is.")
    name: Text = Field(description="The change, or the path of the directory.")
    repository: Text = Field(description="The repository it is in.")
    lines: int = Field(description="Number of unread lines.")
    days: int = Field(description="How long they have been there.")
    because: Text = Field(description="Why it counts, one sentence.")


class StepPart(_Part):
    """Something to do."""

    what: Text = Field(description="What to do, one sentence.")
    measure: Text = Field(description="Id of the measure that would show that it worked.")
    because: Text = Field(description="Why, one sentence with its number.")


class WhatIfPart(_Part):
    """What another capacity or other arrivals would do to the queue."""

    what: Text = Field(description="The supposition.")
    wait: Number = Field(description="Expected wait in hours.")
    queue: Number = Field(description="Expected length of the queue.")
    assumptions: Text = Field(description="What the estimate assumes.")


class DroppedPart(_Part):
    """Sentences of a model that are not in the report."""

    reason: Text = Field(description="What they had that the report cannot show.")
    sentences: int = Field(description="Number of them.")


class NarrativePart(_Part):
    """A paragraph that a language model wrote of the numbers: these are not the report's words."""

    model: Text = Field(description="Name of the model.")
    sentences: tuple[Text, ...] = Field(description="Its sentences, each with every number held against the measures.")
    dropped: tuple[DroppedPart, ...] = Field(description="What was not taken over.")
    not_done: Text = Field(description="Why there is no paragraph, one sentence, or empty.")
    usage: UsagePart = Field(description="What was asked and what it cost.")

    @field_validator("dropped", mode="before")
    @classmethod
    def _name(cls, dropped: tuple[tuple[str, int], ...]) -> list[dict[str, str | int]]:
        return [{"reason": reason, "sentences": number} for reason, number in dropped]


class ReportContract(_Part):
    """What `reviewer report` says of a week. Fields are added under the same version, never removed or changed."""

    version: Literal["reviewer.report/1"] = Field(
        serialization_alias="schema", description="Name and version of this contract."
    )
    team: Text = Field(description="Name of the team; may be empty.")
    repositories: tuple[Text, ...] = Field(description="The repositories, ordered.")
    week: Text = Field(description="The ISO week, such as `2026-W46`.")
    begins: int = Field(description="Its first moment in seconds since 1970.")
    ends: int = Field(description="The first moment after it.")
    zone: Text = Field(description="The time zone in which it begins and ends.")
    definition: int = Field(description="Version of the definitions of the measures.")
    bottleneck: Text = Field(description="What holds this team back, one sentence with its numbers.")
    measures: tuple[MeasurePart, ...] = Field(description="The numbers, ordered.")
    series: tuple[SeriesPart, ...] = Field(description="The numbers by week.")
    debts: tuple[DebtPart, ...] = Field(description="Where the debt sits, the largest first.")
    steps: tuple[StepPart, ...] = Field(description="What to do, at most three.")
    what_if: tuple[WhatIfPart, ...] = Field(description="Suppositions and what would follow.")
    notes: tuple[Text, ...] = Field(description="What is to be known of these numbers.")
    narrative: NarrativePart | None = Field(
        default=None,
        description="What a language model wrote of these numbers, where one was asked; else it is left out.",
        exclude_if=lambda value: value is None,
    )


def to_contract(report: reports.Report) -> ReportContract:
    """Return a report in the shape of the contract, with every text safe to show."""
    names = (name for name in ReportContract.model_fields if name != "version")
    return ReportContract.model_validate(
        {"version": "reviewer.report/1"} | {name: getattr(report, name) for name in names}, from_attributes=True
    )


def schema() -> str:
    """Return the JSON Schema of the contract, as it stands in `docs/report.schema.json`."""
    return json.dumps(ReportContract.model_json_schema(mode="serialization"), indent=2, sort_keys=True) + "\n"
