"""This module holds how `reviewer collect` reads from GitHub, one repository after the other, and what it says."""

import contextlib
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reviewer.adapters.github.auth import Access
from reviewer.adapters.github.collect.feed import check_name, list_repositories, open_feed
from reviewer.adapters.github.collect.wire import Wire
from reviewer.adapters.store import Store, StoredRepository, open_store
from reviewer.app.collect.facts import write_facts
from reviewer.app.collect.github import Collected, Watch, collect_github
from reviewer.cli.wiring.console import show_course, show_progress
from reviewer.errors import ReviewerError
from reviewer.model.facts import SOURCES
from reviewer.ports.collect import Exhausted, Feed, Unreachable, Usage
from reviewer.render.escape import escape_text

_KINDS = {
    "pull": "pull requests",
    "line_comment": "comments on lines",
    "comment": "comments",
    "issue": "issues",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be collected: repositories, an organisation, since when, for how many points, with which patience."""

    names: tuple[str, ...]
    organization: str
    since: int | None
    most: int | None
    patience: int


def collect_from_github(folder: Path | None, order: Order, variables: Mapping[str, str]) -> int:
    """Collect, and return the exit code: 2 if a repository could not be read. What was read is kept in any case."""
    for name in order.names:
        check_name(name)
    run = _Run(open_store(folder), order, Access(variables))
    try:
        _collect_all(run, order)
    except Exhausted as limit:
        again = limit.at or int(time.time()) + limit.seconds
        _say(f"the limit of requests is used up. Come again at {_write_time(again)}.")
    return 2 if run.faults else 0


def _collect_all(run: "_Run", order: Order) -> None:
    names = [*order.names, *(run.list_names() if order.organization else ())]
    for position, name in enumerate(names):
        try:
            with run.showing(name):
                ended = run.collect(name)
        except Unreachable:
            raise
        except ReviewerError as fault:
            if len(names) == 1:
                raise
            run.faults += 1
            _say(f"{name}: {fault.message} {fault.hint}".strip())
            continue
        if ended and position + 1 < len(names):
            _say(f"not begun: {', '.join(names[position + 1 :])}.")
        if ended:
            break


class _Run:
    """One run of the command."""

    def __init__(self, store: Store, order: Order, access: Access) -> None:
        self.faults = 0
        self._store, self._order, self._access = store, order, access
        self._wires: dict[str, Wire] = {}
        self._seen: dict[str, str] = {}
        self._tell = show_progress()

    def list_names(self) -> tuple[str, ...]:
        """List the organisation's repositories."""
        return list_repositories(self._open_wire(self._order.organization), self._order.organization)

    @contextlib.contextmanager
    def showing(self, name: str) -> Iterator[None]:
        """Take the progress away at the end, whatever the end is."""
        self._tell(f"{name}: asking GitHub")
        try:
            yield
        finally:
            self._tell("")

    def collect(self, name: str) -> bool:
        """Collect a repository, and say what came of it. Return whether nothing more may be asked in this run."""
        wire = self._open_wire(name)
        feed = open_feed(wire, name)
        if feed.id in self._seen:
            _say(f"{name} is {self._seen[feed.id]} by another name.")
            return False
        self._seen[feed.id] = feed.name
        kept = self._find_place(feed, name)
        spent = sum(one.usage.spent for one in self._wires.values())
        most = None if self._order.most is None else self._order.most - spent + wire.usage.spent
        with kept.lock():
            try:
                archive, watch = kept.archive("github"), self._watch(name)
                done = collect_github(feed, archive, watch, since=self._order.since, most=most)
            except Unreachable:
                # What was read before a token was taken away can be looked at, too.
                write_facts(kept, int(time.time()))
                raise
            self._tell(f"{name}: writing facts")
            write_facts(kept, int(time.time()))
        self._tell("")
        sys.stdout.write("".join(f"{escape_text(line)}\n" for line in _describe(done, feed.usage())))
        self.faults += "pull" in done.missing
        return bool(done.left)

    def _open_wire(self, place: str) -> Wire:
        """Connect once, or once an owner where an app is installed for each."""
        key = place.partition("/")[0].lower() if self._access.is_app else ""
        if key not in self._wires:
            self._wires[key] = Wire(self._access.connect(place), graphql=self._access.graphql, pause=time.sleep)
        return self._wires[key]

    def _find_place(self, feed: Feed, said: str) -> StoredRepository:
        """Return where a repository is kept; if it was kept by an earlier name, it moves and that is said."""
        kept = self._store.repository(feed.name, self._access.host)
        if kept.manifest() or any(kept.archive(source).state() for source in SOURCES):
            return kept
        for old in (self._store.repository(said, self._access.host), *self._store.repositories()):
            if old.host == kept.host and old.archive("github").state().get("id") == feed.id:
                kept.folder.parent.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(kept.folder, ignore_errors=True)  # where there was a lock, and nothing yet to be locked
                with old.lock():
                    old.folder.rename(kept.folder)
                _say(f"{old.name} is called {feed.name} now: its folder has moved.")
                break
        return kept

    def _watch(self, name: str) -> Watch:
        show, start = show_course(name), time.monotonic()

        def tell(what: str, done: int, total: int, usage: Usage) -> None:
            most = self._order.most
            left = [f"{usage.spent:,} of {most:,} points spent"] if most is not None else []
            left += [f"{usage.left:,} points left"] if usage.left is not None else []
            passed = time.monotonic() - start
            if 0 < done < total:
                left.append(f"{_count_minutes(passed * (total - done) / done)} more")
            show(what, done, total, ", ".join(left))

        def wait(again: int, seconds: int) -> bool:
            if seconds > self._order.patience:
                return False
            show(f"waiting for the limit until {_write_time(again)}", 0, 0, "")
            time.sleep(seconds)
            return True

        return Watch(lambda: int(time.time()), tell, wait)


def _describe(done: Collected, usage: Usage) -> list[str]:
    """Say what came of a repository, in a line or some."""
    counts = [f"{done.counts[kind]:,} {word}" for kind, word in _KINDS.items() if done.counts.get(kind)]
    left = f", {usage.left:,} left" if usage.left is not None else ""
    lines = [f"{done.name}: {', '.join(counts) or 'nothing new'} ({usage.spent:,} points spent{left})."]
    if done.left:
        when = f" Come again at {_write_time(done.again)}." if done.again else " Run it again for the rest."
        lines.append(f"  {done.left[:1].upper()}{done.left[1:]}.{when}")
    lines += [f"  {_KINDS[kind].capitalize()} are missing: {why}." for kind, why in sorted(done.missing.items())]
    if done.broken:
        lines.append(f"  Pull requests that GitHub failed to tell of: {done.broken:,}. The next run asks again.")
    return lines


def _say(sentence: str) -> None:
    sys.stderr.write(f"reviewer: {escape_text(sentence)}\n")


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _count_minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"
