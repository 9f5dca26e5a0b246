"""This module holds detection and merge shares on the AIDev replication data, as Markdown tables.

    python benchmarks/provenance/aidev.py CLONE

CLONE is a clone of SAILResearch/AI_Teammates_in_SE3 (arXiv 2507.15003). The dump has no branches, no mails and no
account types: an author is a login alone. Files that the clone lacks are left out.
"""

import csv
import io
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from reviewer.history.provenance import Table, classify_pull, classify_review, read_table
from reviewer.model.provenance import Account, CommitText, PullEvent, PullText, ReviewText

AGENTS = {
    "OpenAI_Codex": "openai_codex",
    "Devin": "devin",
    "Copilot": "github_copilot_agent",
    "Cursor": "cursor",
    "Claude_Code": "claude_code",
}
# What the paper prints.
PUBLISHED = {"OpenAI_Codex": 65.3, "Claude_Code": 52.5, "Cursor": 51.4, "Devin": 48.9, "Copilot": 38.2}
# The share found by the first sketch of the table (without any look at mails and branches, as here).
SKETCH = {"Devin": 100.0, "Copilot": 100.0, "Cursor": 97.9, "Claude_Code": 97.0, "OpenAI_Codex": 47.9}
_MACHINES = ("ai_assisted", "ai_authored", "fully_synthetic", "mixed")


def read_rows(clone: Path, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file of the dump; none where the clone lacks it."""
    command = ["git", "-C", str(clone), "show", f"HEAD:AIDev-pop/{name}.csv"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode == 0:
        yield from csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace")))


def read_time(text: str) -> int:
    """Return a time of the dump in seconds since 1970, 0 for none."""
    return int(datetime.fromisoformat(text).timestamp()) if text else 0


def build_pulls(clone: Path, folder: str) -> Iterator[tuple[PullText, list[ReviewText], bool]]:
    """Yield the pull requests of one folder with their reviews, and whether each was merged."""
    commits: dict[str, list[CommitText]] = defaultdict(list)
    for row in read_rows(clone, f"{folder}/pr_commits"):
        commits[row["pr_id"]].append(CommitText(row["sha"], row["message"], row["author"], "", row["author"]))
    events: dict[str, list[PullEvent]] = defaultdict(list)
    for row in read_rows(clone, f"{folder}/pr_timelines"):
        events[row["pr_id"]].append(PullEvent(row["event"], Account(row["actor"])))
    reviews: dict[str, list[ReviewText]] = defaultdict(list)
    for row in read_rows(clone, f"{folder}/pr_reviews"):
        reviews[row["pr_id"]].append(
            ReviewText(Account(row["user"]), row["state"], row["body"], read_time(row["submitted_at"]))
        )
    for row in read_rows(clone, f"{folder}/prs"):
        key = row["id"]
        pull = PullText(
            int(row["number"]),
            row["title"],
            row["body"],
            author=Account(row["user"]),
            commits=tuple(commits[key]),
            events=tuple(events[key]),
            merged=read_time(row["merged_at"]),
        )
        yield pull, reviews[key], bool(row["merged_at"])


def measure_folder(clone: Path, folder: str, table: Table) -> dict[str, Counter[str]]:
    """Count classes, tools, merges and readers of one folder."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("class", "found", "merged", "reader", "silent")}
    for pull, reviews, merged in build_pulls(clone, folder):
        verdict = classify_pull(pull, reviews, table)
        counts["class"][verdict.cls] += 1
        counts["merged"][str(merged)] += 1
        tools = {signal.tool for signal in verdict.signals if signal.strength != "weak"}
        counts["found"]["any"] += verdict.cls in _MACHINES
        counts["found"]["itself"] += AGENTS.get(folder, "") in tools
        for review in reviews:
            judged = classify_review(review, pull, table)
            counts["reader"][judged.reader] += 1
            if not judged.counts and judged.reader == "ai_reviewer":
                counts["silent"][judged.why] += 1
    return counts


def main(clone: Path) -> None:
    """Print the tables."""
    csv.field_size_limit(1 << 30)
    table = read_table()
    found = {folder: measure_folder(clone, folder, table) for folder in AGENTS}
    write = sys.stdout.write
    write("| agent | pull requests | merged | published | found | as itself | first sketch |\n")
    write("|---|---|---|---|---|---|---|\n")
    for folder, counts in found.items():
        total = counts["merged"].total()
        numbers = (counts["merged"]["True"], counts["found"]["any"], counts["found"]["itself"])
        merged, any_, itself = (f"{100 * number / total:.1f} %" for number in numbers)
        name, published, sketch = folder.replace("_", " "), PUBLISHED[folder], SKETCH[folder]
        write(f"| {name} | {total:,} | {merged} | {published} % | {any_} | {itself} | {sketch} % |\n")
    for name in ("class", "reader", "silent"):
        write(f"\n| {name} | " + " | ".join(folder.replace("_", " ") for folder in found) + " |\n")
        write("|---" * (len(found) + 1) + "|\n")
        for value in sorted({value for counts in found.values() for value in counts[name]}):
            write(f"| {value} | " + " | ".join(f"{counts[name][value]:,}" for counts in found.values()) + " |\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
