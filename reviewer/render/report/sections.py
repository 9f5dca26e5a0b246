"""This module holds the order of a report: which measures stand together, under which heading."""

from collections.abc import Collection
from dataclasses import dataclass

from reviewer.model.report import Group, Measure, Report
from reviewer.render.escape import escape_text, shorten


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its anchor, its heading, and the groups of measures that it shows."""

    id: str
    heading: str
    groups: tuple[Group, ...]


_SENTENCE = 600
_VERDICT = ("debt", "certainty_gap", "zero_review", "no_independent_human", "first_review", "effective_reviewers")
DEBT = Section("debt", "Where the debt sits", ("debt",))
SECTIONS = (
    Section("review", "Who read what was merged", ("review", "stamps")),
    Section("queue", "Queue, time and load", ("queue", "time", "load")),
    Section("quality", "Quality", ("quality", "size")),
    Section("provenance", "Who wrote it", ("provenance",)),
)


def tell_bottleneck(report: Report) -> str:
    """Return the sentence that names what holds the team back, as one line of a bounded length."""
    return shorten(escape_text(report.bottleneck.strip()), _SENTENCE) or "There is nothing to tell of this week."


def choose_verdict(report: Report) -> tuple[Measure, ...]:
    """Return the measures of the verdict line: those that the report puts there, or else the five that say most."""
    chosen = tuple(measure for measure in report.measures if measure.group == "verdict")
    named = {measure.id: measure for measure in report.measures}
    return chosen or tuple(named[name] for name in _VERDICT if name in named)


def choose_measures(report: Report, section: Section, drawn: Collection[str] = ()) -> tuple[Measure, ...]:
    """Return the measures of a section, group by group in the report's order: those that are `drawn` come last.

    What got worse comes before everything else, but where rows add up.
    """
    found = (measure for group in section.groups for measure in report.measures if measure.group == group)
    return tuple(sorted(found, key=lambda one: (section is not DEBT and not one.is_worse, one.id in drawn)))
