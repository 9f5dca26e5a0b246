"""This module holds the classic sets as published: their changes, their splits and the predictions on them."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from arrays import Array

REPOSITORIES = ("nova", "swift", "glance", "neutron", "cinder")
_ISSTA = Path("Data_Extraction/git_base/datasets/openstack")
_ISSTA_FEATURES = ("ns", "nd", "nf", "entrophy", "la", "ld", "lt", "fix", "ndev", "age", "nuc", "exp", "rexp", "sexp")
_ISSTA_MODELS = {"deepjit": "DeepJIT", "cc2vec": "CC2Vec", "lr": "LR-JIT", "dbn": "DBN-JIT", "la": "LApredict"}
_BASELINE = ("LA", "NUC", "LT", "LD", "Entropy", "SEXP", "EXP", "AGE", "NS")
# How hard the code is to understand: what NeuroJIT adds to the features of others.
UNDERSTANDING = ("NOGV", "MDNL", "TE", "II", "NOP", "NB", "EC", "DD_HV", "NOMT")
_FOLDS, _MONTH, _GAP = 20, timedelta(days=30), timedelta(days=90)

Row = Mapping[str, str]
Fold = tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class Set:
    """Changes in the order of time. `folds` are the published splits: row numbers to learn from, and to be tested on.

    `own` are the features that were published with the set, `facts` ours. `published` are the predictions of models for
    the rows of the only test part. `groups` are parts of the changes that are told apart in the tables.
    """

    name: str
    labels: Array
    added: Array
    effort: Array
    folds: Sequence[Fold]
    own: Mapping[str, Array]
    facts: Mapping[str, Array]
    ids: Sequence[str]
    groups: Mapping[str, Array]
    published: Mapping[str, Array] = field(default_factory=dict)


def read_facts(path: Path) -> dict[str, Row]:
    """Return the facts that `extract.py` wrote, by change."""
    return {row["id"]: row for row in _read_rows(path)}


def read_openstack(issta: Path, facts: Mapping[str, Row], *, early: bool = False) -> Set:
    """Return the OpenStack set of 2016 to 2018, or the early one of 2011 to 2014: the first 80 % are to learn from."""
    import numpy as np

    rows = _read_rows(issta / _ISSTA / ("old" if early else "") / "openstack_k_feature.csv")
    results = issta / "ResultAnalysis" / ("RQ2-T6" if early else "RQ4-T8")
    ids = [row["_id"] for row in rows]
    homes = [facts[name]["repository"] if name in facts else "" for name in ids]
    known = _make_columns(ids, facts) | {f"in {r}": np.array([h == r for h in homes], float) for r in REPOSITORIES}
    split = int(len(rows) * 0.8)
    suffix = ".result" if early else "_WP.result"
    files = {name: results / model / f"openstack{suffix}" for model, name in _ISSTA_MODELS.items()}
    labels = np.array([int(row["bug"]) for row in rows])
    own = _make_own(rows, _ISSTA_FEATURES)
    return Set(
        name="openstack 2011-14" if early else "openstack",
        labels=labels,
        added=own["la"],
        effort=own["la"] + own["ld"],
        folds=[(np.arange(split), np.arange(split, len(rows)))],
        own=own,
        facts=known,
        ids=ids,
        groups={r: np.array([h == r for h in homes]) for r in REPOSITORIES if sum(h == r for h in homes) > 500},
        published={name: _read_result(f, labels[split:]) for name, f in files.items() if f.is_file()},
    )


def read_apache(neurojit: Path, project: str, facts: Mapping[str, Row]) -> Set:
    """Return a set of NeuroJIT with its 20 windows, between whose parts a time lies in which bugs come to light."""
    import numpy as np

    rows = sorted(_read_rows(neurojit / f"data/dataset/combined/{project}.csv"), key=lambda row: row["date"])
    own = _make_own(rows, _BASELINE + UNDERSTANDING)
    ids = [row["commit_id"] for row in rows]
    return Set(
        name=project,
        labels=np.array([int(row["buggy"] == "True") for row in rows]),
        added=own["LA"],
        effort=own["LA"] + own["LD"],
        folds=list(_slide(rows)),
        own=own,
        facts=_make_columns(ids, facts),
        ids=ids,
        groups={},
    )


def read_neurojit_auc(neurojit: Path, project: str) -> dict[str, float]:
    """Return the published AUC by model: the mean over the windows, and of labels, not of scores."""
    found: dict[str, float] = {}
    for learner in ("random_forest", "xgboost"):
        for features in ("baseline", "cuf", "combined"):
            text = (neurojit / f"data/output/{learner}_{features}.json").read_text(encoding="utf-8")
            values = [fold["auc"] for fold in json.loads(text) if fold["project"] == project]
            found[f"{learner} {features}"] = sum(values) / len(values)
    return found


def _slide(rows: Sequence[Row]) -> Iterator[Fold]:
    """Slide a window month by month, as the KFoldDateSplit of NeuroJIT does (k=20, gaps of three months)."""
    import numpy as np

    dates = np.array([datetime.fromisoformat(row["date"]) for row in rows])
    waits = np.array([float(row["gap"]) for row in rows if row["buggy"] == "True" and row["gap"]])
    low, high = np.quantile(waits, [0.2, 0.8])
    usual = waits[(waits > low) & (waits < high)].mean()
    hidden = round(len(rows) / (dates[-1] - dates[0]).days * usual)
    inside = np.flatnonzero((dates >= dates[0] + _GAP) & (dates <= dates[-1] - _GAP))
    start, last = dates[inside[0]], dates[inside[-1]]
    for fold in range(_FOLDS):
        first = start + fold * _MONTH
        end = last if fold == _FOLDS - 1 else last - (_FOLDS - fold) * _MONTH
        window = inside[(dates[inside] >= first) & (dates[inside] <= end)]
        learnt = round((len(window) - hidden) * 0.8)
        yield window[:learnt], window[learnt + hidden :]


def _make_columns(ids: Sequence[str], facts: Mapping[str, Row]) -> dict[str, Array]:
    """Return the facts as columns; a change that no clone knows has zeros."""
    import numpy as np

    names = [name for name in next(iter(facts.values())) if name not in {"id", "repository"}]
    return {name: np.array([float(facts[i][name]) if i in facts else 0.0 for i in ids]) for name in names}


def _make_own(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Array]:
    import numpy as np

    return {name: np.array([float(row[name] or 0) for row in rows]) for name in names}


def _read_result(path: Path, labels: Array) -> Array:
    """Return predictions, after a look whether they are about these changes."""
    import numpy as np

    pairs = np.array([line.split()[-2:] for line in path.read_text(encoding="utf-8").splitlines()], float)
    if len(pairs) != len(labels) or (pairs[:, 0] != labels).any():
        raise SystemExit(f"{path} is about other changes")
    return pairs[:, 1]


def _read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
