"""This module holds the table of what can hold a team back: when it does, in what words, and what to do about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reviewer.model.report import Step

Known = Mapping[str, float]
_MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can hold a team back. `says` returns its sentence where the numbers `needs` show it."""

    needs: tuple[str, ...]
    holds: Callable[[Known], bool]
    says: Callable[[Known], str]
    what: str
    measure: str


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


# The gravest first: what nobody knows, then what does not move, then what rests on few, then how it is read.
CANDIDATES = (
    Candidate(
        ("no_independent_human", "merged"),
        lambda known: known["no_independent_human"] >= 0.5,
        lambda known: (
            f"{_percent(known['no_independent_human'])} of the {known['merged']:.0f} merged changes "
            "were read by no independent person"
        ),
        "Require an approval by somebody else for the default branch, in a ruleset.",
        "no_independent_human",
    ),
    Candidate(
        ("zero_review_lines", "merged_lines"),
        lambda known: known["zero_review_lines"] >= 0.3,
        lambda known: (
            f"{_percent(known['zero_review_lines'])} of the {known['merged_lines']:.0f} merged lines nobody read"
        ),
        "Split what is large and was merged unread, and read the largest of it this week.",
        "zero_review_lines",
    ),
    Candidate(
        ("queue", "arrivals", "departures"),
        lambda known: (
            known["arrivals"] >= 10
            and known["arrivals"] >= 1.1 * known["departures"]
            and known["queue"] >= 0.5 * known["departures"]
        ),
        lambda known: (
            f"the queue grows: {known['arrivals']:.0f} changes came and {known['departures']:.0f} left, "
            f"{known['queue']:.0f} wait"
        ),
        "Read what waits longest before anything new is begun, until as many leave as come.",
        "net",
    ),
    Candidate(
        ("load_top2", "effective_reviewers"),
        lambda known: known["load_top2"] >= 0.6,
        lambda known: (
            f"two people carry {_percent(known['load_top2'])} of the read lines: "
            f"the team reads like {known['effective_reviewers']:.1f} reviewers"
        ),
        "Let requests go round by CODEOWNERS and team assignment, and pair the two with others on their next reviews.",
        "effective_reviewers",
    ),
    Candidate(
        ("first_review",),
        lambda known: known["first_review"] >= 24,
        lambda known: f"half of the changes wait longer than {known['first_review']:.0f} hours for a first reader",
        "Set a time of the day for reviews, and keep it free of everything else.",
        "first_review",
    ),
    Candidate(
        ("stale_approvals",),
        lambda known: known["stale_approvals"] >= 0.25,
        lambda known: f"{_percent(known['stale_approvals'])} of the approvals were given before the last push",
        "Require approval of the most recent push, in the ruleset of the default branch.",
        "stale_approvals",
    ),
    Candidate(
        ("rubber_stamps",),
        lambda known: known["rubber_stamps"] >= 0.2,
        lambda known: f"{_percent(known['rubber_stamps'])} of the approvals came faster than anybody reads",
        "Draw two of these changes a week and read them again, together.",
        "rubber_stamps",
    ),
    Candidate(
        ("large",),
        lambda known: known["large"] >= 0.25,
        lambda known: f"{_percent(known['large'])} of the merged changes are larger than 400 lines",
        "Split changes above 400 lines before they are sent.",
        "large",
    ),
    Candidate(
        ("fix_of_fix",),
        lambda known: known["fix_of_fix"] >= 0.2,
        lambda known: f"{_percent(known['fix_of_fix'])} of the fixes needed another fix",
        "Ask every fix for a test that failed before it.",
        "fix_of_fix",
    ),
    Candidate(
        ("debt", "debt_opening"),
        lambda known: known["debt"] > 1.1 * known["debt_opening"] > 0,
        lambda known: (
            f"unread lines grow: {known['debt_opening']:.0f} when the week began, {known['debt']:.0f} at its end"
        ),
        "Keep a list of what was merged unread, and read the first of it every week.",
        "debt",
    ),
)


def name_bottleneck(known: Known) -> str:
    """Return the sentence that says what holds a team back, by the values of the measures that are known."""
    held = _find(known)
    if held:
        said = held[0].says(known)
        return f"{said[0].upper()}{said[1:]}."
    if known.get("merged", 0) < 10:
        return "Too little was merged this week to say what holds the team back."
    return "Nothing stands out: every number that is known is within its bounds."


def choose_steps(known: Known) -> tuple[Step, ...]:
    """Return what to do first, each with the measure that would show that it worked."""
    return tuple(Step(one.what, one.measure, f"{one.says(known)}.") for one in _find(known)[:_MOST_STEPS])


def _find(known: Known) -> list[Candidate]:
    return [one for one in CANDIDATES if all(need in known for need in one.needs) and one.holds(known)]
