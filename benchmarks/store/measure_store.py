"""This module holds the measuring of the store: raw answers of a large repository, facts of them, and questions.

`python benchmarks/store/measure_store.py [PULLS] [DIR]` makes up a repository, each step in a process of its own.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reviewer.adapters.store import StoredRepository, connect, open_store
from reviewer.app.collect.facts import write_facts
from reviewer.ports import Record

PAGE, PAGE_REST = 20, 100
STATE = {"version": 1, "since": 0, "done": {"pull": 1_760_000_000}, "missing": {}}
WORDS = (
    "rounding",
    "order",
    "till",
    "the",
    "customer",
    "because",
    "payment",
    "fails",
    "when",
    "a",
    "queue",
    "is",
    "empty",
)
_QUESTION = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
    SELECT 1 FROM reviews r WHERE r.number = p.number AND r.counts AND r.reader = 'human' AND r.submitted <= p.merged))
FROM pulls p WHERE merged IS NOT NULL
"""


def main() -> None:
    pulls = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = sys.argv[2] if len(sys.argv) > 2 else scratch
        for step in ("collect", "read", "facts", "again", "ask"):
            subprocess.run([sys.executable, __file__, "--step", step, str(pulls), folder], check=True)
        for name in ("raw", "facts"):
            paths = list((Path(folder) / "github.com" / "shop" / "till" / name).rglob("*.*"))
            size = sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
            print(f"{name}: {size:.0f} MB in {len(paths):,} files")


def run_step(step: str, pulls: int, folder: str) -> None:
    repository = open_store(Path(folder)).repository("shop/till")
    steps: dict[str, Callable[[], object]] = {
        "collect": lambda: collect(repository, pulls),
        "read": lambda: sum(1 for _ in repository.archive("github").records("pull")),
        "facts": lambda: write_facts(repository, 1_760_000_000).counts,
        "again": lambda: collect_again(repository),
        "ask": lambda: ask(repository),
    }
    before = time.perf_counter()
    outcome = steps[step]()
    seconds = time.perf_counter() - before
    used = resource.getrusage(resource.RUSAGE_SELF)
    busy, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{step}: {seconds:.2f} s, {busy:.2f} s of a core, {memory:.0f} MB at most: {outcome}", flush=True)


def collect(repository: StoredRepository, pulls: int) -> str:
    archive, chance, kept = repository.archive("github"), random.Random(7), 0.0  # noqa: S311 - made-up texts
    for page in make_pages(pulls, chance):
        before = time.perf_counter()
        archive.append(page, STATE)
        kept += time.perf_counter() - before
    return f"{kept:.2f} s of it in the archive"


def make_pages(pulls: int, chance: random.Random) -> Iterator[list[Record]]:
    for first in range(pulls, 0, -PAGE):
        numbers = range(first, max(0, first - PAGE), -1)
        yield [Record("pull", f"PR_{n:08d}", n, make_pull(n, chance)) for n in numbers]
    for kind, total in (("line_comment", 5 * pulls), ("comment", 3 * pulls), ("issue", pulls // 2)):
        for first in range(1, total + 1, PAGE_REST):
            keys = range(first, min(first + PAGE_REST, total + 1))
            yield [Record(kind, f"{n:010d}", n, make_item(kind, n, pulls, chance)) for n in keys]


def collect_again(repository: StoredRepository) -> int:
    chance = random.Random(9)  # noqa: S311 - made-up texts
    page = [Record("pull", f"PR_{n:08d}", n, make_pull(n, chance)) for n in range(1, 1 + PAGE)]
    repository.archive("github").append(page, STATE)
    return write_facts(repository, 1_760_000_000).generation


def ask(repository: StoredRepository) -> list[tuple[Any, ...]]:
    with connect([repository]) as database:
        return database.execute(_QUESTION).fetchall()


def make_text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)) + f" {chance.random()}"


def tell(second: int) -> str:
    return datetime.fromtimestamp(1_600_000_000 + second, UTC).isoformat().replace("+00:00", "Z")


