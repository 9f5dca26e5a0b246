"""Other programs read a review as JSON; this module holds the published shape of it."""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reviewer.model import change as changes
from reviewer.model import evidence as evidences
from reviewer.model import finding as findings
from reviewer.model import review as reviews
from reviewer.model.review import Review, WaiverState
from reviewer.render.escape import escape_text
from reviewer.render.verdict import Level, count_lines, count_severities, judge, select

# Every text of the contract is of this type, so that none can be forgotten.
Text = Annotated[str, BeforeValidator(escape_text)]
Path = Annotated[
    Text,
    Field(description="Path from the root of the repository, with `/`. Bytes that are not UTF-8 are shown as \\xNN."),
]
Line = Annotated[int, Field(description="First line, counted from 1.")]
EndLine = Annotated[int, Field(description="Last line, inclusive, counted from 1.")]
Symbol = Annotated[Text, Field(description="Dotted name of the function or class around the place; may be empty.")]


class _Part(BaseModel):
    # Names are those of `reviewer.model`, so that a part is read from the value it stands for.
    model_config = ConfigDict(frozen=True, from_attributes=True)


class RevisionPart(_Part):
    """One end of the change."""

    name: Text = Field(description="What the user calls it, such as a branch.")
    tree: Text = Field(description="Object id of the tree, in hexadecimal.")
    commit: Text = Field(description="Object id of the commit; empty where nothing is committed yet.")


class ChangePart(_Part):
    """The size of the change."""

    files: int = Field(description="Number of changed files.")
    added: int = Field(description="Number of added lines.")
    deleted: int = Field(description="Number of deleted lines.")
    languages: dict[Text, int] = Field(description="Language to number of changed files in it.")


class RelatedPart(_Part):
    """Another place to see."""

    path: Path
    line: Line
    end_line: EndLine
    symbol: Symbol
    message: Text = Field(description="What is to be seen there, one sentence.")


class AcceptedPart(_Part):
    """Why a finding does not count; path and line say where that is written."""

    reason: Text = Field(description="The reason that somebody gave.")
    until: Text = Field(description="Last day on which the waiver holds, as YYYY-MM-DD; empty for no end.")
    path: Path
    line: Line


class WaiverPart(AcceptedPart):
    """A waiver that needs a word."""

    rule: Text = Field(description="Id of the waived rule.")
    scope: Text = Field(description="Pattern of the paths that it covers; empty for its own place.")


class FindingPart(_Part):
    """One fact that the change caused, and the question it raises."""

    rule: Text = Field(description="Id of the rule.")
    pack: Text = Field(description="Pack that the rule belongs to.")
    severity: findings.Severity = Field(description="What it costs if it is true.")
    confidence: findings.Confidence = Field(description="How often findings of this rule are true.")
    path: Path
    line: Line
    end_line: EndLine
    side: changes.Side = Field(description="Whether path and lines are those before (old) or after (new) the change.")
    symbol: Symbol
    message: Text = Field(description="The fact, one sentence.")
    question: Text = Field(description="The question for the author; may be empty.")
    related: tuple[RelatedPart, ...] = Field(description="Other places to see.")
    fingerprint: Text = Field(description="Identity of the finding across line shifts, moves and renames.")
    waived: AcceptedPart | None = Field(description="Why the finding does not count, or null where it does.")


class FactorPart(_Part):
    """One part of a score."""

    name: Text = Field(description="Name of the factor.")
    points: int = Field(description="Points that it adds to the score.")
    because: Text = Field(description="The sentence with the number behind it.")


class SpanPart(_Part):
    """A stretch of the new file that deserves reading."""

    rank: int = Field(description="Place in the order of reading, counted from 1.")
    path: Path
    line: Line
    end_line: EndLine
    symbol: Symbol
    score: int = Field(description="Sum of the points of the factors.")
    factors: tuple[FactorPart, ...] = Field(description="What the score consists of.")
    added: int = Field(description="Number of lines in it that the change added.")


