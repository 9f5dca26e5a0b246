"""This module holds what a review stands on, and how rules are run there: from hits to findings with their waivers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reviewer.app.checking.scope import Scope
from reviewer.detectors import load_detector
from reviewer.engine.policy.equivalents import silence_equivalents
from reviewer.engine.policy.selection import keep_in_scope
from reviewer.engine.policy.waivers import Noted, apply_waivers
from reviewer.engine.run import run_rules, stands_in
from reviewer.engine.wording import word_findings
from reviewer.index.view import View
from reviewer.model.finding import Finding, Skip, Waiver
from reviewer.model.policy import Policy
from reviewer.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Grounds:
    """The change in its repository, what was decided there, every rule that is known, and what is looked at.

    `trusts_head` tells that waivers which the change itself brings count; `today` is when they may have run out.
    """

    view: View
    policy: Policy
    known: tuple[Rule, ...]
    scope: Scope
    today: date
    trusts_head: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What some rules found, the waivers that need a word, and what could not be looked at."""

    findings: tuple[Finding, ...]
    waivers: tuple[Noted, ...]
    skips: tuple[Skip, ...]


def find_by_rules(grounds: Grounds, rules: Sequence[Rule]) -> Found:
    """Run rules over the change; findings come with their waivers, ordered."""
    view, policy = grounds.view, grounds.policy
    outcome = run_rules(rules, view, load_detector)
    inside = keep_in_scope(outcome.hits, policy.rules, policy.exclude)
    kept = [hit for hit in inside if grounds.scope.holds(hit[1].path)]
    hits, silent = silence_equivalents(kept, view.language_of, view.base.read)
    by_id = {rule.id: rule for rule in rules}
    marked, noted = apply_waivers(
        word_findings(hits, view),
        view,
        policy.waivers,
        today=grounds.today,
        trust_added=grounds.trusts_head,
        stands=lambda waiver: _stands(waiver, by_id, view),
    )
    return Found(marked, noted, (*outcome.skips, *silent))


def order_skips(*groups: Iterable[Skip]) -> tuple[Skip, ...]:
    """Return all that was not looked at, each once."""
    skips = {skip for group in groups for skip in group}
    return tuple(sorted(skips, key=lambda skip: (skip.path, skip.rule, skip.reason)))


def _stands(waiver: Waiver, rules: Mapping[str, Rule], view: View) -> bool:
    rule, file = rules.get(waiver.rule), view.by_path.get(waiver.path)
    if rule is None or file is None or file.new is None:
        return False
    return stands_in(rule, file.new, waiver.line, load_detector)
