"""Tells how many of the questions that were asked about untouched changes are good ones, by `questions.csv`.

`python benchmarks/second_reader/judged_questions.py` prints the table that stands in README.md.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tasks import HALVES, Task

from reviewer.metrics.estimates.shares import enclose_share

QUESTIONS = Path(__file__).with_name("questions.csv")
VERDICTS = ("useful", "true", "false")


def main() -> int:
    """Print the table of the judged questions, by area and by half."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sys.stdout.write("\n".join(tell(rows)) + "\n")
    return 0


def tell(rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of the table, and how many questions a later commit answered."""
    yield "| questions | n | useful | true | false | useful, share | 95 % |"
    yield "|---|---|---|---|---|---|---|"
    for area in sorted({row["area"] for row in rows}):
        yield _row(f"about {area}", [row for row in rows if row["area"] == area])
    for half in HALVES:
        yield _row(half, [row for row in rows if Task("", "twin", row["repository"], row["commit"]).half == half])
    yield _row("**all**", rows)
    yield ""
    useful = [row for row in rows if row["verdict"] == "useful"]
    fixed = sum(bool(row["fixed_later"]) for row in useful)
    changes = len({(row["repository"], row["commit"]) for row in rows})
    yield f"{len(rows)} questions in {changes} changes; for {fixed} of the useful ones a later commit touched the same."


def _row(name: str, rows: Iterable[dict[str, str]]) -> str:
    verdicts = [row["verdict"] for row in rows]
    counts = [verdicts.count(verdict) for verdict in VERDICTS]
    low, high = enclose_share(counts[0], len(verdicts))
    share = counts[0] / len(verdicts) if verdicts else 0.0
    return f"| {name} | {len(verdicts)} | {' | '.join(map(str, counts))} | {share:.2f} | {low:.2f} to {high:.2f} |"


if __name__ == "__main__":
    sys.exit(main())
