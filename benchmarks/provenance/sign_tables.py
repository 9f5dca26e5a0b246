"""This module holds the tables of judged commits and of what was found by which way, as Markdown.

    python benchmarks/provenance/sign_tables.py found.json

`found.json` is what `detect.py` prints. `judged.csv` has a row for each commit that was read: whether the machine of
that sign took part in it, as the author, the committer, the message and the sign itself show.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from math import sqrt
from pathlib import Path

JUDGED = Path(__file__).parent / "judged.csv"


def measure_interval(right: int, total: int) -> tuple[float, float]:
    """Return Wilson's interval at 95 %."""
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return middle - half, middle + half


def write_row(name: str, right: int, total: int) -> str:
    """Return one row of a precision table."""
    low, high = measure_interval(right, total)
    return f"| {name} | {right} of {total} | {right / total:.3f} | {low:.3f} to {high:.3f} |\n"


def write_precision(name: str) -> str:
    """Return the precision of one set of judged commits: by place, and by tool."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == name]
    text = ""
    for key in ("where", "tool"):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            counts[row[key]][row["verdict"]] += 1
        text += f"\n| by {'place' if key == 'where' else 'tool'} | right | precision | interval |\n|---|---|---|---|\n"
        for value, found in sorted(counts.items()):
            text += write_row(value, found["true"], found.total())
        if key == "where":
            right = sum(row["verdict"] == "true" for row in rows)
            text += write_row("**all**", right, len(rows))
    return text


def write_found(told: dict[str, dict[str, int]]) -> str:
    """Return what each way of looking finds alone."""
    union = told["methods"]["union"]
    text = "\n| looked at alone | commits | of all that are found |\n|---|---|---|\n"
    for method, count in sorted(told["methods"].items(), key=lambda pair: -pair[1]):
        text += f"| {method} | {count:,} | {100 * count / union:.1f} % |\n"
    return text


def write_repositories(told: dict[str, dict[str, dict[str, int]]]) -> str:
    """Return the classes of the commits of each repository."""
    classes = ("human_or_undeclared", "ai_assisted", "ai_authored", "mixed", "automation", "unknown_bot")
    text = "\n| repository | " + " | ".join(classes) + " | other detector, a rule | any word |\n"
    text += "|---" * (len(classes) + 3) + "|\n"
    for name, counts in told["repositories"].items():
        numbers = [f"{counts.get(cls, 0):,}" for cls in classes]
        peer = told["peer"].get(name, {})
        numbers += [f"{peer.get(kind, 0):,}" for kind in ("other, a rule", "other, any word")]
        text += f"| {name} | " + " | ".join(numbers) + " |\n"
    return text


def write_peer(told: dict[str, dict[str, dict[str, int]]]) -> str:
    """Return how much two detectors find together and alone."""
    text = "\n| the other detector's bar | both | only this one | only the other |\n|---|---|---|---|\n"
    for bar in ("a rule", "high", "any word"):
        counts = told["peer"].get(bar, {})
        text += f"| {bar} | " + " | ".join(f"{counts.get(k, 0):,}" for k in ("both", "only this", "only the other"))
        text += " |\n"
    return text


if __name__ == "__main__":
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for part in ("mended", "first"):
        sys.stdout.write(f"\n{part}\n{write_precision(part)}")
    sys.stdout.write(write_found(found) + write_peer(found) + write_repositories(found))
