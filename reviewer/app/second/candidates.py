"""This module holds the findings that a second reader is asked about: those of rules with a closed question."""

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.app.checking.grounds import Grounds, find_by_rules
from reviewer.engine.policy.selection import select_rules
from reviewer.model.finding import Finding
from reviewer.model.policy import RulePolicy

MOST = 8


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
