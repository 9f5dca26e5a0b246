"""This module holds the parts of the published shape of a review, without what a second reader adds."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reviewer.model import change as changes
from reviewer.model import evidence as evidences
from reviewer.model import finding as findings
from reviewer.model import review as reviews
from reviewer.render.escape import escape_text
from reviewer.render.verdict import Level

# Every text of the contract is of this type, so that none can be forgotten.
Text = Annotated[str, BeforeValidator(escape_text)]
Path = Annotated[
    Text,
    Field(description="Path from the root of the repository, with `/`. Bytes that are not UTF-8 are shown as \\xNN."),
]
Line = Annotated[int, Field(description="First line, counted from 1.")]
EndLine = Annotated[int, Field(description="Last line, inclusive, counted from 1.")]
Symbol = Annotated[Text, Field(description="Dotted name of the function or class around the place; may be empty.")]


class Part(BaseModel):
    """One part of the contract."""

    # Names are those of `reviewer.model`, so that a part is read from the value it stands for.
    model_config = ConfigDict(frozen=True, from_attributes=True)


class RevisionPart(Part):
    """One end of the change."""

    name: Text = Field(description="What the user calls it, such as a branch.")
    tree: Text = Field(description="Object id of the tree, in hexadecimal.")
    commit: Text = Field(description="Object id of the commit; empty where nothing is committed yet.")


class ChangePart(Part):
    """The size of the change."""

    files: int = Field(description="Number of changed files.")
    added: int = Field(description="Number of added lines.")
    deleted: int = Field(description="Number of deleted lines.")
    languages: dict[Text, int] = Field(description="Language to number of changed files in it.")


class RelatedPart(Part):
    """Another place to see."""

    path: Path
    line: Line
    end_line: EndLine
    symbol: Symbol
    message: Text = Field(description="What is to be seen there, one sentence.")


class AcceptedPart(Part):
    """Why a finding does not count; path and line say where that is written."""

    reason: Text = Field(description="The reason that somebody gave.")
    until: Text = Field(description="Last day on which the waiver holds, as YYYY-MM-DD; empty for no end.")
    path: Path
    line: Line


class WaiverPart(AcceptedPart):
    """A waiver that needs a word."""

    rule: Text = Field(description="Id of the waived rule.")
    scope: Text = Field(description="Pattern of the paths that it covers; empty for its own place.")


class FindingPart(Part):
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


class FactorPart(Part):
    """One part of a score."""

    name: Text = Field(description="Name of the factor.")
    points: int = Field(description="Points that it adds to the score.")
    because: Text = Field(description="The sentence with the number behind it.")


class SpanPart(Part):
    """A stretch of the new file that deserves reading."""

    rank: int = Field(description="Place in the order of reading, counted from 1.")
    path: Path
    line: Line
    end_line: EndLine
    symbol: Symbol
    score: int = Field(description="Sum of the points of the factors.")
    factors: tuple[FactorPart, ...] = Field(description="What the score consists of.")
    added: int = Field(description="Number of lines in it that the change added.")


class SkimPart(Part):
    """Lines that need no close reading."""

    what: Text = Field(description="What they are.")
    lines: int = Field(description="Number of added lines.")
    files: int = Field(description="Number of files that they stand in.")
    because: Text = Field(description="Why they may be skimmed.")


class LevelPart(Part):
    """How much care the whole change asks for."""

    name: reviews.LevelName = Field(description="The level.")
    score: int = Field(description="Sum of the points of the factors.")
    factors: tuple[FactorPart, ...] = Field(description="What the score consists of.")
    above: int = Field(description="How many of the compared changes have a lower score.")
    compared: int = Field(description="Number of past changes of the repository; 0 where too few are known.")


class PlanPart(Part):
    """How the reading of the change is planned; its spans are `attention`."""

    first: int = Field(description="Number of added lines in the spans.")
    lines: int = Field(description="Number of added lines of the change.")
    minutes: int = Field(description="Minutes that reading the spans takes.")
    minutes_all: int = Field(description="Minutes for all lines that are not set apart.")
    rate: Text = Field(description="The speed of reading, and its source.")
    skim: tuple[SkimPart, ...] = Field(description="What may be skimmed, the largest part first.")
    level: LevelPart | None = Field(description="Level of the change, or null where it cannot be said.")


class TestLinkPart(Part):
    """A test that reaches a changed function."""

    path: Path
    line: Line
    symbol: Symbol
    kind: evidences.LinkKind = Field(description="How the test gets there.")
    hops: int = Field(description="Number of functions between the test and the changed one.")
    worth: evidences.Worth = Field(description="What the test checks.")


class MutantPart(Part):
    """A small fault that was planted on a changed line."""

    path: Path
    line: Line
    before: Text = Field(description="The code as it is.")
    after: Text = Field(description="The code with the fault; empty where it was taken away.")
    outcome: Literal["noticed", "survived", "timed out"] = Field(description="Whether a test failed.")


class EvidencePart(Part):
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


class CountsPart(Part):
    """Unwaived findings by severity."""

    high: int = Field(description="Number of findings.")
    medium: int = Field(description="Number of findings.")
    low: int = Field(description="Number of findings.")


class WaiversPart(Part):
    """Waivers that need a word."""

    added: tuple[WaiverPart, ...] = Field(description="Added by this change.")
    reasonless: tuple[WaiverPart, ...] = Field(description="Without a reason: they accept nothing.")
    unused: tuple[WaiverPart, ...] = Field(description="Without a finding to waive.")
    expired: tuple[WaiverPart, ...] = Field(description="Past their last day, so without effect.")


class SummaryPart(Part):
    """The review in numbers."""

    verdict: Level = Field(description="Severity of the gravest unwaived finding, or none.")
    counts: CountsPart = Field(description="How many findings count, by severity.")
    waived: int = Field(description="Number of waived findings.")
    shown: int = Field(description="Number of findings that the text form shows by default.")
    notes: tuple[Text, ...] = Field(description="Sentences about the review: what was compared with what.")
    waivers: WaiversPart = Field(description="Waivers to look at, by why.")


class SkipPart(Part):
    """Something that was not looked at."""

    path: Path
    rule: Text = Field(description="Id of the rule that did not look, or `*` for every rule.")
    reason: Text = Field(description="Why not.")
