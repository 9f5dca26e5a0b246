"""This module holds the tables of README.md: results in, a row a tool and class with Wilson intervals out.

python benchmarks/recall/report.py RESULTS.json ... [--misses] [--into benchmarks/recall/README.md]
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from seeds import NEGATIVES, PAIR_KINDS

from reviewer.metrics.estimates.shares import enclose_share

_KINDS = ("exact", "renamed", "literals", "inserted", "reordered", "restructured", "split", *PAIR_KINDS)
_BEGIN, _END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
_OURS = "reviewer, "

Row = dict[str, str | bool]


def main() -> int:
    """Print the tables, or put them between the marks of a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what the rules missed and flagged wrongly instead")
    parser.add_argument("--into", type=Path, help="a page with marks around its tables")
    given = parser.parse_args()
    rows: list[Row] = [row for path in given.results for row in json.loads(path.read_text(encoding="utf-8"))]
    text = _list_misses(rows) if given.misses else _make_tables(rows)
    if given.into is None:
        sys.stdout.write(text)
        return 0
    page = given.into.read_text(encoding="utf-8")
    head, rest = page.split(_BEGIN)
    given.into.write_text(f"{head}{_BEGIN}{text}{_END}{rest.split(_END)[1]}", encoding="utf-8")
    return 0


def _make_tables(rows: Sequence[Row]) -> str:
    places = sorted({(str(r["repository"]), str(r["revision"])[:12], str(r["language"])) for r in rows})
    said = "\n".join(f"- {name} at `{revision}`, {language}" for name, revision, language in places)
    by_kind = _table("Found and named, by class", rows, _KINDS, lambda r: str(r["kind"]), "named")
    copies = [r for r in rows if r["copy"]]
    languages = sorted({str(r["language"]) for r in rows})
    by_language = _table("Found and named, by language", copies, languages, lambda r: str(r["language"]), "named")
    found = [r for r in copies if str(r["tool"]).startswith(_OURS)]
    loose = _table("Found, whether or not the original is named", found, _KINDS, lambda r: str(r["kind"]), "hit")
    wrong = [r for r in rows if not r["copy"]]
    flagged = _table("Flagged although nothing is copied", wrong, NEGATIVES, lambda r: str(r["kind"]), "hit")
    return f"{said}\n\n{by_kind}\n{loose}\n{by_language}\n{flagged}\n{_tell_quiet(rows)}"


def _table(title: str, rows: Iterable[Row], columns: Sequence[str], key: Callable[[Row], str], said: str) -> str:
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if key(row) in columns:
            hits[str(row["tool"])][key(row)] += bool(row[said])
            sizes[str(row["tool"])][key(row)] += 1
    shown = [column for column in columns if any(size[column] for size in sizes.values())]
    lines = [f"### {title}", "", f"| tool | {' | '.join(shown)} | all | 95 % |", "|---|" + "---|" * (len(shown) + 2)]
    for tool, size in sizes.items():
        cells = [f"{hits[tool][c]}/{size[c]}" if size[c] else "-" for c in shown]
        low, high = enclose_share(hits[tool].total(), size.total())
        share = f"{hits[tool].total() / max(1, size.total()):.2f} ({hits[tool].total()}/{size.total()})"
        lines.append(f"| {tool} | {' | '.join(cells)} | {share} | {low:.2f} to {high:.2f} |")
    return "\n".join(lines) + "\n"


def _tell_quiet(rows: Sequence[Row]) -> str:
    ours = {(str(r["tool"]), str(r["repository"]), str(r["language"])): bool(r["quiet"]) for r in rows if "quiet" in r}
    loud = [f"{name} ({language}; {tool})" for (tool, name, language), quiet in ours.items() if not quiet]
    said = f"spoke in {', '.join(loud)}" if loud else "silent everywhere"
    return f"A comment added to every file in question, and nothing copied: {said} ({len(ours)} commits).\n"


def _list_misses(rows: Sequence[Row]) -> str:
    lines = []
    for row in rows:
        if "said" in row and bool(row["copy"]) != bool(row["named"] if row["copy"] else row["hit"]):
            verdict = ("not named" if row["hit"] else "missed") if row["copy"] else "flagged"
            lines.append(f"{row['tool']}\t{verdict}\t{row['seed']}\t{row['said']}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
