"""This script measures which items the scorecard needs, on the training parts of the classic sets alone.

    python benchmarks/classic/choose.py --issta CLONE_OF_ISSTA21_JIT_DP --neurojit CLONE_OF_NEUROJIT --facts facts.csv

A training part is cut by time: what came before 40, 55, 70 and 85 % of it ranks the 15 % that follow. Beginning with
lines added, the item that raises the mean AUC most is taken, until none raises it by 0.0003. No test part is read. The
sets are OpenStack as a whole, its nova, swift and glance, groovy and activemq; all count the same. It needs numpy.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from arrays import Array
from measure_sets import add_arguments, go_forward, read_sets, take
from measures import Part, measure_auc
from scorecard import RANGES, SHRINKAGE, fit_scorecard
from sets import Set

FIRST = "added"
_LEAST_GAIN = 0.0003
_TARGETS = ("openstack", "nova", "swift", "glance", "groovy", "activemq")


@dataclass(frozen=True, slots=True)
class Block:
    """What is known at some time, what is asked then, and the rows of each target among the asked."""

    known: dict[str, Array]
    known_labels: Array
    asked: dict[str, Array]
    asked_labels: Array
    targets: dict[str, Array]


def main() -> int:
    """Say which item is taken, one a line, and what other ranges and shrinkages would have given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    blocks = [block for given in read_sets(parser.parse_args()) for block in cut_blocks(given)]
    items = [FIRST]
    best = assess(blocks, items)
    print(f"{best:.4f} {FIRST}")
    candidates = sorted(set.intersection(*(set(block.known) for block in blocks)) - {FIRST})
    while candidates:
        gain, item = max((assess(blocks, [*items, item]) - best, item) for item in candidates)
        if gain < _LEAST_GAIN:
            break
        best += gain
        items.append(item)
        candidates.remove(item)
        print(f"{best:.4f} {item}", flush=True)
    for ranges in (5, RANGES, 12):
        for shrinkage in (SHRINKAGE / 3, SHRINKAGE, SHRINKAGE * 3):
            print(f"{assess(blocks, items, ranges, shrinkage):.4f} with {ranges} ranges, shrinkage {shrinkage:g}")
    return 0


def cut_blocks(given: Set) -> Iterator[Block]:
    """Cut the first training part of a set; the early OpenStack set and later windows are left alone."""
    import numpy as np

    if given.name not in _TARGETS:
        return
    for known, asked in go_forward(given, given.folds[0][0]).folds:
        own = {given.name: np.ones(len(asked), bool)} | {g: m[asked] for g, m in given.groups.items() if g in _TARGETS}
        yield Block(take(given.facts, known), given.labels[known], take(given.facts, asked), given.labels[asked], own)


def assess(blocks: Sequence[Block], items: Sequence[str], ranges: int = RANGES, shrinkage: float = SHRINKAGE) -> float:
    """Return the mean AUC over targets and blocks."""
    import numpy as np

    found: dict[str, list[float]] = {}
    for block in blocks:
        own = [*items, *(item for item in block.known if item.startswith("in "))]
        card = fit_scorecard(block.known, block.known_labels, own, ranges=ranges, shrinkage=shrinkage)
        scores = card.score(block.asked)
        for target, mask in block.targets.items():
            rows = np.arange(int(mask.sum()))
            part = Part(rows, block.asked_labels[mask], rows, rows)
            found.setdefault(target, []).append(measure_auc(part, scores[mask])(np.ones(len(rows))))
    return float(np.mean([np.mean(values) for values in found.values()]))


if __name__ == "__main__":
    sys.exit(main())