class SkimPart(_Part):
    """Lines that need no close reading."""

    what: Text = Field(description="What they are.")
    lines: int = Field(description="Number of added lines.")
    files: int = Field(description="Number of files that they stand in.")
    because: Text = Field(description="Why they may be skimmed.")


class LevelPart(_Part):
    """How much care the whole change asks for."""

    name: reviews.LevelName = Field(description="The level.")
    score: int = Field(description="Sum of the points of the factors.")
    factors: tuple[FactorPart, ...] = Field(description="What the score consists of.")
    above: int = Field(description="How many of the compared changes have a lower score.")
    compared: int = Field(description="Number of past changes of the repository; 0 where too few are known.")


class PlanPart(_Part):
    """How the reading of the change is planned; its spans are `attention`."""

    first: int = Field(description="Number of added lines in the spans.")
    lines: int = Field(description="Number of added lines of the change.")
    minutes: int = Field(description="Minutes that reading the spans takes.")
    minutes_all: int = Field(description="Minutes for all lines that are not set apart.")
    rate: Text = Field(description="The speed of reading, and its source.")
    skim: tuple[SkimPart, ...] = Field(description="What may be skimmed, the largest part first.")
    level: LevelPart | None = Field(description="Level of the change, or null where it cannot be said.")


class TestLinkPart(_Part):
    """A test that reaches a changed function."""

    path: Path
    line: Line
    symbol: Symbol
    kind: evidences.LinkKind = Field(description="How the test gets there.")
    hops: int = Field(description="Number of functions between the test and the changed one.")
    worth: evidences.Worth = Field(description="What the test checks.")


class MutantPart(_Part):
    """A small fault that was planted on a changed line."""

    path: Path
    line: Line
    before: Text = Field(description="The code as it is.")
    after: Text = Field(description="The code with the fault; empty where it was taken away.")
    outcome: Literal["noticed", "survived", "timed out"] = Field(description="Whether a test failed.")


class EvidencePart(_Part):
    """What would notice if a changed function were wrong."""

    path: Path
    line: Line
    end_line: EndLine
    symbol: Symbol
    is_new: bool = Field(description="Whether the change wrote the function.")
    strength: evidences.Strength = Field(description="The strongest evidence; `not seen` is not `untested`.")
    tests: tuple[TestLinkPart, ...] = Field(description="Tests that reach it, the strongest and nearest first.")
    lines_run: int | None = Field(description="Changed lines that ran by the coverage report; null without one.")
    lines_measured: int | None = Field(description="Changed lines that the coverage report measured.")
    complete: bool = Field(description="False where a bound cut the search for tests short.")
    mutants: tuple[MutantPart, ...] = Field(description="Planted faults, where proof by running was asked for.")


class CountsPart(_Part):
    """Unwaived findings by severity."""

    high: int = Field(description="Number of findings.")
    medium: int = Field(description="Number of findings.")
    low: int = Field(description="Number of findings.")


class WaiversPart(_Part):
    """Waivers that need a word."""

    added: tuple[WaiverPart, ...] = Field(description="Added by this change.")
    reasonless: tuple[WaiverPart, ...] = Field(description="Without a reason: they accept nothing.")
    unused: tuple[WaiverPart, ...] = Field(description="Without a finding to waive.")
    expired: tuple[WaiverPart, ...] = Field(description="Past their last day, so without effect.")


class SummaryPart(_Part):
    """The review in numbers."""

    verdict: Level = Field(description="Severity of the gravest unwaived finding, or none.")
    counts: CountsPart = Field(description="How many findings count, by severity.")
    waived: int = Field(description="Number of waived findings.")
    shown: int = Field(description="Number of findings that the text form shows by default.")
    notes: tuple[Text, ...] = Field(description="Sentences about the review: what was compared with what.")
    waivers: WaiversPart = Field(description="Waivers to look at, by why.")


class SkipPart(_Part):
    """Something that was not looked at."""

    path: Path
    rule: Text = Field(description="Id of the rule that did not look, or `*` for every rule.")
    reason: Text = Field(description="Why not.")


class CheckReport(_Part):
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
