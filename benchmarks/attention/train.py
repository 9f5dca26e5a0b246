"""This script trains the scorecard of the attention plan, and says how well it orders what was fixed later.

    python benchmarks/attention/train.py COLLECTED [--write] [--boosting] [--shipped]

COLLECTED is what `collect.py` wrote. The table is cross-validated by repository: each is ordered by a card that was
trained on all the others. `--write` puts the card of all repositories into the program. `--shipped` trains nothing and
scores the card of the program, for repositories that it has not seen. Training needs numpy and scikit-learn.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from dataset import Case, read_cases
from orders import Rank, find_interval, find_recall, find_recall_of_code, group_functions

from reviewer.risk.attention.card import read_card
from reviewer.risk.attention.traits import TRAITS

# Points of a trait that all lines of a window have: the coefficient times this, rounded.
SCALE = 20
_MOST_WINDOWS = 1_500
_SHARES = (0.1, 0.2, 0.5)
_CARD = Path(__file__).resolve().parents[2] / "reviewer" / "risk" / "attention" / "card.toml"
# The scorecard of an earlier study on other repositories (see README.md), as far as the traits tell it.
_EARLIER = {"body": 5, "moved": -5, "repeated": -4, "familiar": -3, "long": 2, "rare": 2, "call": 2, "edit": 2}


def fit(cases: Sequence[Case], make: Callable[[], Any]) -> Any:  # noqa: ANN401 - a model
    """Fit a model that tells windows with bad lines from others; every change weighs the same."""
    import numpy as np

    rows, labels, weights = [], [], []
    for at, case in enumerate(cases):
        windows = list(range(len(case.windows)))
        if len(windows) > _MOST_WINDOWS:
            windows = sorted(Random(at).sample(windows, _MOST_WINDOWS))  # noqa: S311
        bad = [len(case.bad.intersection(case.windows[w])) / len(case.windows[w]) for w in windows]
        total = sum(bad)
        if total:
            rows += [case.shares[w] for w, b in zip(windows, bad, strict=True) if b] + [case.shares[w] for w in windows]
            labels += [1] * sum(b > 0 for b in bad) + [0] * len(windows)
            rest = len(windows) - total
            weights += [1_000 * b / total for b in bad if b] + [1_000 * (1 - b) / max(rest, 1e-9) for b in bad]
    return make().fit(np.array(rows), np.array(labels), sample_weight=np.array(weights))


def make_linear() -> Any:  # noqa: ANN401 - a model
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=0.1, max_iter=400)


def make_boosting() -> Any:  # noqa: ANN401 - a model
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=300, l2_regularization=5
    )


def to_points(model: Any) -> dict[str, int]:  # noqa: ANN401 - a model
    """Return the points of a fitted linear model by trait."""
    return {trait: round(SCALE * float(weight)) for trait, weight in zip(TRAITS, model.coef_[0], strict=True)}


def rank_by(points: dict[str, int]) -> Rank:
    """Return how a card ranks windows."""
    weights = [points.get(trait, 0) for trait in TRAITS]
    return lambda case: [sum(w * s for w, s in zip(weights, share, strict=True)) for share in case.shares]


def leave_one_out(cases: Sequence[Case], make: Callable[[], Any], rank: Callable[[Any], Rank]) -> Rank:
    """Return how windows are ranked by a model that has not seen their repository."""

    @cache
    def without(repository: str) -> Rank:
        return rank(fit([case for case in cases if case.repository != repository], make))

    return lambda case: without(case.repository)(case)


def rank_lines(by_line: Callable[[Case], Sequence[float]]) -> Rank:
    """Return how windows are ranked by the mean of a number of their lines."""

    def rank(case: Case) -> list[float]:
        values = by_line(case)
        return [sum(values[at] for at in window) / len(window) for window in case.windows]

    return rank


def list_orders(cases: Sequence[Case], *, boosting: bool, shipped: bool) -> dict[str, Rank]:
    """Return every order of the table, each as a ranking of windows."""
    orders: dict[str, Rank] = {
        "random": lambda case: [Random(f"{case.sha}{at}").random() for at in range(len(case.windows))],  # noqa: S311
        "as shown": lambda case: [-at for at in range(len(case.windows))],
        "largest hunk first": rank_lines(lambda case: [row["hunk"] for row in case.rows]),
        "smallest hunk first": rank_lines(lambda case: [-row["hunk"] for row in case.rows]),
        "longest line first": rank_lines(lambda case: [row["length"] for row in case.rows]),
        "most fixed file first": rank_lines(lambda case: [row["fixes"] for row in case.rows]),
        "scorecard of the earlier study": rank_by(_EARLIER),
        "this scorecard": rank_by(dict(read_card().learned))
        if shipped
        else leave_one_out(cases, make_linear, lambda model: rank_by(to_points(model))),
    }
    if boosting:
        import numpy as np

        orders["boosting over the same traits"] = leave_one_out(
            cases, make_boosting, lambda model: lambda case: list(model.decision_function(np.array(case.shares)))
        )
    orders["oracle"] = rank_lines(lambda case: [float(at in case.bad) for at in range(len(case.rows))])
    return orders


def write_row(name: str, cases: Sequence[Case], rank: Rank) -> str:
    """Return one row of the table: recall in windows at three budgets, among code alone, and how often any is hit."""
    scores = [rank(case) for case in cases]
    cells = []
    for share in _SHARES:
        values = [find_recall(case, case.windows, score, share) for case, score in zip(cases, scores, strict=True)]
        low, high = find_interval(values)
        cells.append(f"{sum(values) / len(values):.3f} ({low:.2f}-{high:.2f})")
    at_20 = [find_recall(case, case.windows, score, 0.2) for case, score in zip(cases, scores, strict=True)]
    code = [find_recall_of_code(case, case.windows, score, 0.2) for case, score in zip(cases, scores, strict=True)]
    known = [value for value in code if value is not None]
    hit = sum(value > 0 for value in at_20) / len(at_20)
    return f"| {name} | {' | '.join(cells)} | {sum(known) / len(known):.3f} | {hit:.2f} |"


def write_units(name: str, cases: Sequence[Case], points: Callable[[Case], dict[str, int]]) -> str:
    """Return recall at 20 % of lines for the same card, with other units: single lines, and whole functions."""
    lines, code, functions = [], [], []
    for case in cases:
        card = points(case)
        values = [sum(card[trait] for trait in line.traits) for line in case.lines]
        single = [[at] for at in range(len(values))]
        lines.append(find_recall(case, single, values, 0.2))
        alone = find_recall_of_code(case, single, values, 0.2)
        code += [alone] if alone is not None else []
        groups = group_functions(case)
        means = [sum(values[at] for at in group) / len(group) for group in groups]
        functions.append(find_recall(case, groups, means, 0.2))
    cells = [
        f"{sum(v) / len(v):.3f} ({find_interval(v)[0]:.2f}-{find_interval(v)[1]:.2f})" for v in (lines, code, functions)
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    given = _parse()
    cases = read_cases(given.collected)
    names = sorted({case.repository for case in cases})
    marked = [case for case in cases if case.ai]
    print(f"{len(cases)} changes of {len(names)} repositories, {len(marked)} marked as written with AI\n")
    print("| order | 10 % | 20 % | 50 % | 20 %, code alone | any hit at 20 % |\n|---|---|---|---|---|---|")
    orders = list_orders(cases, boosting=given.boosting, shipped=given.shipped)
    for name, rank in orders.items():
        print(write_row(name, cases, rank), flush=True)
    ours = orders["this scorecard"]
    if marked:
        print(write_row("this scorecard, AI-marked", marked, ours))
        print(write_row("this scorecard, unmarked", [case for case in cases if not case.ai], ours), flush=True)
    full = [case for case in cases if case.known is not None]
    if full:
        print(write_row(f"this scorecard, {len(full)} changes", full, ours))
        print(write_row("the same with findings, tests and fixes", full, _add_known(ours)))
    cards = cache(lambda name: _choose_points(cases, name, shipped=given.shipped))
    print("\n| order | single lines | single lines of code alone | functions |\n|---|---|---|---|")
    print(write_units("this scorecard, 20 %", cases, lambda case: cards(case.repository)))
    print("\n| repository | changes | 20 % |\n|---|---|---|")
    for name in names:
        own = [case for case in cases if case.repository == name]
        values = [find_recall(case, case.windows, ours(case), 0.2) for case in own]
        print(f"| {name.replace('+', '/')} | {len(own)} | {sum(values) / len(values):.2f} |")
    if given.shipped:
        return
    final = to_points(fit(cases, make_linear))
    print("\n" + "\n".join(f"{trait} = {points}" for trait, points in final.items()))
    if given.write:
        _write_card(final)


def _choose_points(cases: Sequence[Case], without: str, *, shipped: bool) -> dict[str, int]:
    if shipped:
        return dict(read_card().learned)
    return to_points(fit([case for case in cases if case.repository != without], make_linear))


def _add_known(rank: Rank) -> Rank:
    return lambda case: [a + b for a, b in zip(rank(case), case.known or (), strict=True)]


def _write_card(points: dict[str, int]) -> None:
    text = _CARD.read_text(encoding="utf-8")
    before, _, rest = text.partition("[learned]\n")
    after = rest[rest.index("\n\n") :]
    learned = "\n".join(f"{trait} = {value}" for trait, value in points.items())
    _CARD.write_text(f"{before}[learned]\n{learned}{after}", encoding="utf-8")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collected", type=Path)
    parser.add_argument("--write", action="store_true", help="put the card into the program")
    parser.add_argument("--shipped", action="store_true", help="train nothing: score the card of the program")
    parser.add_argument("--boosting", action="store_true", help="show an upper bound too (slow)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
