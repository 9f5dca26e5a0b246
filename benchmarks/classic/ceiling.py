"""This script measures how far models that nobody can read come on the classic sets: boosting, forests, bags of words.

    python benchmarks/classic/ceiling.py --issta CLONE_OF_ISSTA21_JIT_DP --neurojit CLONE_OF_NEUROJIT
        --facts facts.csv [--facts MORE.csv] --words words.jsonl [--words MORE.jsonl] [--before]

Every rival learns from the same part as the scorecard and is asked about the same changes. The forest on the features
of NeuroJIT is their own model made again, so that its scores can be compared and not only its labels. It needs numpy
and scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from arrays import Array
from measure_sets import CARD, add_arguments, go_forward, learn, make_trials, read_sets, take, value
from sets import UNDERSTANDING, Set

# A word in fewer changes than this says nothing.
_LEAST_CHANGES = 20
_SEED = 42

Bags = Mapping[str, Sequence[str]]
Rival = Callable[[Set, Array, Array, Bags], Array]


def main() -> int:
    """Print the AUC of every rival, and what it has over the scorecard."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--words", required=True, type=Path, action="append")
    parser.add_argument("--before", action="store_true", help="within the training parts, forward in time, instead")
    given = parser.parse_args()
    bags = {row["id"]: row["words"] for path in given.words for row in map(json.loads, path.open(encoding="utf-8"))}
    print("| set | rival | AUC | over the scorecard |\n|---|---|---|---|")
    for whole in read_sets(given):
        one = go_forward(whole, whole.folds[0][0]) if given.before else whole
        rivals = {n: r for n, r in RIVALS.items() if r is not grow_baseline or UNDERSTANDING[0] in one.own}
        rankings: dict[str, Sequence[Array]] = {CARD: [learn(one, k).score(take(one.facts, a)) for k, a in one.folds]}
        rankings |= {name: [rival(one, k, a, bags) for k, a in one.folds] for name, rival in rivals.items()}
        for trial in make_trials(one, rankings):
            card = value(trial, "AUC", CARD)
            for name in rivals:
                found = value(trial, "AUC", name)
                print(f"| {trial.name} | {name} | {found} | {found.gain(card)} |", flush=True)
    return 0


def boost_facts(given: Set, known: Array, asked: Array, _bags: Bags) -> Array:
    """Boost trees on all of our facts."""
    return _boost(_stack([given.facts]), given.labels, known, asked)


def boost_everything(given: Set, known: Array, asked: Array, _bags: Bags) -> Array:
    """Boost trees on our facts and on the features that came with the set, those of the author among them."""
    return _boost(_stack([given.facts, given.own]), given.labels, known, asked)


def grow_forest(given: Set, known: Array, asked: Array, _bags: Bags) -> Array:
    """Grow a forest on the features that came with the set."""
    return _grow(_stack([given.own]), given.labels, known, asked)


def grow_baseline(given: Set, known: Array, asked: Array, _bags: Bags) -> Array:
    """Grow a forest on what came with the set but for what NeuroJIT added, which is its own baseline."""
    own = {name: column for name, column in given.own.items() if name not in UNDERSTANDING}
    return _grow(_stack([own]), given.labels, known, asked)


def weigh_words(given: Set, known: Array, asked: Array, bags: Bags) -> Array:
    """Weigh the words of code and message (a logistic regression)."""
    return _weigh(given, known, asked, bags, with_score=False)


def weigh_words_and_score(given: Set, known: Array, asked: Array, bags: Bags) -> Array:
    """Weigh the words of code and message, and the points of the scorecard."""
    return _weigh(given, known, asked, bags, with_score=True)


RIVALS: dict[str, Rival] = {
    "boosting, facts": boost_facts,
    "boosting, facts and published features": boost_everything,
    "forest with SMOTE, published features": grow_forest,
    "forest with SMOTE, baseline features": grow_baseline,
    "bag of words": weigh_words,
    "bag of words and scorecard": weigh_words_and_score,
}


def _stack(groups: Sequence[Mapping[str, Array]]) -> Array:
    import numpy as np

    return np.column_stack([column for columns in groups for column in columns.values()])


def _boost(features: Array, labels: Array, known: Array, asked: Array) -> Array:
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.04,
        max_leaf_nodes=10,
        min_samples_leaf=40,
        l2_regularization=5,
        random_state=_SEED,
    )
    return trees.fit(features[known], labels[known]).predict_proba(features[asked])[:, 1]


def _grow(features: Array, labels: Array, known: Array, asked: Array) -> Array:
    """Grow a forest from as many buggy changes as clean ones (SMOTE)."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(features[known])
    inputs, classes = _oversample(scaler.transform(features[known]), labels[known])
    forest = RandomForestClassifier(random_state=_SEED).fit(inputs, classes)
    return forest.predict_proba(scaler.transform(features[asked]))[:, 1]


def _oversample(features: Array, labels: Array) -> tuple[Array, Array]:
    """Add buggy changes between a buggy one and one of its five nearest (Chawla et al. 2002)."""
    import numpy as np
    from sklearn.neighbors import NearestNeighbors

    chance = np.random.default_rng(_SEED)
    buggy = features[labels == 1]
    wanted = int((labels == 0).sum()) - len(buggy)
    near = NearestNeighbors(n_neighbors=6).fit(buggy).kneighbors(buggy, return_distance=False)[:, 1:]
    base = chance.integers(0, len(buggy), wanted)
    other = buggy[near[base, chance.integers(0, 5, wanted)]]
    made = buggy[base] + chance.random((wanted, 1)) * (other - buggy[base])
    return np.vstack([features, made]), np.concatenate([labels, np.ones(wanted, labels.dtype)])


def _weigh(given: Set, known: Array, asked: Array, bags: Bags, *, with_score: bool) -> Array:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    score = learn(given, known).score(given.facts) / 10 if with_score else np.zeros(len(given.ids))
    texts = [
        dict.fromkeys(bags.get(name, ()), 1.0) | {"the score": s} for name, s in zip(given.ids, score, strict=True)
    ]
    reader = DictVectorizer()
    inputs = reader.fit_transform([texts[row] for row in known])
    common = np.flatnonzero(np.asarray((inputs != 0).sum(axis=0)).ravel() >= _LEAST_CHANGES)
    model = LogisticRegression(C=0.003, max_iter=1000).fit(inputs[:, common], given.labels[known])
    return model.decision_function(reader.transform([texts[row] for row in asked])[:, common])


if __name__ == "__main__":
    sys.exit(main())
