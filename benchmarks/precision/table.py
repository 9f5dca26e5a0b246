"""This module holds the precision tables: judged findings in, one row a rule with Wilson intervals out.

    python benchmarks/precision/table.py [--again FINDINGS.csv ...] > benchmarks/precision/README.md

`judged.csv` has one row a judged finding: repository, commit, rule, path, line, set, verdict, reason, now. The verdict
is `useful` (the fact holds and the owner would be glad), `true` (it holds and is not worth a line) or `false`. `now`
says whether the rules of today still show it; `--again` looks that up in new runs of `scan.py` over the same changes.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

from reviewer.metrics.estimates.shares import enclose_share

JUDGED = Path(__file__).parent / "judged.csv"
INTRODUCTION = """# Precision of findings

Each finding was read with its diff and its repository by a reader who had not written the rule.
*True*: the stated fact holds.
*Useful*: it holds, and a senior who owns the code would be glad that it was said, in a review with five lines to spend.
Intervals are Wilson's at 95 %.

The findings come from `python benchmarks/precision/scan.py --changes N --out findings.csv CLONE ...`
over local clones of the repositories named below, each change a commit of the first-parent line.
`judged.csv` keeps every verdict with its reason;
this page is written by `python benchmarks/precision/table.py > benchmarks/precision/README.md`.
"""
HELD = (
    "No rule was shaped or mended on these before they were judged: the shares are the numbers that count. "
    "What was learnt here then switched further cases off; the last column is after that, and flatters."
)
FIRST = (
    "These repositories had shaped nothing when they were run; what was found here then mended or demoted rules. "
    "The last column says how many of the findings the rules of today still show, and how many of those are useful: "
    "it is measured on the sample that shaped it, and flatters."
)
WHOLE = (
    "The rules that read the whole repository, over 350 changes of each repository; none of them had been tried on "
    "these. At most ten findings of a rule and a repository were judged. What was found here then mended, demoted or "
    "confirmed them; the last column is after that, and flatters."
)
AFTER = (
    "The same rules after that mending, over 250 changes each of four more repositories (one gave no finding); every "
    "finding that would be shown by default. What was found here then made three cases opt-in."
)
TESTS = (
    "Rules about missing and hollow tests with every case, over 150 changes of each repository; none of them had been "
    "tried on these. All of these rules are opt-in, so that today none of it is shown by default."
)
TESTS_AFTER = (
    "The same rules after mending, over 120 changes each of seven more repositories; a sample of ten of each case that "
    "spoke more often. They stay opt-in."
)
SHAPE = (
    "Rules about the shape of the system and of the change with every case, over 100 changes of each of seven "
    "repositories; none of them had been tried on these. The two that speak by default, `import-cycle` and "
    "`layer-violation`, said nothing in these 700 changes."
)
PAST = (
    "Rules that read the history, with every case, over 250 to 600 changes of each repository; none of them had been "
    "tried on these. `hotspot` is a sample of 20 of 229. They were read by who wrote the rules, and with their own "
    "rule alone in the last column. What was found here then mended them (`ownership-gap` already on two of these) and "
    "made cases opt-in."
)
PAST_AFTER = (
    "`fix-of-fix` after that mending, over 300 other changes of three of these repositories and 300 of eleven more "
    "(five gave no finding); every finding with every case. Of the 73 of the cases that speak by default 59 were "
    "useful (0.81, 0.70 to 0.88). Read by who wrote the rule."
)
SETS = {
    "past-after": ("Fixes of fixes, mended", PAST_AFTER),
    "past": ("Rules that read the history", PAST),
    "shape": ("Rules about the shape", SHAPE),
    "tests-after": ("Rules about missing tests, mended", TESTS_AFTER),
    "tests": ("Rules about missing and hollow tests", TESTS),
    "after": ("Rules that see the whole repository, mended", AFTER),
    "whole": ("Rules that see the whole repository", WHOLE),
    "held": ("Held-back repositories", HELD),
    "first": ("First round, before it was mended", FIRST),
}


def main() -> int:
    """Print the tables, held-back repositories first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--again", nargs="+", type=Path, default=[])
    parser.add_argument("--set", action="append", choices=list(SETS), help="look up findings of this set only")
    given = parser.parse_args()
    judged = _read(JUDGED)
    if given.again:
        _look_up(judged, [row for path in given.again for row in _read(path)], given.set or list(SETS))
    sys.stdout.write(INTRODUCTION)
    for kind, (title, remark) in SETS.items():
        _print_set([row for row in judged if row["set"] == kind], title, remark)
    return 0


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _look_up(judged: list[dict[str, str]], found: list[dict[str, str]], sets: list[str]) -> None:
    """Write anew which judged findings of some sets are still shown, for the repositories that were run again."""
    ran = {row["repository"] for row in found}
    shown = {_key(row) for row in found if row["shown"] == "1"}
    for row in judged:
        if row["repository"] in ran and row["set"] in sets:
            row["now"] = "yes" if _key(row) in shown else "no"
    with JUDGED.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, list(judged[0]), lineterminator="\n")
        rows.writeheader()
        rows.writerows(judged)


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return (row["repository"], row["commit"], row["rule"], row["path"], row["line"])


def _print_set(rows: list[dict[str, str]], title: str, remark: str) -> None:
    names = sorted({row["repository"] for row in rows})
    changes = len({(row["repository"], row["commit"]) for row in rows})
    sys.stdout.write(f"\n## {title}\n\n{remark}\n\n")
    sys.stdout.write(f"{len(rows)} findings in {changes} changes of {', '.join(names) or 'none'}.\n\n")
    sys.stdout.write("| rule | n | true | useful | useful, 95 % | still shown today, useful of them |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    by_rule: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_rule[row["rule"]].append(row)
    for rule, judged in sorted(by_rule.items()):
        sys.stdout.write(_line(f"`{rule}`", judged))
    sys.stdout.write(_line("**all**", rows))


def _line(name: str, rows: list[dict[str, str]]) -> str:
    n, useful = len(rows), sum(row["verdict"] == "useful" for row in rows)
    true = useful + sum(row["verdict"] == "true" for row in rows)
    low, high = enclose_share(useful, n)
    share = [f"{value / n:.2f}" if n else "-" for value in (true, useful)]
    now = [row for row in rows if row["now"] == "yes"]
    left = f"{len(now)}, {sum(row['verdict'] == 'useful' for row in now)}"
    return f"| {name} | {n} | {share[0]} | {share[1]} | {low:.2f} to {high:.2f} | {left} |\n"


if __name__ == "__main__":
    sys.exit(main())
