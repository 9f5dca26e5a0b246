"""This module holds the scores of a second reader over judged findings and planted defects, with a model or recordings.

    python benchmarks/second_reader/score_reading.py CLONE ... [--into benchmarks/second_reader/README.md]

With OPENAI_API_KEY or OPENAI_BASE_URL set, every task is put to that endpoint and `--record` keeps what it answers;
without them, or with `--replay`, recorded answers are given by their order and nothing is sent anywhere.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from reading_tables import Run, write_tables
from readings import Desk, Outcome
from recordings import RECORDED, Recording, Replay, read_recording, write_recording
from tasks import Task, list_judged, list_seeded, name_clone

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.cli.wiring.second import reach_endpoint
from reviewer.engine.pages.pack import read_rules
from reviewer.model.policy import ReaderPolicy
from reviewer.ports import Endpoint

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> int:
    """Read every task whose clone is there, and print the tables or put them between the marks of a page."""
    given = _read_options()
    is_live = not given.replay and bool(os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"))
    tell = sys.stderr.write
    tell(f"{'every task is put to an endpoint' if is_live else 'replay: nothing is sent to any endpoint'}\n")
    clones = {name_clone(clone): clone for clone in given.clones}
    pages = read_pack(find_shipped_rules())
    tasks = [*list_judged({rule.id for rule in read_rules(pages) if rule.closed_question}), *list_seeded()]
    wanted = [task for task in tasks if not given.only or any(part in task.id for part in given.only)]
    skipped = sorted({task.repository for task in wanted if task.repository not in clones})
    choose = _open_live(given) if is_live else _open_recorded(given.recorded)
    desk = Desk(pages, given.cache_dir, time.monotonic if is_live else lambda: 0.0)
    here = [task for task in wanted if task.repository in clones]
    outcomes, days = [], set()
    for number, task in enumerate(here, 1):
        tell(f"{number} of {len(here)}: {task.id}\n")
        endpoint, day = choose(task)
        outcome = _read(desk, task, clones[task.repository], endpoint)
        outcomes += [outcome] if outcome else []
        days |= {day} if day and outcome else set()
        if outcome and outcome.reading.not_done and is_live:
            tell(f"{task.id}: {outcome.reading.not_done}\n")
        if isinstance(endpoint, Recording) and endpoint.answers and given.record:
            write_recording(task, endpoint.model, day, endpoint.answers, given.record)
    text = write_tables(Run(tuple(outcomes), len(wanted) - len(outcomes), tuple(skipped), tuple(sorted(days)), is_live))
    _put(text, given.into)
    return 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path, help="folders OWNER+NAME or OWNER+NAME/repo")
    parser.add_argument("--only", action="append", help="tasks whose names hold this (repeatable)")
    parser.add_argument("--replay", action="store_true", help="recorded answers, whatever the environment says")
    parser.add_argument("--recorded", type=Path, default=RECORDED, help="the folder of recordings")
    parser.add_argument("--record", type=Path, help="keep what the endpoint answers in this folder")
    parser.add_argument("--model", default=os.environ.get("REVIEWER_MODEL", ""))
    parser.add_argument("--prices", nargs=2, type=float, metavar=("IN", "OUT"), help="dollars for a million tokens")
    parser.add_argument("--cache-dir", type=Path, default=Path("second-reader-cache"), help="keeps the indexes")
    parser.add_argument("--into", type=Path, help="the page that gets the tables")
    return parser.parse_args()


def _read(desk: Desk, task: Task, clone: Path, endpoint: Endpoint) -> Outcome | None:
    try:
        return desk.read(task, clone, endpoint, lambda _: None)
    except Exception as fault:  # noqa: BLE001 - the run goes on and counts them
        sys.stderr.write(f"{task.id}: {type(fault).__name__}: {fault}\n")
        return None


def _open_recorded(folder: Path) -> Callable[[Task], tuple[Endpoint, str]]:
    def choose(task: Task) -> tuple[Endpoint, str]:
        return read_recording(task, folder) or (Replay("nobody", []), "")

    return choose


def _open_live(given: argparse.Namespace) -> Callable[[Task], tuple[Endpoint, str]]:
    prices = given.prices or (None, None)
    policy = ReaderPolicy(dollars_in=prices[0], dollars_out=prices[1])
    inner = reach_endpoint(os.environ, given.model, policy, given.cache_dir)
    today = date.today().isoformat()  # noqa: DTZ011 - the day on which whoever measures does so
    return lambda _: (Recording(inner), today)


def _put(text: str, page: Path | None) -> None:
    if page is None:
        sys.stdout.write(text)
        return
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
