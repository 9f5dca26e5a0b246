"""This module holds the run of the default rules over the last changes of local clones, one CSV row a finding.

    python benchmarks/precision/scan.py --changes 100 --out findings.csv CLONE [CLONE ...]

A change is a commit on the first-parent line of HEAD against its first parent: what a reviewer was asked to read.
"""

import argparse
import csv
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Protocol

from reviewer.adapters.facts import open_facts
from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import open_repository
from reviewer.adapters.history.store import open_history
from reviewer.adapters.workers import spread_work
from reviewer.app.check import Request, check_change
from reviewer.app.checking.surroundings import Facts
from reviewer.engine.pages.pack import read_rules
from reviewer.history.memory import MemoryHistory
from reviewer.model.review import Review
from reviewer.ports import Range
from reviewer.risk.budget import pick

COLUMNS = (
    "repository",
    "commit",
    "marked",
    "rule",
    "severity",
    "shown",
    "path",
    "line",
    "side",
    "fingerprint",
    "message",
)
_AI = re.compile(
    r"(?im)^(co-authored-by|assisted-by|generated-by):.*\b(claude|copilot|cursor|codex|devin|gemini|aider|openhands|amp)\b"
    r"|generated with \[?claude code"
)


class _Rows(Protocol):
    def writerow(self, row: Iterable[object], /) -> object: ...


def main() -> int:
    """Write the findings, and say on standard error how the run went; exit with 1 when a change had no review."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rule", action="append", help="only this rule (repeatable)")
    parser.add_argument("--opt-in", action="store_true", help="opt-in rules and cases too")
    parser.add_argument("--cache-dir", type=Path, help="keep the index of each clone below this folder")
    given = parser.parse_args()
    pages = read_pack(find_shipped_rules())
    if given.rule:
        pages = {path: text for path, text in pages.items() if Path(path).stem in given.rule}
    failed = 0
    with given.out.open("w", newline="", encoding="utf-8", errors="backslashreplace") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for clone in given.clones:
            failed += _scan(clone, given, pages, rows)
    return int(failed > 0)


def _scan(clone: Path, given: argparse.Namespace, pages: dict[str, str], rows: "_Rows") -> int:
    name = (clone.parent.name if clone.name == "repo" else clone.name).replace("+", "/")
    settings = ("all.toml", _switch_on(pages)) if given.opt_in else None
    facts = Facts(open_history=lambda: (MemoryHistory(), ""))
    if given.cache_dir:
        place = given.cache_dir / name.replace("/", "+")
        facts = Facts(partial(open_facts, place), spread_work, open_history=partial(open_history, place))
    shown_counts, failed, skipped = [], 0, 0
    with open_repository(str(clone)) as repository:
        for commit, day, marked in _list_changes(clone, given.changes):
            # The past of a change is told as it was told on its own day.
            request = Request(Range(f"{commit}^", commit), pages, day, settings=settings)
            try:
                review = check_change(repository, request, facts=facts).review
            except Exception as fault:  # noqa: BLE001 - the run counts them
                sys.stderr.write(f"{name} {commit[:10]}: {type(fault).__name__}: {fault}\n")
                failed += 1
                continue
            skipped += _tell_skips(name, commit, review)
            shown = {finding.fingerprint for finding in pick(review.findings)}
            shown_counts.append(len(shown))
            for f in review.findings:
                is_shown = int(f.fingerprint in shown)
                place = (f.path, f.line, f.side, f.fingerprint, f.message)
                rows.writerow((name, commit[:12], int(marked), f.rule, f.severity, is_shown, *place))
    silent = sum(count == 0 for count in shown_counts)
    sys.stderr.write(
        f"{name}: {len(shown_counts)} changes, {failed} without a review, {skipped} rules raised, "
        f"{sum(shown_counts)} findings shown (median {median(shown_counts or [0])} a change), "
        f"silent on {silent} ({100 * silent // max(1, len(shown_counts))} %)\n"
    )
    return failed + skipped


def _switch_on(pages: dict[str, str]) -> str:
    """Return settings under which every rule and every case of it speaks."""
    lines = ["[rules]"]
    for rule in read_rules(pages):
        cases = ", ".join(f'"{case}"' for case in rule.cases if case)
        lines.append(f'{rule.id} = {{ status = "on", cases = [{cases}] }}' if cases else f'{rule.id} = "on"')
    return "\n".join(lines) + "\n"


def _tell_skips(name: str, commit: str, review: Review) -> int:
    raised = [skip for skip in review.skips if "raised" in skip.reason]
    for skip in raised:
        sys.stderr.write(f"{name} {commit[:10]}: {skip.rule}: {skip.reason}\n")
    return len(raised)


def _list_changes(clone: Path, changes: int) -> Iterator[tuple[str, date, bool]]:
    shape = "--format=%H%x00%P%x00%ct%x00%B"
    command = ["git", "-C", str(clone), "log", "-z", "--first-parent", f"--max-count={changes}", shape, "HEAD"]
    log = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")
    fields = log.split("\x00")
    for commit, parents, when, message in zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False):
        if parents:
            yield commit, datetime.fromtimestamp(int(when), UTC).date(), bool(_AI.search(message))


if __name__ == "__main__":
    sys.exit(main())
