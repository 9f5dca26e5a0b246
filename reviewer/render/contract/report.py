"""Other programs read a review as JSON; this module holds the published shape of the whole, and how it is filled."""

import json
from typing import Literal

from pydantic import Field

from reviewer.model.review import Review, WaiverState
from reviewer.render.contract.parts import (
    ChangePart,
    CountsPart,
    EvidencePart,
    FindingPart,
    Part,
    PlanPart,
    RevisionPart,
    SkipPart,
    SpanPart,
    SummaryPart,
    WaiverPart,
    WaiversPart,
)
from reviewer.render.contract.reading import ReadingPart
from reviewer.render.verdict import count_lines, count_severities, judge, select


class CheckReport(Part):
    """What `reviewer check` found. Fields are added under the same version, never removed or changed."""

    version: Literal["reviewer.check/1"] = Field(
        serialization_alias="schema", description="Name and version of this contract."
    )
    base: RevisionPart = Field(description="What the change starts from.")
    head: RevisionPart = Field(description="What the change leads to.")
    change: ChangePart = Field(description="How large the change is.")
    findings: tuple[FindingPart, ...] = Field(description="Every finding, waived ones too, in the order of the review.")
    attention: tuple[SpanPart, ...] = Field(description="Where to read first, in the order of reading.")
    plan: PlanPart = Field(description="How much reading that is, what may be skimmed, and the level of the change.")
    evidence: tuple[EvidencePart, ...] = Field(description="What speaks for each changed function, the weakest first.")
    summary: SummaryPart = Field(description="What the review comes to.")
    skips: tuple[SkipPart, ...] = Field(description="What was not looked at; a path may be empty.")
    reading: ReadingPart | None = Field(description="What a second reader added, or null where none was asked for.")


def to_contract(review: Review) -> CheckReport:
    """Return a review in the shape of the contract, with every text safe to show."""
    added, deleted = count_lines(review.change)
    size = ChangePart(files=len(review.change.files), added=added, deleted=deleted, languages=dict(review.languages))
    return CheckReport(
        version="reviewer.check/1",
        base=RevisionPart.model_validate(review.change.base),
        head=RevisionPart.model_validate(review.change.head),
        change=size,
        findings=tuple(FindingPart.model_validate(finding) for finding in review.findings),
        attention=tuple(SpanPart.model_validate(span) for span in review.plan.spans),
        plan=PlanPart.model_validate(review.plan),
        evidence=tuple(EvidencePart.model_validate(evidence) for evidence in review.evidence),
        summary=_summarise(review),
        skips=tuple(SkipPart.model_validate(skip) for skip in review.skips),
        reading=ReadingPart.model_validate(review.reading) if review.reading else None,
    )


def schema() -> str:
    """Return the JSON Schema of the contract, as it stands in `docs/check.schema.json`."""
    shape = CheckReport.model_json_schema(mode="serialization")
    return json.dumps(shape, indent=2, sort_keys=True) + "\n"


def _summarise(review: Review) -> SummaryPart:
    counts = count_severities(review.findings)
    return SummaryPart(
        verdict=judge(review.findings),
        counts=CountsPart(high=counts["high"], medium=counts["medium"], low=counts["low"]),
        waived=sum(f.waived is not None for f in review.findings),
        shown=len(select(review, show_all=False).shown),
        notes=review.notes,
        waivers=WaiversPart(
            added=_list_waivers(review, "added"),
            reasonless=_list_waivers(review, "reasonless"),
            unused=_list_waivers(review, "unused"),
            expired=_list_waivers(review, "expired"),
        ),
    )


def _list_waivers(review: Review, wanted: WaiverState) -> tuple[WaiverPart, ...]:
    return tuple(WaiverPart.model_validate(waiver) for state, waiver in review.waivers if state == wanted)
