"""This module holds a seed: one function that a commit adds, where it came from, and how both are written to JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from placing import Place

NEGATIVES = ("skeleton", "form", "foreign", "no pair")
PAIR_KINDS = ("T1", "T2", "VST3", "ST3", "MT3")


@dataclass(frozen=True, slots=True)
class Original:
    """The function that was copied. `symbol` is its dotted name."""

    path: str
    symbol: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Seed:
    """One planted function. `kind` is the transformation, or a name of `NEGATIVES`; a foreign one has no original."""

    id: str
    repository: str
    revision: str
    language: str
    kind: str
    name: str
    place: Place
    original: Original | None

    @property
    def is_copy(self) -> bool:
        """Whether the planted function is a duplicate, so that a tool should speak."""
        return self.kind not in NEGATIVES


def name_clone(clone: Path) -> str:
    """Return `owner/name` of a clone in a folder `owner+name`, or the name of its folder."""
    return (clone.parent.name if clone.name in ("repo", ".git") else clone.name).replace("+", "/")


def write_seeds(seeds: Sequence[Seed], path: Path) -> None:
    """Write seeds as JSON, one object a line, in their order."""
    lines = ",\n".join(json.dumps(asdict(seed), sort_keys=True) for seed in seeds)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read_seeds(paths: Iterable[Path]) -> list[Seed]:
    """Read seeds from files that `write_seeds` wrote."""
    rows = [row for path in paths for row in json.loads(path.read_text(encoding="utf-8"))]
    return [
        Seed(**{**row, "place": Place(**row["place"]), "original": row["original"] and Original(**row["original"])})
        for row in rows
    ]
