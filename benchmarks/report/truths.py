"""This module holds what the measures of a steady synthetic team must be, worked out of its chances by hand."""

import math
from collections.abc import Callable, Mapping

from reviewer.metrics.demo import Truth
from reviewer.metrics.demo.draws import Draws

# The chances of the end are those of the beginning, so that every week is drawn alike.
STEADY = Truth(ai=(0.4, 0.4), impatience=(30.0, 30.0), changes=60, load=(3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1))
_READ = ("human_fresh", "human_stale", "human_comment")
_UNREAD = ("operator_only", "ai_only", "automation_only", "none")


class Mix:
    """How many changes of each sort there are for one that starts by itself and is merged."""

    def __init__(self, truth: Truth) -> None:
        share = truth.ai[0]
        induced = share * truth.induces_ai + (1 - share) * truth.induces
        reverted = share * truth.reverted_ai + (1 - share) * truth.reverted
        self.truth = truth
        self.fixes = induced / (1 - truth.fix_induces)
        self.reverts = reverted * (1 + truth.taken_back_again)
        self.all = 1 + self.fixes + self.reverts
        self.ai = share / self.all
        self.opened = 1 / (1 - truth.forgotten)

    def over(self, chance_ai: float, chance: float) -> float:
        """Return a chance over all merged changes."""
        return self.ai * chance_ai + (1 - self.ai) * chance

    def class_share(self, name: str, *, is_ai: bool) -> float:
        """Return the share of a review class among changes of machines, or of people."""
        unread = self.truth.unread_share(is_ai=is_ai)
        weights = self.truth.unread_ai if is_ai else self.truth.unread
        return unread * weights.get(name, 0) if name in _UNREAD else (1 - unread) * self.truth.read[name]


def work_out(truth: Truth) -> dict[str, float]:
    """Return the true value of each measure that can be worked out."""
    mix = Mix(truth)
    classes = {
        name: mix.over(mix.class_share(name, is_ai=True), mix.class_share(name, is_ai=False))
        for name in (*_READ, *_UNREAD)
    }
    unread = sum(classes[name] for name in _UNREAD)
    zero = classes["automation_only"] + classes["none"]
    human = mix.all - truth.ai[0]
    return {
        **{f"class_{name}": share for name, share in classes.items()},
        "zero_review": zero,
        "no_independent_human": unread,
        "unapproved_typo": 1 - classes["human_fresh"] - classes["human_stale"],
        "stale_approvals": truth.read["human_stale"] / (truth.read["human_fresh"] + truth.read["human_stale"]),
        "silent_approvals": truth.silent,
        "rubber_stamps": truth.silent * (truth.quick + (1 - truth.quick) * _hurry(truth, mix)),
        "ai_share": mix.ai,
        "made_fully_synthetic": mix.ai * truth.synthetic,
        "disclosure": mix.ai * truth.declared,
        "ai_touched": classes["ai_only"] + truth.touched * (1 - unread + classes["operator_only"]),
        "fix_share": mix.fixes / mix.all,
        "fix_of_fix": truth.fix_induces,
        "induced_fixes_ai": truth.induces_ai,
        "induced_fixes_human": ((1 - truth.ai[0]) * truth.induces + mix.fixes * truth.fix_induces) / human,
        "induced_ratio": truth.induces_ai / truth.induces,
        "reverts_ai": 1_000 * truth.reverted_ai * (1 - truth.taken_back_again),
        "bug_trend": 1.0,
        "review_time": truth.merging * math.log(2) + 1 / 30,
        "review_time_mean": truth.merging + 1 / 30,
        **_times(truth, mix),
        **_sizes(truth, mix),
    }


def _times(truth: Truth, mix: Mix) -> dict[str, float]:
    """Solve for the times at which the curve of those without a reader is down at a height."""
    ai = truth.ai[0] * mix.opened
    begun = (1 - truth.ai[0]) * mix.opened
    later = mix.fixes + mix.reverts

    def human(hours: float) -> float:
        led_to = math.exp(-math.log(2) / truth.pickup * hours)
        return (begun * truth.waiting(hours, is_ai=False) + later * led_to) / (begun + later)

    def all_of_them(hours: float) -> float:
        return (ai * truth.waiting(hours, is_ai=True) + (begun + later) * human(hours)) / (ai + begun + later)

    machine = _solve(lambda hours: truth.waiting(hours, is_ai=True), 0.5)
    return {
        "first_review": _solve(all_of_them, 0.5),
        "first_review_p75": _solve(all_of_them, 0.25),
        "pickup_ratio": machine / _solve(human, 0.5),
    }


def _sizes(truth: Truth, mix: Mix) -> dict[str, float]:
    def above(lines: float) -> float:
        parts = (
            0.5 * math.erfc(math.log(lines / median) / truth.spread / math.sqrt(2))
            for median in (truth.size_ai, truth.size)
        )
        return mix.over(*parts)

    mean_ai, mean = (median * math.exp(truth.spread**2 / 2) for median in (truth.size_ai, truth.size))
    whole = mix.over(mean_ai, mean)
    zero_ai, zero = (
        sum(mix.class_share(name, is_ai=is_ai) for name in ("automation_only", "none")) for is_ai in (True, False)
    )
    return {
        "size": _solve(above, 0.5),
        "large": above(400.5),
        "ai_lines": mix.ai * mean_ai / whole,
        "synthetic_share": mix.ai * mean_ai * truth.synthetic / whole,
        "zero_review_lines": mix.over(mean_ai * zero_ai, mean * zero) / whole,
    }


def _hurry(truth: Truth, mix: Mix) -> float:
    """Return how often a change of 50 lines or more finds a reader sooner than its lines can be read, by chance."""
    draws, hits, weight = Draws(1), 0.0, 0.0
    for _ in range(40_000):
        for is_ai, share in ((True, mix.ai), (False, 1 - mix.ai)):
            lines = draws.size(truth.size_ai if is_ai else truth.size, truth.spread)
            leaving = math.log(2) / (truth.pickup_ai if is_ai else truth.pickup) + 1 / truth.patience(1)
            if lines >= 50:
                read = share * (1 - truth.unread_share(is_ai=is_ai))
                hits, weight = hits + read * (1 - math.exp(-leaving * lines / 1_500)), weight + read
    return hits / weight


def _solve(falling: Callable[[float], float], height: float) -> float:
    low, high = 1e-6, 1e6
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > height else (low, middle)
    return high


def count_bugs(truth: Truth, known: Mapping[str, tuple[float, int]]) -> dict[str, float]:
    """Return the true rates of bugs, given how many changes and people there happened to be."""
    return {
        name: 4 * truth.bugs / known[name][1] for name in ("bugs_per_change", "bugs_per_developer") if name in known
    }
