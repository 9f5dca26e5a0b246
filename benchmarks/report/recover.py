"""This module holds the proof on a team whose truth is known: the estimates find it, and the intervals cover it.

`python benchmarks/report/recover.py [RUNS]` prints a Markdown table.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

from truths import STEADY, count_bugs, work_out

from reviewer.adapters.store import connect, open_store
from reviewer.metrics import Request, build_report
from reviewer.metrics.demo import simulate_team
from reviewer.model.report import Measure, Report

_WEEK = "2026-W46"


def main(arguments: list[str]) -> int:
    runs = int(arguments[0]) if arguments else 200
    truth = work_out(STEADY)
    with ProcessPoolExecutor(2) as pool:
        reports = list(pool.map(_measure, range(1001, runs + 1001), chunksize=5))
    print(f"| measure | truth | mean of {runs} estimates | off by | intervals that cover it | mean n |")
    print("|---|---|---|---|---|---|")
    for name, found in _gather(reports).items():
        rows = [(measure, _find_truth(truth, measure)) for measure in found]
        known = [(measure, true) for measure, true in rows if true is not None and measure.value is not None]
        if known:
            print(_render(name, known))
    flags = [measure.is_worse for report in reports for measure in report if measure.baseline is not None]
    print(f"\nOf {len(flags)} measures with a baseline {fmean(flags):.1%} were marked as worse; nothing had changed.")
    return 0


def _measure(seed: int) -> tuple[Measure, ...]:
    return report_on(seed).measures


def report_on(seed: int) -> Report:
    simulation = simulate_team(seed=seed, week=_WEEK, weeks=36, truth=STEADY)
    with tempfile.TemporaryDirectory() as folder:
        repository = open_store(Path(folder)).repository(simulation.manifest.name)
        with repository.lock():
            repository.write(simulation.rows, simulation.manifest)
        with connect([repository]) as database:

            def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
                answer = database.execute(sql, dict(values))
                names = [str(column[0]) for column in answer.description or ()]
                return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

            return build_report(ask, Request("steady", _WEEK))


def _gather(reports: list[tuple[Measure, ...]]) -> dict[str, list[Measure]]:
    found: dict[str, list[Measure]] = defaultdict(list)
    for report in reports:
        for measure in report:
            found[measure.id].append(measure)
    return found


def _find_truth(truth: Mapping[str, float], measure: Measure) -> float | None:
    if measure.id in truth:
        return truth[measure.id]
    return count_bugs(STEADY, {measure.id: (0, measure.n)}).get(measure.id) if measure.n else None


def _render(name: str, known: list[tuple[Measure, float]]) -> str:
    truth = fmean(true for _, true in known)
    mean = fmean(measure.value or 0 for measure, _ in known)
    # An end that is not known reaches as far as it may.
    covered = fmean((measure.low or 0) <= true <= (measure.high or float("inf")) for measure, true in known)
    n = fmean(measure.n for measure, _ in known)
    shown = f"{covered:.1%}" if any(measure.low is not None for measure, _ in known) else "no interval"
    return f"| `{name}` | {truth:.4g} | {mean:.4g} | {mean / truth - 1:+.1%} | {shown} | {n:.0f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
