"""This script labels the past of repositories that nobody labelled, so that the cards can be tried on held-back ones.

    python benchmarks/attention/label.py CLONES OUT NAME [NAME ...] [--since 2025-01-01] [--fixes 400]

For the newest fixes of each clone the lines of production that they delete are blamed; a line that a change added 1 to
90 days before is bad. OUT gets `labels/` and `badlines/` in the form that `collect.py` and `collect_changes.py` read.
A change is old enough to be judged 90 days before the newest commit. AI marks are not looked for.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random

from collect import find_clone

from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.app.history.reading import PATHSPECS
from reviewer.change.diff import parse_change
from reviewer.change.fileclass import classify_file, classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.errors import ReviewerError
from reviewer.history.messages import read_message
from reviewer.history.szz import find_removed
from reviewer.model.history import Logged
from reviewer.ports import Range

_DAY = 86_400
_CODE = ("production", "script", "migration")
_MOST_FILES = 20
_LABELS = ("sha", "date", "ai", "src_add", "src_del", "followup_days", "buggy_1_90", "reverted")


def find_bad_lines(repository: GitRepository, fix: Logged) -> Iterator[tuple[str, str, int]]:
    """Yield commit, path and line of what a fix deletes and an earlier commit added 1 to 90 days before."""
    before, after = (repository.commit(oid) for oid in (fix.parents[0], fix.commit))
    if before is None or after is None:
        return
    change = parse_change(repository.diff(before.revision, after.revision), before.revision, after.revision)
    files = [f for f in change.files if f.old_path and f.deleted_lines and f.content == "text"]
    if len(files) > _MOST_FILES:
        return
    contents = repository.read(file.old_blob for file in files)
    wanted = {}
    for file in files:
        data, path = contents[file.old_blob], file.old_path or ""
        if isinstance(data, bytes) and recognise_language(path):
            source = Source(path, data, recognise_language(path), classify_file(path, data), file.touched_old)
            code = find_removed(file, source).code
            if code:
                wanted[fix.parents[0], path] = code
    for origins in repository.blame(wanted).values():
        for origin in origins.values() if isinstance(origins, dict) else ():
            if _DAY <= fix.when - origin.when <= 90 * _DAY:
                yield origin.commit, origin.path, origin.line


def label(
    repository: GitRepository, since: int, most: int
) -> tuple[list[dict[str, object]], list[tuple[str, str, int]]]:
    """Return the rows of the labels and the bad lines of one repository."""
    head = repository.resolve(Range(base="HEAD", head="HEAD")).head.commit
    logged = list(islice((c for c in repository.log(head, "", PATHSPECS, 0) if len(c.parents) == 1), 6_000))
    newest = logged[0].when
    recent = [change for change in logged if change.when >= since]
    fixes = [change for change in recent if read_message(change.message).kind == "fix"]
    chosen = fixes if len(fixes) <= most else Random(1).sample(fixes, most)  # noqa: S311 - not for secrets
    bad: set[tuple[str, str, int]] = set()
    for fix in chosen:
        try:
            bad.update(find_bad_lines(repository, fix))
        except ReviewerError:
            continue
    hit = {commit for commit, _, _ in bad}
    rows: list[dict[str, object]] = []
    for change in recent:
        code = [touch for touch in change.touches if classify_path(touch.path) in _CODE]
        rows.append(
            {
                "sha": change.commit,
                "date": datetime.fromtimestamp(change.when, UTC).date().isoformat(),
                "ai": "",
                "src_add": sum(touch.added for touch in code),
                "src_del": sum(touch.deleted for touch in code),
                "followup_days": (newest - change.when) / _DAY,
                "buggy_1_90": int(change.commit in hit),
                "reverted": 0,
            }
        )
    return rows, sorted(bad)


def main() -> None:
    given = _parse()
    since = int(datetime.combine(date.fromisoformat(given.since), datetime.min.time(), UTC).timestamp())
    for folder in ("labels", "badlines"):
        (given.out / folder).mkdir(parents=True, exist_ok=True)
    for name in given.names:
        with open_repository(str(find_clone(given.clones, name))) as repository:
            rows, bad = label(repository, since, given.fixes)
        with (given.out / "labels" / f"{name}.labels.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _LABELS)
            writer.writeheader()
            writer.writerows(rows)
        by_commit: defaultdict[str, int] = defaultdict(int)
        with (given.out / "badlines" / f"{name}.badlines.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("bad_sha", "path", "line"))
            for commit, path, line in bad:
                table.writerow((commit, path, line))
                by_commit[commit] += 1
        print(f"{name}: {len(rows)} changes, {len(by_commit)} of them fixed later, {len(bad)} bad lines", flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--since", default="2025-01-01")
    parser.add_argument("--fixes", type=int, default=400)
    return parser.parse_args()


if __name__ == "__main__":
    main()
