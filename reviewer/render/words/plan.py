"""This module holds the words in which the attention plan is told, whatever it is written for."""

from reviewer.model.review import ChangeLevel, Factor, Plan, Skim, Span
from reviewer.render.verdict import count_of, state_factor

# Nearly every span has them, so they say least about this one.
_COMMON = ("code", "body")
_REASONS = 4


def state_reading(plan: Plan) -> str:
    """Return what to read first: `read these 84 of 1,240 lines first (7 %), about 13 minutes of 60`."""
    if not plan.first:
        return "nothing in particular to read first"
    share = round(100 * plan.first / plan.lines) if plan.lines else 100
    rest = f" of {plan.minutes_all}" if plan.minutes_all > plan.minutes else ""
    minutes = "minute" if plan.minutes == 1 and not rest else "minutes"
    these = "this" if plan.first == 1 else "these"
    return (
        f"read {these} {plan.first:,} of {count_of(plan.lines, 'line')} first ({share} %), "
        f"about {plan.minutes}{rest} {minutes}" + (f" {plan.rate}" if plan.rate else "")
    )


def state_reasons(span: Span, most: int = _REASONS) -> str:
    """Return why a span has its score: the reasons that say most about it, and the sum of the others."""
    telling = [factor for factor in span.factors if factor.name not in _COMMON]
    ordered = [*telling, *(factor for factor in span.factors if factor.name in _COMMON)]
    shown, rest = ordered[:most], ordered[most:]
    words = [state_factor(factor) for factor in shown]
    if rest:
        words.append(f"{len(rest)} more ({sum(factor.points for factor in rest):+d})")
    return ", ".join(words)


def state_skim(skim: Skim) -> str:
    """Return one line about what may be skimmed."""
    where = f" in {count_of(skim.files, 'file')}" if skim.files > 1 else ""
    return f"{count_of(skim.lines, 'line')} of {skim.what}{where}: {skim.because}"


def state_level(level: ChangeLevel) -> str:
    """Return the level of the change and what it is compared with."""
    beside = (
        f"above {round(100 * level.above / level.compared)} % of the last {level.compared} changes here"
        if level.compared
        else "by the bounds that come with reviewer: too little of the past is known"
    )
    return f"{level.name}, {beside}: {_state_sum(level.factors)}"


def _state_sum(factors: tuple[Factor, ...]) -> str:
    return ", ".join(state_factor(factor) for factor in factors) or "nothing adds to it"
