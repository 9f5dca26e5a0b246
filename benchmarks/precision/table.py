"""This module holds the precision table: judged findings in, one row a rule with Wilson intervals out.

    python benchmarks/precision/table.py > benchmarks/precision/README.md

`judged.csv` has one row a judged finding: repository, commit, rule, path, line, set, verdict, reason. The verdict is
`useful` (the fact holds and the owner would be glad), `true` (it holds and is not worth a line) or `false`.
The set is `held` for repositories that no filter was shaped on, and `shaped` for those that were read while writing.
"""

import csv
import sys
from collections import defaultdict
from math import sqrt
from pathlib import Path

HERE = Path(__file__).parent
INTRODUCTION = """# Precision of findings

Each finding was read with its diff and its repository.
*True*: the stated fact holds.
*Useful*: it holds, and a senior who owns the code would be glad that it was said.
Intervals are Wilson's at 95 %.
`held` repositories shaped no filter; `shaped` ones were read while the rules were written.

The sample is `judged.csv`.
It was drawn by `python benchmarks/precision/scan.py --changes 100 --out findings.csv CLONE ...`,
and this page is written by `python benchmarks/precision/table.py > benchmarks/precision/README.md`.
"""


def main() -> int:
    """Print the table, held-back repositories first."""
    with (HERE / "judged.csv").open(encoding="utf-8", newline="") as file:
        judged = list(csv.DictReader(file))
    sys.stdout.write(INTRODUCTION)
    for kind, title in (("held", "Held-back repositories"), ("shaped", "Repositories that shaped the rules")):
        rows = [row for row in judged if row["set"] == kind]
        names = sorted({row["repository"] for row in rows})
        changes = len({(row["repository"], row["commit"]) for row in rows})
        sys.stdout.write(
            f"\n## {title}\n\n{len(rows)} findings in {changes} changes of {', '.join(names) or 'none'}.\n\n"
        )
        sys.stdout.write("| rule | n | true | useful | useful, 95 % |\n|---|---|---|---|---|\n")
        by_rule: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            by_rule[row["rule"]].append(row["verdict"])
        for rule, verdicts in sorted(by_rule.items()):
            sys.stdout.write(_line(f"`{rule}`", verdicts))
        sys.stdout.write(_line("**all**", [row["verdict"] for row in rows]))
    return 0


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (E. B. Wilson 1927), as two shares of 1; (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, hits / n
    middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def _line(name: str, verdicts: list[str]) -> str:
    n, useful = len(verdicts), verdicts.count("useful")
    true = useful + verdicts.count("true")
    low, high = wilson(useful, n)
    share = [f"{value / n:.2f}" if n else "-" for value in (true, useful)]
    return f"| {name} | {n} | {share[0]} | {share[1]} | {low:.2f} to {high:.2f} |\n"


if __name__ == "__main__":
    sys.exit(main())
