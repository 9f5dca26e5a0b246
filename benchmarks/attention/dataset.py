"""This module holds what `collect.py` wrote, as the scripts of this folder read it: changes, lines, windows, labels."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from reviewer.risk.attention.spans import find_windows
from reviewer.risk.attention.traits import TRAITS, Line

FEWEST_LINES, MOST_LINES = 30, 12_000


@dataclass(eq=False)
class Case:
    """One labelled change. `rows` are its added lines in the order of the text, `bad` those that were fixed later."""

    repository: str
    sha: str
    ai: str
    rows: Sequence[dict[str, Any]]
    lines: tuple[Line, ...]
    windows: list[list[int]]
    bad: frozenset[int]
    known: Sequence[int] | None = None
    shares: list[list[float]] = field(default_factory=list)


def read_cases(folder: Path) -> list[Case]:
    """Read every change with enough lines, of which at least one was fixed later."""
    return [case for path in sorted(folder.glob("*.jsonl")) for case in _read_file(path)]


def _read_file(path: Path) -> Iterator[Case]:
    for text in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        rows = row["lines"]
        bad = frozenset(at for at, line in enumerate(rows) if line["bad"])
        if bad and FEWEST_LINES <= len(rows) <= MOST_LINES:
            yield _make_case(path.stem, row, bad)


def _make_case(name: str, row: dict[str, Any], bad: frozenset[int]) -> Case:
    lines = tuple(_make_line(line) for line in row["lines"])
    at = {(line.path, line.number): number for number, line in enumerate(lines)}
    windows = [[at[line.path, line.number] for line in run] for run in find_windows(lines)]
    case = Case(name, row["sha"], row["ai"], row["lines"], lines, windows, bad, row["known"])
    # The share of a window's lines that have each trait: sums that run along save most of the work.
    sums = [[0] * len(TRAITS)]
    for line in lines:
        sums.append([total + (trait in line.traits) for total, trait in zip(sums[-1], TRAITS, strict=True)])
    for window in windows:
        first, last = sums[window[0]], sums[window[-1] + 1]
        case.shares.append([(b - a) / len(window) for a, b in zip(first, last, strict=True)])
    return case


def _make_line(row: dict[str, Any]) -> Line:
    # Of the function only its place is looked at.
    function = cast("Any", SimpleNamespace(line=row["function"][0])) if row["function"] else None
    return Line(row["path"], row["line"], function, frozenset(row["traits"]))
