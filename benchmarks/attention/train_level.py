"""This script trains the scorecard of a whole change, and says how well it orders the changes that were fixed later.

    python benchmarks/attention/train_level.py COLLECTED [--write] [--shipped]

COLLECTED is what `collect_changes.py` wrote. Every figure is the median over repositories with at least ten such
changes; each is scored by a card that was trained on the others. `--shipped` trains nothing and scores the card of the
program, for repositories that it has not seen. Training needs numpy and scikit-learn.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from math import log2
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from reviewer.risk.level.card import LevelCard, read_level_card
from reviewer.risk.level.judge import HIGH_ABOVE, MEDIUM_ABOVE, rate_change
from reviewer.risk.level.refit import measure_order

Row = Mapping[str, Any]
Score = Callable[[Row], float]
# The points of a change of median size are about this many, so that a level is read at a glance.
_SCALE = 12.0
_FEWEST_BAD = 10
_CARD = Path(__file__).resolve().parents[2] / "reviewer" / "risk" / "level" / "card.toml"
_ALL = (
    *("added", "deleted", "tests", "files", "folders", "new_files", "hunks", "code", "moved", "conditions", "calls"),
    *("errors", "nulls", "outside", "loops", "jumps", "spread", "is_fix"),
)


def read_rows(folder: Path) -> dict[str, list[Row]]:
    """Return the changes of every repository."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(folder.glob("*.jsonl"))
    }


