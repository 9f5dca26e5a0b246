"""This module holds the findings that a second reader is asked about: those of rules with a closed question.

It also holds which lines of a finding are laid before it, and so may be quoted for an opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.app.checking.grounds import Grounds, find_by_rules
from reviewer.engine.policy.selection import select_rules
from reviewer.index.view import View
from reviewer.model.change import Side
from reviewer.model.finding import Finding, Related
from reviewer.model.policy import RulePolicy

MOST = 8
# So many lines of a place are laid before a model, and of the function around it.
SNIPPET = 48


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding with the yes-or-no question of its rule. `id` names it in the conversation.

    `is_shown` tells that it is among the findings of the review.
    """

    id: str
    finding: Finding
    is_shown: bool
    question: str


def find_candidates(grounds: Grounds, findings: tuple[Finding, ...]) -> tuple[Candidate, ...]:
    """Return the candidates of a change: what the review shows first, then what stays silent without being asked.

    `findings` are those of the review. A rule that the settings switch off has none, and neither have waived findings.
    """
    questions = {rule.id: rule.closed_question for rule in grounds.known if rule.closed_question}
    shown = [f for f in findings if f.rule in questions and f.waived is None]
    prints = {f.fingerprint for f in findings}
    silent = [f for f in _find_silent(grounds, questions) if f.waived is None and f.fingerprint not in prints]
    pairs = [*((f, True) for f in shown), *((f, False) for f in silent)][:MOST]
    return tuple(Candidate(f"C{n}", f, is_shown, questions[f.rule]) for n, (f, is_shown) in enumerate(pairs, 1))


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file on one side, counted from 1, both ends included."""

    path: str
    side: Side
    line: int
    end_line: int


def find_places(finding: Finding, view: View) -> tuple[Place, ...]:
    """Return the place of a finding and those that it points to, each with as much of its function as is near."""
    own = _extend(Place(finding.path, finding.side, finding.line, finding.end_line), view)
    return (own, *(_extend(_place_of(related, finding.side, view), view) for related in finding.related))


def _place_of(related: Related, side: Side, view: View) -> Place:
    """Return where a related place stands: on the side of its finding, where the file is there."""
    other: Side = "old" if side == "new" else "new"
    is_there = related.path in (view.head if side == "new" else view.base).paths
    return Place(related.path, side if is_there else other, related.line, related.end_line)


def _extend(place: Place, view: View) -> Place:
    source = (view.head if place.side == "new" else view.base).source(place.path)
    function = source.function_at(place.line) if source else None
    first = function.line if function and place.line - function.line < SNIPPET else place.line
    last = min(function.end_line if function else 0, first + SNIPPET - 1)
    return Place(place.path, place.side, first, max(place.end_line, last))


def _find_silent(grounds: Grounds, questions: Mapping[str, str]) -> tuple[Finding, ...]:
    """Run the rules that have a question with all of their cases."""
    said = grounds.policy.rules
    asked = [rule for rule in grounds.known if rule.id in questions and not _is_off(said.get(rule.id))]
    wanted = {rule.id: _switch_on(said.get(rule.id, RulePolicy()), tuple(rule.cases)) for rule in asked}
    return find_by_rules(grounds, select_rules(asked, wanted)).findings


def _is_off(said: RulePolicy | None) -> bool:
    return said is not None and said.status == "off"


def _switch_on(said: RulePolicy, cases: tuple[str, ...]) -> RulePolicy:
    return RulePolicy("on", said.severity, said.paths, said.exclude, said.options, cases)
