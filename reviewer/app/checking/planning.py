"""This module holds how the attention plan and the level of a change come together from what is known of it."""

from dataclasses import replace

from reviewer.app.checking.grounds import Grounds
from reviewer.app.history.reading import DESCRIBED
from reviewer.change.patterns import match_patterns
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding
from reviewer.model.review import ChangeLevel, Factor, Plan
from reviewer.risk.attention.plan import Given, plan_attention
from reviewer.risk.level.card import adapt_card, read_level_card
from reviewer.risk.level.judge import judge_change
from reviewer.risk.level.shape import describe_change


def plan_reading(grounds: Grounds, findings: tuple[Finding, ...], evidence: tuple[Evidence, ...]) -> Plan:
    """Plan the reading of what is looked at, with the level of the whole change."""
    view, excluded = grounds.view, match_patterns(grounds.policy.exclude)
    files = [file for file in view.files if grounds.scope.holds(file.path) and not excluded(file.path)]
    plan = plan_attention(Given(files, findings, evidence, view.around.past(), view.base.count_mentions))
    return replace(plan, level=judge_level(grounds))


def judge_level(grounds: Grounds, more: tuple[Factor, ...] = ()) -> ChangeLevel | None:
    """Return the level of the change, with further factors if there are any; None where it has no code."""
    view = grounds.view
    shape = describe_change(view.change, "fix" if view.around.is_fix() else "other")
    if not shape["files"]:
        return None
    past = view.around.past()
    card = adapt_card(read_level_card(), grounds.policy.level)
    return judge_change(shape, past.newest(DESCRIBED) if past else (), card, more)
