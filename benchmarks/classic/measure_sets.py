"""This script measures the additive change-level model on classic defect sets, beside lines added and published models.

    python benchmarks/classic/measure_sets.py --issta CLONE_OF_ISSTA21_JIT_DP --neurojit CLONE_OF_NEUROJIT
        --facts facts.csv [--facts MORE.csv] [--forward | --points SET] [--without ITEM]

The sets and their splits are those of ZZR0/ISSTA21-JIT-DP (OpenStack) and Verssae/NeuroJIT (Apache); the facts are
written by `extract.py`. The model learns from the part of a set that was published for it, and from nothing else. Its
items were chosen by `choose.py` on those parts alone. It needs numpy.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from arrays import Array
from measures import EFFORT, MEASURES, Part, average, draw_weights, find_interval
from scorecard import Scorecard, fit_scorecard
from sets import Set, read_apache, read_facts, read_neurojit_auc, read_openstack

ITEMS = (
    *("added", "depth", "most_fixes", "is_picked", "message_words"),
    *("new_pairs", "names_bug", "idle", "length", "test_added"),
    *("distinct_words", "code_fixes", "new_files", "logic", "changes"),
    *("folders", "entropy"),
)
ADDED, CARD = "lines added", "scorecard"
# The lines added of the OpenStack sets leave out files that are new.
ALL_ADDED = "lines added, new files too"
SMALLEST = "smallest first"
PROJECTS = ("groovy", "activemq")
SHARES = (0.4, 0.55, 0.7, 0.85, 1.0)

Rankings = Mapping[str, Sequence[Array]]


@dataclass(frozen=True, slots=True)
class Trial:
    """The test parts of a set or of one of its repositories, with the scores of every ranking for each part."""

    name: str
    parts: Sequence[Part]
    rankings: Rankings
    changes: int
    buggy: int


@dataclass(frozen=True, slots=True)
class Value:
    """A measure of a trial with what the drawn changes give, draw by draw."""

    value: float
    drawn: Array

    def __str__(self) -> str:
        low, high = find_interval(self.drawn)
        return f"{self.value:.3f} ({low:.3f} to {high:.3f})"

    def gain(self, over: "Value") -> str:
        """Write by how much it is better, with the interval of the paired difference."""
        low, high = find_interval(self.drawn - over.drawn)
        return f"{self.value - over.value:+.3f} ({low:+.3f} to {high:+.3f})"


def main() -> int:
    """Print the tables of the README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--points", default="", help="print the points that are learnt in this set, and nothing else")
    parser.add_argument("--forward", action="store_true", help="go forward in time through whole sets instead")
    parser.add_argument("--without", action="append", default=[], help="an item that the scorecard has to do without")
    given = parser.parse_args()
    sets = read_sets(given)
    items = [item for item in ITEMS if item not in given.without]
    if given.points:
        print_points(next(s for s in sets if s.name == given.points))
        return 0
    if given.forward:
        ahead = [go_forward(s) for s in sets]
        print_gains([trial for s in ahead for trial in make_trials(s, rank(s, items))])
        return 0
    trials = [trial for s in sets for trial in make_trials(s, rank(s, items))]
    print_whole(sets)
    print_gains(trials)
    print_others(trials)
    print_labels([s for s in sets if s.name in PROJECTS], given.neurojit)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where the sets are."""
    parser.add_argument("--issta", required=True, type=Path)
    parser.add_argument("--neurojit", required=True, type=Path)
    parser.add_argument("--facts", required=True, type=Path, action="append")


def read_sets(given: argparse.Namespace) -> list[Set]:
    """Return all sets."""
    facts = {name: row for path in given.facts for name, row in read_facts(path).items()}
    openstack = [read_openstack(given.issta, facts), read_openstack(given.issta, facts, early=True)]
    return [*openstack, *(read_apache(given.neurojit, project, facts) for project in PROJECTS)]


def take(columns: Mapping[str, Array], rows: Array) -> dict[str, Array]:
    """Return the columns of some rows."""
    return {name: column[rows] for name, column in columns.items()}


def learn(given: Set, rows: Array, items: Sequence[str] = ITEMS) -> Scorecard:
    """Learn the points from some rows; where a set holds several repositories, each has points of its own too."""
    homes = [item for item in given.facts if item.startswith("in ")]
    return fit_scorecard(take(given.facts, rows), given.labels[rows], [*items, *homes])


def rank(given: Set, items: Sequence[str] = ITEMS) -> Rankings:
    """Score the test part of each split."""
    cards = [learn(given, known, items).score(take(given.facts, asked)) for known, asked in given.folds]
    added, all_added = ([column[asked] for _, asked in given.folds] for column in (given.added, given.facts["added"]))
    smallest = [-given.effort[asked] for _, asked in given.folds]
    published = {name: [scores] for name, scores in given.published.items()}
    return {ADDED: added, CARD: cards, SMALLEST: smallest, ALL_ADDED: all_added, **published}


def go_forward(given: Set, rows: Array = None) -> Set:
    """Split a set, or some of its rows, anew: what came before 40, 55, 70 and 85 % ranks the 15 % that follow."""
    import numpy as np

    rows = np.arange(len(given.labels)) if rows is None else rows
    ends = [int(len(rows) * share) for share in SHARES]
    return replace(given, folds=[(rows[:a], rows[a:b]) for a, b in pairwise(ends)], published={})


def make_trials(given: Set, rankings: Rankings) -> Iterator[Trial]:
    """Yield the whole set, and each of its groups."""
    import numpy as np

    groups = {given.name: np.ones(len(given.labels), bool)}
    groups |= {f"{given.name}: {name}": mask for name, mask in given.groups.items()}
    for name, mask in groups.items():
        kept = [mask[asked] for _, asked in given.folds]
        rows = [asked[keep] for (_, asked), keep in zip(given.folds, kept, strict=True)]
        drawn = np.unique(np.concatenate(rows))
        parts = [Part(np.searchsorted(drawn, r), given.labels[r], given.added[r], given.effort[r]) for r in rows]
        own = {ranking: [s[keep] for s, keep in zip(scores, kept, strict=True)] for ranking, scores in rankings.items()}
        yield Trial(name, parts, own, len(drawn), int(given.labels[drawn].sum()))


def value(trial: Trial, measure: str, ranking: str) -> Value:
    """Return a measure of one ranking."""
    import numpy as np

    pairs = zip(trial.parts, trial.rankings[ranking], strict=True)
    one = average([MEASURES[measure](part, scores) for part, scores in pairs])
    drawn = np.array([one(weights) for weights in draw_weights(trial.changes)])
    return Value(one(np.ones(trial.changes)), drawn)


def print_whole(sets: Sequence[Set]) -> None:
    """Print the AUC of lines added on whole sets, to see that they are the sets that others mean."""
    import numpy as np

    print(f"| whole set | n | buggy | {ADDED} |\n|---|---|---|---|")
    for given in sets:
        rows = np.arange(len(given.labels))
        whole = replace(given, folds=[(rows, rows)], published={})
        for trial in make_trials(whole, {ADDED: [given.added]}):
            auc = MEASURES["AUC"](trial.parts[0], trial.rankings[ADDED][0])(np.ones(trial.changes))
            print(f"| {trial.name} | {trial.changes} | {trial.buggy} | {auc:.3f} |")


def print_gains(trials: Sequence[Trial]) -> None:
    """Print every measure of the model beside that of lines added."""
    for measure in MEASURES:
        last = SMALLEST if measure == EFFORT else ""
        print(f"\n{measure}\n\n| set | n | buggy | {ADDED} | {CARD} | gain |{last and f' {last} |'}")
        print(f"|---|---|---|---|---|---|{last and '---|'}")
        for trial in trials:
            added, card = value(trial, measure, ADDED), value(trial, measure, CARD)
            shown = [trial.name, trial.changes, trial.buggy, added, card, card.gain(added)]
            shown += [value(trial, measure, last)] if last else []
            print(f"| {' | '.join(map(str, shown))} |")


def print_others(trials: Sequence[Trial]) -> None:
    """Print the AUC of every other ranking, most of them published, and what the model has over it."""
    print("\nOther rankings\n\n| set | ranking | AUC | scorecard has over it |\n|---|---|---|---|")
    for trial in trials:
        card = value(trial, "AUC", CARD)
        for ranking in trial.rankings:
            if ranking not in {ADDED, CARD, SMALLEST}:
                other = value(trial, "AUC", ranking)
                print(f"| {trial.name} | {ranking} | {other} | {card.gain(other)} |")


def print_labels(sets: Sequence[Set], neurojit: Path) -> None:
    """Print the AUC of labels instead of scores, which is what NeuroJIT published."""
    print("\nAUC of labels\n\n| set | model | AUC |\n|---|---|---|")
    for given in sets:
        for model, auc in read_neurojit_auc(neurojit, given.name).items():
            print(f"| {given.name} | {model} (published) | {auc:.3f} |")
        labelled: Rankings = {CARD: [label(given, fold) for fold in range(len(given.folds))]}
        trial = next(make_trials(given, labelled))
        print(f"| {given.name} | {CARD} | {value(trial, 'AUC', CARD)} |")


def label(given: Set, fold: int) -> Array:
    """Call buggy what scores as the known buggy and the known clean changes do at the middle between their means."""
    known, asked = given.folds[fold]
    card = learn(given, known)
    scores, labels = card.score(take(given.facts, known)), given.labels[known]
    middle = (scores[labels == 1].mean() + scores[labels == 0].mean()) / 2
    return (card.score(take(given.facts, asked)) > middle).astype(float)


def print_points(given: Set) -> None:
    """Print the table of points, learnt from the first split."""
    card = learn(given, given.folds[0][0])
    print("| item | points by range |\n|---|---|")
    for item, points in card.points.items():
        ends = [f"to {cut:g}: {p}" for cut, p in zip(card.cuts[item], points, strict=False)]
        print(f"| {item} | {', '.join([*ends, f'above: {points[-1]}'])} |")


if __name__ == "__main__":
    sys.exit(main())