def fit(repositories: Sequence[Sequence[Row]], values: Callable[[Row], list[float]], make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Fit a model; repositories weigh by the root of the number of their bad changes, classes the same in each."""
    import numpy as np

    rows, labels, weights = [], [], []
    for changes in repositories:
        bad = sum(row["bad"] for row in changes)
        weight = (bad + 1) ** 0.5
        for row in changes:
            rows.append(values(row))
            labels.append(row["bad"])
            weights.append(weight / max(1, bad if row["bad"] else len(changes) - bad))
    scaled = np.array(weights) / (sum(weights) / len(weights))
    return make().fit(np.array(rows), np.array(labels), sample_weight=scaled)


def make_linear() -> Any:  # noqa: ANN401 - a model
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    class Weighted:
        """A scaled logistic regression that takes weights."""

        def fit(self, rows: Any, labels: Any, sample_weight: Any) -> Any:  # noqa: ANN401
            self.model = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=1_000))
            self.model.fit(rows, labels, logisticregression__sample_weight=sample_weight)
            return self.model

    return Weighted()


def make_boosting() -> Any:  # noqa: ANN401 - a model
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=100, l2_regularization=5
    )


def values_of_card(row: Row) -> list[float]:
    """Return what the card looks at, in its order."""
    card, shape = read_level_card(), row["shape"]
    return [log2(1 + shape[name]) for name in card.doubling] + [float(shape[name]) for name in card.said]


def values_of_all(row: Row) -> list[float]:
    """Return all that is known of a change, for the upper bound."""
    return [log2(1 + row["shape"][name]) for name in _ALL]


def to_card(model: Any) -> LevelCard:  # noqa: ANN401 - a model
    """Return the card that a fitted model is."""
    scaler, regression = model.steps[0][1], model.steps[1][1]
    weights = [float(w) / float(s) * _SCALE for w, s in zip(regression.coef_[0], scaler.scale_, strict=True)]
    given = read_level_card()
    names = [*given.doubling, *given.said]
    points = {name: round(weight, 1) for name, weight in zip(names, weights, strict=True)}
    return LevelCard({name: points[name] for name in given.doubling}, {name: points[name] for name in given.said}, 0, 0)


def score_by(card: LevelCard) -> Score:
    """Return how a card scores a change, as the program does it."""
    return lambda row: rate_change(row["shape"], card)[0]


def measure(changes: Sequence[Row], score: Score) -> tuple[float, float, float, float]:
    """Return AUC, AUC within deciles of size, recall in the top fifth, and recall within a fifth of the lines."""
    scores = [score(row) for row in changes]
    bad = [bool(row["bad"]) for row in changes]
    by_size = sorted(range(len(changes)), key=lambda at: changes[at]["added"])
    num = den = 0.0
    for tenth in range(10):
        part = by_size[tenth * len(by_size) // 10 : (tenth + 1) * len(by_size) // 10]
        pairs = sum(bad[at] for at in part) * sum(not bad[at] for at in part)
        num += pairs * measure_order([scores[at] for at in part], [bad[at] for at in part])
        den += pairs
    ranked = sorted(range(len(changes)), key=lambda at: (-scores[at], at))
    top = ranked[: round(0.2 * len(ranked))]
    budget, effort = 0.2 * sum(row["added"] for row in changes), 0
    for at in ranked:
        budget -= changes[at]["added"]
        if budget < 0:
            break
        effort += bad[at]
    return measure_order(scores, bad), num / den, sum(bad[at] for at in top) / sum(bad), effort / sum(bad)


def write_row(name: str, scored: Mapping[str, Sequence[Row]], score: Callable[[str], Score]) -> str:
    """Return one row: the medians over repositories, with the interval of the first by drawing repositories anew."""
    found = [measure(rows, score(repository)) for repository, rows in scored.items()]
    middle = [median(values) for values in zip(*found, strict=True)]
    random = Random(1)  # noqa: S311 - not for secrets
    draws = sorted(median(row[0] for row in random.choices(found, k=len(found))) for _ in range(1_000))
    cells = [f"{middle[0]:.3f} ({draws[25]:.2f}-{draws[974]:.2f})", *(f"{value:.3f}" for value in middle[1:])]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    given = _parse()
    rows = read_rows(given.collected)
    scored = {name: changes for name, changes in rows.items() if sum(row["bad"] for row in changes) >= _FEWEST_BAD}
    total, bad = sum(map(len, scored.values())), sum(row["bad"] for changes in scored.values() for row in changes)
    print(f"{total:,} changes of {len(scored)} repositories, {bad:,} of them fixed later or reverted\n")
    print("| score | AUC | within sizes | top 20 % | 20 % of lines |\n|---|---|---|---|---|")
    random = Random(1)  # noqa: S311 - not for secrets
    print(write_row("random", scored, lambda _: lambda _: random.random()))
    print(write_row("smallest first", scored, lambda _: lambda row: -row["added"]))
    print(write_row("lines added", scored, lambda _: lambda row: row["added"]))
    if given.shipped:
        print(write_row("this scorecard", scored, lambda _: score_by(read_level_card())))
        return
    models = {n: fit([c for other, c in rows.items() if other != n], values_of_card, make_linear) for n in scored}
    print(write_row("this scorecard", scored, lambda name: score_by(to_card(models[name]))), flush=True)
    for label, values, make in (
        ("logistic regression, all numbers", values_of_all, make_linear),
        ("boosting, all numbers", values_of_all, make_boosting),
    ):
        others = {n: fit([c for other, c in rows.items() if other != n], values, make) for n in scored}
        print(write_row(label, scored, _score_by_models(others, values)), flush=True)
    for label, marked in (("this scorecard, AI-marked", True), ("this scorecard, unmarked", False)):
        part = {name: [row for row in changes if bool(row["ai"]) is marked] for name, changes in scored.items()}
        kept = {name: changes for name, changes in part.items() if sum(row["bad"] for row in changes) >= _FEWEST_BAD}
        print(write_row(f"{label} ({len(kept)} repositories)", kept, lambda name: score_by(to_card(models[name]))))
    card = to_card(fit(list(rows.values()), values_of_card, make_linear))
    bounds = [_find_bound(list(rows.values()), card, share) for share in (MEDIUM_ABOVE, HIGH_ABOVE)]
    print(f"\n{dict(card.doubling)} {dict(card.said)} medium {bounds[0]} high {bounds[1]}")
    if given.write:
        _write_card(card, bounds)


def _score_by_models(models: Mapping[str, Any], values: Callable[[Row], list[float]]) -> Callable[[str], Score]:
    return lambda name: lambda row: float(models[name].decision_function([values(row)])[0])


def _find_bound(repositories: Sequence[Sequence[Row]], card: LevelCard, share: float) -> int:
    """Return the score above which the rest of a repository's changes stand, in the middle of all repositories."""
    middles = []
    for changes in repositories:
        scores = sorted(rate_change(row["shape"], card)[0] for row in changes)
        middles.append(scores[min(len(scores) - 1, int(share * len(scores)))])
    return round(median(middles))


def _write_card(card: LevelCard, bounds: Sequence[int]) -> None:
    head = _CARD.read_text(encoding="utf-8").partition("[doubling]")[0]
    doubling, said = ("\n".join(f"{n} = {v}" for n, v in table.items()) for table in (card.doubling, card.said))
    note = "# The scores above which a change is medium or high where too little of the past is known."
    bounded = f"{note}\n[bounds]\nmedium = {bounds[0]}\nhigh = {bounds[1]}\n"
    _CARD.write_text(f"{head}[doubling]\n{doubling}\n\n[said]\n{said}\n\n{bounded}", encoding="utf-8")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collected", type=Path)
    parser.add_argument("--shipped", action="store_true", help="train nothing: score the card of the program")
    parser.add_argument("--write", action="store_true", help="put the card into the program")
    return parser.parse_args()


if __name__ == "__main__":
    main()