def make_pull(number: int, chance: random.Random) -> dict[str, Any]:
    at = number * 3_600
    people = [f"dev{chance.randrange(40)}" for _ in range(3)]
    return {
        "id": f"PR_{number:08d}",
        "number": number,
        "title": make_text(chance, 7),
        "body": make_text(chance, 250),
        "isDraft": False,
        "state": "MERGED",
        "createdAt": tell(at),
        "updatedAt": tell(at + 90_000),
        "mergedAt": tell(at + 86_400),
        "closedAt": tell(at + 86_400),
        "additions": chance.randrange(900),
        "deletions": chance.randrange(300),
        "changedFiles": chance.randrange(1, 30),
        "headRefName": f"topic-{number}",
        "headRefOid": f"{number:040x}",
        "baseRefName": "main",
        "baseRefOid": f"{number + 1:040x}",
        "isCrossRepository": False,
        "reviewDecision": "APPROVED",
        "author": {"__typename": "User", "login": people[0], "databaseId": 1},
        "mergedBy": {"__typename": "User", "login": people[1]},
        "mergeCommit": {"oid": f"{number + 2:040x}"},
        "autoMergeRequest": None,
        "labels": {"nodes": [{"name": "bug"}, {"name": "till"}]},
        "assignees": {"nodes": []},
        "closingIssuesReferences": {"nodes": [{"number": number // 2, "createdAt": tell(at)}]},
        "reviews": {"nodes": list(make_reviews(number, people, chance))},
        "commits": {"totalCount": 5, "nodes": list(make_commits(number, people, chance))},
        "timelineItems": {"nodes": list(make_events(number, people))},
    }


def make_reviews(number: int, people: list[str], chance: random.Random) -> Iterator[dict[str, Any]]:
    for place in range(3):
        yield {
            "id": f"PRR_{number}_{place}",
            "fullDatabaseId": str(number * 10 + place),
            "state": chance.choice(["APPROVED", "COMMENTED", "CHANGES_REQUESTED"]),
            "submittedAt": tell(number * 3_600 + 7_200 * place),
            "body": make_text(chance, 20),
            "authorAssociation": "MEMBER",
            "authorCanPushToRepository": True,
            "author": {"__typename": "User", "login": people[place]},
            "commit": {"oid": f"{number:040x}"},
        }


def make_commits(number: int, people: list[str], chance: random.Random) -> Iterator[dict[str, Any]]:
    for place in range(5):
        person = {"name": people[0], "email": f"{people[0]}@shop.example"}
        yield {
            "commit": {
                "oid": f"{number * 10 + place:040x}",
                "message": f"{make_text(chance, 8)}\n\n{make_text(chance, 40)}",
                "authoredDate": tell(number * 3_600),
                "committedDate": tell(number * 3_600),
                "author": {**person, "user": {"login": people[0]}},
                "committer": person,
            }
        }


def make_events(number: int, people: list[str]) -> Iterator[dict[str, Any]]:
    for place in range(4):
        yield {
            "__typename": "ReviewRequestedEvent",
            "createdAt": tell(number * 3_600 + place),
            "actor": {"login": people[0]},
            "requestedReviewer": {"__typename": "User", "login": people[1]},
        }


def make_item(kind: str, number: int, pulls: int, chance: random.Random) -> dict[str, Any]:
    pull = number % pulls + 1
    item = {
        "id": number,
        "number": number,
        "user": {
            "login": f"dev{number % 40}",
            "id": number % 40,
            "type": "User",
            "avatar_url": "x" * 60,
            "url": "y" * 60,
        },
        "created_at": tell(number),
        "updated_at": tell(number),
        "body": make_text(chance, 40),
        "author_association": "MEMBER",
    }
    api = "https://api.github.com/repos/shop/till"
    if kind == "line_comment":
        more = {"pull_request_url": f"{api}/pulls/{pull}", "pull_request_review_id": pull * 10, "path": "src/till.py"}
        return {**item, **more, "line": 7, "commit_id": f"{pull:040x}", "diff_hunk": make_text(chance, 120)}
    if kind == "comment":
        return {**item, "html_url": f"https://github.com/shop/till/pull/{pull}#c", "issue_url": f"{api}/issues/{pull}"}
    return {**item, "title": make_text(chance, 7), "state": "open", "labels": [{"name": "bug"}], "repository_url": api}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        run_step(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        main()
