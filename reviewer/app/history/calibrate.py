"""This module holds the use case of `reviewer calibrate`: the level of a change, fitted to a repository's own past."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from reviewer.app.history.reading import PATHSPECS, ensure_history, tell_change
from reviewer.errors import ReviewerError
from reviewer.history.blamed import find_repaired
from reviewer.history.past import DAY, History
from reviewer.model.history import PastChange
from reviewer.model.policy import LevelPolicy
from reviewer.ports import CutLog, HistoryStore, Range, Repository
from reviewer.risk.level.card import LevelCard, adapt_card
from reviewer.risk.level.judge import COMPARED, FEWEST, rate_change
from reviewer.risk.level.refit import Bounds, find_bounds, measure_order, refit_points

# So many of the newest changes are looked at, and of those only the ones that fixes had time to go back to.
LOOKED_AT = 2_000
MATURE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What the past says. `held` is the share of the repaired changes at each level, `order` the AUC of the score.

    `mature` changes could be judged, `repaired` of them were fixed within 90 days. `points` are new ones, where there
    is enough to fit them to and they order the newest third better.
    """

    changes: int
    mature: int
    repaired: int
    bounds: Bounds
    points: Mapping[str, float] | None
    order: float
    held: Mapping[str, float]


def calibrate_levels(
    repository: Repository, store: HistoryStore, card: LevelCard, *, head: str, tell: Callable[[int, int], None]
) -> Calibrated:
    """Fit the levels to the past of a revision. The same past gives the same answer, whatever the day.

    Raises `ReviewerError` where too little of the past is known.
    """
    revision = repository.resolve(Range(base=head, head=head)).head
    chain = ensure_history(repository, store, revision.commit, tell)
    changes = _describe(repository, revision.commit, tell)
    shaped = [change for change in changes if change.shape.get("files")]
    if len(shaped) < FEWEST:
        raise ReviewerError(
            f"{len(shaped)} changes with code are known, which is too few to compare with.",
            f"Calibrate with at least {FEWEST}; fetch more of the history if the clone is shallow.",
        )
    history = History(store, chain, changes[0].when)
    touched = {change.commit: paths for change, paths in islice(store.changes(chain), LOOKED_AT)}
    fixes = {
        change.commit: touched[change.commit] for change in changes if change.kind == "fix" and change.commit in touched
    }
    repaired = find_repaired(history, fixes)
    mature = [change for change in shaped if change.when <= changes[0].when - MATURE_DAYS * DAY]
    labels = [change.commit in repaired for change in mature]
    points = refit_points([change.shape for change in mature], labels, card)
    fitted = adapt_card(card, LevelPolicy(points=points)) if points else card
    bounds = find_bounds([change.shape for change in shaped[:COMPARED]], fitted)
    scores = [rate_change(change.shape, fitted)[0] for change in mature]
    return Calibrated(
        changes=len(changes),
        mature=len(mature),
        repaired=sum(labels),
        bounds=bounds,
        points=points,
        order=round(measure_order(scores, labels), 3),
        held=_hold(scores, labels, bounds),
    )


def _describe(repository: Repository, commit: str, tell: Callable[[int, int], None]) -> list[PastChange]:
    changes: list[PastChange] = []
    try:
        for logged in islice(repository.log(commit, "", PATHSPECS, LOOKED_AT), LOOKED_AT):
            changes.append(tell_change(logged, None))
            tell(len(changes), LOOKED_AT)
    except CutLog:
        pass
    return changes


def _hold(scores: list[int], labels: list[bool], bounds: Bounds) -> dict[str, float]:
    counts = {"high": 0, "medium": 0, "low": 0}
    for score, is_repaired in zip(scores, labels, strict=True):
        level = "high" if score > bounds.high else "medium" if score > bounds.medium else "low"
        counts[level] += is_repaired
    total = sum(counts.values())
    return {level: round(count / total, 2) if total else 0.0 for level, count in counts.items()}
